import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { safeReturnPath } from '#modules/identity'
import { ceaseRepresentation, listLapsed, listRepresentations } from '#modules/representation'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { messagesOf } from './acting-messages.ts'
import { chooseView } from './acting-views.ts'
import { asFree, choosePrincipal } from './choose-principal.ts'
import { declarePages } from './declare-pages.ts'

const config = { permission: 'representation.choose' } as const
const path = '/my/acting'

/** `/my/acting`: for whom one acts in this session; `/my/acting/declare`: a child, a ward, or whoever gave an authorisation. */
export const actingPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(declarePages(context, frame))

    const querystring = Type.Object({
      return: Type.Optional(Type.String()),
      done: Type.Optional(Type.String()),
    })
    app.get(path, { config, schema: { hide: true, querystring } }, async (request, reply) => {
      const { personalId, fullName, actingFor = null } = asFree(request)
      const language = languageOf(request)
      const all = await listRepresentations(context, personalId)
      const lapsed = await listLapsed(context, personalId)
      const back = safeReturnPath(request.query.return, '/my/dossiers')
      const isDone = request.query.done !== undefined
      const main = chooseView({ all, lapsed, fullName, actingFor, back, isDone, language })
      return sendPage(reply, frame(request, { title: messagesOf(language).chooseTitle, main }))
    })

    const body = Type.Object({ for: Type.String({ maxLength: 40 }), return: Type.Optional(Type.String()) })
    app.post(path, { config, schema: { hide: true, body } }, async (request, reply) => {
      const { for: chosen, return: back } = request.body
      await choosePrincipal(context, request, chosen === 'self' ? null : chosen)
      return await reply.redirect(safeReturnPath(back, '/my/dossiers'), 303)
    })

    const ending = Type.Object({ id: Type.String({ format: 'uuid' }) })
    app.post(`${path}/end`, { config, schema: { hide: true, body: ending } }, async (request, reply) => {
      const actor = asFree(request)
      const which = { id: request.body.id, personalId: actor.personalId }
      const doing = { actor, at: context.clock.now() }
      const ended = await context.db.transaction().execute((tx) => ceaseRepresentation(tx, which, doing))
      if (!ended) throw requestProblem('request.not_found')
      return await reply.redirect(`${path}?done=ended`, 303)
    })
  }
