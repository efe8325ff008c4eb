import type { Temporal } from 'temporal-polyfill'
import { countDue, isProvisional, type Period, type TimeLimit } from './period.ts'
import { carryOver, type PauseGround, type Wait, waitsOf } from './waits.ts'
import { findWorked, type WorkCalendar, workDay } from './work-calendar.ts'
import { closingOf } from './working-time.ts'
import { type LocalMoment, later, momentOfEpoch, toDayNumber, toInstant, toLocalMoment } from './zone.ts'

/** What the end of a wait does: the time limit begins from zero again, or the waiting is taken out. */
export type ResumePolicy = 'restart' | 'subtract'

/**
 * How the time of a procedure is counted. `limit` is what is promised (the committed, perhaps shortened period);
 * `longest` what the law allows at most, when it is more.
 */
export type ClockPolicy = Readonly<{
  limit: TimeLimit
  longest?: (Period & Readonly<{ law?: string | null }>) | null
  onResume: Readonly<Record<PauseGround, ResumePolicy>>
}>

/**
 * What happened to a clock. `received`: the competent agency has the complete dossier. `extended`: gia hạn to the closing
 * of the day `until`. `finished`: the result was decided; `stopped`: withdrawn or stopped.
 */
export type ClockEvent =
  | Readonly<{ type: 'received'; at: Temporal.Instant }>
  | Readonly<{ type: 'paused'; at: Temporal.Instant; ground: PauseGround }>
  | Readonly<{ type: 'resumed'; at: Temporal.Instant }>
  | Readonly<{ type: 'extended'; at: Temporal.Instant; until: Temporal.PlainDate }>
  | Readonly<{ type: 'finished' | 'stopped'; at: Temporal.Instant }>

export type ClockPhase = 'not_started' | 'running' | 'suspended' | 'finished' | 'stopped'

/**
 * A clock after its events. `dueAt` is what counts now; `originalDueAt` the first promise, which never changes.
 * `startedAt` is when the clock that counts now was started: at receipt, or again at a restart; `countsFrom` where counting
 * began, `longestDueAt` the due time by the longest period the law allows, null when the policy names none.
 */
export type Clock = Readonly<{
  phase: ClockPhase
  startedAt: Temporal.Instant | null
  countsFrom: Temporal.Instant | null
  originalDueAt: Temporal.Instant | null
  dueAt: Temporal.Instant | null
  dueOn: Temporal.PlainDate | null
  longestDueAt: Temporal.Instant | null
  provisional: boolean
  calendarVersion: number
  pausedSince: Temporal.Instant | null
  pauseGround: PauseGround | null
  extendedAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
}>

/** Why a history of events is none that the law knows. `index` is the event's. */
export type ClockRefusal =
  | 'not_in_order'
  | 'not_received'
  | 'already_received'
  | 'already_paused'
  | 'not_paused'
  | 'already_ended'
  | 'extended_twice'
  | 'extended_too_late'
  | 'extended_not_later'

export class ClockError extends Error {
  readonly code: ClockRefusal
  readonly index: number

  constructor(code: ClockRefusal, index: number) {
    super(`event ${index} of the clock: ${code}`)
    this.code = code
    this.index = index
  }
}

/** From where the clock counts now: a start, a restart or an extension; what follows may only move `due` on. */
export type Anchor = Readonly<{
  kind: 'received' | 'restarted' | 'extended'
  index: number
  received: LocalMoment
  begin: LocalMoment
  /** The first moment that counts: what was waited before it takes nothing out. */
  first: LocalMoment
  due: LocalMoment
  /** What an extension extends: it only ever gives more time, whatever a later decree makes of the days. */
  before: Anchor | null
}>

/** A clock in the numbers the rules count in, with what its explanation needs. */
export type ClockFold = {
  phase: ClockPhase
  anchors: Anchor[]
  /** The pauses in order; the last may be open. */
  pauses: Wait[]
  original: LocalMoment | null
  pausedAt: Temporal.Instant | null
  pausedFrom: LocalMoment | null
  ground: PauseGround | null
  extendedAt: Temporal.Instant | null
  endedAt: Temporal.Instant | null
}

/**
 * The clock after `events`, in order of time. Pure: the same events under the same calendar give the same clock, whenever
 * it is folded. Throws a ClockError when the history is unlawful, and as `countDue` does.
 *
 * The last event is what happens now: if it is an extension, its day is judged by the calendar as it is. What happened
 * before is not judged again: a decree of later may have moved the days by which it was lawful.
 *
 * A wait is taken out by carrying the due time on over the working time that passed in it; an announced interruption of
 * the calendar counts as one, and what overlaps is taken out once. What begins after the due time moves nothing.
 */
