import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { followGuide } from '#modules/guides'
import { citizenOf } from '#modules/identity'
import { getProcedureToday, inLanguage, type Procedure } from '#modules/procedures'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { findHindrance, listBegun, startDraft, typedByGuide } from './start-draft.ts'
import { startPage } from './start-view.ts'

const ByCode = {
  config: { permission: 'dossiers.draft' },
  schema: { hide: true, params: Type.Object({ code: Type.String() }) },
} as const

const mostShown = 20

/** What was chosen in the guide stands in the address: it survives a sign-in. */
const choicesOf = ({ query }: FastifyRequest): Readonly<Record<string, unknown>> =>
  query !== null && typeof query === 'object' ? (query as Record<string, unknown>) : {}

/**
 * `/procedures/:code/start`: the form of the procedure's page posts here. Who had to sign in first comes back by GET, which
 * begins nothing: it shows one button.
 */
export const startPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.get('/procedures/:code/start', ByCode, async (request, reply) => {
      const procedure = await getProcedureToday(context, request.params.code)
      const status = findHindrance(procedure, citizenOf(request)) ? 403 : 200
      return await showStart(request, reply, procedure, status)
    })

    app.post('/procedures/:code/start', ByCode, async (request, reply) => {
      const actor = citizenOf(request)
      const procedure = await getProcedureToday(context, request.params.code)
      if (findHindrance(procedure, actor)) return await showStart(request, reply, procedure, 403)
      const typed = typedByGuide(procedure, choicesOf(request))
      const reference = await startDraft(context, procedure, actor, typed)
      return await reply.redirect(`/drafts/${reference}`, 303)
    })

    async function showStart(
      request: FastifyRequest,
      reply: FastifyReply,
      procedure: Procedure,
      status: number,
    ): Promise<FastifyReply> {
      const actor = citizenOf(request)
      const language = languageOf(request)
      const drafts = await listBegun(context, actor, mostShown)
      const begun = drafts.filter(({ procedureCode }) => procedureCode === procedure.code)
      const main = startPage({
        procedure,
        hindrance: findHindrance(procedure, actor),
        choices: procedure.guide ? followGuide(procedure.guide, choicesOf(request)).choices : {},
        begun,
        language,
      })
      const title = messagesOf(language).startTitle(inLanguage(procedure, language).shortName)
      return sendPage(reply, frame(request, { title, main, current: 'procedures' }), status)
    }
  }
