import type { Temporal } from 'temporal-polyfill'
import { decide } from './decide.ts'
import { type Command, closedStates, type Dossier, submittedDossier, waitingStates } from './dossier.ts'

/** The instants of a dossier. `originalDueAt` is the first promise and never changes. */
export type Times = Readonly<{
  submittedAt: Temporal.Instant
  acceptedAt: Temporal.Instant | null
  clockStartedAt: Temporal.Instant | null
  originalDueAt: Temporal.Instant | null
  dueAt: Temporal.Instant | null
  dueProvisional: boolean
  /** Since when the clock stands because the applicant has something to do. */
  waitingSince: Temporal.Instant | null
  resolvedAt: Temporal.Instant | null
  deliveredAt: Temporal.Instant | null
  closedAt: Temporal.Instant | null
}>

type Promised = Readonly<{ clockStartedAt: Temporal.Instant; dueAt: Temporal.Instant; provisional: boolean }>

/** What the legal calendar answers; the caller ties in the procedure's time limit and the agency's hours. */
export type Reckoning = Readonly<{
  from: (startedAt: Temporal.Instant) => Promised
  /** The due time moved on by the working time between two instants. */
  movedBy: (dueAt: Temporal.Instant, from: Temporal.Instant, to: Temporal.Instant) => Temporal.Instant
  /** What a supplement does to the clock: from zero again (NĐ 61/2018 Đ19 k4), or the waiting taken out. */
  supplementPolicy: 'restart' | 'subtract'
}>

/** The instants after a command that was decided. Pure: `at` is given, the calendar comes in as functions. */
export function timesAfter(
  times: Times,
  before: Dossier,
  next: Dossier,
  command: Command,
  at: Temporal.Instant,
  reckoning: Reckoning,
): Times {
  const started = command.type === 'accept' ? startClock(times, at, reckoning) : times
  const resumed = resumeClock(started, before, next, at, reckoning)
  return {
    ...resumed,
    waitingSince: waitingStates.includes(next.state) ? (times.waitingSince ?? at) : null,
    resolvedAt: next.state === 'resolved' ? (times.resolvedAt ?? at) : times.resolvedAt,
    deliveredAt: next.state === 'delivered' ? at : times.deliveredAt,
    closedAt: closedStates.includes(next.state) ? at : null,
  }
}

/** Time runs from the moment the dossier is accepted complete (NĐ 118/2025 Đ17 k3, by NĐ 309/2026 Đ8). */
function startClock(times: Times, at: Temporal.Instant, { from }: Reckoning): Times {
  const { clockStartedAt, dueAt, provisional } = from(at)
  return { ...times, acceptedAt: at, clockStartedAt, originalDueAt: dueAt, dueAt, dueProvisional: provisional }
}

function resumeClock(
  times: Times,
  before: Dossier,
  next: Dossier,
  at: Temporal.Instant,
  reckoning: Reckoning,
): Times {
  const { waitingSince, dueAt } = times
  const goesOn =
    waitingStates.includes(before.state) &&
    !waitingStates.includes(next.state) &&
    !closedStates.includes(next.state)
  if (!goesOn || !waitingSince || !dueAt) return times
  if (before.state === 'supplement_requested' && reckoning.supplementPolicy === 'restart') {
    const again = reckoning.from(at)
    return {
      ...times,
      clockStartedAt: again.clockStartedAt,
      dueAt: again.dueAt,
      dueProvisional: again.provisional,
    }
  }
  return { ...times, dueAt: reckoning.movedBy(dueAt, waitingSince, at) }
}

/**
 * What the worklist is ordered by: submission before intake, then the due time. Null where no legal clock runs, after
 * everything that does: the applicant has something to do, or the result waits to be fetched.
 */
export function urgentAt({ state }: Dossier, times: Times): Temporal.Instant | null {
  if (waitingStates.includes(state) || state === 'resolved') return null
  return state === 'registered' ? times.submittedAt : (times.dueAt ?? times.submittedAt)
}

/** What was done to a dossier, and when. */
export type Deed = Readonly<{ at: Temporal.Instant; command: Command }>

/** A dossier folded from its history: where it stands, its times, and the state after each deed. */
export type Folded = Readonly<{ dossier: Dossier; times: Times; after: readonly Dossier[] }>

/** Folds a history into the dossier it makes. Stops before the first deed that is unlawful. */
export function foldHistory(
  submittedAt: Temporal.Instant,
  deeds: readonly Deed[],
  reckoning: Reckoning,
): Folded {
  let dossier = submittedDossier
  let times: Times = { ...noTimes, submittedAt }
  const after: Dossier[] = []
  for (const { at, command } of deeds) {
    const decision = decide(dossier, command)
    if (!decision.ok) break
    times = timesAfter(times, dossier, decision.next, command, at, reckoning)
    dossier = decision.next
    after.push(dossier)
  }
  return { dossier, times, after }
}

const noTimes = {
  acceptedAt: null,
  clockStartedAt: null,
  originalDueAt: null,
  dueAt: null,
  dueProvisional: false,
  waitingSince: null,
  resolvedAt: null,
  deliveredAt: null,
  closedAt: null,
}