export const foldClock = (calendar: WorkCalendar, policy: ClockPolicy, events: readonly ClockEvent[]): Clock =>
  new FoldedClock(calendar, policy, foldEvents(calendar, policy, events, events.at(-1)))

/** The same of events that have all happened, under a calendar that may have changed since: no day is judged again. */
export const refoldClock = (
  calendar: WorkCalendar,
  policy: ClockPolicy,
  events: readonly ClockEvent[],
): Clock => new FoldedClock(calendar, policy, foldEvents(calendar, policy, events))

/** Reads a fold. Making an instant costs more than all the counting: each is made when it is asked for. */
class FoldedClock implements Clock {
  readonly #calendar: WorkCalendar
  readonly #policy: ClockPolicy
  readonly #fold: ClockFold
  readonly #due: LocalMoment | null

  constructor(calendar: WorkCalendar, policy: ClockPolicy, fold: ClockFold) {
    const anchor = fold.anchors.at(-1)
    this.#calendar = calendar
    this.#policy = policy
    this.#fold = fold
    this.#due = anchor ? dueOf(calendar, fold, anchor) : null
  }

  get phase(): ClockPhase {
    return this.#fold.phase
  }
  get startedAt(): Temporal.Instant | null {
    const start = startOf(this.#fold)
    return start ? toInstant(start.received) : null
  }
  get countsFrom(): Temporal.Instant | null {
    const start = startOf(this.#fold)
    return start ? toInstant(start.begin) : null
  }
  get originalDueAt(): Temporal.Instant | null {
    return this.#fold.original && toInstant(this.#fold.original)
  }
  get dueAt(): Temporal.Instant | null {
    return this.#due && toInstant(this.#due)
  }
  get dueOn(): Temporal.PlainDate | null {
    return this.#due && workDay(this.#calendar, this.#due.day).date
  }
  get longestDueAt(): Temporal.Instant | null {
    return longestOf(this.#calendar, this.#policy, this.#fold)
  }
  get provisional(): boolean {
    return this.#due !== null && isProvisional(this.#calendar, this.#due)
  }
  get calendarVersion(): number {
    return this.#calendar.version
  }
  get pausedSince(): Temporal.Instant | null {
    return this.#fold.pausedAt
  }
  get pauseGround(): PauseGround | null {
    return this.#fold.ground
  }
  get extendedAt(): Temporal.Instant | null {
    return this.#fold.extendedAt
  }
  get endedAt(): Temporal.Instant | null {
    return this.#fold.endedAt
  }
}

/**
 * Folds the events, one after the other; `foldClock` and the explanation both read what comes out. `now` is the event whose
 * day is judged.
 */
export function foldEvents(
  calendar: WorkCalendar,
  policy: ClockPolicy,
  events: readonly ClockEvent[],
  now?: ClockEvent,
): ClockFold {
  const fold: ClockFold = {
    phase: 'not_started',
    anchors: [],
    pauses: [],
    original: null,
    pausedAt: null,
    pausedFrom: null,
    ground: null,
    extendedAt: null,
    endedAt: null,
  }
  let last = Number.NEGATIVE_INFINITY
  for (let index = 0; index < events.length; index++) {
    const event = events[index] as ClockEvent
    const at = event.at.epochMilliseconds
    const refusal =
      (at < last ? 'not_in_order' : findRefusal(fold, event.type)) ??
      (event === now ? judgeDay(calendar, fold, event) : null)
    if (refusal) throw new ClockError(refusal, index)
    last = at
    step(calendar, policy, fold, { event, at: momentOfEpoch(at), index })
  }
  return fold
}

/** Where each event may happen, and what it is otherwise. A clock that has not started can only be started or stopped. */
const lawfulPhases: Readonly<Record<ClockEvent['type'], readonly ClockPhase[]>> = {
  received: ['not_started'],
  paused: ['running'],
  resumed: ['suspended'],
  extended: ['running'],
  finished: ['running', 'suspended'],
  stopped: ['not_started', 'running', 'suspended'],
}

function findRefusal({ phase, extendedAt }: ClockFold, type: ClockEvent['type']): ClockRefusal | null {
  if (!lawfulPhases[type].includes(phase)) return refusalOf(phase, type)
  return type === 'extended' && extendedAt ? 'extended_twice' : null
}

function refusalOf(phase: ClockPhase, type: ClockEvent['type']): ClockRefusal {
  if (phase === 'finished' || phase === 'stopped') return 'already_ended'
  if (phase === 'not_started') return 'not_received'
  if (type === 'received') return 'already_received'
  return type === 'resumed' ? 'not_paused' : 'already_paused'
}

/** An event with its moment on the wall clock and its place in the history. */
type Happening<Event extends ClockEvent = ClockEvent> = Readonly<{
  event: Event
  at: LocalMoment
  index: number
}>

function step(calendar: WorkCalendar, policy: ClockPolicy, fold: ClockFold, happening: Happening): void {
  const { event } = happening
  switch (event.type) {
    case 'received':
      start(calendar, policy, fold, 'received', happening)
      return
    case 'paused':
      fold.phase = 'suspended'
      fold.pausedAt = event.at
      fold.pausedFrom = happening.at
      fold.ground = event.ground
      return
    case 'resumed':
      resume(calendar, policy, fold, happening)
      return
    case 'extended':
      extend(calendar, fold, event, happening)
      return
    default:
      closePause(fold, happening.at)
      fold.phase = event.type
      fold.endedAt = event.at
  }
}

function start(
  calendar: WorkCalendar,
  policy: ClockPolicy,
  fold: ClockFold,
  kind: 'received' | 'restarted',
  { at, index }: Happening,
): void {
  const counted = countDue(calendar, policy.limit, at)
  fold.anchors.push({ ...counted, kind, index, before: null })
  fold.phase = 'running'
  fold.original ??= counted.due
}

/** From zero again when papers came (NĐ 61/2018 Đ19 k4, where that is the policy); else the waiting is taken out. */
function resume(calendar: WorkCalendar, policy: ClockPolicy, fold: ClockFold, happening: Happening): void {
  const ground = closePause(fold, happening.at)
  if (ground && policy.onResume[ground] === 'restart') start(calendar, policy, fold, 'restarted', happening)
  else fold.phase = 'running'
}

function closePause(fold: ClockFold, until: LocalMoment): PauseGround | null {
  const { ground, pausedFrom: from } = fold
  if (ground && from) fold.pauses.push({ ground, from, until })
  fold.pausedAt = null
  fold.pausedFrom = null
  fold.ground = null
  return ground
}

type Extension = Extract<ClockEvent, { type: 'extended' }>

/** One extension, with an apology, at the latest one day before the due day (NĐ 61/2018 Đ19 k9). */
function judgeDay(calendar: WorkCalendar, fold: ClockFold, event: ClockEvent): ClockRefusal | null {
  if (event.type !== 'extended') return null
  const due = dueOf(calendar, fold, fold.anchors.at(-1) as Anchor)
  if (toLocalMoment(event.at).day >= due.day) return 'extended_too_late'
  return toDayNumber(event.until) <= due.day ? 'extended_not_later' : null
}

function extend(
  calendar: WorkCalendar,
  fold: ClockFold,
  { at, until }: Extension,
  { at: asked, index }: Happening,
): void {
  fold.extendedAt = at
  // A day that a later decree takes off moves on to the next working day.
  const due = closingOf(calendar, findWorked(calendar, toDayNumber(until)))
  const before = fold.anchors.at(-1) ?? null
  fold.anchors.push({ kind: 'extended', index, received: asked, begin: asked, first: asked, due, before })
}

/** The due time that an anchor set, carried on over the waits since. */
export function dueOf(
  calendar: WorkCalendar,
  fold: Pick<ClockFold, 'pauses'>,
  { first, due, before }: Anchor,
): LocalMoment {
  const carried = carryOver(calendar, due, waitsOf(calendar, fold.pauses, first))
  return before ? later(carried, dueOf(calendar, fold, before)) : carried
}

/** The receipt or restart that the clock counts from; an extension starts nothing. */
export const startOf = ({ anchors }: ClockFold): Anchor | undefined =>
  anchors.findLast(({ kind }) => kind !== 'extended')

/** The due time by the longest period the law allows, moved by the same waits; null when the policy names none. */
export function longestOf(
  calendar: WorkCalendar,
  { limit, longest }: ClockPolicy,
  fold: ClockFold,
): Temporal.Instant | null {
  const start = startOf(fold)
  if (!longest || !start) return null
  const counted = countDue(calendar, { ...limit, ...longest }, start.received)
  return toInstant(dueOf(calendar, fold, { ...start, ...counted }))
}
