import { type Html, html, type Piece } from '#platform/html'
import { say } from './say.ts'
import { table } from './table.ts'

/** One row of a fee's table, or one benefit: whom and when it is for, how much, by which law. */
export type FeeTableRow = Readonly<{
  /** For whom: a condition, a category; empty: everybody. */
  whom: string
  when: string
  amount: string
  text: string
  law: string | null
  /** What a person has yet to check, or that it is not applied. */
  remark?: string | null
}>

export type FeeTableFee = Readonly<{
  name: string
  detail: string
  rows: readonly FeeTableRow[]
  benefits: readonly FeeTableRow[]
}>

export type FeeTableWords = Readonly<{
  whom: string
  when: string
  amount: string
  law: string
  rows: (fee: string) => string
  benefits: (fee: string) => string
  benefitsTitle: string
}>

/** The tables by which fees are reckoned, as an administrator reads them: top-down, the first row that fits counts. */
export const feeTable = (fees: readonly FeeTableFee[], words: FeeTableWords): Html =>
  html`<div class="mc-stack mc-gap2">${fees.map(
    ({ name, detail, rows, benefits }) =>
      html`<section class="mc-stack"><h3 class="mc-h">${name}</h3><p class="mc-small mc-quiet">${detail}</p>
${rowsTable(words.rows(name), rows, words)}
${benefits.length > 0 && html`<h4 class="mc-h mc-small">${words.benefitsTitle}</h4>${rowsTable(words.benefits(name), benefits, words)}`}</section>`,
  )}</div>`

const rowsTable = (caption: string, rows: readonly FeeTableRow[], words: FeeTableWords): Html =>
  table({
    caption,
    columns: [{ title: words.whom }, { title: words.when }, { title: words.amount }, { title: words.law }],
    rows: rows.map(({ whom, when, amount, text, law, remark }) => [
      html`${whom}${remark && html`<br>${say('warn', remark)}`}`,
      when,
      html`<strong>${amount}</strong>${text && html`<br><span class="mc-small mc-quiet">${text}</span>`}`,
      law ?? '–',
    ]),
    stack: true,
    clear: true,
  })

export type FeeLineProps = Readonly<{
  name: string
  amount: Piece
  explanation: readonly Readonly<{ text: string; law: string | null }>[]
}>

/** What a dossier costs: each fee with the sentences that explain it and the law of each; the total, unless it is open. */
export const feeLines = (
  lines: readonly FeeLineProps[],
  words: Readonly<{ caption: string; fee: string; amount: string; total: string }>,
  total: Piece,
): Html =>
  table({
    caption: words.caption,
    columns: [{ title: words.fee }, { title: words.amount, number: true }],
    rows: lines.map(({ name, amount, explanation }) => [
      html`${name}${explanation.map(explained)}`,
      html`<span class="mc-nowrap">${amount}</span>`,
    ]),
    ...(total !== null && { foot: [words.total, html`<strong class="mc-nowrap">${total}</strong>`] }),
    clear: true,
  })

const explained = ({ text, law }: FeeLineProps['explanation'][number]): Html =>
  html`<br><span class="mc-small mc-quiet">${text}${law && ` (${law})`}</span>`
