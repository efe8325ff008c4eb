import { actions, button } from '#components/button'
import { errorSummary } from '#components/error-summary'
import { textField } from '#components/field'
import { fold } from '#components/fold'
import { notice } from '#components/notice'
import { zone } from '#components/sheet'
import { table } from '#components/table'
import { type Design, isEditable } from '#modules/designs'
import type { Benefit, FeeRule } from '#modules/fees'
import { type Html, html, type Piece } from '#platform/html'
import type { Language } from '#platform/i18n'
import { designHead, type HeadView } from './design-head.ts'
import { addressOf } from './desk.ts'
import { feeColumns, rowOfAmount } from './fee-rows.ts'
import { designMessages } from './messages.ts'
import type { ProcedureFile } from './procedure-file.ts'
import { problemsOfRows, type Row, rowEditor } from './row-editor.ts'
import { rowMessages } from './row-messages.ts'

export type FeeView = Readonly<{
  head: HeadView
  file: ProcedureFile | null
  mayEdit: boolean
  /** A table that came back: which, as it was typed, and what is wrong. */
  typed?: Readonly<{ rule: number; rows: readonly Row[]; problems: ReadonlyMap<string, string> }>
}>

/** The fees of a design, each a table by day, channel and person. */
export function feeView(view: FeeView): Html {
  const { head, file, mayEdit, typed } = view
  const { design, language } = head
  const say = rowMessages(language)
  const raw = html`<p class="mc-small"><a href="${addressOf(design.id, 'texts/procedure.yaml')}">${say.raw}</a></p>`
  if (!file)
    return html`${designHead(head)}${notice({ tone: 'warn', body: html`<p>${say.unreadable}</p>` })}${raw}`
  const canWrite = mayEdit && isEditable(design)
  const rules = file.feeRules ?? []
  const isOld = !file.feeRules && (file.fees?.length ?? 0) > 0
  return html`${designHead(head)}
${typed && errorSummary({ problems: problemsOfRows(`fee${typed.rule}`, typed.problems), language })}
<div class="mc-stack mc-t2">
${isOld ? oldFees(design, file, canWrite, language) : html`<p class="mc-quiet mc-small">${say.feesHelp}</p>`}
${rules.map((rule, index) => ruleZone(view, rule, index, canWrite))}
${!isOld && rules.length === 0 && notice({ body: html`<p>${say.noFees}</p>` })}
${canWrite && !isOld && fold({ summary: say.addFee, body: addFee(design, language) })}
${raw}</div>`
}

function oldFees(design: Design, { fees = [] }: ProcedureFile, canWrite: boolean, language: Language): Html {
  const say = rowMessages(language)
  const rows = fees.map(({ name, amountVnd, text, law }) => [
    name,
    amountVnd?.toLocaleString('vi') ?? '–',
    text,
    law ?? '–',
  ])
  const columns = [
    { title: say.feeName },
    { title: say.amount, number: true },
    { title: say.text },
    { title: say.law },
  ]
  const form = html`<form class="mc-t1" method="post" action="${addressOf(design.id, 'fees')}"><input type="hidden" name="seen" value="${design.revision}"><input type="hidden" name="act" value="rules">${button({ text: say.toRules })}</form>`
  return html`${notice({ body: html`<p>${say.feesOld}</p>` })}${table({ caption: say.feeName, columns, rows, stack: true })}${canWrite && form}`
}

function ruleZone({ head, typed }: FeeView, rule: FeeRule, index: number, canWrite: boolean): Html {
  const { design, language } = head
  const isTyped = typed?.rule === index
  const rows = isTyped ? typed.rows : rule.amounts.map(rowOfAmount)
  const problems = isTyped ? typed.problems : new Map<string, string>()
  const columns = feeColumns(language)
  const read = table({
    caption: designMessages(language).tableOf(rule.name),
    columns: columns.map(({ title, number }) => ({ title, ...(number && { number }) })),
    rows: rows.map((row) => columns.map((column) => labelOf(column.options, row[column.name] ?? '') || '–')),
    stack: true,
  })
  const edit = html`<form method="post" action="${addressOf(design.id, 'fees')}" novalidate><input type="hidden" name="seen" value="${design.revision}"><input type="hidden" name="rule" value="${index}">${rowEditor({ id: `fee${index}`, caption: designMessages(language).tableOf(rule.name), columns, rows, problems, language })}</form>`
  return zone({
    id: `fee-${index}`,
    title: rule.name,
    body: html`${canWrite ? edit : read}${benefits(rule.benefits ?? [], language)}`,
  })
}

const labelOf = (
  options: readonly Readonly<{ value: string; label: string }>[] | undefined,
  value: string,
): string => options?.find((option) => option.value === value)?.label ?? value

function benefits(list: readonly Benefit[], language: Language): Piece {
  if (list.length === 0) return null
  const say = rowMessages(language)
  const howMuch = ({ percent, amountVnd }: Benefit): string =>
    percent === undefined ? say.insteadOf((amountVnd ?? 0).toLocaleString('vi')) : say.percentOff(percent)
  const rows = list.map((benefit) => [benefit.name, howMuch(benefit), benefit.law ?? '–'])
  return html`<h3 class="mc-h mc-t2">${say.benefits}</h3><p class="mc-small mc-quiet">${say.benefitsHelp}</p>${table({ caption: designMessages(language).tableOf(say.benefits), columns: [{ title: say.benefit }, { title: say.howMuch }, { title: say.law }], rows, stack: true, clear: true })}`
}

function addFee(design: Design, language: Language): Html {
  const say = rowMessages(language)
  return html`<form class="mc-form mc-form--tight" method="post" action="${addressOf(design.id, 'fees')}"><input type="hidden" name="seen" value="${design.revision}">
${textField({ name: 'name', label: say.feeName, language, size: 32, autocomplete: 'off' })}
${actions(button({ text: say.addFee, name: 'act', value: 'fee', variant: 'secondary' }))}</form>`
}
