import { Temporal } from 'temporal-polyfill'
import type { CalendarSource, Interruption, SpecialDay, SpecialDayKind, WeeklyHours } from './work-calendar.ts'
import { localDay } from './zone.ts'

/** Hours of a weekday from a day on; `agencyCode` null: of every agency that has none of its own. */
export type HoursRow = Readonly<{
  agencyCode: string | null
  weekday: number
  validFrom: string
  spans: string
  basis: string
}>

/** An announced outage, of one agency or (null) of all. */
export type InterruptionRow = Interruption & Readonly<{ id: string; agencyCode: string | null }>

export type DecidedYear = Readonly<{ year: number; basis: string }>

/** Everything that is in force at a revision, for all agencies: what a change is checked against and applied to. */
export type CalendarRecord = Readonly<{
  version: number
  hours: readonly HoursRow[]
  specialDays: readonly SpecialDay[]
  decidedYears: readonly DecidedYear[]
  interruptions: readonly InterruptionRow[]
}>

const concerns = (code: string | null, agencyCode: string | null): boolean =>
  code === null || code === agencyCode

/** What the calendar of one agency is made from; null: of an agency without hours of its own. */
export const sourceFor = (record: CalendarRecord, agencyCode: string | null): CalendarSource => ({
  version: record.version,
  weeklyHours: record.hours
    .filter((row) => concerns(row.agencyCode, agencyCode))
    .map(
      ({ weekday, validFrom, spans, agencyCode: code }): WeeklyHours => ({
        weekday,
        validFrom,
        spans,
        ofAgency: code !== null,
      }),
    ),
  specialDays: record.specialDays,
  decidedYears: record.decidedYears.map(({ year }) => year),
  interruptions: record.interruptions.filter((row) => concerns(row.agencyCode, agencyCode)),
})

/** The spans of a weekday of an agency on a day, and whether they are its own; '' when it is closed. */
export function hoursOn(
  { hours }: Pick<CalendarRecord, 'hours'>,
  agencyCode: string | null,
  weekday: number,
  on: string,
): HoursRow | null {
  const counting = hours
    .filter((row) => row.weekday === weekday && row.validFrom <= on && concerns(row.agencyCode, agencyCode))
    .toSorted((a, b) => Number(a.agencyCode === null) - Number(b.agencyCode === null) || later(a, b))
  return counting[0] ?? null
}

const later = (a: HoursRow, b: HoursRow): number => (a.validFrom < b.validFrom ? 1 : -1)

/** The document a change rests on. `on` may be left out only where several documents are read in at once. */
export type CalendarDecision = Readonly<{ number: string; on: string | null; note: string }>

/** A day set or taken back. `basis` names another document than the decision's; a taken back day needs no kind. */
export type DayEdit =
  | (Readonly<{ act: 'add' | 'replace'; basis?: string }> & Omit<SpecialDay, 'basis'>)
  | Readonly<{ act: 'remove'; on: string }>

/** The hours of an agency (null: of all without own hours) from a day on, by ISO weekday. */
export type HoursEdit = Readonly<{
  agencyCode: string | null
  validFrom: string
  weekdays: readonly Readonly<{ weekday: number; spans: string }>[]
}>

/** An outage announced, or ended; ended when it began, it is taken back. */
export type InterruptionEdit =
  | Readonly<{
      act: 'announce'
      agencyCode: string | null
      name: string
      from: Temporal.Instant | null
      until: Temporal.Instant | null
    }>
  | Readonly<{ act: 'end'; id: string; until: Temporal.Instant | null }>

/** A bundle of changes under one decision. Absent parts change nothing. */
export type CalendarChange = Readonly<{
  decision: CalendarDecision
  days?: readonly DayEdit[]
  hours?: readonly HoursEdit[]
  decidedYears?: readonly number[]
  interruptions?: readonly InterruptionEdit[]
}>

/** The calendar as it would be after `change`; ids of new outages come from `makeId`. */
export function applyChange(
  record: CalendarRecord,
  change: CalendarChange,
  makeId: () => string = () => 'announced',
): CalendarRecord {
  const { number } = change.decision
  const decided = (change.decidedYears ?? []).map((year) => ({ year, basis: number }))
  return {
    version: record.version + 1,
    hours: applyHours(record.hours, change.hours ?? [], number),
    specialDays: applyDays(record.specialDays, change.days ?? [], number),
    decidedYears: [...record.decidedYears, ...decided],
    interruptions: applyInterruptions(record.interruptions, change.interruptions ?? [], { number, makeId }),
  }
}

