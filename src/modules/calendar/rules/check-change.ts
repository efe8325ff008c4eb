import { Temporal } from 'temporal-polyfill'
import {
  applyChange,
  type CalendarChange,
  type CalendarDecision,
  type CalendarRecord,
  type DayEdit,
  type HoursEdit,
  hoursOn,
  type InterruptionEdit,
} from './calendar-change.ts'
import type { SpecialDay } from './work-calendar.ts'
import { secondOfDay } from './zone.ts'

/** What may be wrong with a change. `messages.ts` says each in words. */
export type CalendarFault =
  | 'nothing_changed'
  | 'number_missing'
  | 'note_missing'
  | 'text_too_long'
  | 'day_not_written'
  | 'day_in_future'
  | 'year_out_of_range'
  | 'name_missing'
  | 'kind_unknown'
  | 'day_twice'
  | 'day_taken'
  | 'day_ordinary'
  | 'not_a_saturday'
  | 'off_on_weekend'
  | 'swap_missing'
  | 'swap_one_sided'
  | 'hours_not_written'
  | 'weekday_unknown'
  | 'always_closed'
  | 'agency_not_written'
  | 'year_decided'
  | 'year_without_days'
  | 'moment_not_written'
  | 'ends_before_start'
  | 'interruption_unknown'

/** What is wrong, and where: `decision.number`, `days.0.on`, `hours.0.spans.6`. */
export type CalendarProblem = Readonly<{ field: string; fault: CalendarFault }>

type Check = readonly [isFine: boolean, field: string, fault: CalendarFault]

/** The first fault of each field. */
function faults(checks: readonly Check[]): CalendarProblem[] {
  const seen = new Set<string>()
  return checks.flatMap(([isFine, field, fault]) => {
    if (isFine || seen.has(field)) return []
    seen.add(field)
    return [{ field, fault }]
  })
}

/** 'YYYY-MM-DD' of a day that exists: 30 February is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  try {
    Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' })
    return true
  } catch {
    return false
  }
}

const weekdayOf = (on: string): number => (isDay(on) ? Temporal.PlainDate.from(on).dayOfWeek : 0)
const longestText = 500
const isShort = (text: string): boolean => text.length <= longestText

/** No calendar is changed before its data begin, and nobody decides days off more than a few years ahead. */
const isSane = (year: number, today: Temporal.PlainDate): boolean => year >= 2000 && year <= today.year + 5
const isSaneDay = (on: string, today: Temporal.PlainDate): boolean => isSane(Number(on.slice(0, 4)), today)

/**
 * What is wrong with a change to the calendar in force, in the order of its fields; nothing when it may be made. It
 * refuses what would count wrongly (half a swap, hours that overlap, a year without days off), not what is unusual.
 */
export function checkChange(
  record: CalendarRecord,
  change: CalendarChange,
  today: Temporal.PlainDate,
): CalendarProblem[] {
  const { decision, days = [], hours = [], decidedYears = [], interruptions = [] } = change
  const isEmpty = days.length + hours.length + decidedYears.length + interruptions.length === 0
  const after = applyChange(record, change)
  return faults([
    [!isEmpty, 'change', 'nothing_changed'],
    ...checkDecision(decision, today),
    ...days.flatMap((edit, index) => checkDay({ record, after, today, days }, edit, index)),
    ...hours.flatMap((edit, index) => checkHours({ after, today }, edit, index)),
    ...decidedYears.flatMap((year, index): Check[] => [
      [isSane(year, today), `decidedYears.${index}`, 'year_out_of_range'],
      [!record.decidedYears.some((known) => known.year === year), `decidedYears.${index}`, 'year_decided'],
      [
        after.specialDays.some(({ on }) => on.startsWith(`${year}-`)),
        `decidedYears.${index}`,
        'year_without_days',
      ],
    ]),
    ...interruptions.flatMap((edit, index) => checkInterruption(record, edit, index)),
  ])
}

const checkDecision = ({ number, on, note }: CalendarDecision, today: Temporal.PlainDate): Check[] => [
  [number.trim() !== '', 'decision.number', 'number_missing'],
  [isShort(number), 'decision.number', 'text_too_long'],
  [on === null || isDay(on), 'decision.on', 'day_not_written'],
  [on === null || on <= today.toString(), 'decision.on', 'day_in_future'],
  [on === null || on >= '1945-09-02', 'decision.on', 'year_out_of_range'],
  [note.trim() !== '', 'decision.note', 'note_missing'],
  [isShort(note), 'decision.note', 'text_too_long'],
]

type Around = Readonly<{ record: CalendarRecord; after: CalendarRecord; today: Temporal.PlainDate }>

