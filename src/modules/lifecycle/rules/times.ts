import { Temporal } from 'temporal-polyfill'
import { decide } from './decide.ts'
import {
  type Command,
  closedStates,
  type Dossier,
  type Route,
  type Step,
  submittedDossier,
  waitingStates,
} from './dossier.ts'

/** The instants of a dossier. `originalDueAt` is the first promise and never changes. */
export type Times = Readonly<{
  submittedAt: Temporal.Instant
  acceptedAt: Temporal.Instant | null
  clockStartedAt: Temporal.Instant | null
  originalDueAt: Temporal.Instant | null
  dueAt: Temporal.Instant | null
  dueProvisional: boolean
  /** The revision of the calendar that the due time was counted by. */
  calendarVersion: number | null
  /** The one extension the law allows (NĐ 61/2018 Đ19 k9). */
  extendedAt: Temporal.Instant | null
  /** Since when the clock stands because the applicant has something to do. */
  waitingSince: Temporal.Instant | null
  /** Since when whoever has it in hand has it, and until when; null where no step runs, or has a time of its own. */
  stepEnteredAt: Temporal.Instant | null
  stepDueAt: Temporal.Instant | null
  resolvedAt: Temporal.Instant | null
  deliveredAt: Temporal.Instant | null
  closedAt: Temporal.Instant | null
}>

/** What happened to the clock of a dossier, as the legal calendar folds it (see calendar's ClockEvent). */
export type ClockEvent =
  | Readonly<{ type: 'received' | 'resumed' | 'finished' | 'stopped'; at: Temporal.Instant }>
  | Readonly<{ type: 'paused'; at: Temporal.Instant; ground: 'supplement' | 'payment' | 'confirmation' }>
  | Readonly<{ type: 'extended'; at: Temporal.Instant; until: Temporal.PlainDate }>

/** As much of a folded clock as a dossier keeps. */
export type ClockReading = Readonly<{
  startedAt: Temporal.Instant | null
  countsFrom: Temporal.Instant | null
  dueAt: Temporal.Instant | null
  provisional: boolean
  calendarVersion: number
  extendedAt: Temporal.Instant | null
}>

/** Who has it in hand, as far as time goes: checking, handing over, the steps of the agency, giving the result. */
export type Visit = 'reception' | 'transfer' | 'appraisal' | 'approval' | 'delivery'

/** What the legal calendar answers; the caller ties in the procedure's policy and the hours of the agency. */
export type Reckoning = Readonly<{
  /** The clock after events of which the last happens now. */
  clock: (events: readonly ClockEvent[]) => ClockReading
  /** The clock after events that have all happened: nothing of them is judged again. */
  refold: (events: readonly ClockEvent[]) => ClockReading
  /** When a visit that was entered, or resumed, at `since` is due; null when it has no time of its own. */
  visitDue: (visit: Visit, events: readonly ClockEvent[], since: Temporal.Instant) => Temporal.Instant | null
  measure: (events: readonly ClockEvent[], from: Temporal.Instant, to: Temporal.Instant) => Measured
}>

type Measured = Readonly<{ elapsedMinutes: number; countedMinutes: number }>

/** What was done to a dossier, and when. */
export type Deed = Readonly<{ at: Temporal.Instant; command: Command }>

/** A visit that has ended: what the control sheet and the statistics are made of. */
export type EndedVisit = Measured &
  Readonly<{
    step: Visit
    enteredAt: Temporal.Instant
    leftAt: Temporal.Instant
    dueAt: Temporal.Instant | null
  }>

/** What of a history cannot be read from the deeds alone. */
export type Filing = Readonly<{
  submittedAt: Temporal.Instant
  /** Taken in by another agency's one-stop: time runs from when the competent agency has it (NĐ 118/2025 Đ17 k3). */
  startsOnTransfer: boolean
}>

