import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  changeVersionState,
  endAccessRight,
  endMaintenance,
  grantRight,
  listSubsystems,
  type PlanAnswer,
  planMaintenance,
} from '#modules/exchange'
import { officerOf } from '#modules/identity'
import { type Language, languageOf } from '#platform/i18n'
import { catalogueUrl } from './catalogue-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { messagesOf } from './messages.ts'
import type { TypedOffering } from './offering-facts.ts'
import { type OfferingProblem, readGrant, readPlan, readRightEnd, readState } from './read-decision.ts'
import { type Desk, getLine, showOffering } from './show-offering.ts'

const Text = Type.Optional(Type.String({ maxLength: 600 }))
const fields = {
  ...{ system: Text, basis: Text, fromOn: Text, untilOn: Text },
  ...{ right: Text, lastOn: Text, endReason: Text },
  ...{ version: Text, state: Text, notice: Text },
  ...{ plannedFor: Text, fromDay: Text, fromTime: Text, untilDay: Text, untilTime: Text },
  ...{ plannedNotice: Text, knowsShort: Text },
}
const Id = Type.String({ format: 'uuid' })
const params = Type.Object({ id: Id })
const guarded = { config: { permission: 'exchange.manage' } } as const
const deciding = { ...guarded, schema: { hide: true, params, body: Type.Object(fields) } } as const

type Posted = FastifyRequest<{ Params: { id: string }; Body: TypedOffering }>

/** The same page again, with what was typed and what is wrong with it. */
const again = (desk: Desk, request: Posted, reply: FastifyReply, problems: readonly OfferingProblem[]) =>
  showOffering(desk, request, reply, { id: request.params.id, problems, typed: request.body })

const back = (reply: FastifyReply, id: string, done: string) =>
  reply.redirect(`${catalogueUrl}/${id}?done=${done}`, 303)

/** What administrators decide about an offering: each a change of the register on record. */
export const decisionPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(rightPages(desk))
    await app.register(maintenancePages(desk))
    app.post(`${catalogueUrl}/:id/state`, deciding, async (request, reply) => {
      const language = languageOf(request)
      const { id } = request.params
      const { code } = await getLine(desk.context, id)
      const read = readState(request.body, language)
      if (!read.ok) return await again(desk, request, reply, read.problems)
      const doing = { context: desk.context, actor: officerOf(request) }
      const answer = await changeVersionState(doing, { ...read.wish, offeringId: id, code })
      if (answer.ok) return await back(reply, id, 'state')
      const sentence = lifeMessagesOf(language)[`state_${answer.code}`]
      return await again(desk, request, reply, [{ field: 'version', sentence }])
    })
  }

/** Rights given and ended. */
const rightPages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    app.post(`${catalogueUrl}/:id/rights`, deciding, async (request, reply) => {
      const language = languageOf(request)
      const { id } = request.params
      const { code } = await getLine(context, id)
      const read = readGrant(request.body, await listSubsystems(context.db), language)
      if (!read.ok) return await again(desk, request, reply, read.problems)
      const doing = { context, actor: officerOf(request) }
      const answer = await grantRight(doing, { ...read.wish, offeringId: id, code })
      if (answer.ok) return await back(reply, id, 'granted')
      const sentence = lifeMessagesOf(language)[`grant_${answer.code}`]
      const at = {
        from_past: 'fromOn',
        ends_before: 'untilOn',
        has_right: 'system',
        system_ended: 'system',
      } as const
      return await again(desk, request, reply, [{ field: at[answer.code], sentence }])
    })

    app.post(`${catalogueUrl}/:id/rights/end`, deciding, async (request, reply) => {
      const language = languageOf(request)
      const { id } = request.params
      const { code } = await getLine(context, id)
      const read = readRightEnd(request.body, language)
      if (!read.ok) return await again(desk, request, reply, read.problems)
      const doing = { context, actor: officerOf(request) }
      const answer = await endAccessRight(doing, { ...read.wish, offeringId: id, code })
      if (answer.ok) return await back(reply, id, 'right_ended')
      const sentence = lifeMessagesOf(language)[`end_${answer.code}`]
      const field = answer.code === 'over' || answer.code === 'not_found' ? 'right' : 'lastOn'
      return await again(desk, request, reply, [{ field, sentence }])
    })
  }

/** Maintenance announced, called off, ended early. */
const maintenancePages =
  (desk: Desk): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { context } = desk
    app.post(`${catalogueUrl}/:id/maintenance`, deciding, async (request, reply) => {
      const language = languageOf(request)
      const { id } = request.params
      const { offering, versions, code } = await getLine(context, id)
      const read = readPlan(request.body, versions, language)
      if (!read.ok) return await again(desk, request, reply, read.problems)
      const doing = { context, actor: officerOf(request) }
      const answer = await planMaintenance(doing, { ...read.wish, offering, code })
      if (answer.ok) return await back(reply, id, 'planned')
      return await again(desk, request, reply, [explain(answer, language)])
    })

    const ending = { ...guarded, schema: { hide: true, params: Type.Object({ id: Id, planned: Id }) } }
    app.post(`${catalogueUrl}/:id/maintenance/:planned/end`, ending, async (request, reply) => {
      const { id, planned } = request.params
      const { code } = await getLine(context, id)
      await endMaintenance({ context, actor: officerOf(request) }, { id: planned, offeringId: id, code })
      return await back(reply, id, 'planned_ended')
    })
  }

function explain(answer: Extract<PlanAnswer, { ok: false }>, language: Language): OfferingProblem {
  const life = lifeMessagesOf(language)
  const number = messagesOf(language).number
  if (answer.code === 'short_notice') {
    const sentence = life.plan_short_notice(number(answer.daysAhead), number(answer.askedDays))
    return { field: 'knowsShort', sentence }
  }
  const at = {
    from_past: 'fromDay',
    ends_before: 'untilDay',
    too_far: 'untilDay',
    provider_ended: 'plannedFor',
    no_version: 'plannedFor',
  } as const
  return { field: at[answer.code], sentence: life[`plan_${answer.code}`] }
}
