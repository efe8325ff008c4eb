import type { FeelTest } from '#platform/feel'

type Row = readonly FeelTest[]

/** Of a column: the values that tell its cells apart, or null when a cell asks for more than constants. */
type Samples = readonly unknown[] | null

const number = String.raw`-?\d+(?:\.\d+)?`
const simple = String.raw`(?:(<=|>=|<|>|!=|=)?\s*(${number}|"[^"\\]*"|true|false|null)|([[(\]])\s*(${number})\s*\.\.\s*(${number})\s*([\])[]))`
const list = String.raw`${simple}(?:\s*,\s*${simple})*`
const decidable = new RegExp(String.raw`^\s*(?:-|not\(\s*${list}\s*\)|${list})\s*$`)

/** More than this is not tried for one rule: the question is then left open, and nothing is refused. */
const mostTries = 100_000

/** Pairs of rules for which some values fit both, where the cells are constants, comparisons and intervals. */
export function listOverlaps(rows: readonly Row[]): [number, number][] {
  const fits = fitsOf(rows)
  return rows.flatMap((row, other) =>
    rows.slice(0, other).flatMap((earlier, one): [number, number][] => {
      const both = row.every((test, column) =>
        test.source.trim() === (earlier[column]?.source.trim() ?? '')
          ? true
          : meet(fits(one, column), fits(other, column)),
      )
      return both ? [[one, other]] : []
    }),
  )
}

const meet = (one: ReadonlySet<number> | null, other: ReadonlySet<number> | null): boolean =>
  one !== null && other !== null && [...one].some((sample) => other.has(sample))

/** Rules for which every combination of values that fits is caught by an earlier rule. */
export function findUnreachable(rows: readonly Row[]): number[] {
  const fits = fitsOf(rows)
  return rows.flatMap((row, index) => {
    const own = row.map((_, column) => fits(index, column))
    const earlier = rows
      .slice(0, index)
      .map((other, one) => other.map((_, column) => fits(one, column)))
      .filter((sets) => sets.every((set) => set !== null)) as ReadonlySet<number>[][]
    const combinations = own.reduce((count, set) => count * (set?.size ?? Number.POSITIVE_INFINITY), 1)
    if (combinations * index > mostTries || combinations === 0) return []
    const caught = product(own as ReadonlySet<number>[]).every((values) =>
      earlier.some((sets) => sets.every((set, column) => set.has(values[column] as number))),
    )
    return caught ? [index] : []
  })
}

function product(sets: readonly ReadonlySet<number>[]): number[][] {
  return sets.reduce<number[][]>(
    (rows, set) => rows.flatMap((row) => [...set].map((value) => [...row, value])),
    [[]],
  )
}

/** Which samples of its column a cell fits; each distinct cell is asked once. */
function fitsOf(rows: readonly Row[]): (row: number, column: number) => ReadonlySet<number> | null {
  const columns = (rows[0] ?? []).map((_, column) => {
    const cells = rows.flatMap((row) => row[column] ?? [])
    const samples = samplesOf(cells.map(({ source }) => source))
    const known = new Map<string, ReadonlySet<number>>()
    for (const cell of cells) {
      if (samples && !known.has(cell.source)) known.set(cell.source, fittingSamples(cell, samples))
    }
    return known
  })
  return (row, column) => columns[column]?.get(rows[row]?.[column]?.source ?? '') ?? null
}

const fittingSamples = (cell: FeelTest, samples: readonly unknown[]): ReadonlySet<number> => {
  const fits = readCell(cell.source)
  return new Set(samples.flatMap((sample, index) => (fits(sample) ? [index] : [])))
}

/** What such a cell means, without asking FEEL a thousand times. */
function readCell(cell: string): (sample: unknown) => boolean {
  const text = cell.trim()
  if (text === '-') return () => true
  const parts = [...text.matchAll(new RegExp(simple, 'g'))].map(readPart)
  const some = (sample: unknown) => parts.some((fits) => fits(sample))
  return text.startsWith('not(') ? (sample) => !some(sample) : some
}

function readPart([, sign = '=', constant, open, low, high, close]: RegExpMatchArray): (
  sample: unknown,
) => boolean {
  if (constant === undefined) {
    return (sample) =>
      typeof sample === 'number' &&
      compare(sample, open === '[' ? '>=' : '>', Number(low)) &&
      compare(sample, close === ']' ? '<=' : '<', Number(high))
  }
  const value: unknown = JSON.parse(constant.replace(/^(-?)0+(?=\d)/, '$1'))
  return (sample) => {
    if (sign === '=') return sample === value
    if (sign === '!=') return sample !== value
    return typeof sample === typeof value && value !== null && compare(sample as number, sign, value as number)
  }
}

function compare(sample: number, sign: string, bound: number): boolean {
  if (sample === bound) return sign === '<=' || sign === '>='
  return sign.startsWith('<') === sample < bound
}

/**
 * Every constant, a number between each two and beyond both ends, a text that none is, both truths, and nothing; of the
 * types that the column speaks of, since a comparison across types says nothing of the rules.
 */
function samplesOf(cells: readonly string[]): Samples {
  if (!cells.every((cell) => decidable.test(cell))) return null
  const constants = cells.flatMap((cell) => cell.match(/"[^"]*"|-?\d+(?:\.\d+)?/g) ?? [])
  const texts = [...new Set(constants.filter((text) => text.startsWith('"')))].map((text) => text.slice(1, -1))
  const numbers = [...new Set(constants.filter((text) => !text.startsWith('"')).map(Number))].sort(
    (a, b) => a - b,
  )
  const between = numbers.map((number, index) => (number + (numbers[index + 1] ?? number + 2)) / 2)
  const below = numbers.slice(0, 1).map((number) => number - 1)
  const otherText = texts.length > 0 ? [`${texts.join('')}…`] : []
  const truths = cells.some((cell) => /^(?:[^"]*\W)?(?:true|false)\b/.test(cell)) ? [true, false] : []
  return [...texts, ...otherText, ...below, ...numbers, ...between, ...truths, null]
}
