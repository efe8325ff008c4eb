import { Temporal } from 'temporal-polyfill'
import { actions, button } from '#components/button'
import { progress } from '#components/door-way'
import { errorSummary, type Problem } from '#components/error-summary'
import { notice } from '#components/notice'
import { savedLine } from '#components/saved-line'
import { schemaForm } from '#components/schema-form'
import { formatClock, formatShortDay, localDay } from '#modules/calendar'
import type { StepSchema } from '#modules/eforms'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { type DraftView, valuesOfStep } from './read-draft.ts'
import { checkStep, type Draft, papersStep } from './rules/draft.ts'
import { procedureKicker } from './start-view.ts'

/** What every page of the application is drawn from. */
export type StepPage = Readonly<{
  view: DraftView
  step: string
  problems: readonly Problem[]
  /** What was typed before the session expired has just been put back. */
  restored: boolean
  language: Language
}>

export const stepHref = ({ reference }: Pick<Draft, 'reference'>, step: string): string =>
  `/drafts/${reference}/${step}`

/** What a page is called. */
export function titleOfStep(
  { procedure }: DraftView,
  step: string,
  schema: StepSchema | null,
  language: Language,
) {
  const say = messagesOf(language)
  if (schema) return (language === 'en' && schema['x-titleEn']) || schema.title
  if (step === papersStep) return say.papers
  return step === checkStep ? say.check : procedure.shortName
}

/** Above the questions: which procedure, how far, what is wrong, what came back. */
export function stepHead(
  { view, step, problems, restored, language }: StepPage,
  title: string,
  lead?: Piece,
  heading: string = title,
): Html {
  const say = messagesOf(language)
  const at = view.steps.indexOf(step) + 1
  const isNew = view.procedure.versionId !== view.draft.procedureVersionId
  return html`${procedureKicker(view.procedure, language)}
${progress({ step: at, of: view.steps.length, name: title.charAt(0).toLocaleLowerCase('vi') + title.slice(1), language })}
${errorSummary({ problems, language })}
${restored && notice({ tone: 'done', live: true, body: html`<p>${step === papersStep ? say.restoredPapers : say.restored}</p>` })}
${isNew && notice({ tone: 'warn', body: html`<p>${say.newVersion}</p>` })}
<h1>${heading}</h1>
${lead && html`<p class="mc-lead mc-t0">${lead}</p>`}`
}

/** When the draft was saved, and until which day it can be opened again. */
export function savedSentence(
  { savedAt, expiresAt }: Pick<Draft, 'savedAt' | 'expiresAt'>,
  language: Language,
) {
  const at = Temporal.Instant.from(savedAt)
  // "Until the end of": the whole of the day before the one on which it goes.
  const last = localDay(Temporal.Instant.from(expiresAt)).subtract({ days: 1 })
  return messagesOf(language).saved(formatClock(at, language), formatShortDay(last))
}

/** Below the questions: saved when; go on, later, back. */
export function stepFoot({ view, step, language }: StepPage): Html {
  const say = messagesOf(language)
  const before = view.steps[view.steps.indexOf(step) - 1]
  return html`${savedLine(savedSentence(view.draft, language))}
${actions(
  button({ text: say.goOn }),
  button({ text: say.later, variant: 'secondary', name: 'later', value: '1', formNoValidate: true }),
  before && html`<a href="${stepHref(view.draft, before)}">${say.back}</a>`,
)}`
}

/** One page of the form: the questions of one step. */
export function stepPage(page: StepPage, schema: StepSchema): Html {
  const { view, step, problems, language } = page
  const title = titleOfStep(view, step, schema, language)
  const lead = (language === 'en' && schema['x-descriptionEn']) || schema.description
  const href = stepHref(view.draft, step)
  return html`<div class="mc-stack mc-narrow mc-gap2">
${stepHead(page, title, lead)}
<form class="mc-form" method="post" action="${href}" data-autosave="${href}/autosave" novalidate>
${schemaForm({ schema, values: valuesOfStep(view, step), problems, language })}
${stepFoot(page)}
</form>
</div>`
}
