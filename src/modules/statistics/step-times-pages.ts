import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { readDay, writeDay } from '#components/read-step'
import { localDay } from '#modules/calendar'
import { type OfficerActor, officerOf } from '#modules/identity'
import { listAgencies } from '#modules/organisations'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { findAgencyOf, loadStepTimes } from './load-step-times.ts'
import { messages } from './messages.ts'
import { longestPeriod, type PeriodProblem, readPeriod } from './rules/period.ts'
import { type StepTimesPage, stepTimesPage } from './step-times-view.ts'

const part = Type.Optional(Type.String({ maxLength: 60 }))
const querystring = Type.Object({ agency: part, from: part, to: part })

/** `/officer/times`: how long the steps took in a leader's agency, over a period of at most a quarter. */
export const stepTimesPages =
  (context: Context, { frame }: Readonly<{ frame: Frame }>): FastifyPluginAsyncTypebox =>
  async (app) => {
    const options = {
      config: { permission: 'statistics.read_times' },
      schema: { hide: true, querystring },
    } as const
    app.get('/officer/times', options, async (request, reply) => {
      const actor = officerOf(request)
      const { query } = request
      const language = languageOf(request)
      const page = await loadPage(context, actor, query, language)
      const content = { title: messages(language).timesTitle, main: stepTimesPage(page, language) }
      return sendPage(reply, frame(request, { ...content, current: 'times' }), page.times ? 200 : 422)
    })
  }

type Asked = Readonly<{ agency?: string; from?: string; to?: string }>

async function loadPage(
  context: Context,
  officer: OfficerActor,
  { agency: code, from = '', to = '' }: Asked,
  language: Language,
): Promise<StepTimesPage> {
  const [agency, agencies] = await Promise.all([
    findAgencyOf(context, officer, code),
    listSeenAgencies(context, officer),
  ])
  const read = readPeriod({ from: asDay(from), to: asDay(to) }, localDay(context.clock.now()))
  const known = { agencies, typed: { agency: agency.code, from, to } }
  if (!read.ok) {
    const { field } = read.problem
    return { ...known, times: null, problems: [{ field, sentence: sentenceOf(read.problem, language) }] }
  }
  const { period } = read
  return {
    agencies,
    times: await loadStepTimes(context, agency, period),
    typed: {
      agency: agency.code,
      from: writeDay(period.from.toString()),
      to: writeDay(period.to.toString()),
    },
    problems: [],
  }
}

/** A day as typed, '27/11/2026' or '2026-11-27', in the second form; what is neither stays, to be refused. */
const asDay = (typed: string): string => readDay(typed) ?? typed

function sentenceOf({ code }: PeriodProblem, language: Language): string {
  const words = messages(language)
  if (code === 'not_a_day') return words.notADay
  return code === 'too_long' ? words.tooLong(longestPeriod) : words.endsBeforeItBegins
}

/** The agencies whose times this officer may see: all for an auditor, else the own and those below it. */
async function listSeenAgencies({ db }: Context, { roles, agencyId }: OfficerActor) {
  const all = await listAgencies(db)
  if (roles.includes('auditor')) return all
  return all.filter(({ id, parentId }) => id === agencyId || parentId === agencyId)
}
