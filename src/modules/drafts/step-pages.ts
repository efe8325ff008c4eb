import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Frame } from '#components/frame'
import { readDossier } from '#modules/dossiers'
import { listScans } from '#modules/papers'
import type { Context } from '#platform/context'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { findGaps, findMisfits } from './check-draft.ts'
import { messagesOf } from './messages.ts'
import { type DraftContext, getDraft, readDraft } from './read-draft.ts'
import { checkStep } from './rules/draft.ts'
import { takeBackTyped } from './save-step.ts'
import { sentPage } from './sent-view.ts'
import { elsewhereOf, makeShowStep, questionsOf } from './show-step.ts'
import { stepHref } from './step-view.ts'

const config = { permission: 'dossiers.draft' } as const
const byReference = {
  config,
  schema: { hide: true, params: Type.Object({ reference: Type.String() }) },
}
const byStep = {
  config,
  schema: { hide: true, params: Type.Object({ reference: Type.String(), step: Type.String() }) },
}

/** Reading a draft: its address leads to the first page that is not done; every page; and what was sent. */
export const stepPages =
  (context: Context & DraftContext, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const showStep = makeShowStep(context, frame)

    app.get('/drafts/:reference', byReference, async (request, reply) => {
      const view = await readDraft(context, request.params.reference, request.actor)
      const step = findGaps(view, languageOf(request))[0]?.step ?? checkStep
      return await reply.redirect(elsewhereOf(view, step) ?? stepHref(view.draft, step), 303)
    })

    app.get('/drafts/:reference/sent', byReference, async (request, reply) => {
      const { reference, submittedReference } = await getDraft(context, request.params.reference, request.actor)
      if (!submittedReference) return await reply.redirect(`/drafts/${reference}`, 303)
      const language = languageOf(request)
      const dossier = await readDossier(context, submittedReference, request.actor, 'own')
      const given = dossier.attachments.map(({ paperId }) => paperId)
      const main = sentPage(dossier, await listScans(context.db, given), language)
      const title = messagesOf(language).sentTitle
      return sendPage(reply, frame(request, { title, main, current: 'dossiers' }))
    })

    app.get('/drafts/:reference/:step', byStep, async (request, reply) => {
      const { reference, step } = request.params
      const view = await readDraft(context, reference, request.actor)
      const elsewhere = elsewhereOf(view, step)
      if (elsewhere) return await reply.redirect(elsewhere, 303)
      const schema = questionsOf(view, step)
      const restored = await takeBackTyped(context, view.draft, step, { schema, request })
      const shown = restored ? await readDraft(context, reference, request.actor) : view
      const problems = findMisfits(shown, languageOf(request), step)
      return await showStep(request, reply, { view: shown, step, restored, problems })
    })
  }