function applyDays(days: readonly SpecialDay[], edits: readonly DayEdit[], number: string): SpecialDay[] {
  const touched = new Set(edits.map(({ on }) => on))
  const set = edits.flatMap((edit): SpecialDay[] => {
    if (edit.act === 'remove') return []
    const { on, kind, name, swappedWith = null, basis = number } = edit
    return [{ on, kind, name, swappedWith, basis }]
  })
  return [...days.filter(({ on }) => !touched.has(on)), ...set].toSorted((a, b) => a.on.localeCompare(b.on))
}

const hoursKey = ({ agencyCode, weekday, validFrom }: Omit<HoursRow, 'spans' | 'basis'>): string =>
  `${agencyCode ?? ''} ${weekday} ${validFrom}`

function applyHours(rows: readonly HoursRow[], edits: readonly HoursEdit[], basis: string): HoursRow[] {
  const set = edits.flatMap(({ agencyCode, validFrom, weekdays }) =>
    weekdays.map(({ weekday, spans }): HoursRow => ({ agencyCode, validFrom, weekday, spans, basis })),
  )
  const touched = new Set(set.map(hoursKey))
  return [...rows.filter((row) => !touched.has(hoursKey(row))), ...set]
}

function applyInterruptions(
  rows: readonly InterruptionRow[],
  edits: readonly InterruptionEdit[],
  { number, makeId }: Readonly<{ number: string; makeId: () => string }>,
): InterruptionRow[] {
  const ends = new Map(edits.flatMap((edit) => (edit.act === 'end' ? [[edit.id, edit.until]] : [])))
  const kept = rows.map((row) => ({ ...row, until: ends.get(row.id) ?? row.until }))
  const announced = edits.flatMap((edit): InterruptionRow[] => {
    if (edit.act !== 'announce' || !edit.from) return []
    const { agencyCode, name, from, until } = edit
    return [{ id: makeId(), agencyCode, name, from, until, basis: number }]
  })
  return [...kept, ...announced].filter(({ from, until }) => until === null || !from.equals(until))
}

/**
 * The first day that counts otherwise after a checked `change`, null when none does: a day is off or worked, has other
 * hours or another outage, or is no longer of a provisional year.
 */
export function findChangedFrom(record: CalendarRecord, change: CalendarChange): Temporal.PlainDate | null {
  const days = [
    ...(change.days ?? []).filter((edit) => isOtherwise(record, edit)).map(({ on }) => on),
    ...(change.hours ?? []).map(({ validFrom }) => validFrom),
    ...(change.decidedYears ?? []).map((year) => `${year}-01-01`),
    ...(change.interruptions ?? []).flatMap((edit) => firstDayOf(record, edit)),
  ]
  const [first] = days.sort()
  return first ? Temporal.PlainDate.from(first) : null
}

/** A new name or document of a day moves nothing. */
function isOtherwise({ specialDays }: CalendarRecord, edit: DayEdit): boolean {
  const known = specialDays.find(({ on }) => on === edit.on)
  const isWorked = (kind: SpecialDayKind | undefined): boolean => kind === 'working_saturday'
  if (!known || edit.act === 'remove' || isWorked(known.kind) !== isWorked(edit.kind)) return true
  return isWorked(edit.kind) && (known.swappedWith ?? null) !== (edit.swappedWith ?? null)
}

function firstDayOf({ interruptions }: CalendarRecord, edit: InterruptionEdit): string[] {
  if (edit.act === 'announce') return edit.from ? [localDay(edit.from).toString()] : []
  const known = interruptions.find(({ id }) => id === edit.id)
  // While an outage lasts, nothing after its beginning was known for certain.
  const ends = [known?.until ?? known?.from, edit.until].filter((at) => at instanceof Temporal.Instant)
  const [first] = ends.toSorted(Temporal.Instant.compare)
  return first ? [localDay(first).toString()] : []
}
