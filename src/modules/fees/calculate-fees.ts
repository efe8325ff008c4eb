import { askFeel } from '#platform/ask-feel'
import type { Language } from '#platform/i18n'
import { feeMessages } from './messages.ts'
import { type Applied, applyBenefits } from './rules/apply-benefits.ts'
import { type Benefit, copiesIn, type FeeAmount, type FeeFacts, type FeeRule, isFor } from './rules/fee-rule.ts'

/** Why an amount is what it is: one sentence, with the law it rests on. */
export type Explanation = Readonly<{ text: string; textEn: string; law: string | null }>

/**
 * What one fee comes to, in whole đồng; null: not known, then `text` says who sets it. `unitVnd`: the price of the row
 * that fits, before copies and benefits. `benefits`: keys of those applied.
 */
export type FeeLine = Readonly<{
  key: string
  name: string
  nameEn?: string
  kind: FeeRule['kind']
  dueAt: FeeRule['dueAt']
  text: string
  textEn?: string
  unitVnd: number | null
  copies: number | null
  baseVnd: number | null
  amountVnd: number | null
  benefits: readonly string[]
  /** The entitlements that those rest on: kept with the charge. */
  entitlements: readonly string[]
  explanation: readonly Explanation[]
}>

/** All fees of a dossier. `totalVnd` adds what is known; `open`: something is not. */
export type CalculatedFees = Readonly<{ lines: readonly FeeLine[]; totalVnd: number; open: boolean }>

/**
 * What a dossier of these facts costs, with an explanation of each amount. Of a fee's rows the first that fits counts; a
 * fee without a fitting row, or of no copies, is not due and has no line. Pure: the same facts give the same lines.
 */
export function calculateFees(fees: readonly FeeRule[], facts: FeeFacts): CalculatedFees {
  const lines = fees.flatMap((fee) => lineOf(fee, facts) ?? [])
  const totalVnd = lines.reduce((sum, { amountVnd }) => sum + (amountVnd ?? 0), 0)
  return { lines, totalVnd, open: lines.some(({ amountVnd }) => amountVnd === null) }
}

type Variables = Readonly<Record<string, unknown>>

/** What a fee's conditions may ask for. */
export const feeVariables = ['answers', 'applicant', 'entitlements', 'channel', 'on', 'copies'] as const

function lineOf(fee: FeeRule, facts: FeeFacts): FeeLine | null {
  const copies = facts.copies === undefined ? copiesIn(facts.answers) : facts.copies
  const variables = {
    answers: facts.answers,
    applicant: facts.applicant,
    entitlements: facts.entitlements.map(({ key }) => key),
    channel: facts.channel,
    on: facts.on,
    copies,
  }
  const row = fee.amounts.find((amount) => isFor(amount, facts) && holds(amount.when, variables))
  if (!row || (fee.perCopy && copies === 0)) return null
  const unitVnd = amountOf(row, variables)
  const baseVnd = fee.perCopy ? timesCopies(unitVnd, copies) : unitVnd
  const applied = applyBenefits(baseVnd, listBenefits(fee, facts, variables))
  const last = applied.at(-1)
  const counted = fee.perCopy ? copies : null
  const { key, name, nameEn, kind, dueAt } = fee
  return {
    key,
    name,
    ...(nameEn !== undefined && { nameEn }),
    kind,
    dueAt,
    text: row.text,
    ...(row.textEn !== undefined && { textEn: row.textEn }),
    unitVnd,
    copies: counted,
    baseVnd,
    amountVnd: last ? last.afterVnd : baseVnd,
    benefits: applied.map(({ benefit }) => benefit.key),
    entitlements: applied.flatMap(({ benefit }) => benefit.entitlement ?? []),
    explanation: [
      explainBase(fee, row, { unitVnd, copies: counted, baseVnd }),
      ...applied.flatMap(explainApplied),
    ],
  }
}

const holds = (condition: string | undefined, variables: Variables): boolean =>
  condition === undefined || askFeel(condition, variables) === true

/** A formula that gives no whole, lawful amount gives none: a person sets it. */
function amountOf({ amountVnd }: FeeAmount, variables: Variables): number | null {
  if (typeof amountVnd !== 'string') return amountVnd
  const value = askFeel(amountVnd, variables)
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
}

function timesCopies(unitVnd: number | null, copies: number | null): number | null {
  if (unitVnd === 0) return 0
  return unitVnd === null || copies === null ? null : unitVnd * copies
}

/** The benefits of that day and way which the person has. */
function listBenefits({ benefits = [] }: FeeRule, facts: FeeFacts, variables: Variables): Benefit[] {
  return benefits.filter((benefit) => {
    const { category, entitlement, when, inUse = true } = benefit
    if (!inUse || !isFor(benefit, facts)) return false
    if (category !== undefined && !facts.applicant.categories?.includes(category)) return false
    if (entitlement !== undefined && facts.entitlements.every(({ key }) => key !== entitlement)) return false
    return holds(when, variables)
  })
}

type Base = Pick<FeeLine, 'unitVnd' | 'copies' | 'baseVnd'>

function explainBase(fee: FeeRule, row: FeeAmount, base: Base): Explanation {
  return { text: sayBase(row, base, 'vi'), textEn: sayBase(row, base, 'en'), law: row.law ?? fee.law }
}

function sayBase(row: FeeAmount, { unitVnd, copies, baseVnd }: Base, language: Language): string {
  const words = feeMessages(language)
  const text = language === 'en' ? (row.textEn ?? row.text) : row.text
  if (unitVnd === null) return words.open(text)
  if (unitVnd === 0) return text
  if (baseVnd === null) return words.each(unitVnd)
  return copies === null ? words.base(unitVnd) : words.times(unitVnd, copies, baseVnd)
}

function explainApplied({ benefit, beforeVnd, afterVnd, passedOver }: Applied): Explanation[] {
  const say = (language: Language): string => {
    const words = feeMessages(language)
    const name = nameIn(benefit, language)
    if (afterVnd === 0) return words.free(name)
    return beforeVnd === null || afterVnd === null
      ? words.reducedOpen(name)
      : words.reduced(name, beforeVnd, afterVnd)
  }
  const line = { text: say('vi'), textEn: say('en'), law: benefit.law }
  if (passedOver.length === 0) return [line]
  const others = (language: Language) =>
    feeMessages(language).passedOver(passedOver.map((other) => nameIn(other, language)).join('; '))
  return [line, { text: others('vi'), textEn: others('en'), law: null }]
}

const nameIn = ({ name, nameEn }: Benefit, language: Language): string =>
  language === 'en' ? (nameEn ?? name) : name
