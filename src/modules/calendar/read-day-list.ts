import { readFile, stat } from 'node:fs/promises'
import { LineCounter, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml'
import { readDay } from '#components/read-step'
import type { CalendarDecision } from './rules/calendar-change.ts'

/** One row as the file has it, every value as text, and the line it begins on. */
export type ListedDay = Readonly<{ line: number; values: Readonly<Record<string, string>> }>

/** A list of special days, with the decision and the years it decides when it names them. */
export type DayList = Readonly<{
  rows: readonly ListedDay[]
  decision: CalendarDecision | null
  decidedYears: readonly number[]
}>

export type ReadDayList = Readonly<{ ok: true; list: DayList }> | Readonly<{ ok: false; reason: string }>

const mostBytes = 1_048_576
const columns = ['date', 'kind', 'name', 'basis', 'swapped_with']
const needed = ['date', 'kind', 'name']
const expected = `CSV with the header ${columns.join(',')}, or JSON or YAML: a list of such records, or {decision, days, decidedYears}`

/** Reads a list of special days; whole files only, at most 1 MB. A file that is no such list is refused with a reason. */
export async function readDayList(path: string): Promise<ReadDayList> {
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return { ok: false, reason: `there is no file ${path}` }
  if (found.size > mostBytes) return { ok: false, reason: `${path} is larger than 1 MB` }
  const text = decode(await readFile(path))
  if (text === null) return { ok: false, reason: `${path} is not text in UTF-8` }
  return /\.(json|ya?ml)$/i.test(path) ? readRecords(text) : readCsv(text)
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function readCsv(text: string): ReadDayList {
  const {
    rows: [header, ...lines],
    brokenAt,
  } = splitCsv(text)
  if (brokenAt !== null)
    return { ok: false, reason: `line ${brokenAt}: a quotation mark stands inside a value, or is never closed` }
  const names = header?.values.map((name) => name.trim()) ?? []
  const unknown = names.filter((name) => !columns.includes(name))
  const missing = needed.filter((name) => !names.includes(name))
  if (unknown.length > 0 || missing.length > 0)
    return { ok: false, reason: `expected ${expected}; the header is ${names.join(',') || '(empty)'}` }
  const rows = lines.map(({ line, values }) => ({
    line,
    values: Object.fromEntries(names.map((name, index) => [name, (values[index] ?? '').trim()])),
  }))
  return { ok: true, list: { rows, decision: null, decidedYears: [] } }
}

type CsvRow = { line: number; values: string[] }

const csvValue = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/gy

/** RFC 4180: a value in quotes may hold commas, line ends and doubled quotes. Empty lines are skipped. */
function splitCsv(text: string): { rows: CsvRow[]; brokenAt: number | null } {
  const rows: CsvRow[] = []
  let line = 1
  let row: CsvRow = { line, values: [] }
  let read = 0
  for (const [whole, quoted, plain, end] of text.matchAll(csvValue)) {
    read += whole.length
    row.values.push((quoted?.replaceAll('""', '"') ?? plain ?? '').normalize('NFC'))
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    if (end === ',') continue
    if (row.values.some((value) => value.trim() !== '')) rows.push(row)
    row = { line, values: [] }
  }
  return { rows, brokenAt: read < text.length ? line : null }
}

/** JSON is YAML too, and this reader knows the line of everything. */
function readRecords(text: string): ReadDayList {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const [error] = document.errors
  if (error) return { ok: false, reason: error.message.split('\n')[0] ?? 'not readable' }
  const whole: unknown = document.toJS({ maxAliasCount: 0 })
  const isList = Array.isArray(whole)
  const given: unknown = isList ? whole : (whole as { days?: unknown } | null)?.days
  if (!(Array.isArray(given) && given.every((one) => typeof one === 'object' && one !== null)))
    return { ok: false, reason: `expected ${expected}` }
  const nodes = (isList ? document.contents : (document.contents as YAMLMap).get('days')) as YAMLSeq
  const rows = given.map((record: Record<string, unknown>, index) => ({
    line: lines.linePos((nodes.items[index] as YAMLMap | undefined)?.range?.[0] ?? 0).line,
    values: textsOf(record),
  }))
  const about = isList ? {} : (whole as { decision?: unknown; decidedYears?: unknown })
  const decidedYears = [about.decidedYears ?? []].flat().map(Number)
  return { ok: true, list: { rows, decision: readDecision(about.decision), decidedYears } }
}

/** Fields by our names, whether they are written so or in camel case. */
function textsOf(record: Record<string, unknown>): Record<string, string> {
  const { swappedWith, on, ...rest } = record
  const all = {
    ...rest,
    ...(on !== undefined && { date: on }),
    ...(swappedWith != null && { swapped_with: swappedWith }),
  }
  return Object.fromEntries(
    Object.entries(all)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name, String(value).normalize('NFC').trim()]),
  )
}

function readDecision(given: unknown): CalendarDecision | null {
  if (typeof given === 'string' || typeof given === 'number')
    return { number: String(given), on: null, note: '' }
  if (typeof given !== 'object' || given === null) return null
  const { number, on, note } = textsOf(given as Record<string, unknown>) as Partial<
    CalendarDecision & { date: string }
  >
  const day = on ?? (given as { on?: string }).on ?? null
  return { number: number ?? '', on: day && (readDay(day) ?? day), note: note ?? '' }
}
