import { Temporal } from 'temporal-polyfill'

/**
 * A second, obvious reading of the legal clock, to test the fast one by: it walks minute by minute and shares no code with
 * it. Moments are minutes of local time since the first of December 2025; what lies before that day cannot be asked.
 */
export type SlowSource = Readonly<{
  weeklyHours: readonly Readonly<{ weekday: number; validFrom: string; spans: string; ofAgency?: boolean }>[]
  specialDays: readonly Readonly<{ on: string; kind: string; swappedWith?: string | null }>[]
  interruptions: readonly Readonly<{ from: number; until: number | null }>[]
}>

export type SlowLimit = Readonly<{
  amount: number
  unit: string
  convention: 'working_hours' | 'whole_days'
  cutOff: Readonly<{ time: string; effect: string; minutesBeforeClosing?: number }> | null
  firstDayCounted?: boolean
  keepsDayOff?: boolean
}>

export type SlowEvent =
  | Readonly<{ type: 'received' | 'resumed' | 'finished' | 'stopped'; at: number }>
  | Readonly<{ type: 'paused'; at: number; ground: string }>
  | Readonly<{ type: 'extended'; at: number; until: string }>

export type SlowPolicy = Readonly<{ limit: SlowLimit; onResume: Readonly<Record<string, string>> }>

/** A due time in seconds, and what the history leaves behind. */
export type SlowClock = Readonly<{ due: number | null; original: number | null; phase: string }>

const firstDay = Temporal.PlainDate.from('2025-12-01')
const firstEpochMinute = Temporal.Instant.from('2025-12-01T00:00:00+07:00').epochMilliseconds / 60_000

export const slowInstant = (minute: number): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds((firstEpochMinute + minute) * 60_000)
export const slowSecond = (at: { epochMilliseconds: number }): number =>
  at.epochMilliseconds / 1000 - firstEpochMinute * 60
export const slowDate = (minute: number): Temporal.PlainDate =>
  firstDay.add({ days: Math.floor(minute / 1440) })

const minuteOfDay = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

type Wait = { from: number; until: number }
type Anchor = { due: number; begin: number; since: number; byHours: number | null; keptSecond: number }

/** The slow clock of one calendar. */
export class SlowCalendar {
  readonly #source: SlowSource
  readonly #days = new Map<number, Uint8Array>()

  constructor(source: SlowSource) {
    this.#source = source
  }

  /** One cell for each minute of a day, 1 when somebody works. */
  #day(index: number): Uint8Array {
    const known = this.#days.get(index)
    if (known) return known
    const cells = new Uint8Array(1440)
    for (const span of this.#hours(firstDay.add({ days: index }))
      .split(',')
      .filter(Boolean))
      cells.fill(1, minuteOfDay(span), minuteOfDay(span.slice(6)))
    this.#days.set(index, cells)
    return cells
  }

  #hours(date: Temporal.PlainDate): string {
    const on = date.toString()
    const special = this.#source.specialDays.find((day) => day.on === on)
    if (special?.kind === 'holiday' || special?.kind === 'compensatory_off') return ''
    const like = special ? Temporal.PlainDate.from(special.swappedWith ?? '2025-12-01') : date
    const rows = this.#source.weeklyHours.filter((row) => row.weekday === like.dayOfWeek && row.validFrom <= on)
    const own = rows.filter((row) => row.ofAgency)
    const counting = own.length > 0 ? own : rows
    return counting.reduce((last, row) => (row.validFrom > last.validFrom ? row : last), {
      validFrom: '',
      spans: '',
    }).spans
  }

  works(minute: number): boolean {
    return this.#day(Math.floor(minute / 1440))[minute % 1440] === 1
  }

  isWorked(minute: number): boolean {
    return this.#day(Math.floor(minute / 1440)).includes(1)
  }

  /** The first minute of the first worked day from this day on. */
  workedDay(minute: number): number {
    let day = minute - (minute % 1440)
    while (!this.isWorked(day)) day += 1440
    return day
  }

  opening(day: number): number {
    return day + this.#day(day / 1440).indexOf(1)
  }

  closing(day: number): number {
    return day + this.#day(day / 1440).lastIndexOf(1) + 1
  }

  /** The first minute at or after this one in which somebody works. */
  nextWorking(minute: number): number {
    let at = minute
    while (!this.works(at)) at++
    return at
  }

  /** Worked minutes from one moment to another. */
  worked(from: number, to: number, waits: readonly Wait[] = []): number {
    let sum = 0
    for (let minute = from; minute < to; minute++) if (this.works(minute) && !stands(waits, minute)) sum++
    return sum
  }

  /** Announced interruptions that have ended. */
  get interruptions(): Wait[] {
    return this.#source.interruptions.flatMap(({ from, until }) => (until === null ? [] : [{ from, until }]))
  }
}

