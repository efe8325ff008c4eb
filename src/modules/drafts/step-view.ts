import { Temporal } from 'temporal-polyfill'
import { askAgain } from '#components/ask-field'
import { actions, button } from '#components/button'
import { progress } from '#components/door-way'
import { errorSummary, type Problem } from '#components/error-summary'
import { fieldId } from '#components/field'
import { notice } from '#components/notice'
import { savedLine } from '#components/saved-line'
import { schemaForm } from '#components/schema-form'
import { readableAnswer } from '#components/step-answers'
import { rowTitleOf, titleOf } from '#components/step-schema'
import { formatClock, formatShortDay, localDay } from '#modules/calendar'
import type { AskedStep, ChangedField, StepSchema } from '#modules/eforms'
import { attributes, type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { messagesOf } from './messages.ts'
import { type DraftView, sourcesOfStep, valuesOfStep } from './read-draft.ts'
import { checkStep, type Draft, papersStep, typedAt } from './rules/draft.ts'
import { procedureKicker } from './start-view.ts'

/** What every page of the application is drawn from. */
export type StepPage = Readonly<{
  view: DraftView
  step: string
  problems: readonly Problem[]
  /** What was typed before the session expired has just been put back. */
  restored: boolean
  /** Questions that the last answers have just brought, by name. */
  fresh: readonly string[]
  /** What the pages of the form ask, by step. */
  asked: Readonly<Record<string, AskedStep>>
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
${actingNotice(view, language)}${movedNotice(view, step, language)}
<h1>${heading}</h1>
${lead && html`<p class="mc-lead mc-t0">${lead}</p>`}`
}

/** For whom this is written, on every page: whoever owns it is not whoever types it. */
function actingNotice({ actingFor }: DraftView, language: Language): Piece {
  if (!actingFor) return null
  const say = messagesOf(language)
  if (actingFor === 'ended') return notice({ tone: 'warn', body: html`<p>${say.actingEnded}</p>` })
  const { name, number, isProven } = actingFor
  return notice({
    body: html`<p>${say.actingFor(name, number)}${!isProven && html` ${say.actingDeclared}`}</p>`,
  })
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
  const written = ({ path, field }: ChangedField) => {
    const [on = '', name = ''] = path.split('.')
    const asked = moved.before.properties[on]?.properties[name] ?? field
    const text = asked.type === 'array' ? '' : writtenAt(path)
    return text && ` ${say.youWrote(readableAnswer(asked, text, language))}`
  }
  const again = (one: ChangedField) => html`${link(one)}${written(one)}`
  const gone = (one: ChangedField) => html`${titleOf(one.field, language, one.path)}${written(one)}`
  const answered = changed.filter(({ path }) => writtenAt(path) !== '')
  const body = html`<p>${say.newVersion}${isSame && ` ${say.sameQuestions}`}</p>
${listChanges(say.questionsNew, added.filter(isHere).map(link))}
${listChanges(say.questionsChanged, answered.filter(isHere).map(again))}
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

/** The first button of a form is the one that the Enter key presses: never one that takes a row away. */
const enterGoesOn = (language: Language): Html =>
  html`<button type="submit" hidden>${messagesOf(language).goOn}</button>`

/** What the last answers have just brought: the page comes back once with it. */
function freshNotice({ fresh, language }: StepPage, schema: StepSchema): Piece {
  if (fresh.length === 0) return null
  const say = messagesOf(language)
  const links = fresh.map((name) => {
    const title = titleWithin(schema, name, language)
    return html`<li><a href="#${fieldId(name)}">${title}</a></li>`
  })
  return notice({ tone: 'info', live: true, body: html`<p>${say.fresh}</p><ul class="mc-t0">${links}</ul>` })
}

/** What a question is called: `guardian`, or `children.0.school` in a row. */
function titleWithin({ properties }: StepSchema, name: string, language: Language): string {
  const [first = '', index, inner = ''] = name.split('.')
  const field = properties[first]
  const row = field?.items?.properties[inner]
  if (!field || index === undefined || !row) return field ? titleOf(field, language, name) : name
  return `${rowTitleOf(field, Number(index), language)}: ${titleOf(row, language, inner)}`
}

/** Whether communes are asked after a province that the page asks too: then a button brings them. */
const goesByProvince = (places: AskedStep['places'] = {}): boolean =>
  Object.values(places).some(({ provinces }) => provinces.length === 0)

/** One page of the form: the questions of one step. */
export function stepPage(page: StepPage, schema: StepSchema): Html {
  const { view, step, problems, language } = page
  const title = titleOfStep(view, step, schema, language)
  const lead = (language === 'en' && schema['x-descriptionEn']) || schema.description
  const href = stepHref(view.draft, step)
  const { watched = [], unasked, places } = page.asked[step] ?? {}
  const about = {
    class: 'mc-form',
    method: 'post',
    action: href,
    'data-autosave': `${href}/autosave`,
    'data-watched': watched.length > 0 ? watched.join(' ') : null,
    novalidate: true,
  }
  return html`<div class="mc-stack mc-narrow mc-gap2">
${stepHead(page, title, lead)}
<form${attributes(about)}>
${enterGoesOn(language)}
${freshNotice(page, schema)}
<div class="mc-form" data-questions="${step}">${schemaForm({ schema, values: valuesOfStep(view, step), problems, language, unasked, places, sources: sourcesOfStep(view, step, language) })}</div>${goesByProvince(places) && askAgain(language)}
${stepFoot(page)}
</form>
</div>`
}
