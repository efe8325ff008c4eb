import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import {
  changeVersionState,
  type GatewayWindow,
  grantRight,
  issueKey,
  listMinutes,
  listSubsystems,
  loadLine,
  type SubsystemLine,
  withdrawRight,
  writeSubsystemId,
} from '#modules/exchange'
import { may, officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { callPath, catalogueUrl } from './catalogue-view.ts'
import { messagesOf } from './messages.ts'
import { type OfferingView, offeringPage, type TypedOffering } from './offering-view.ts'

const Text = Type.Optional(Type.String({ maxLength: 600 }))
const body = Type.Object({ system: Text, basis: Text, notice: Text, sandboxSystem: Text })
const Id = Type.String({ format: 'uuid' })
const params = Type.Object({ id: Id })
const rightParams = Type.Object({ id: Id, right: Id })
const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) })

const sandboxDays = 30

type Shown = Partial<Pick<OfferingView, 'typed' | 'problems' | 'news' | 'findings' | 'key'>>
type Desk = Readonly<{ context: Context; frame: Frame; gateway: GatewayWindow }>

async function show(
  { context, frame, gateway }: Desk,
  request: FastifyRequest,
  reply: FastifyReply,
  { id, ...shown }: Shown & Readonly<{ id: string }>,
): Promise<FastifyReply> {
  const { db, clock, config, publicUrl } = context
  const line = await loadLine(context, id)
  if (!line) throw requestProblem('request.not_found')
  const now = clock.now()
  const since = now.subtract({ hours: 24 })
  const [minutes, systems] = await Promise.all([
    listMinutes(db, id, { since, limit: 20 }),
    may(request.actor, 'exchange.manage') ? listSubsystems(db) : null,
  ])
  const nothing = { typed: {}, problems: [], news: '', findings: null, key: null }
  const instance = config.EXCHANGE_INSTANCE
  const facts = { line, minutes, systems, publicUrl, outages: { open: gateway.circuits(), instance, now } }
  const main = offeringPage({ ...facts, ...nothing, ...shown }, languageOf(request))
  const page = frame(request, { title: line.offering.title, current: 'exchange', main })
  return sendPage(reply, page, (shown.problems ?? []).length > 0 ? 422 : 200)
}

/** `/officer/exchange/:id`: one offering; what administrators do about it is posted below it. */
export const offeringPages =
  (context: Context, frame: Frame, gateway: GatewayWindow): FastifyPluginAsyncTypebox =>
  async (app) => {
    const desk = { context, frame, gateway }
    const here = `${catalogueUrl}/:id`
    const reading = {
      config: { permission: 'exchange.read' },
      schema: { hide: true, params, querystring },
    } as const
    app.get(here, reading, (request, reply) =>
      show(desk, request, reply, { id: request.params.id, news: request.query.done ?? '' }),
    )
    await app.register(trialPages(desk))
    await app.register(decisionPages(desk))
  }

const guarded = { config: { permission: 'exchange.manage' } } as const

async function getLine(context: Context, id: string) {
  const line = await loadLine(context, id)
  if (!line) throw requestProblem('request.not_found')
  const { class: memberClass, member, subsystem, code } = line.offering
  return { ...line, code: [memberClass, member, subsystem, code].join('/') }
}

const findSystem = async ({ db }: Context, id = ''): Promise<SubsystemLine | null> =>
  (await listSubsystems(db)).find((one) => one.id === id) ?? null

