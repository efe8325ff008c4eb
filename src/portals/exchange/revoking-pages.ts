import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { listKeys, listSubsystems, revokeKey } from '#modules/exchange'
import { officerOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { systemsUrl } from './catalogue-view.ts'
import { lifeMessagesOf } from './life-messages.ts'
import { type RevokingView, revokingPage } from './revoking-view.ts'

const params = Type.Object({ clientId: Type.String({ maxLength: 60 }) })
const body = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 600 })) })
const guarded = { config: { permission: 'exchange.manage' } } as const

/** A key is revoked: first whose it is is shown, then it is confirmed with a reason. */
export const revokingPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = `${systemsUrl}/keys/:clientId/revoke`
    app.get(url, { ...guarded, schema: { hide: true, params } }, async (request, reply) => {
      const view = await find(context, request.params.clientId)
      if (!view) throw requestProblem('request.not_found')
      return show(frame, request, reply, view)
    })

    app.post(url, { ...guarded, schema: { hide: true, params, body } }, async (request, reply) => {
      const { clientId } = request.params
      const reason = cleanText(request.body.reason ?? '').slice(0, 300)
      const view = await find(context, clientId)
      if (view && reason === '') {
        const sentence = lifeMessagesOf(languageOf(request)).revokeReasonMissing
        return show(frame, request, reply, { ...view, problems: [{ field: 'reason', sentence }] })
      }
      const isRevoked = await revokeKey({ context, actor: officerOf(request) }, { clientId, reason })
      return await reply.redirect(`${systemsUrl}?done=${isRevoked ? 'revoked' : 'revoked_before'}`, 303)
    })
  }

/** Null: there is no such key in use. */
async function find({ db, clock }: Context, clientId: string): Promise<RevokingView | null> {
  const key = (await listKeys(db, clock.now())).find((one) => one.clientId === clientId)
  if (!key) return null
  const system = (await listSubsystems(db)).find(({ id }) => id === key.subsystemId)
  return { key, system, typed: {}, problems: [] }
}

function show(frame: Frame, request: FastifyRequest, reply: FastifyReply, view: RevokingView): FastifyReply {
  const language = languageOf(request)
  const title = lifeMessagesOf(language).revokeKey
  const page = frame(request, { title, current: 'exchange', main: revokingPage(view, language) })
  return sendPage(reply, page, view.problems.length > 0 ? 422 : 200)
}