const stands = (waits: readonly Wait[], minute: number): boolean =>
  waits.some(({ from, until }) => from <= minute && minute < until)

function afterCutOff(calendar: SlowCalendar, limit: SlowLimit, at: number): boolean {
  const sameDay = { time: '15:00', effect: 'clock' }
  const cutOff = limit.unit === 'same_day' ? { ...(limit.cutOff ?? sameDay), effect: 'clock' } : limit.cutOff
  if (limit.unit === 'immediate' || cutOff?.effect !== 'clock' || !calendar.isWorked(at)) return false
  const day = at - (at % 1440)
  const { minutesBeforeClosing: before } = cutOff as NonNullable<SlowLimit['cutOff']>
  return at > (before === undefined ? day + minuteOfDay(cutOff.time) : calendar.closing(day) - before)
}

/** Where a limit received at `at` ends, and from where waiting is taken out. */
function anchorOf(calendar: SlowCalendar, limit: SlowLimit, at: number): Anchor {
  const isLate = afterCutOff(calendar, limit, at)
  const begin = isLate ? calendar.opening(calendar.workedDay(at + 1440)) : calendar.nextWorking(at)
  const fixed = (due: number, since: number): Anchor => ({ due, begin, since, byHours: null, keptSecond: 0 })
  if (limit.unit === 'same_day' || limit.unit === 'immediate')
    return fixed(calendar.closing(begin - (begin % 1440)), begin)
  if (limit.amount === 0) return fixed(begin, begin)
  if (limit.unit === 'working_hour') return hours(begin, limit.amount * 60)
  if (limit.unit !== 'working_day') return calendarAnchor(calendar, limit, at, begin)
  if (limit.convention === 'working_hours') return hours(begin, limit.amount * 480)
  return wholeDays(calendar, limit, at, begin)
}

const hours = (begin: number, byHours: number): Anchor => ({
  due: 0,
  begin,
  since: begin,
  byHours,
  keptSecond: 0,
})

function wholeDays(calendar: SlowCalendar, limit: SlowLimit, at: number, begin: number): Anchor {
  const first = limit.firstDayCounted ? begin - (begin % 1440) : calendar.workedDay(at + 1440)
  const since = limit.firstDayCounted ? begin : first
  let day = first
  for (let n = 1; n < Math.floor(limit.amount); n++) day = calendar.workedDay(day + 1440)
  const isPart = limit.amount < 1
  let due = isPart ? Math.max(calendar.opening(first), since) : calendar.closing(day)
  for (let left = (limit.amount % 1) * 480; left > 0; due++) if (calendar.works(due)) left--
  const atMost = isPart && limit.firstDayCounted ? calendar.closing(first) : due
  return { due: Math.min(due, atMost), begin, since, byHours: null, keptSecond: 0 }
}

