import { Temporal } from 'temporal-polyfill'
import { actions, button } from '#components/button'
import { progress } from '#components/door-way'
import { errorSummary, type Problem } from '#components/error-summary'
import { notice } from '#components/notice'
import { savedLine } from '#components/saved-line'
import { schemaForm } from '#components/schema-form'
import { readableAnswer } from '#components/step-answers'
import { titleOf } from '#components/step-schema'
import { formatClock, formatShortDay, localDay } from '#modules/calendar'
import type { ChangedField, StepSchema } from '#modules/eforms'
import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { type DraftView, valuesOfStep } from './read-draft.ts'
import { checkStep, type Draft, papersStep, typedAt } from './rules/draft.ts'
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
  return html`${procedureKicker(view.procedure, language)}
${progress({ step: at, of: view.steps.length, name: title.charAt(0).toLocaleLowerCase('vi') + title.slice(1), language })}
${errorSummary({ problems, language })}
${restored && notice({ tone: 'done', live: true, body: html`<p>${step === papersStep ? say.restoredPapers : say.restored}</p>` })}
${movedNotice(view, step, language)}
<h1>${heading}</h1>
${lead && html`<p class="mc-lead mc-t0">${lead}</p>`}`
}

/** That the form has changed since the draft was begun: on the last look everything, on a page what is asked there. */
function movedNotice({ draft, moved }: DraftView, step: string, language: Language): Piece {
  if (!moved) return null
  const say = messagesOf(language)
  const { added, changed, removed } = moved.changes
  const isSame = added.length + changed.length + removed.length === 0
  const isHere = ({ path }: ChangedField) => step === checkStep || path.startsWith(`${step}.`)
  const writtenAt = (path: string) => typedAt(draft, path)
  const link = ({ path, field }: ChangedField) => {
    const [on = '', name = ''] = path.split('.')
    return html`<a href="${stepHref(draft, on)}#f-${name}">${titleOf(field, language, name)}</a>`
  }
  const gone = ({ path, field }: ChangedField) => {
    const written = field.type === 'array' ? '' : writtenAt(path)
    const quoted = written && `: ${say.youWrote(readableAnswer(field, written, language))}`
    return html`${titleOf(field, language, path)}${quoted}`
  }
  const answered = changed.filter(({ path }) => writtenAt(path) !== '')
  const body = html`<p>${say.newVersion}${isSame && ` ${say.sameQuestions}`}</p>
${listChanges(say.questionsNew, added.filter(isHere).map(link))}
${listChanges(say.questionsChanged, answered.filter(isHere).map(link))}
${listChanges(say.questionsGone, removed.filter(isHere).map(gone))}
${!isSame && step !== checkStep && html`<p class="mc-t0"><a href="${stepHref(draft, checkStep)}#changes">${say.allChanges}</a></p>`}`
  return html`<div${attributes({ id: step === checkStep ? 'changes' : null })}>${notice({ tone: 'warn', body })}</div>`
}

const listChanges = (title: string, items: readonly Html[]): Piece =>
  items.length > 0 && html`<p class="mc-t0">${title}</p><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`

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
