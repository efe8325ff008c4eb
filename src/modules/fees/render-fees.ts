import { type FeeTableRow, feeLines, feeTable } from '#components/fee-table'
import { type Html, html } from '#platform/html'
import type { Language } from '#platform/i18n'
import { formatVnd } from '#platform/money'
import type { CalculatedFees, FeeLine } from './calculate-fees.ts'
import { feeMessages } from './messages.ts'
import {
  type Benefit,
  type FeeAmount,
  type FeeChannel,
  type FeeRule,
  isFor,
  type Span,
} from './rules/fee-rule.ts'

/** Citizens are shown what applies, in words; administrators also keys, formulas and what is to be checked. */
export type FeeReader = 'citizen' | 'administrator'

/** The tables of the rules: rows from top to bottom, then what makes them less. */
export function renderFeeRules(
  fees: readonly FeeRule[],
  language: Language,
  reader: FeeReader = 'administrator',
): Html {
  const words = feeMessages(language)
  const shown = fees.map((fee) => ({
    name: inWords(fee.name, fee.nameEn, language),
    detail: [`${words[fee.kind]}.`, `${words[fee.dueAt]}.`].join(' '),
    rows: fee.amounts.map((row) => rowOf(fee, row, language, reader)),
    benefits: (fee.benefits ?? [])
      .filter(({ inUse }) => reader === 'administrator' || inUse !== false)
      .toSorted((one, other) => one.order - other.order)
      .map((benefit) => benefitOf(benefit, language, reader)),
  }))
  return feeTable(shown, {
    whom: words.whom,
    when: words.when,
    amount: words.amountTitle,
    law: words.law,
    rows: words.rowsOf,
    benefits: words.benefitsOf,
    benefitsTitle: words.benefitsTitle,
  })
}

/** What a dossier costs, with the explanation of each amount; a sentence when there is nothing to pay. */
export function renderFeeLines({ lines, totalVnd, open }: CalculatedFees, language: Language): Html {
  const words = feeMessages(language)
  if (lines.length === 0) return html`<p>${words.noFee}</p>`
  const shown = lines.map((line) => ({
    name: inWords(line.name, line.nameEn, language),
    amount: describeAmount(line, language),
    explanation: line.explanation.map(({ text, textEn, law }) => ({
      text: inWords(text, textEn, language),
      law,
    })),
  }))
  const titles = { caption: words.linesCaption, fee: words.fee, amount: words.amount, total: words.total }
  return feeLines(shown, titles, open || lines.length === 1 ? null : vnd(totalVnd, language))
}

/** `16.000 đồng`; `8.000 đồng một bản` while copies are not known; who sets it, where the source leaves it open. */
export function describeAmount({ amountVnd, unitVnd, benefits }: FeeLine, language: Language): string {
  const words = feeMessages(language)
  if (amountVnd !== null) return vnd(amountVnd, language)
  const isPrice = unitVnd !== null && benefits.length === 0
  return isPrice ? `${vnd(unitVnd, language)} ${words.perCopy}` : words.asDecided
}

/** The names of benefits in force on that day and way which this calculation did not apply: what a person may ask for. */
export function listOtherBenefits(
  fees: readonly FeeRule[],
  facts: Readonly<{ on: string; channel: FeeChannel }>,
  applied: CalculatedFees,
): Benefit[] {
  const due = applied.lines.filter(({ amountVnd }) => amountVnd !== 0).map(({ key }) => key)
  const possible = fees
    .filter(({ key }) => due.includes(key))
    .flatMap(({ benefits = [] }) => benefits.filter((one) => one.inUse !== false && isFor(one, facts)))
  const used = applied.lines.flatMap(({ benefits }) => benefits)
  return possible.filter(
    (one, index) => !used.includes(one.key) && possible.findIndex(({ key }) => key === one.key) === index,
  )
}

const inWords = (vi: string, en: string | undefined, language: Language): string =>
  language === 'en' ? (en ?? vi) : vi

const vnd = (amountVnd: number, language: Language): string =>
  amountVnd === 0 ? feeMessages(language).nothing : formatVnd(amountVnd, language)

function rowOf(fee: FeeRule, row: FeeAmount, language: Language, reader: FeeReader): FeeTableRow {
  const words = feeMessages(language)
  const text = inWords(row.text, row.textEn, language)
  const condition = row.when && (reader === 'citizen' ? text : words.byFormula(row.when))
  return {
    whom: condition || words.everybody,
    when: whenOf(row, language),
    amount: rowAmount(fee, row, language, reader),
    text: condition === text ? '' : text,
    law: row.law ?? fee.law,
  }
}

function rowAmount(
  { perCopy }: FeeRule,
  { amountVnd }: FeeAmount,
  language: Language,
  reader: FeeReader,
): string {
  const words = feeMessages(language)
  const isHidden = typeof amountVnd === 'string' && reader === 'citizen'
  if (amountVnd === null || isHidden) return words.asDecided
  const amount = typeof amountVnd === 'string' ? words.byFormula(amountVnd) : vnd(amountVnd, language)
  return perCopy && amountVnd !== 0 ? `${amount} ${words.perCopy}` : amount
}

function benefitOf(benefit: Benefit, language: Language, reader: FeeReader): FeeTableRow {
  const shown = {
    when: whenOf(benefit, language),
    amount: measureOf(benefit, language),
    text: '',
    law: benefit.law,
  }
  const name = inWords(benefit.name, benefit.nameEn, language)
  return reader === 'citizen' ? { whom: name, ...shown } : { ...shown, ...keysOf(benefit, name, language) }
}

/** What only an administrator reads of a benefit. */
function keysOf(benefit: Benefit, name: string, language: Language): Pick<FeeTableRow, 'whom' | 'remark'> {
  const words = feeMessages(language)
  const { category, entitlement, when, toCheck, inUse, shared } = benefit
  const whom = [
    name,
    category && words.byCategory(category),
    entitlement && words.byEntitlement(entitlement),
    when && words.byFormula(when),
    shared && words.shared,
  ]
  const remark = [inUse === false && `${words.notInUse}.`, toCheck && words.toCheck(toCheck)]
  return { whom: whom.filter(Boolean).join('; '), remark: remark.filter(Boolean).join(' ') || null }
}

function measureOf({ percent, amountVnd, mostVnd }: Benefit, language: Language): string {
  const words = feeMessages(language)
  const measure = amountVnd === undefined ? words.off(percent ?? 0) : words.pays(amountVnd)
  return mostVnd === undefined ? measure : `${measure}, ${words.most(mostVnd)}`
}

function whenOf(row: Span & Readonly<{ channels?: readonly FeeChannel[] }>, language: Language): string {
  const words = feeMessages(language)
  const days = describeSpan(row, language)
  const ways = row.channels?.map((channel) => words[channel]).join(', ') ?? words.everyChannel
  return upperFirst(`${days}, ${ways}`)
}

function describeSpan({ from, until }: Span, language: Language): string {
  const words = feeMessages(language)
  if (from && until) return words.fromUntil(writeDay(from), writeDay(until))
  if (from) return words.from(writeDay(from))
  return until ? words.until(writeDay(until)) : words.always
}

const writeDay = (day: string): string => day.split('-').map(Number).toReversed().join('/')

const upperFirst = (text: string): string => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)