function calendarAnchor(calendar: SlowCalendar, limit: SlowLimit, at: number, begin: number): Anchor {
  const dayOf = (minute: number) => minute - (minute % 1440)
  const isMoved = limit.cutOff?.effect === 'clock' && dayOf(begin) !== dayOf(at)
  const nought = isMoved ? dayOf(begin) - 1440 : dayOf(at)
  const date = slowDate(nought)
  const months = limit.amount * (limit.unit === 'year' ? 12 : 1)
  const end = limit.unit === 'calendar_day' ? date.add({ days: Math.ceil(limit.amount) }) : date.add({ months })
  const last = nought + date.until(end).days * 1440
  const since = nought + 1440
  const counted = limit.cutOff?.effect === 'clock' ? begin : at
  if (limit.keepsDayOff && !calendar.isWorked(last))
    return { due: last + 1440, begin: counted, since, byHours: null, keptSecond: 1 }
  return {
    due: calendar.closing(calendar.workedDay(last)),
    begin: counted,
    since,
    byHours: null,
    keptSecond: 0,
  }
}

/** The due time of an anchor in seconds, carried on minute by minute over the waits. */
function carry(calendar: SlowCalendar, anchor: Anchor, waits: readonly Wait[]): number {
  if (anchor.byHours !== null) return walkHours(calendar, anchor.since, anchor.byHours, waits) * 60
  const { due, since, keptSecond } = anchor
  const owed = calendar.worked(since, due) - calendar.worked(since, due, waits)
  const waitsNow = keptSecond === 1 && stands(waits, due - 1)
  const moved = owed > 0 || waitsNow ? repay(calendar, due, owed, waits) : 0
  return moved > 0 ? moved * 60 : due * 60 - keptSecond
}

function walkHours(calendar: SlowCalendar, since: number, amount: number, waits: readonly Wait[]): number {
  let minute = since
  for (let left = amount; left > 0; minute++) if (calendar.works(minute) && !stands(waits, minute)) left--
  return minute
}

/** Works off what is owed from `due` on; 0 when nothing was waited after all. */
function repay(calendar: SlowCalendar, due: number, owed: number, waits: readonly Wait[]): number {
  let moved = 0
  for (let minute = due, left = owed; left > 0 || stands(waits, minute); minute++) {
    if (!calendar.works(minute)) continue
    moved = minute + 1
    if (!stands(waits, minute) && --left === 0) return moved
  }
  return moved
}

/** What an event is called that a phase has no place for; null where it has one. */
const faults: Readonly<Record<string, Readonly<Record<SlowEvent['type'], string | null>>>> = {
  not_started: {
    received: null,
    paused: 'not_received',
    resumed: 'not_received',
    extended: 'not_received',
    finished: 'not_received',
    stopped: null,
  },
  running: {
    received: 'already_received',
    paused: null,
    resumed: 'not_paused',
    extended: null,
    finished: null,
    stopped: null,
  },
  suspended: {
    received: 'already_received',
    paused: 'already_paused',
    resumed: null,
    extended: 'already_paused',
    finished: null,
    stopped: null,
  },
}

/** The waits a history leaves, an open one ending at `openUntil`. */
export function slowWaits(calendar: SlowCalendar, events: readonly SlowEvent[], openUntil: number): Wait[] {
  const waits = [...calendar.interruptions]
  for (const [index, event] of events.entries())
    if (event.type === 'paused') waits.push({ from: event.at, until: events[index + 1]?.at ?? openUntil })
  return waits
}

/** The clock after `events`, or why it cannot be. `isNext`: the last one is judged by its dates too. */
export function slowClock(
  calendar: SlowCalendar,
  policy: SlowPolicy,
  events: readonly SlowEvent[],
  isNext = false,
): SlowClock | string {
  const seen: SlowEvent[] = []
  let clock: Walked = { phase: 'not_started', chain: [], original: null, extended: false }
  for (const event of events) {
    const fault = findFault(clock, seen.at(-1), event)
    if (fault) return fault
    if (isNext && event === events.at(-1) && event.type === 'extended') {
      const late = judgeDates(event, dueOfChain(calendar, clock, seen) as number)
      if (late) return late
    }
    clock = advance(calendar, policy, clock, event, seen.at(-1))
    seen.push(event)
  }
  return { due: dueOfChain(calendar, clock, seen), original: clock.original, phase: clock.phase }
}

