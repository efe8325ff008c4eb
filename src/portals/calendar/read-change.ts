import { Temporal } from 'temporal-polyfill'
import type { Problem } from '#components/error-summary'
import { readDay } from '#components/read-step'
import {
  type CalendarChange,
  type CalendarFault,
  type CalendarProblem,
  type CalendarRecord,
  type DayEdit,
  explainFault,
  type HoursEdit,
  type InterruptionEdit,
} from '#modules/calendar'
import type { Language } from '#platform/i18n'
import { calendarMessages } from './messages.ts'

/** What an administrator can do to the calendar, one form each. */
export const tasks = ['holiday', 'swap', 'remove', 'decide_year', 'hours', 'outage', 'end_outage'] as const
export type Task = (typeof tasks)[number]

/** What was typed, field by field; it is shown again as it is. */
export type Typed = Readonly<Record<string, string>>

/** The fields every form has, before those of its task. */
export const decisionFields = ['number', 'signedOn', 'note'] as const
export const fieldsOfTask = {
  holiday: ['from', 'until', 'name', 'dayKind'],
  swap: ['off', 'worked'],
  remove: ['on'],
  decide_year: ['year'],
  hours: ['agency', 'validFrom', 'spans1', 'spans2', 'spans3', 'spans4', 'spans5', 'spans6', 'spans7'],
  outage: ['name', 'agency', 'startDay', 'startTime', 'endDay', 'endTime'],
  end_outage: ['id', 'endDay', 'endTime'],
} as const satisfies Record<Task, readonly string[]>

/** A change read from a form, and where on the form each part of it was typed. */
export type ReadChange = Readonly<{
  task: Task
  change: CalendarChange
  /** By the place in the change: `days.0.on` was typed into `from`. */
  places: (field: string) => string
  /** What is wrong that only the form can know. */
  problems: readonly Problem[]
}>

type Part = Omit<CalendarChange, 'decision'>
type ReadPart = Readonly<{
  part: Part
  places: Readonly<Record<string, string>>
  problems?: readonly Problem[]
}>

/** Reads the form of a task. What cannot be read stays in the change, so that the check names it. */
export function readChange(task: Task, typed: Typed, record: CalendarRecord, language: Language): ReadChange {
  const text = (name: string): string => (typed[name] ?? '').normalize('NFC').trim()
  const { part, places, problems = [] } = readers[task](text, record, language)
  const all: Readonly<Record<string, string>> = {
    'decision.number': 'number',
    'decision.on': 'signedOn',
    'decision.note': 'note',
    ...places,
  }
  const decision = { number: text('number'), on: toDay(text('signedOn')), note: text('note') }
  const fallback = fieldsOfTask[task][0]
  return {
    task,
    change: { decision, ...part },
    places: (field) => all[field] ?? all[field.replace(/\.\d+\./, '.N.')] ?? fallback,
    problems,
  }
}

/** What is wrong with a change, at the fields of its form and in their order; one sentence a field. */
export function problemsOfForm(
  { task, places, problems }: ReadChange,
  found: readonly CalendarProblem[],
  language: Language,
): Problem[] {
  const all = [
    ...problems,
    ...found.map(({ field, fault }) => ({
      field: places(field),
      sentence: sentenceOf(field, fault, language),
    })),
  ]
  const fields: readonly string[] = [...fieldsOfTask[task], ...decisionFields]
  return fields.flatMap((field) => all.find((problem) => problem.field === field) ?? [])
}

/** Two fields of a form may want a day: the one of the document says so itself. */
const sentenceOf = (field: string, fault: CalendarFault, language: Language): string =>
  field === 'decision.on' && fault === 'day_not_written'
    ? calendarMessages(language).signedOnWrong
    : explainFault(fault, language)

const toDay = (text: string): string => readDay(text) ?? text

