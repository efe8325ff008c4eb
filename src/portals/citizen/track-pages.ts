import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { findPublicProgress, readDossierCode } from '#modules/dossiers'
import { findName } from '#modules/filings'
import { findMirrored } from '#modules/mirrors'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { readReference } from '#platform/ids'
import { messagesOf } from './dossier-messages.ts'
import { type TrackView, trackPage } from './track-page.ts'

const config = { permission: 'dossiers.track' } as const
const longest = 60

/** `/track`: the progress of a dossier for anybody who has its code; the same for everybody. */
export const trackPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const asking = { schema: { hide: true, querystring: Type.Object({ code: Type.Optional(Type.String()) }) } }
    app.get('/track', { config, ...asking }, async (request, reply) => {
      const typed = (request.query.code ?? '').trim().slice(0, longest)
      if (typed === '') return show(request, reply, { typed, found: null, problem: null })
      const code = readDossierCode(typed) ?? readReference(typed)
      if (!code) return show(request, reply, { typed, found: null, problem: 'not_a_code' })
      return await reply.redirect(`/track/${encodeURIComponent(code)}`, 303)
    })

    const byCode = { schema: { hide: true, params: Type.Object({ code: Type.String() }) } }
    app.get('/track/:code', { config, ...byCode }, async (request, reply) => {
      const typed = request.params.code.trim().slice(0, longest)
      const code = readDossierCode(typed) ?? readReference(typed)
      if (!code) return show(request, reply, { typed, found: null, problem: 'not_a_code' })
      const found = await findPublicProgress(context, await findName(context.db, code))
      const mirrored = found ? null : await findMirrored(context.db, code)
      const problem = found || mirrored ? null : 'unknown'
      return show(request, reply, { typed: code, found, mirrored, problem })
    })

    function show(
      request: FastifyRequest,
      reply: FastifyReply,
      view: Omit<TrackView, 'language'>,
    ): FastifyReply {
      const language = languageOf(request)
      const main = trackPage({ ...view, language })
      const title = messagesOf(language).trackTitle
      return sendPage(reply, frame(request, { title, main, current: 'track' }), view.problem ? 404 : 200)
    }
  }
