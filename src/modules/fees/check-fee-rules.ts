import { stripEquals } from '#platform/ask-feel'
import { FeelError, readFeel } from '#platform/feel'
import { feeVariables } from './calculate-fees.ts'
import { type Said, sayProblem } from './messages.ts'
import type { Benefit, FeeAmount, FeeRule, Span } from './rules/fee-rule.ts'

/** Where rules of fees do not hold together: the way into them, and what is wrong. */
export type FeeProblem = Readonly<{ path: readonly (string | number)[]; reason: Said }>

type Path = FeeProblem['path']

/**
 * What the schema cannot see: conditions and formulas that do not parse or ask for what is not known, spans that end
 * before they begin, keys used twice, rows that an earlier row leaves nothing, benefits without one measure.
 */
export function findFeeProblems(fees: readonly FeeRule[]): FeeProblem[] {
  return [
    ...findTwice(fees, []),
    ...fees.flatMap(({ amounts, benefits = [] }, index) => [
      ...amounts.flatMap((row, number) => findRowProblems(row, [index, 'amounts', number])),
      ...findHiddenRows(amounts, [index, 'amounts']),
      ...findTwice(benefits, [index, 'benefits']),
      ...benefits.flatMap((benefit, number) => findBenefitProblems(benefit, [index, 'benefits', number])),
    ]),
  ]
}

/** What is wrong with one benefit. */
export function findBenefitProblems(benefit: Benefit, path: Path): FeeProblem[] {
  const measures = [benefit.percent, benefit.amountVnd].filter((measure) => measure !== undefined)
  return [
    ...findSpanProblem(benefit, path),
    ...findFeelProblem(benefit.when, [...path, 'when']),
    ...(measures.length === 1 ? [] : [{ path, reason: sayProblem((words) => words.oneMeasure) }]),
  ]
}

function findRowProblems(row: FeeAmount, path: Path): FeeProblem[] {
  const formula = typeof row.amountVnd === 'string' ? row.amountVnd : undefined
  return [
    ...findSpanProblem(row, path),
    ...findFeelProblem(row.when, [...path, 'when']),
    ...findFeelProblem(formula, [...path, 'amountVnd']),
  ]
}

function findSpanProblem({ from, until }: Span, path: Path): FeeProblem[] {
  const days = [from, until].flatMap((day) => (day !== undefined && !isDay(day) ? [day] : []))
  if (days.length > 0) return [{ path, reason: sayProblem((words) => words.noDay(days.join(', '))) }]
  return from !== undefined && until !== undefined && until < from
    ? [{ path, reason: sayProblem((words) => words.reversed(from, until)) }]
    : []
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0
  return day >= 1 && day <= days
}

/** A condition that does not parse, or asks for a variable that fees do not know. */
function findFeelProblem(source: string | undefined, path: Path): FeeProblem[] {
  if (source === undefined) return []
  try {
    const known: readonly string[] = feeVariables
    const strange = readFeel(stripEquals(source)).names.filter((name) => !known.includes(name))
    return strange.map((name) => ({
      path,
      reason: sayProblem((words) => words.unknownName(name, known.join(', '))),
    }))
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    return [{ path, reason: sayProblem((words) => words.unreadable(error.position, error.message)) }]
  }
}

/** A row never reached: an earlier one without a condition is for all its days and ways. */
function findHiddenRows(rows: readonly FeeAmount[], path: Path): FeeProblem[] {
  return rows.flatMap((row, index) => {
    const hiding = rows.findIndex(
      (earlier, one) => one < index && earlier.when === undefined && covers(earlier, row),
    )
    return hiding < 0
      ? []
      : [{ path: [...path, index], reason: sayProblem((words) => words.hidden(hiding + 1)) }]
  })
}

function covers(wide: FeeAmount, row: FeeAmount): boolean {
  const ways = row.channels ?? ['online', 'counter', 'post']
  return (
    (wide.from ?? '') <= (row.from ?? '') &&
    (wide.until ?? '9999') >= (row.until ?? '9999') &&
    ways.every((way) => wide.channels?.includes(way) ?? true)
  )
}

const findTwice = (list: readonly Readonly<{ key: string }>[], path: Path): FeeProblem[] =>
  list.flatMap(({ key }, index) =>
    list.findIndex((one) => one.key === key) < index
      ? [{ path: [...path, index, 'key'], reason: sayProblem((words) => words.twice(key)) }]
      : [],
  )