/** The connection tried, and a key for the sandbox. */
const trialPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    app.post(
      `${catalogueUrl}/:id/test`,
      { ...guarded, schema: { hide: true, params } },
      async (request, reply) => {
        const { id } = request.params
        const [newest] = (await getLine(context, id)).versions
        const findings = newest ? await desk.gateway.testConnection(newest) : null
        return await show(desk, request, reply, { id, findings })
      },
    )

    const making = { ...guarded, schema: { hide: true, params, body } }
    app.post(`${catalogueUrl}/:id/sandbox-key`, making, async (request, reply) => {
      const { id } = request.params
      const actor = officerOf(request)
      const { offering, versions, code } = await getLine(context, id)
      const system = await findSystem(context, request.body.sandboxSystem)
      if (!system) {
        const sentence = messagesOf(languageOf(request)).systemMissing
        return await show(desk, request, reply, { id, problems: [{ field: 'sandboxSystem', sentence }] })
      }
      const wish = { subsystemId: system.id, code, days: sandboxDays, sandboxOfferingId: id }
      const made = await issueKey({ context, actor }, wish)
      const instance = context.config.EXCHANGE_INSTANCE
      const client = writeSubsystemId({ ...system, instance, subsystem: system.code })
      const path = `${callPath(offering, instance)}${versions[0]?.examplePath ?? ''}`
      const key = { key: made, client, publicUrl: context.publicUrl, callPath: path }
      return await show(desk, request, reply, { id, key })
    })
  }

/** Rights and states: each a change of the register on record. */
const decisionPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    const deciding = { ...guarded, schema: { hide: true, params, body } }
    const back = (reply: FastifyReply, id: string, done: string) =>
      reply.redirect(`${catalogueUrl}/${id}?done=${done}`, 303)

    app.post(`${catalogueUrl}/:id/rights`, deciding, async (request, reply) => {
      const { id } = request.params
      const { code } = await getLine(context, id)
      const read = await readRight(context, request.body, languageOf(request))
      if (!read.ok) return await show(desk, request, reply, { id, ...read.shown })
      const right = { ...read.right, offeringId: id, code }
      if (await grantRight({ context, actor: officerOf(request) }, right))
        return await back(reply, id, 'granted')
      const sentence = messagesOf(languageOf(request)).alreadyGranted
      const problems = [{ field: 'system', sentence }]
      return await show(desk, request, reply, { id, problems, typed: request.body })
    })

    const ending = { ...guarded, schema: { hide: true, params: rightParams } }
    app.post(`${catalogueUrl}/:id/rights/:right/withdraw`, ending, async (request, reply) => {
      const { id, right } = request.params
      const { code } = await getLine(context, id)
      await withdrawRight({ context, actor: officerOf(request) }, { id: right, offeringId: id, code })
      return await back(reply, id, 'withdrawn')
    })

    app.post(`${catalogueUrl}/:id/maintenance`, deciding, async (request, reply) => {
      const { id } = request.params
      const { versions, code } = await getLine(context, id)
      const notice = cleanText(request.body.notice ?? '').slice(0, 500)
      if (!notice) {
        const sentence = messagesOf(languageOf(request)).noticeMissing
        return await show(desk, request, reply, { id, problems: [{ field: 'notice', sentence }] })
      }
      const doing = { context, actor: officerOf(request) }
      for (const { id: version, state } of versions)
        if (state === 'in_force')
          await changeVersionState(doing, { id: version, code, state: 'maintenance', notice })
      return await back(reply, id, 'maintenance')
    })

    app.post(
      `${catalogueUrl}/:id/operation`,
      { ...guarded, schema: { hide: true, params } },
      async (request, reply) => {
        const { id } = request.params
        const { versions, code } = await getLine(context, id)
        const doing = { context, actor: officerOf(request) }
        for (const { id: version, state } of versions)
          if (state === 'maintenance')
            await changeVersionState(doing, { id: version, code, state: 'in_force', notice: null })
        return await back(reply, id, 'in_force')
      },
    )
  }

type ReadRight =
  | Readonly<{ ok: true; right: Readonly<{ subsystemId: string; basis: string }> }>
  | Readonly<{ ok: false; shown: Shown }>

async function readRight(context: Context, typed: TypedOffering, language: Language): Promise<ReadRight> {
  const say = messagesOf(language)
  const system = await findSystem(context, typed.system)
  const basis = cleanText(typed.basis ?? '').slice(0, 300)
  if (system && basis) return { ok: true, right: { subsystemId: system.id, basis } }
  const problems = [
    ...(system ? [] : [{ field: 'system', sentence: say.systemMissing }]),
    ...(basis ? [] : [{ field: 'basis', sentence: say.basisMissing }]),
  ]
  return { ok: false, shown: { problems, typed } }
}