/** Who has a dossier in hand; null while it is the applicant's turn at intake, and when nothing more will happen. */
export function visitOf({ state, step, resumeState }: Dossier): Visit | null {
  const stays = resumeState === 'registered' ? null : (resumeState ?? state)
  if (stays === 'registered') return 'reception'
  if (stays === 'accepted') return 'transfer'
  if (stays === 'in_progress') return step as Extract<Step, Visit>
  return stays === 'resolved' ? 'delivery' : null
}

/** Accepted for another agency that does not have it yet: its time has not begun, the due time is only expected. */
export const awaitsTransfer = (dossier: Dossier & Pick<Filing, 'startsOnTransfer'>): boolean =>
  dossier.startsOnTransfer && visitOf(dossier) === 'transfer'

/** The events of the clock that a history makes. Time runs from acceptance (NĐ 118/2025 Đ17 k3, by NĐ 309/2026 Đ8). */
export function clockEventsOf({ startsOnTransfer }: Filing, deeds: readonly Deed[]): ClockEvent[] {
  const starts = startsOnTransfer ? 'transfer' : 'accept'
  const events: ClockEvent[] = []
  let phase: 'waiting' | 'running' | 'paused' | 'ended' = 'waiting'
  for (const { at, command } of deeds) {
    const event = clockEventOf(command, at, starts, phase)
    if (!event) continue
    events.push(event)
    phase = phaseAfter[event.type]
  }
  return events
}

const phaseAfter = {
  received: 'running',
  resumed: 'running',
  extended: 'running',
  paused: 'paused',
  finished: 'ended',
  stopped: 'ended',
} as const

function clockEventOf(
  command: Command,
  at: Temporal.Instant,
  starts: 'transfer' | 'accept',
  phase: 'waiting' | 'running' | 'paused' | 'ended',
): ClockEvent | null {
  if (phase === 'waiting') return command.type === starts ? { type: 'received', at } : null
  if (phase === 'ended') return null
  switch (command.type) {
    case 'request_papers':
      return { type: 'paused', at, ground: 'supplement' }
    case 'request_payment':
      return { type: 'paused', at, ground: 'payment' }
    case 'request_confirmation':
      return { type: 'paused', at, ground: 'confirmation' }
    case 'supplement':
    case 'confirm_payment':
    case 'record_confirmation':
      return phase === 'paused' ? { type: 'resumed', at } : null
    case 'extend':
      return { type: 'extended', at, until: Temporal.PlainDate.from(command.until) }
    case 'approve':
    case 'reject':
      return { type: 'finished', at }
    case 'stop':
    case 'withdraw':
      return { type: 'stopped', at }
    default:
      return null
  }
}

/**
 * The instants after the last of `deeds`, which led from `before` to `next`. Pure: the calendar comes in as functions, and
 * what it throws of an unlawful extension is the caller's.
 */
export function timesAfter(
  times: Times,
  filing: Filing,
  deeds: readonly Deed[],
  before: Dossier,
  next: Dossier,
  reckoning: Reckoning,
): Times {
  const { at, command } = deeds.at(-1) as Deed
  const events = clockEventsOf(filing, deeds)
  const clock = readClock(events, command, at, reckoning)
  const acceptedAt = command.type === 'accept' ? at : times.acceptedAt
  const counted = clock
    ? {
        ...countedBy(clock, events),
        originalDueAt: times.originalDueAt ?? clock.dueAt,
        extendedAt: clock.extendedAt,
      }
    : {}
  const after = {
    ...times,
    ...counted,
    acceptedAt,
    waitingSince: waitingStates.includes(next.state) ? (times.waitingSince ?? at) : null,
    resolvedAt: next.state === 'resolved' ? (times.resolvedAt ?? at) : times.resolvedAt,
    deliveredAt: next.state === 'delivered' ? at : times.deliveredAt,
    closedAt: closedStates.includes(next.state) ? at : null,
  }
  return { ...after, ...stepTimesAfter(after, at, events, before, next, reckoning) }
}

