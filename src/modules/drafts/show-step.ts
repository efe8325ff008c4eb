import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Problem } from '#components/error-summary'
import type { Frame } from '#components/frame'
import type { StepSchema } from '#modules/eforms'
import type { Context } from '#platform/context'
import type { Html } from '#platform/html'
import { sendPage } from '#platform/http'
import { languageOf } from '#platform/i18n'
import { findGaps } from './check-draft.ts'
import { checkPage } from './check-view.ts'
import { findDueIfNow } from './due-if-now.ts'
import { draftProblem } from './errors.ts'
import { papersPage } from './papers-view.ts'
import { type DraftView, schemaOfStep } from './read-draft.ts'
import { checkStep, papersStep } from './rules/draft.ts'
import { type StepPage, stepHref, stepPage, titleOfStep } from './step-view.ts'

export type ShownStep = Readonly<{
  view: DraftView
  step: string
  problems?: readonly Problem[]
  restored?: boolean
  status?: number
}>

/** Makes the function that answers with one page of the application. */
export const makeShowStep =
  (context: Context, frame: Frame) =>
  async (request: FastifyRequest, reply: FastifyReply, shown: ShownStep): Promise<FastifyReply> => {
    const { view, step, problems = [], restored = false, status = 200 } = shown
    const language = languageOf(request)
    const schema = schemaOfStep(view, step)
    const main = await draw(context, { view, step, problems, restored, language }, schema)
    const title = titleOfStep(view, step, schema, language)
    const scripts = schema ? ['autosave.js'] : []
    return sendPage(reply, frame(request, { title, main, scripts, current: 'dossiers' }), status)
  }

async function draw(context: Context, page: StepPage, schema: StepSchema | null): Promise<Html> {
  if (schema) return stepPage(page, schema)
  if (page.step === papersStep) return papersPage(page)
  const gaps = findGaps(page.view, page.language)
  return checkPage({ ...page, gaps, dueIfNow: await findDueIfNow(context, page.view, page.language) })
}

/** Where the page of a sent draft is. */
export const sentHref = (reference: string): string => `/drafts/${reference}/sent`

/** Where to go instead of `step`: what was sent is read, what is being sent is only sent again. */
export function elsewhereOf({ draft }: DraftView, step: string | undefined): string | null {
  if (draft.submittedReference) return sentHref(draft.reference)
  return draft.submission && step !== checkStep ? stepHref(draft, checkStep) : null
}

/** The questions of a page; null for the papers and the last look. Throws `drafts.step_unknown`. */
export function questionsOf(view: DraftView, step: string): StepSchema | null {
  if (!view.steps.includes(step)) throw draftProblem('drafts.step_unknown')
  return schemaOfStep(view, step)
}