type Walked = { phase: string; chain: Anchor[]; original: number | null; extended: boolean }

function findFault(clock: Walked, last: SlowEvent | undefined, event: SlowEvent): string | null {
  if (last && event.at < last.at) return 'not_in_order'
  const fault = (faults[clock.phase] ?? { [event.type]: 'already_ended' })[event.type] ?? null
  return fault ?? (event.type === 'extended' && clock.extended ? 'extended_twice' : null)
}

function judgeDates(event: SlowEvent & { type: 'extended' }, due: number): string | null {
  const dueDay = Math.floor((due - 1) / 86_400)
  if (Math.floor(event.at / 1440) >= dueDay) return 'extended_too_late'
  return firstDay.until(event.until).days <= dueDay ? 'extended_not_later' : null
}

/** An extension only ever gives more time: the latest of what was promised since the last start counts. */
function dueOfChain(calendar: SlowCalendar, { chain }: Walked, seen: readonly SlowEvent[]): number | null {
  const waits = slowWaits(calendar, seen, Number.NEGATIVE_INFINITY)
  return chain.length === 0 ? null : Math.max(...chain.map((anchor) => carry(calendar, anchor, waits)))
}

function advance(
  calendar: SlowCalendar,
  policy: SlowPolicy,
  clock: Walked,
  event: SlowEvent,
  last: SlowEvent | undefined,
): Walked {
  const phase = phaseAfter(clock.phase, event.type)
  const restarts =
    event.type === 'resumed' && last?.type === 'paused' && policy.onResume[last.ground] === 'restart'
  if (event.type === 'received' || restarts) {
    const anchor = anchorOf(calendar, policy.limit, event.at)
    return { ...clock, phase, chain: [anchor], original: clock.original ?? carry(calendar, anchor, []) }
  }
  if (event.type !== 'extended') return { ...clock, phase }
  const due = calendar.closing(calendar.workedDay(firstDay.until(event.until).days * 1440))
  const longer = { due, begin: event.at, since: event.at, byHours: null, keptSecond: 0 }
  return { ...clock, phase, chain: [...clock.chain, longer], extended: true }
}

function phaseAfter(phase: string, type: SlowEvent['type']): string {
  if (type === 'received' || type === 'resumed') return 'running'
  if (type === 'paused') return 'suspended'
  return type === 'extended' ? phase : type
}

/** When a step that got a dossier at `entered` is due by its share of the working time of the last start. */
export function slowShare(
  calendar: SlowCalendar,
  policy: SlowPolicy,
  events: readonly SlowEvent[],
  share: number,
  entered: number,
): number {
  const restarts = (event: SlowEvent, index: number) => {
    const last = events[index - 1]
    return event.type === 'resumed' && last?.type === 'paused' && policy.onResume[last.ground] === 'restart'
  }
  const start = events.findLast((event, index) => event.type === 'received' || restarts(event, index))
  const anchor = anchorOf(calendar, policy.limit, start?.at ?? 0)
  const begin = calendar.nextWorking(entered)
  const given = anchor.byHours ?? calendar.worked(anchor.begin, Math.ceil(carry(calendar, anchor, []) / 60))
  const seconds = given * share * 60
  const waits = slowWaits(calendar, events, Number.NEGATIVE_INFINITY)
  if (seconds === 0) return begin * 60
  // Half a minute more is in the minute that ends after it.
  const whole = walkHours(calendar, begin, Math.ceil(seconds / 60), waits) * 60
  return whole - (Math.ceil(seconds / 60) * 60 - seconds)
}