/** What a dossier keeps of its clock, under whichever calendar it was counted. */
const countedBy = (clock: ClockReading, events: readonly ClockEvent[]) => ({
  clockStartedAt: clock.countsFrom,
  dueAt: clock.dueAt,
  // Until the competent agency has it, its time has not begun: what is promised may still move.
  dueProvisional: clock.provisional || events.length === 0,
  calendarVersion: clock.calendarVersion,
})

/** The clock of `events`; before it has started, at acceptance, what it would be if it started now. */
function readClock(
  events: readonly ClockEvent[],
  command: Command,
  at: Temporal.Instant,
  reckoning: Reckoning,
): ClockReading | null {
  if (events.length > 0) return reckoning.clock(events)
  return command.type === 'accept' ? reckoning.clock([{ type: 'received', at }]) : null
}

function stepTimesAfter(
  times: Times,
  at: Temporal.Instant,
  events: readonly ClockEvent[],
  before: Dossier,
  next: Dossier,
  reckoning: Reckoning,
): Pick<Times, 'stepEnteredAt' | 'stepDueAt'> {
  const visit = visitOf(next)
  if (!visit) return { stepEnteredAt: null, stepDueAt: null }
  const stepEnteredAt = visit === visitOf(before) ? (times.stepEnteredAt ?? at) : at
  return { stepEnteredAt, stepDueAt: stepDueOf(visit, stepEnteredAt, events, reckoning) }
}

/** When a visit is due: counted from where it was entered, or from where a complete dossier made its time begin again. */
function stepDueOf(
  visit: Visit,
  enteredAt: Temporal.Instant,
  events: readonly ClockEvent[],
  reckoning: Reckoning,
): Temporal.Instant | null {
  const startedAt = events.length > 0 ? reckoning.refold(events).startedAt : null
  const resumedAt = events.findLast(({ type }) => type === 'resumed')?.at ?? null
  const begins = visit === 'transfer' ? resumedAt : startedAt
  return reckoning.visitDue(visit, events, laterOf(enteredAt, begins))
}

const laterOf = (one: Temporal.Instant, other: Temporal.Instant | null): Temporal.Instant =>
  other && Temporal.Instant.compare(one, other) < 0 ? other : one

/** The times that a changed calendar moves. */
export type Recountable = Pick<
  Times,
  'clockStartedAt' | 'dueAt' | 'dueProvisional' | 'calendarVersion' | 'stepDueAt'
>

/** What a changed calendar makes of an accepted dossier, counted again from its whole history; null before acceptance. */
export function recountTimes(
  { acceptedAt, stepEnteredAt }: Pick<Times, 'acceptedAt' | 'stepEnteredAt'>,
  filing: Filing,
  deeds: readonly Deed[],
  dossier: Dossier,
  reckoning: Reckoning,
): Recountable | null {
  if (!acceptedAt) return null
  const events = clockEventsOf(filing, deeds)
  const clock = reckoning.refold(events.length > 0 ? events : [{ type: 'received', at: acceptedAt }])
  const visit = visitOf(dossier)
  return {
    ...countedBy(clock, events),
    stepDueAt: visit && stepEnteredAt ? stepDueOf(visit, stepEnteredAt, events, reckoning) : null,
  }
}

/** The visit that the last of `deeds` ended, with the time it took; null when nobody gave the dossier out of hand. */
export function endedVisit(
  times: Times,
  filing: Filing,
  deeds: readonly Deed[],
  before: Dossier,
  next: Dossier,
  reckoning: Reckoning,
): EndedVisit | null {
  const { at } = deeds.at(-1) as Deed
  return endedAt(times, clockEventsOf(filing, deeds.slice(0, -1)), before, next, at, reckoning)
}

function endedAt(
  times: Times,
  earlier: readonly ClockEvent[],
  before: Dossier,
  next: Dossier,
  at: Temporal.Instant,
  reckoning: Reckoning,
): EndedVisit | null {
  const step = visitOf(before)
  if (!step || step === visitOf(next)) return null
  const enteredAt = times.stepEnteredAt ?? times.submittedAt
  return { step, enteredAt, leftAt: at, dueAt: times.stepDueAt, ...reckoning.measure(earlier, enteredAt, at) }
}

