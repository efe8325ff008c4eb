import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Problem } from '#components/error-summary'
import { fieldId } from '#components/field'
import type { Frame } from '#components/frame'
import { countRows, type Posted } from '#components/read-step'
import { changeRows, rowId } from '#components/repeated-group'
import { namesWithin } from '#modules/eforms'
import { citizenOf } from '#modules/identity'
import { nationalVaultMessages } from '#modules/nationalvault'
import { explainRefusal, formatBytes, type ReceivedForm, receiveForm } from '#modules/papers'
import type { Context } from '#platform/context'
import { type Language, languageOf } from '#platform/i18n'
import { findGaps } from './check-draft.ts'
import { draftProblem } from './errors.ts'
import {
  keepDraftPapers,
  lookInNationalVault,
  mostPapers,
  type NotTaken,
  takeOffered,
  type Unfit,
} from './keep-papers.ts'
import { messagesOf } from './messages.ts'
import { type DraftContext, type DraftView, readDraft, settledOf } from './read-draft.ts'
import { checkStep, papersStep, stepAfter } from './rules/draft.ts'
import { saveStep } from './save-step.ts'
import { elsewhereOf, makeShowStep, questionsOf, sentHref } from './show-step.ts'
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
  (context: Context & DraftContext, frame: Frame): FastifyPluginAsyncTypebox =>
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
      const posted = withRows(view, step, fieldsOf(request))
      const savedAt = await saveStep(context, view.draft, step, { schema, posted })
      return await reply.status(204).header('saved-at', savedAt).send()
    })
  }

function makeAnswers(context: Context & DraftContext, frame: Frame) {
  const showStep = makeShowStep(context, frame)

  async function answer(request: AtStep, reply: FastifyReply, view: DraftView): Promise<FastifyReply> {
    const { step } = request.params
    const schema = questionsOf(view, step)
    const sent = fieldsOf(request)
    const posted = withRows(view, step, sent)
    if (schema) await saveStep(context, view.draft, step, { schema, posted })
    if (sent.later) return await reply.redirect(later, 303)
    if (typeof sent.dispute === 'string') return await reply.redirect(stepHref(view.draft, step), 303)
    const place = placeAfter(sent, posted)
    if (place !== null) return await reply.redirect(`${stepHref(view.draft, step)}${place}`, 303)
    return await goOn(request, reply, [], namesWithin(settledOf(view).unasked, step))
  }

  async function takePapers(request: AtStep, reply: FastifyReply, view: DraftView): Promise<FastifyReply> {
    const form = await receiveForm(context, request)
    const citizen = citizenOf(request)
    const unfit = await keepDraftPapers(context, view, form, citizen.accountId)
    const notTaken = await takeOffered(context, view, form, citizen)
    const mayLook = await lookInNationalVault(context, view, form, citizen)
    const most = context.config.DOSSIER_MAX_BYTES
    const problems = paperProblems(form, { unfit, notTaken, most, mayLook }, languageOf(request))
    if (problems.length > 0) return await goOn(request, reply, problems)
    if (form.fields.later) return await reply.redirect(later, 303)
    const stays = form.fields.add || form.fields.remove || form.fields.take || form.fields.look
    return stays
      ? await reply.redirect(stepHref(view.draft, papersStep), 303)
      : await goOn(request, reply, problems)
  }

  /** On to the next page, or this one again: with what is wrong, or with questions that were `unasked` before. */
  async function goOn(
    request: AtStep,
    reply: FastifyReply,
    problems: readonly Problem[],
    unasked: ReadonlySet<string> = new Set(),
  ): Promise<FastifyReply> {
    const { reference, step } = request.params
    const view = await readDraft(context, reference, request.actor)
    const fresh = listFresh(view, step, unasked)
    // What was not taken is missing, too: its own reason says so, once.
    const said = new Set([...fresh, ...problems.map(({ field }) => field)])
    const gaps = findGaps(view, languageOf(request), step).filter(({ field }) => !said.has(field))
    const found = [...problems, ...gaps]
    const status = found.length > 0 ? 422 : 200
    if (found.length > 0 || fresh.length > 0)
      return await showStep(request, reply, { view, step, problems: found, fresh, status })
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
      ? await submitDraft(context, view, citizenOf(request), language)
      : { ok: false as const }
    if (result.ok) return await reply.redirect(sentHref(view.draft.reference), 303)
    const problems = isDeclared ? [] : [{ field: 'truth', sentence: messagesOf(language).truthMissing }]
    return await showStep(request, reply, { view, step: checkStep, problems, status: 422 })
  }

  return { answer, takePapers, send }
}

/** What was posted, with a row more or less; what was typed for questions that are not on the page stays. */
function withRows({ draft, ...view }: DraftView, step: string, sent: Posted): Posted {
  const unasked = namesWithin(settledOf({ draft, ...view }).unasked, step)
  const isHidden = (name: string) => [...unasked].some((one) => name === one || name.startsWith(`${one}.`))
  const hidden = Object.entries(draft.typed[step] ?? {}).filter(([name]) => isHidden(name))
  const posted = { ...Object.fromEntries(hidden), ...sent }
  return changeRows(posted) ?? posted
}

/** Where the page comes back to when a button of its own was pressed; null: it was sent. */
function placeAfter({ add, remove, refresh }: Posted, posted: Posted): string | null {
  if (typeof add === 'string') {
    const index = countRows(posted, add) - 1
    return isName(add) ? `#${rowId(add, index)}` : ''
  }
  const name = typeof remove === 'string' ? (remove.split('.')[0] ?? '') : refresh
  if (typeof name !== 'string') return null
  return isName(name) ? `#${fieldId(name)}` : ''
}

const isName = (name: string): boolean => /^[A-Za-z][\w.-]*$/.test(name)

/** What is asked now and was not on the page that was sent. */
function listFresh(view: DraftView, step: string, before: ReadonlySet<string>): string[] {
  const now = namesWithin(settledOf(view).unasked, step)
  const schema = view.procedure.form?.properties[step]
  const isAsked = (name: string) =>
    !schema?.properties[name]?.['x-value'] && !schema?.properties[name]?.['x-component']
  return [...before].filter((name) => !now.has(name) && isAsked(name))
}

type NotKept = Readonly<{ unfit: readonly Unfit[]; notTaken: NotTaken; most: number; mayLook: boolean }>

/** Why files were not taken, at the fields they came in. */
function paperProblems(
  form: ReceivedForm,
  { unfit, notTaken, most, mayLook }: NotKept,
  language: Language,
): Problem[] {
  const say = messagesOf(language)
  const refused = form.papers.flatMap(({ field, result }) =>
    result.ok ? [] : [{ field, sentence: explainRefusal(result, language) }],
  )
  const sentence = say.tooManyPapers(mostPapers)
  const full = unfit.map(({ field, name, heavy }) => ({
    field,
    sentence: heavy ? say.tooHeavy(name, formatBytes(most, language)) : sentence,
  }))
  const looks = mayLook ? [] : [{ field: 'look', sentence: nationalVaultMessages(language).tooMany }]
  if (!notTaken) return [...refused, ...full, ...looks]
  const { field, title, code } = notTaken
  const why = code === 'crowded' ? sentence : say.paperNotTaken(title, say[`spent_${code}`])
  return [...refused, ...full, { field, sentence: why }]
}
