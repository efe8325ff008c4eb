import { basename } from 'node:path'
import { readDay } from '#components/read-step'
import type { AuditActor } from '#modules/audit'
import type { Context } from '#platform/context'
import { type ChangeOptions, changeCalendar } from './change-calendar.ts'
import { explainFault } from './change-messages.ts'
import { type DayList, type ListedDay, readDayList } from './read-day-list.ts'
import { readCalendarRecord } from './repository.ts'
import type { CalendarChange, CalendarRecord, DayEdit } from './rules/calendar-change.ts'
import { type CalendarProblem, checkChange } from './rules/check-change.ts'
import type { SpecialDayKind } from './rules/work-calendar.ts'
import { localDay } from './rules/zone.ts'

export type ImportOptions = Pick<ChangeOptions, 'followers'> &
  Readonly<{
    /** The document all rows rest on, when the file does not say. */
    decision?: string | undefined
    /** Its day, `YYYY-MM-DD`. */
    decidedOn?: string | undefined
    decidedYears?: readonly number[] | undefined
  }>

/** What an import did; `version` is the revision it made, null when everything was there already. */
export type DaysImported = Readonly<{
  inserted: number
  updated: number
  unchanged: number
  rejected: readonly Readonly<{ line: number; field: string; reason: string }>[]
  decidedYears: readonly number[]
  version: number | null
}>

type Row = Readonly<{ line: number; edit: Exclude<DayEdit, { act: 'remove' }> }>
type Rejected = DaysImported['rejected'][number]

const attempts = 5

/**
 * Reads a list of special days (CSV, JSON, YAML) into the calendar as one change. A row that cannot be taken is
 * reported and the others are kept; a second run changes nothing. Days that are not in the list stay as they are.
 * A file that is no list answers `{ ok: false, reason }` and nothing is written.
 */
export async function importSpecialDays(
  context: Context,
  path: string,
  actor: AuditActor,
  options: ImportOptions,
): Promise<(DaysImported & { ok: true }) | Readonly<{ ok: false; reason: string }>> {
  const read = await readDayList(path)
  if (!read.ok) return read
  const about = describeList(read.list, basename(path), options)
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const record = await readCalendarRecord(context.db)
    const { change, refused, ...report } = plan({ ...about, record }, localDay(context.clock.now()))
    if (refused) return { ok: false, reason: refused }
    if (!change) return { ok: true, ...report, version: null }
    const seen = record.version
    const answer = await changeCalendar(context, change, actor, { followers: options.followers, seen })
    if (answer.ok) return { ok: true, ...report, version: answer.version }
    if (answer.code === 'not_accepted') return { ok: false, reason: sentencesOf(answer.problems) }
  }
  return { ok: false, reason: 'the calendar is being changed by somebody else: try again' }
}

const sentencesOf = (problems: readonly CalendarProblem[]): string =>
  problems.map(({ field, fault }) => `${field}: ${explainFault(fault, 'en')}`).join(' ')

type Listed = Readonly<{
  rows: readonly Row[]
  rejected: readonly Rejected[]
  decision: CalendarChange['decision']
  decidedYears: readonly number[]
}>

function describeList(list: DayList, file: string, options: ImportOptions): Listed {
  const number = options.decision ?? list.decision?.number ?? ''
  const decidedOn = options.decidedOn ?? list.decision?.on ?? null
  const read = list.rows.map((row) => readRow(row, number))
  const rows = read.filter((row): row is Row => 'edit' in row)
  const bases = [...new Set(rows.map(({ edit }) => edit.basis))].join('; ')
  return {
    rows,
    rejected: read.filter((row): row is Rejected => 'reason' in row),
    decision: {
      number: number || bases.slice(0, 500),
      on: decidedOn,
      note: list.decision?.note || `Danh sách ngày nghỉ lễ, Tết: ${file.slice(0, 200)}`,
    },
    decidedYears: [...new Set([...list.decidedYears, ...(options.decidedYears ?? [])])],
  }
}

const kinds: Readonly<Record<string, SpecialDayKind>> = {
  holiday: 'holiday',
  compensatory_off: 'compensatory_off',
  compensatoryOff: 'compensatory_off',
  working_saturday: 'working_saturday',
  workingSaturday: 'working_saturday',
}

function readRow({ line, values }: ListedDay, decision: string): Row | Rejected {
  const { date = '', kind = '', name = '', basis = '', swapped_with: other = '' } = values
  const known = kinds[kind]
  if (!known)
    return { line, field: 'kind', reason: `${explainFault('kind_unknown', 'en')} Not: ${kind || '(empty)'}` }
  if (!(basis || decision)) return { line, field: 'basis', reason: explainFault('number_missing', 'en') }
  const swappedWith = other ? (readDay(other) ?? other) : null
  const edit = { on: readDay(date) ?? date, kind: known, name, swappedWith, basis: basis || decision }
  return { line, edit: { act: 'add', ...edit } }
}

type Plan = Omit<DaysImported, 'version'> & Readonly<{ change: CalendarChange | null; refused: string | null }>

/** What of the list is new, changed, known or not to be taken. Half of a swap falls with the other half. */
function plan(
  { record, decision, ...listed }: Listed & { record: CalendarRecord },
  today: Parameters<typeof checkChange>[2],
): Plan {
  const known = new Map(record.specialDays.map((day) => [day.on, day]))
  const isKnown = ({ edit }: Row): boolean => {
    const day = known.get(edit.on)
    return (
      day?.kind === edit.kind &&
      day.name === edit.name &&
      day.basis === edit.basis &&
      (day.swappedWith ?? null) === (edit.swappedWith ?? null)
    )
  }
  const unchanged = listed.rows.filter(isKnown)
  const years = listed.decidedYears.filter((year) => !record.decidedYears.some((one) => one.year === year))
  const rejected = [...listed.rejected]
  let rows = listed.rows.filter((row) => !isKnown(row))
  const toChange = (): CalendarChange => ({
    decision,
    days: rows.map(({ edit }): DayEdit => ({ ...edit, act: known.has(edit.on) ? 'replace' : 'add' })),
    decidedYears: years,
  })
  const others: CalendarProblem[] = []
  for (let looking = true; looking && rows.length + years.length > 0; ) {
    const problems = checkChange(record, toChange(), today)
    const found = problems.flatMap((problem) => rejectedRow(rows, problem))
    rejected.push(...found.map(({ row, ...why }) => ({ line: row.line, ...why })))
    rows = rows.filter((row) => !found.some((one) => one.row === row))
    looking = found.length > 0
    if (!looking) others.push(...problems)
  }
  const updated = rows.filter(({ edit }) => known.has(edit.on)).length
  return {
    inserted: rows.length - updated,
    updated,
    unchanged: unchanged.length,
    rejected: rejected.toSorted((a, b) => a.line - b.line),
    decidedYears: years,
    change: rows.length + years.length > 0 ? toChange() : null,
    refused: others.length > 0 ? sentencesOf(others) : null,
  }
}

function rejectedRow(rows: readonly Row[], { field, fault }: CalendarProblem) {
  const [, index, name = ''] = field.match(/^days\.(\d+)\.(\w+)$/) ?? []
  const row = index === undefined ? undefined : rows[Number(index)]
  const names: Readonly<Record<string, string>> = { on: 'date', swappedWith: 'swapped_with' }
  return row ? [{ row, field: names[name] ?? name, reason: explainFault(fault, 'en') }] : []
}