/**
 * The times of a dossier that its process has moved by itself `at` a moment, from `before` to `next`, and the visit that
 * ended so. Nothing was done to its clock: `deeds` are those it had.
 */
export function timesMoved(
  times: Times,
  filing: Filing,
  deeds: readonly Deed[],
  before: Dossier,
  next: Dossier,
  at: Temporal.Instant,
  reckoning: Reckoning,
): Readonly<{ times: Times; ended: EndedVisit | null }> {
  const events = clockEventsOf(filing, deeds)
  const after = { ...times, ...stepTimesAfter(times, at, events, before, next, reckoning) }
  return { times: after, ended: endedAt(times, events, before, next, at, reckoning) }
}

/** Trước hạn, đúng hạn, quá hạn; null for a visit without a time of its own. */
export type Verdict = 'early' | 'on_time' | 'late' | null

/** How a visit ended: late after its due time, on time on the due day, early before that day. `dayOf` gives a day's name. */
export function verdictOf({ leftAt, dueAt }: EndedVisit, dayOf: (at: Temporal.Instant) => string): Verdict {
  if (!dueAt) return null
  if (Temporal.Instant.compare(leftAt, dueAt) > 0) return 'late'
  return dayOf(leftAt) === dayOf(dueAt) ? 'on_time' : 'early'
}

/**
 * What the worklist is ordered by: submission before intake, then the due time. Null where no legal clock runs, after
 * everything that does: the applicant has something to do, or the result waits to be fetched.
 */
export function urgentAt(
  { state }: Dossier,
  times: Pick<Times, 'submittedAt' | 'dueAt'>,
): Temporal.Instant | null {
  if (waitingStates.includes(state) || state === 'resolved') return null
  return state === 'registered' ? times.submittedAt : (times.dueAt ?? times.submittedAt)
}

/** A dossier folded from its history: where it stands, its times, and after each deed the state and the due time. */
export type Folded = Readonly<{
  dossier: Dossier
  times: Times
  after: readonly Readonly<{ dossier: Dossier; dueAt: Temporal.Instant | null; ended: EndedVisit | null }>[]
}>

/** Where the process has the dossier after the next of its deeds; 'wrong_step' when it offers no such thing. */
export type Follow = (command: Command) => Route | 'wrong_step'

/**
 * Folds a history into the dossier it makes. `follow` is asked of each deed in order. Stops before the first deed that is
 * unlawful.
 */
export function foldHistory(
  filing: Filing,
  deeds: readonly Deed[],
  reckoning: Reckoning,
  follow: Follow,
): Folded {
  let dossier = submittedDossier
  let times = submittedTimes(filing, reckoning)
  const after: Folded['after'][number][] = []
  for (const [index, { command }] of deeds.entries()) {
    const route = follow(command)
    if (route === 'wrong_step') break
    const decision = decide(dossier, command, route)
    if (!decision.ok) break
    const done = deeds.slice(0, index + 1)
    const ended = endedVisit(times, filing, done, dossier, decision.next, reckoning)
    times = timesAfter(times, filing, done, dossier, decision.next, reckoning)
    dossier = decision.next
    after.push({ dossier, dueAt: times.dueAt, ended })
  }
  return { dossier, times, after }
}

/** The instants of a dossier that was just submitted: intake has a time of its own (NĐ 297/2025 Đ6 k4.a and others). */
export const submittedTimes = ({ submittedAt }: Filing, reckoning: Reckoning): Times => ({
  submittedAt,
  acceptedAt: null,
  clockStartedAt: null,
  originalDueAt: null,
  dueAt: null,
  dueProvisional: false,
  calendarVersion: null,
  extendedAt: null,
  waitingSince: null,
  stepEnteredAt: submittedAt,
  stepDueAt: reckoning.visitDue('reception', [], submittedAt),
  resolvedAt: null,
  deliveredAt: null,
  closedAt: null,
})
