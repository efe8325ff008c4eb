import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { type DossierView, readDossier } from '#modules/dossiers'
import { citizenOf } from '#modules/identity'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { type Html, html } from '#platform/html'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { cleanText } from '#platform/search-text'
import { ratingMessages } from './messages.ts'
import { ownRatingPage, ratingHref } from './own-view.ts'
import { mayRate, rateDossier, type Said } from './rate-dossier.ts'
import { findOwnRating } from './repository.ts'
import { criteria, readScores } from './rules/rating.ts'

const params = Type.Object({ code: Type.String({ maxLength: 60 }) })
const querystring = Type.Object({ done: Type.Optional(Type.String({ maxLength: 20 })) })
const body = Type.Object({
  ...Object.fromEntries(criteria.map((one) => [one, Type.Optional(Type.String({ maxLength: 10 }))])),
  comment: Type.Optional(Type.String({ maxLength: 4000 })),
})
const config = { permission: 'ratings.rate_own' } as const
const nameOf = ({ dossier }: DossierView): string => dossier.code ?? dossier.reference

type Shown = Readonly<{
  isDone?: boolean
  typed?: Record<string, string | undefined>
  problems?: readonly Problem[]
}>

/** `/my/dossiers/:code/rating`: the person whose dossier it is rates it; `systems` are told. */
export const ownRatingPages =
  (context: Context, frame: Frame, systems: readonly string[]): FastifyPluginAsyncTypebox =>
  async (app) => {
    const url = '/my/dossiers/:code/rating'
    app.get(url, { config, schema: { hide: true, params, querystring } }, async (request, reply) => {
      const view = await readDossier(context, request.params.code, request.actor, 'own')
      return await show(request, reply, view, { isDone: request.query.done === 'rate' })
    })

    app.post(url, { config, schema: { hide: true, params, body } }, async (request, reply) => {
      const view = await readDossier(context, request.params.code, request.actor, 'own')
      const typed = request.body as Record<string, string | undefined>
      const scores = readScores(typed)
      const problems = [{ field: criteria[0], sentence: ratingMessages(languageOf(request)).nothingSaid }]
      if (!scores) return await show(request, reply, view, { typed, problems }, 422)
      const comment = cleanText(typed.comment ?? '').slice(0, 2000) || null
      const refused = await rate(request, { dossier: nameOf(view), scores, comment })
      if (refused) return await show(request, reply, view, { typed }, refused)
      return await reply.redirect(`${ratingHref(nameOf(view))}?done=rate`, 303)
    })

    /** The status of why it cannot be rated; null: it is. */
    async function rate(request: FastifyRequest, said: Said): Promise<number | null> {
      try {
        await rateDossier(context, said, citizenOf(request), systems)
        return null
      } catch (error) {
        if (!(error instanceof AppError && error.code.startsWith('ratings.'))) throw error
        return error.status
      }
    }

    async function show(
      request: FastifyRequest,
      reply: FastifyReply,
      view: DossierView,
      shown: Shown,
      status = 200,
    ): Promise<FastifyReply> {
      const language = languageOf(request)
      const given = await findOwnRating(context.db, view.dossier.id)
      const main = ownRatingPage({
        ...{ name: nameOf(view), given, isFinished: mayRate(view.dossier), language },
        ...{ isDone: shown.isDone === true && given !== null },
        ...{ typed: shown.typed ?? {}, problems: shown.problems ?? [] },
      })
      const title = ratingMessages(language).ownTitle
      return sendPage(reply, frame(request, { title, main, current: 'dossiers' }), status)
    }
  }

/** Beside the dossier of the person whose it is: the way to its rating; null: it is not finished. */
export async function ratingAside(
  { db }: Pick<Context, 'db'>,
  { dossier }: DossierView,
  language: Language,
): Promise<Html | null> {
  if (!mayRate(dossier)) return null
  const words = ratingMessages(language)
  const given = await findOwnRating(db, dossier.id)
  const href = ratingHref(dossier.code ?? dossier.reference)
  return html`<section><h2 class="mc-h">${words.title}</h2>${!given && html`<p class="mc-small">${words.askLead}</p>`}<p class="mc-small mc-t0"><a href="${href}">${given ? words.ownTitle : words.ask}</a></p></section>`
}
