import { actions, button } from '#components/button'
import { errorSummary, type Problem, typedFields } from '#components/error-summary'
import { selectField, textField } from '#components/field'
import { notice } from '#components/notice'
import { zone } from '#components/sheet'
import { isEditable } from '#modules/designs'
import type { Component } from '#modules/procedures'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf } from './desk.ts'
import { designMessages } from './messages.ts'
import type { ProcedureFile } from './procedure-file.ts'
import { problemsOfRows, type Row, type RowColumn, rowEditor } from './row-editor.ts'
import { rowMessages } from './row-messages.ts'

export type TimeField = 'amount' | 'unit' | 'text' | 'supplementPolicy' | 'cutOff' | 'law'
export type TermView = Readonly<{
  head: HeadView
  file: ProcedureFile | null
  mayEdit: boolean
  papers?: Readonly<{ rows: readonly Row[]; problems: ReadonlyMap<string, string> }> | undefined
  time?:
    | Readonly<{ typed: Readonly<Partial<Record<TimeField, string>>>; problems: readonly Problem[] }>
    | undefined
}>

/** The columns of the table of papers. */
export function paperColumns(language: Language): RowColumn[] {
  const say = rowMessages(language)
  const needs = [
    { value: 'true', label: say.compulsory },
    { value: 'false', label: say.optional },
  ]
  return [
    { name: 'name', title: say.name, size: 34 },
    { name: 'required', title: say.required, options: needs },
    { name: 'originals', title: say.originals, size: 3, number: true },
    { name: 'copies', title: say.copies, size: 3, number: true },
    { name: 'note', title: say.note, size: 30 },
    { name: 'heldBy', title: say.heldBy, size: 22 },
  ]
}

/** A paper as it is typed. */
export const rowOfPaper = (paper: Component): Row => ({
  name: paper.name,
  required: String(paper.required),
  originals: String(paper.originals),
  copies: String(paper.copies),
  note: paper.note ?? '',
  heldBy: paper.heldBy ?? '',
})

/** The papers and the time limit of a design. */
export function termView(view: TermView): Html {
  const { head, file, mayEdit, papers, time } = view
  const { design, language } = head
  const say = rowMessages(language)
  const raw = html`<p class="mc-small"><a href="${addressOf(design.id, 'texts/procedure.yaml')}">${say.raw}</a></p>`
  if (!file)
    return html`${designHead(head)}${notice({ tone: 'warn', body: html`<p>${say.unreadable}</p>` })}${raw}`
  const isClosed = !(mayEdit && isEditable(design))
  const seen = html`<input type="hidden" name="seen" value="${design.revision}">`
  const paperTable = rowEditor({
    id: 'paper',
    caption: designMessages(language).tableOf(say.papers),
    columns: paperColumns(language),
    rows: papers?.rows ?? (file.components ?? []).map(rowOfPaper),
    problems: papers?.problems ?? new Map(),
    language,
    canMove: true,
  })
  const body = (fields: Html) =>
    html`<fieldset class="mc-plain"${isClosed && html` disabled`}>${fields}</fieldset>`
  return html`${designHead(head)}
${errorSummary({ problems: [...problemsOfRows('paper', papers?.problems ?? new Map()), ...(time?.problems ?? [])], language })}
<div class="mc-stack mc-t2">
${zone({ id: 'papers', title: say.papers, body: html`<p class="mc-small mc-quiet">${say.papersHelp}</p><form method="post" action="${addressOf(design.id, 'terms/papers')}" novalidate>${body(html`${seen}${paperTable}`)}</form>` })}
${zone({ id: 'time-limit', title: say.timeLimit, body: html`<form class="mc-narrow" method="post" action="${addressOf(design.id, 'terms/time')}" novalidate>${body(html`${seen}<div class="mc-form mc-form--tight">${timeFields(view)}</div>`)}</form>` })}
${raw}</div>`
}

function timeFields({ head, file, time }: TermView): Html {
  const { language } = head
  const say = rowMessages(language)
  const limit = file?.timeLimit ?? {}
  const typed = time?.typed ?? {
    amount: limit.amount === undefined ? '' : String(limit.amount).replace('.', ','),
    unit: limit.unit ?? '',
    text: limit.text ?? '',
    supplementPolicy: limit.supplementPolicy ?? '',
    cutOff: limit.cutOff?.time ?? '',
    law: limit.law ?? '',
  }
  const field = typedFields<TimeField>({ typed, problems: time?.problems ?? [] }, language)
  const given = (name: TimeField) => ({ ...field(name), autocomplete: 'off' })
  const optionsOf = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, label]) => ({ value, label }))
  return html`${textField({ ...given('amount'), label: say.timeAmount, size: 6, inputMode: 'decimal' })}
${selectField({ ...field('unit'), label: say.timeUnit, options: optionsOf(say.units()) })}
${textField({ ...given('text'), label: say.timeText, size: 60 })}
${textField({ ...given('cutOff'), label: say.cutOff, description: say.cutOffHint, size: 8, optional: true })}
${selectField({ ...field('supplementPolicy'), label: say.supplement, options: optionsOf(say.policies()) })}
${textField({ ...given('law'), label: say.law, size: 44, optional: true })}
${actions(button({ text: say.save, variant: 'secondary', about: say.timeLimit }))}`
}
