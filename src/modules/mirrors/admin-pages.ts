import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { localDay } from '#modules/calendar'
import { nameCodes } from '#modules/filings'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { adminUrl, type Form, systemPage, systemsPage, type Typed } from './admin-view.ts'
import { closeMapping, closeRule, enterMapping, enterMinistrySystem, enterRule } from './manage-mapping.ts'
import { mirrorMessages } from './messages.ts'
import { readMapping, readRule, readSystem } from './read-forms.ts'
import { findSystem, listSystems } from './repository.ts'
import { listMappings, listMissing, listRules } from './repository-mapping.ts'
import { listRefused, listUnmapped } from './repository-mirror.ts'

const text = Type.Optional(Type.String({ maxLength: 400 }))
const params = Type.Object({ system: Type.String({ maxLength: 40 }) })
const systemBody = Type.Object({ systemCode: text, systemName: text, member: text, orderedBy: text })
const mappingBody = Type.Object({
  ...{ kind: text, theirCode: text, ourCode: text, fromOn: text, untilOn: text, decision: text },
})
const ruleBody = Type.Object({
  ...{ procedureCode: text, ruleFromOn: text, ruleUntilOn: text, ruleDecision: text },
  fields: Type.Optional(Type.String({ maxLength: 20_000 })),
})
const endBody = Type.Object({ id: Type.String({ format: 'uuid' }) })
const querystring = Type.Object({ done: text, kind: text, theirCode: text })

type Desk = Readonly<{ context: Context; frame: Frame }>

/** `/admin/mirrors`: the systems of ministries, what their codes are here, and which of our dossiers go there. */
export const mirrorAdminPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const desk = { context, frame }
    const config = { permission: 'mirrors.manage' } as const
    app.get(adminUrl, { config, schema: { hide: true, querystring } }, (request, reply) =>
      showSystems(desk, request, reply, formOf({}, [], request.query.done)),
    )
    app.post(adminUrl, { config, schema: { hide: true, body: systemBody } }, async (request, reply) => {
      const read = readSystem(request.body, languageOf(request))
      if (!read.ok) return await showSystems(desk, request, reply, formOf(request.body, read.problems))
      await enterMinistrySystem(context, read.value, officerOf(request))
      return await reply.redirect(`${adminUrl}/${read.value.code}?done=entered`, 303)
    })

    const showing = { config, schema: { hide: true, params, querystring } }
    app.get(`${adminUrl}/:system`, showing, (request, reply) => {
      const { kind = '', theirCode = '', done } = request.query
      const { system } = request.params
      return showSystem(desk, request, reply, { system, form: formOf({ kind, theirCode }, [], done) })
    })
    entering(app, desk)
    ending(app, desk)
  }

/** What is added to a system: a mapping, a rule. */
function entering(app: Parameters<FastifyPluginAsyncTypebox>[0], desk: Desk): void {
  const { context } = desk
  const config = { permission: 'mirrors.manage' } as const
  app.post(
    `${adminUrl}/:system/mappings`,
    { config, schema: { hide: true, params, body: mappingBody } },
    async (request, reply) => {
      const language = languageOf(request)
      const { system } = request.params
      await known(context, system)
      const back = (problems: readonly Problem[]) =>
        showSystem(desk, request, reply, { system, form: formOf(request.body, problems) })
      const read = readMapping(request.body, language)
      if (!read.ok) return await back(read.problems)
      const entered = await enterMapping(context, system, read.value, officerOf(request))
      if (entered === 'overlap')
        return await back([{ field: 'theirCode', sentence: mirrorMessages(language).overlap }])
      return await reply.redirect(`${adminUrl}/${system}?done=entered`, 303)
    },
  )

  app.post(
    `${adminUrl}/:system/rules`,
    { config, schema: { hide: true, params, body: ruleBody } },
    async (request, reply) => {
      const language = languageOf(request)
      const { system } = request.params
      await known(context, system)
      const back = (problems: readonly Problem[]) =>
        showSystem(desk, request, reply, { system, form: formOf(request.body, problems) })
      const read = readRule(request.body, system, language)
      if (!read.ok) return await back(read.problems)
      const entered = await enterRule(context, read.value, officerOf(request))
      if (entered === 'overlap')
        return await back([{ field: 'procedureCode', sentence: mirrorMessages(language).ruleOverlap }])
      return await reply.redirect(`${adminUrl}/${system}?done=entered`, 303)
    },
  )
}

/** What is in force ends with this day. */
function ending(app: Parameters<FastifyPluginAsyncTypebox>[0], { context }: Desk): void {
  const options = {
    config: { permission: 'mirrors.manage' },
    schema: { hide: true, params, body: endBody },
  } as const
  for (const [what, close] of [
    ['mappings', closeMapping],
    ['rules', closeRule],
  ] as const) {
    app.post(`${adminUrl}/:system/${what}/end`, options, async (request, reply) => {
      const { system } = request.params
      await known(context, system)
      const untilOn = localDay(context.clock.now()).toString()
      await close(context, system, { id: request.body.id, untilOn }, officerOf(request))
      return await reply.redirect(`${adminUrl}/${system}?done=ended`, 303)
    })
  }
}

const formOf = (typed: Typed, problems: readonly Problem[], done?: string): Form => ({
  ...{ typed, problems, done: done ?? null },
})

async function known({ db }: Context, code: string) {
  const system = await findSystem(db, code)
  if (!system) throw requestProblem('request.not_found')
  return system
}

async function showSystems({ context, frame }: Desk, request: FastifyRequest, reply: FastifyReply, form: Form) {
  const language = languageOf(request)
  const main = systemsPage(await listSystems(context.db), form, language)
  const page = frame(request, { title: mirrorMessages(language).adminTitle, current: 'ministries', main })
  return sendPage(reply, page, form.problems.length > 0 ? 422 : 200)
}

async function showSystem(
  { context, frame }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { system: code, form }: Readonly<{ system: string; form: Form }>,
) {
  const { db, clock } = context
  const language = languageOf(request)
  const system = await known(context, code)
  const [mappings, unmapped, missing, rules, refused] = await Promise.all([
    listMappings(db, code),
    listUnmapped(db, code),
    listMissing(db, code),
    listRules(db, code),
    listRefused(db, code),
  ])
  const ours = (wanted: string) =>
    [...mappings, ...missing].flatMap(({ kind, ourCode }) => (kind === wanted ? [ourCode] : []))
  const procedure = [...ours('procedure'), ...rules.map(({ procedureCode }) => procedureCode)]
  const names = await nameCodes(db, { procedure, agency: ours('agency') }, language)
  const today = localDay(clock.now()).toString()
  const view = { system, today, mappings, unmapped, missing, rules, refused, names }
  const main = systemPage(view, form, language)
  const page = frame(request, { title: system.name, current: 'ministries', main })
  return sendPage(reply, page, form.problems.length > 0 ? 422 : 200)
}
