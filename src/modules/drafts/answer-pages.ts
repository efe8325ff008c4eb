import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import { explainRefusal, type ReceivedForm, receiveForm } from '#modules/papers'
import type { Context } from '#platform/context'
import { type Language, languageOf } from '#platform/i18n'
import { findGaps } from './check-draft.ts'
import { draftProblem } from './errors.ts'
import { keepDraftPapers, mostPapers } from './keep-papers.ts'
import { messagesOf } from './messages.ts'
import { type DraftView, readDraft } from './read-draft.ts'
import { checkStep, papersStep, stepAfter } from './rules/draft.ts'
import { saveStep } from './save-step.ts'
import { elsewhereOf, makeShowStep, questionsOf, sentHref } from './show-step.ts'
import { asCitizen } from './start-pages.ts'
import { stepHref } from './step-view.ts'
import { submitDraft } from './submit-draft.ts'

const byStep = {
  config: { permission: 'dossiers.draft' },
  schema: { hide: true, params: Type.Object({ reference: Type.String(), step: Type.String() }) },
} as const

type AtStep = FastifyRequest<{ Params: { reference: string; step: string } }>

const later = '/my/dossiers'

const fieldsOf = ({ body }: FastifyRequest): Record<string, unknown> =>
  body !== null && typeof body === 'object' ? (body as Record<string, unknown>) : {}

/** Writing a draft: every post is kept before it is checked; the last one sends it. */
export const answerPages =
  (context: Context, frame: Frame): FastifyPluginAsyncTypebox =>
  async (app) => {
    const { answer, takePapers, send } = makeAnswers(context, frame)

    app.post('/drafts/:reference/:step', byStep, async (request, reply) => {
      const { reference, step } = request.params
      const view = await readDraft(context, reference, request.actor)
      const elsewhere = elsewhereOf(view, step)
      if (elsewhere) return await reply.redirect(elsewhere, 303)
      if (questionsOf(view, step)) return await answer(request, reply, view)
      return step === papersStep ? await takePapers(request, reply, view) : await send(request, reply, view)
    })

    app.post('/drafts/:reference/:step/autosave', byStep, async (request, reply) => {
      const { reference, step } = request.params
      const view = await readDraft(context, reference, request.actor)
      const schema = questionsOf(view, step)
      if (!schema || elsewhereOf(view, step)) throw draftProblem('drafts.step_unknown')
      const savedAt = await saveStep(context, view.draft, step, { schema, posted: fieldsOf(request) })
      return await reply.status(204).header('saved-at', savedAt).send()
    })
  }

function makeAnswers(context: Context, frame: Frame) {
  const showStep = makeShowStep(context, frame)

  async function answer(request: AtStep, reply: FastifyReply, view: DraftView): Promise<FastifyReply> {
    const { step } = request.params
    const schema = questionsOf(view, step)
    const posted = fieldsOf(request)
    if (schema) await saveStep(context, view.draft, step, { schema, posted })
    return posted.later ? await reply.redirect(later, 303) : await goOn(request, reply, [])
  }

  async function takePapers(request: AtStep, reply: FastifyReply, view: DraftView): Promise<FastifyReply> {
    const form = await receiveForm(context, request)
    const crowded = await keepDraftPapers(context, view, form)
    const problems = paperProblems(form, crowded, languageOf(request))
    if (problems.length > 0) return await goOn(request, reply, problems)
    if (form.fields.later) return await reply.redirect(later, 303)
    const stays = form.fields.add || form.fields.remove
    return stays
      ? await reply.redirect(stepHref(view.draft, papersStep), 303)
      : await goOn(request, reply, problems)
  }

  /** On to the next page, or this one again with what is wrong. */
  async function goOn(
    request: AtStep,
    reply: FastifyReply,
    problems: readonly Problem[],
  ): Promise<FastifyReply> {
    const { reference, step } = request.params
    const view = await readDraft(context, reference, request.actor)
    const found = [...problems, ...findGaps(view, languageOf(request), step)]
    if (found.length > 0) return await showStep(request, reply, { view, step, problems: found, status: 422 })
    return await reply.redirect(stepHref(view.draft, stepAfter(view.steps, step)), 303)
  }

  async function send(request: AtStep, reply: FastifyReply, view: DraftView): Promise<FastifyReply> {
    const language = languageOf(request)
    const { truth, version = view.procedure.versionId } = fieldsOf(request)
    if (version !== view.procedure.versionId && !view.draft.submission) {
      const problems = [{ field: 'truth', sentence: messagesOf(language).movedMeanwhile }]
      return await showStep(request, reply, { view, step: checkStep, problems, status: 409 })
    }
    const isDeclared = truth === 'true'
    const result = isDeclared
      ? await submitDraft(context, view, asCitizen(request.actor), language)
      : { ok: false as const }
    if (result.ok) return await reply.redirect(sentHref(view.draft.reference), 303)
    const problems = isDeclared ? [] : [{ field: 'truth', sentence: messagesOf(language).truthMissing }]
    return await showStep(request, reply, { view, step: checkStep, problems, status: 422 })
  }

  return { answer, takePapers, send }
}

/** Why files were not taken, at the fields they came in. */
function paperProblems(form: ReceivedForm, crowded: readonly string[], language: Language): Problem[] {
  const refused = form.papers.flatMap(({ field, result }) =>
    result.ok ? [] : [{ field, sentence: explainRefusal(result, language) }],
  )
  const sentence = messagesOf(language).tooManyPapers(mostPapers)
  return [...refused, ...crowded.map((field) => ({ field, sentence }))]
}