function checkDay(
  { record, after, today, days }: Around & Readonly<{ days: readonly DayEdit[] }>,
  edit: DayEdit,
  index: number,
): Check[] {
  const field = (name: string): string => `days.${index}.${name}`
  const isKnown = record.specialDays.some(({ on }) => on === edit.on)
  const checks: Check[] = [
    [isDay(edit.on), field('on'), 'day_not_written'],
    [isSaneDay(edit.on, today), field('on'), 'year_out_of_range'],
    [days.findIndex(({ on }) => on === edit.on) === index, field('on'), 'day_twice'],
    [edit.act === 'add' ? !isKnown : isKnown, field('on'), isKnown ? 'day_taken' : 'day_ordinary'],
  ]
  if (edit.act === 'remove') {
    const partner = after.specialDays.find(({ swappedWith }) => swappedWith === edit.on)
    return [...checks, [partner === undefined, field('on'), 'swap_one_sided']]
  }
  return [...checks, ...checkSpecialDay(edit, after, field)]
}

function checkSpecialDay(
  { on, kind, name, swappedWith }: Omit<SpecialDay, 'basis'>,
  { specialDays }: CalendarRecord,
  field: (name: string) => string,
): Check[] {
  const isKind = ['holiday', 'compensatory_off', 'working_saturday'].includes(kind)
  const isSaturdayWorked = kind === 'working_saturday'
  const other = specialDays.find((day) => day.on === swappedWith)
  const wanted = isSaturdayWorked ? 'compensatory_off' : 'working_saturday'
  const isAnswered = !swappedWith || (other?.kind === wanted && other.swappedWith === on)
  const stranded = specialDays.some((day) => day.swappedWith === on && swappedWith !== day.on)
  return [
    [isKind, field('kind'), 'kind_unknown'],
    [name.trim() !== '', field('name'), 'name_missing'],
    [isShort(name), field('name'), 'text_too_long'],
    [!isSaturdayWorked || weekdayOf(on) === 6, field('on'), 'not_a_saturday'],
    [kind !== 'compensatory_off' || weekdayOf(on) <= 5, field('on'), 'off_on_weekend'],
    [!(isSaturdayWorked && !swappedWith), field('swappedWith'), 'swap_missing'],
    [!swappedWith || isDay(swappedWith), field('swappedWith'), 'day_not_written'],
    [isAnswered && !stranded, field('swappedWith'), 'swap_one_sided'],
  ]
}

const agencyPattern = /^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/
const isAgency = (code: string | null): boolean => code === null || agencyPattern.test(code)

function checkHours(
  { after, today }: Omit<Around, 'record'>,
  { agencyCode, validFrom, weekdays }: HoursEdit,
  index: number,
): Check[] {
  const field = (name: string): string => `hours.${index}.${name}`
  const everyWeekday = [1, 2, 3, 4, 5, 6, 7]
  const isOpen = everyWeekday.some(
    (weekday) => (hoursOn(after, agencyCode, weekday, validFrom)?.spans ?? '') !== '',
  )
  return [
    [isAgency(agencyCode), field('agencyCode'), 'agency_not_written'],
    [isDay(validFrom), field('validFrom'), 'day_not_written'],
    [isSaneDay(validFrom, today), field('validFrom'), 'year_out_of_range'],
    ...weekdays.flatMap(({ weekday, spans }): Check[] => [
      [everyWeekday.includes(weekday), field(`spans.${weekday}`), 'weekday_unknown'],
      [isSpans(spans), field(`spans.${weekday}`), 'hours_not_written'],
    ]),
    [weekdays.length > 0 && isOpen, field('spans.1'), 'always_closed'],
  ]
}

/** 'HH:MM-HH:MM,HH:MM-HH:MM' in order of the day and not overlapping, or '' for closed. */
export function isSpans(text: string): boolean {
  if (text === '') return true
  if (!/^\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*$/.test(text)) return false
  try {
    const moments = text.split(/[-,]/).map(secondOfDay)
    return moments.every(
      (at, index) =>
        at <= 24 * 3600 && (index === 0 || at > (moments[index - 1] as number) - (index % 2 === 0 ? 1 : 0)),
    )
  } catch {
    return false
  }
}

function checkInterruption({ interruptions }: CalendarRecord, edit: InterruptionEdit, index: number): Check[] {
  const field = (name: string): string => `interruptions.${index}.${name}`
  if (edit.act === 'announce')
    return [
      [isAgency(edit.agencyCode), field('agencyCode'), 'agency_not_written'],
      [edit.name.trim() !== '', field('name'), 'name_missing'],
      [isShort(edit.name), field('name'), 'text_too_long'],
      [edit.from !== null, field('startsAt'), 'moment_not_written'],
      [isBefore(edit.from, edit.until), field('endsAt'), 'ends_before_start'],
    ]
  const known = interruptions.find(({ id }) => id === edit.id)
  return [
    [known !== undefined, field('id'), 'interruption_unknown'],
    [edit.until !== null, field('endsAt'), 'moment_not_written'],
    [
      !known || !edit.until || Temporal.Instant.compare(known.from, edit.until) <= 0,
      field('endsAt'),
      'ends_before_start',
    ],
  ]
}

const isBefore = (from: Temporal.Instant | null, until: Temporal.Instant | null): boolean =>
  !(from && until) || Temporal.Instant.compare(from, until) < 0
