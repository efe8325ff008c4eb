import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { readDay, writeDay } from '#components/read-step'
import { localDay } from '#modules/calendar'
import { type OfficerActor, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { changeRule, type RuleDecision, type RuleRefusal } from './change-rule.ts'
import { taskMessages } from './messages.ts'
import { type DecidedRule, listComingRules, listRules } from './repository-rules.ts'
import { rulePage, rulesPage, rulesUrl, type TypedDecision } from './rule-view.ts'

const Text = Type.Optional(Type.String({ maxLength: 400 }))
const body = Type.Object({ hours: Text, side: Text, active: Text, validFrom: Text, basis: Text })
const params = Type.Object({ name: Type.String({ maxLength: 100 }) })
const querystring = Type.Object({ saved: Type.Optional(Type.String({ maxLength: 10 })) })

/** `/admin/reminder-rules`: the rules in sentences; each is changed by a decision with a day and a ground. */
export const rulePages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { db, clock } = context
    const guarded = { config: { permission: 'tasks.manage_rules' } } as const
    const today = () => localDay(clock.now())

    async function getRule(name: string): Promise<DecidedRule> {
      const rule = (await listRules(db, today())).find((one) => one.name === name)
      if (!rule) throw requestProblem('request.not_found')
      return rule
    }

    app.get(rulesUrl, { ...guarded, schema: { hide: true, querystring } }, async (request, reply) => {
      const [rules, coming] = await Promise.all([listRules(db, today()), listComingRules(db, today())])
      const language = languageOf(request)
      const main = rulesPage({ rules, coming, isSaved: request.query.saved === '1' }, language)
      return sendPage(
        reply,
        frame(request, { title: taskMessages(language).rules, current: 'reminder-rules', main }),
      )
    })

    app.get(`${rulesUrl}/:name`, { ...guarded, schema: { hide: true, params } }, async (request, reply) => {
      const rule = await getRule(request.params.name)
      const language = languageOf(request)
      const main = rulePage({ rule, typed: suggest(rule, today().toString()), problems: [] }, language)
      const title = taskMessages(language).changeRule
      return sendPage(reply, frame(request, { title, current: 'reminder-rules', main }))
    })

    const changing = { ...guarded, schema: { hide: true, params, body } }
    app.post(`${rulesUrl}/:name`, changing, async (request, reply) => {
      const actor = officerOf(request)
      const rule = await getRule(request.params.name)
      const language = languageOf(request)
      const typed = { ...noDecision, ...request.body }
      const problems = await decide(context, rule.name, typed, actor, language)
      if (problems.length === 0) return await reply.redirect(`${rulesUrl}?saved=1`, 303)
      const main = rulePage({ rule, typed, problems }, language)
      const title = taskMessages(language).changeRule
      return sendPage(reply, frame(request, { title, current: 'reminder-rules', main }), 422)
    })
  }

/** Gives the decision that was typed; what is wrong with it, nothing when it was written. */
async function decide(
  context: Context,
  name: string,
  typed: TypedDecision,
  actor: OfficerActor,
  language: Language,
): Promise<readonly Problem[]> {
  const read = readDecision(typed, language)
  if (!read.ok) return read.problems
  const changed = await changeRule(context, name, read.decision, actor)
  return changed.ok ? [] : explain(changed.code, language)
}

const noDecision: TypedDecision = { hours: '', side: '', active: '', validFrom: '', basis: '' }

/** The form of a rule as it is, from today on; the ground is to be given. */
const suggest = ({ offsetMinutes, active }: DecidedRule, today: string): TypedDecision => ({
  hours: String(Math.abs(offsetMinutes) / 60),
  side: offsetMinutes > 0 ? 'after' : 'before',
  active: active ? 'yes' : 'no',
  validFrom: writeDay(today),
  basis: '',
})

type ReadDecision = Readonly<{ ok: true; decision: RuleDecision } | { ok: false; problems: readonly Problem[] }>

function readDecision(typed: TypedDecision, language: Language): ReadDecision {
  const say = taskMessages(language)
  const hours = /^\d{1,3}$/.test(typed.hours.trim()) ? Number(typed.hours) : Number.NaN
  const validFrom = readDay(typed.validFrom.trim())
  const basis = cleanText(typed.basis).slice(0, 300)
  const checks: readonly [boolean, keyof TypedDecision, string][] = [
    [hours <= 480, 'hours', say.hoursWrong],
    [validFrom !== null, 'validFrom', say.dayWrong],
    [basis !== '', 'basis', say.basisMissing],
  ]
  const problems = checks
    .filter(([isFine]) => !isFine)
    .map(([, field, sentence]) => ({ field, sentence }) satisfies Problem)
  if (problems.length > 0 || validFrom === null) return { ok: false, problems }
  const offsetMinutes = hours * 60 * (typed.side === 'after' ? 1 : -1) || 0
  return { ok: true, decision: { offsetMinutes, active: typed.active !== 'no', validFrom, basis } }
}

function explain(code: RuleRefusal, language: Language): Problem[] {
  const say = taskMessages(language)
  if (code === 'not_found') throw requestProblem('request.not_found')
  return code === 'day_past'
    ? [{ field: 'validFrom', sentence: say.dayPast }]
    : [{ field: 'side', sentence: say.apologyOnlyBefore }]
}
