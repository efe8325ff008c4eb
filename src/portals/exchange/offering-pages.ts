import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import {
  chooseVersion,
  type GatewayWindow,
  issueKey,
  listSubsystems,
  writeSubsystemId,
} from '#modules/exchange'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { languageOf } from '#platform/i18n'
import { callPath, catalogueUrl } from './catalogue-view.ts'
import { decisionPages } from './decision-pages.ts'
import { messagesOf } from './messages.ts'
import { type Desk, getLine, showOffering } from './show-offering.ts'

const body = Type.Object({ sandboxSystem: Type.Optional(Type.String({ maxLength: 100 })) })
const Id = Type.String({ format: 'uuid' })
const params = Type.Object({ id: Id })
const querystring = Type.Object({
  done: Type.Optional(Type.String({ maxLength: 20 })),
  right: Type.Optional(Id),
})

const sandboxDays = 30

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
    app.get(here, reading, (request, reply) => {
      const { done: news = '', right = '' } = request.query
      return showOffering(desk, request, reply, { id: request.params.id, news, typed: { right } })
    })
    await app.register(trialPages(desk))
    await app.register(decisionPages(desk))
  }

const guarded = { config: { permission: 'exchange.manage' } } as const

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
        const newest = chooseVersion((await getLine(context, id)).versions, undefined)
        if (!newest) return await reply.redirect(`${catalogueUrl}/${id}#test`, 303)
        const findings = await desk.gateway.testConnection(newest)
        return await showOffering(desk, request, reply, { id, findings })
      },
    )

    const making = { ...guarded, schema: { hide: true, params, body } }
    app.post(`${catalogueUrl}/:id/sandbox-key`, making, async (request, reply) => {
      const { id } = request.params
      const actor = officerOf(request)
      const { offering, versions, code } = await getLine(context, id)
      const systems = await listSubsystems(context.db)
      const system = systems.find((one) => one.id === request.body.sandboxSystem)
      if (!system) {
        const sentence = messagesOf(languageOf(request)).systemMissing
        return await showOffering(desk, request, reply, {
          id,
          problems: [{ field: 'sandboxSystem', sentence }],
        })
      }
      const wish = { subsystemId: system.id, code, days: sandboxDays, sandboxOfferingId: id }
      const made = await issueKey({ context, actor }, wish)
      const instance = context.config.EXCHANGE_INSTANCE
      const client = writeSubsystemId({ ...system, instance, subsystem: system.code })
      const path = `${callPath(offering, instance)}${chooseVersion(versions, undefined)?.examplePath ?? ''}`
      const key = { key: made, client, publicUrl: context.publicUrl, callPath: path }
      return await showOffering(desk, request, reply, { id, key })
    })
  }
