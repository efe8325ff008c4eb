import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { localDay } from '#modules/calendar'
import { type Followed, followGuide, type GuideOutcome } from '#modules/guides'
import { getCatalogueProcedure, getProcedureToday, inLanguage } from '#modules/procedures'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { sendPage } from '#platform/http'
import { type Language, languageOf } from '#platform/i18n'
import { guideMessages } from './guide-messages.ts'
import { guidePage } from './guide-view.ts'

const byCode = {
  config: { permission: 'procedures.read' },
  schema: { hide: true, params: Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }) },
} as const

/**
 * `/procedures/:code/guide`: one question after the other, all choices in the address, so that going back, sharing and
 * signing in lose nothing. Nothing is written: the draft begins with the last button.
 */
export const guidePages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/procedures/:code/guide', byCode, async (request, reply) => {
      const procedure = await getProcedureToday(context, request.params.code)
      const language = languageOf(request)
      const { guide } = procedure
      if (!guide) return await reply.redirect(`/procedures/${encodeURIComponent(procedure.code)}`, 303)
      const followed = followGuide(inLanguage(guide, language), queryOf(request))
      const problems = findUnanswered(followed, queryOf(request), language)
      const main = guidePage({
        procedure,
        followed,
        problems,
        today: localDay(context.clock.now()).toString(),
        otherName: await findOtherName(context, followed.outcome, language),
        language,
      })
      const title = guideMessages(language).title(inLanguage(procedure, language).shortName)
      const status = problems.length > 0 ? 422 : 200
      return sendPage(reply, frame(request, { title, main, current: 'procedures' }), status)
    })
  }

const queryOf = ({ query }: FastifyRequest): Readonly<Record<string, unknown>> =>
  query !== null && typeof query === 'object' ? (query as Record<string, unknown>) : {}

/** The button was pressed and nothing was chosen. */
function findUnanswered(
  { next }: Followed,
  query: Readonly<Record<string, unknown>>,
  language: Language,
): Problem[] {
  if (!next || query._asked !== next.key) return []
  return [{ field: next.key, sentence: guideMessages(language).choose(next.title) }]
}

/** The name of the procedure that the choices lead to; null when the catalogue does not have it. */
async function findOtherName(
  { db }: Pick<Context, 'db'>,
  outcome: GuideOutcome | null,
  language: Language,
): Promise<string | null> {
  if (outcome?.procedure === undefined) return null
  try {
    return inLanguage(await getCatalogueProcedure(db, outcome.procedure), language).shortName
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return null
    throw error
  }
}