function toInstant(day: string, time: string): Temporal.Instant | null {
  const [, hour, minute] = time.match(/^(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?$/i) ?? []
  const on = readDay(day)
  if (!on || hour === undefined || Number(hour) > 23 || Number(minute ?? 0) > 59) return null
  const clock = `${hour.padStart(2, '0')}:${minute ?? '00'}`
  return Temporal.Instant.from(`${on}T${clock}:00+07:00`)
}

type Reader = (text: (name: string) => string, record: CalendarRecord, language: Language) => ReadPart

const readers: Readonly<Record<Task, Reader>> = {
  holiday: readHoliday,
  swap: readSwap,
  remove: readRemoval,
  decide_year: readYear,
  hours: readHours,
  outage: readOutage,
  end_outage: readEnd,
}

const longestRun = 31

function readHoliday(...[text, , language]: Parameters<Reader>): ReadPart {
  const say = calendarMessages(language)
  const [from, until] = [toDay(text('from')), toDay(text('until'))]
  const kind = text('dayKind') === 'compensatory_off' ? 'compensatory_off' : 'holiday'
  const days = listDays(from, until)
  const problems: Problem[] = []
  if (until && days === 'unreadable') {
    const sentence = explainFault('day_not_written', language)
    if (readDay(until) === null) problems.push({ field: 'until', sentence })
  }
  if (days === 'backwards') problems.push({ field: 'until', sentence: say.untilBeforeFrom })
  if (days === 'too_many') problems.push({ field: 'until', sentence: say.tooManyDays })
  const list = typeof days === 'string' ? [from] : days
  return {
    part: { days: list.map((on): DayEdit => ({ act: 'add', on, kind, name: text('name') })) },
    places: { 'days.N.on': 'from', 'days.N.name': 'name', 'days.N.kind': 'dayKind' },
    problems,
  }
}

/** The weekdays of a run; a single day is taken whatever it is. */
function listDays(from: string, until: string): string[] | 'unreadable' | 'backwards' | 'too_many' {
  if (!until) return [from]
  if (readDay(from) === null || readDay(until) === null) return 'unreadable'
  if (until < from) return 'backwards'
  const first = Temporal.PlainDate.from(from)
  const length = first.until(Temporal.PlainDate.from(until)).days + 1
  if (length > longestRun) return 'too_many'
  return Array.from({ length }, (_, index) => first.add({ days: index }))
    .filter(({ dayOfWeek }) => dayOfWeek <= 5)
    .map(String)
}

// Names are kept with the day and shown in every language as they were given: they are in Vietnamese.
const stored = calendarMessages('vi')

function readSwap(text: (name: string) => string): ReadPart {
  const [off, worked] = [toDay(text('off')), toDay(text('worked'))]
  const days: DayEdit[] = [
    { act: 'add', on: off, kind: 'compensatory_off', name: stored.swapOffName, swappedWith: worked },
    { act: 'add', on: worked, kind: 'working_saturday', name: stored.swapWorkedName, swappedWith: off },
  ]
  const places = {
    'days.0.on': 'off',
    'days.0.swappedWith': 'worked',
    'days.1.on': 'worked',
    'days.1.swappedWith': 'off',
  }
  return { part: { days }, places }
}

/** Of a swap both days are taken back: half of one cannot stand. */
function readRemoval(...[text, record]: Parameters<Reader>): ReadPart {
  const on = toDay(text('on'))
  const partner = record.specialDays.find((day) => day.on === on)?.swappedWith
  const days = [on, ...(partner ? [partner] : [])].map((one): DayEdit => ({ act: 'remove', on: one }))
  return { part: { days }, places: {} }
}

function readYear(...[text, , language]: Parameters<Reader>): ReadPart {
  const isYear = /^\d{4}$/.test(text('year'))
  const problems = [{ field: 'year', sentence: calendarMessages(language).yearNotWritten }]
  return {
    part: { decidedYears: [isYear ? Number(text('year')) : 0] },
    places: {},
    problems: isYear ? [] : problems,
  }
}

function readHours(text: (name: string) => string): ReadPart {
  const weekdays = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
    weekday,
    spans: text(`spans${weekday}`).replaceAll('–', '-').replaceAll(/\s/g, '').replaceAll(';', ','),
  }))
  const hours: HoursEdit[] = [
    { agencyCode: text('agency') || null, validFrom: toDay(text('validFrom')), weekdays },
  ]
  const ofSpans = weekdays.map(({ weekday }) => [`hours.0.spans.${weekday}`, `spans${weekday}`])
  return {
    part: { hours },
    places: {
      'hours.0.agencyCode': 'agency',
      'hours.0.validFrom': 'validFrom',
      ...Object.fromEntries(ofSpans),
    },
  }
}

function readOutage(...[text, , language]: Parameters<Reader>): ReadPart {
  const hasEnd = text('endDay') !== '' || text('endTime') !== ''
  const until = hasEnd ? toInstant(text('endDay'), text('endTime')) : null
  const announced: InterruptionEdit = {
    act: 'announce',
    agencyCode: text('agency') || null,
    name: text('name'),
    from: toInstant(text('startDay'), text('startTime')),
    until,
  }
  const sentence = explainFault('moment_not_written', language)
  return {
    part: { interruptions: [announced] },
    places: {
      'interruptions.0.name': 'name',
      'interruptions.0.agencyCode': 'agency',
      'interruptions.0.startsAt': 'startDay',
      'interruptions.0.endsAt': 'endDay',
    },
    problems: hasEnd && !until ? [{ field: 'endDay', sentence }] : [],
  }
}

function readEnd(text: (name: string) => string): ReadPart {
  const until = toInstant(text('endDay'), text('endTime'))
  return {
    part: { interruptions: [{ act: 'end', id: text('id'), until }] },
    places: { 'interruptions.0.endsAt': 'endDay', 'interruptions.0.id': 'endDay' },
  }
}
