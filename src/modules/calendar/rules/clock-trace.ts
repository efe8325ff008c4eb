import type { Temporal } from 'temporal-polyfill'
import {
  type Anchor,
  type ClockEvent,
  type ClockFold,
  type ClockPolicy,
  dueOf,
  foldEvents,
  longestOf,
} from './clock.ts'
import { traceCounting, traceEnd } from './due.ts'
import type { TimeLimit } from './period.ts'
import { type TraceLine, traceDays } from './trace.ts'
import { carryOver, type PauseGround, type Wait, waitsOf, workOf } from './waits.ts'
import type { WorkCalendar } from './work-calendar.ts'
import { usesBetween } from './working-time.ts'
import { isBefore, type LocalMoment, toDayNumber, toInstant, toLocalMoment } from './zone.ts'

/** The article that each way of standing still rests on; where a procedure's own text says otherwise, that is its policy. */
const groundLaws: Readonly<Record<PauseGround | 'interruption', string>> = {
  supplement: 'NĐ 118/2025/NĐ-CP Đ17 k2.a',
  payment: 'NĐ 118/2025/NĐ-CP Đ24',
  confirmation: 'NĐ 63/2024/NĐ-CP Đ4 k7, Đ8',
  interruption: 'NĐ 63/2024/NĐ-CP Đ4 k7',
}
const receiptLaw = 'NĐ 118/2025/NĐ-CP Đ17 k3'
const restartLaw = 'NĐ 61/2018/NĐ-CP Đ19 k4'
const extensionLaw = 'NĐ 61/2018/NĐ-CP Đ19 k9'

/**
 * Why the due time of a clock is what it is, in order of time: what was counted, what stood still and on which ground,
 * where it began again. The counted working time of the lines is what `foldClock` counted. Throws as `foldClock` does.
 */
export function traceClock(
  calendar: WorkCalendar,
  policy: ClockPolicy,
  events: readonly ClockEvent[],
): TraceLine[] {
  const fold = foldEvents(calendar, policy, events)
  const last = fold.anchors.at(-1)
  if (!last) return []
  const due = dueOf(calendar, fold, last)
  return [
    ...fold.anchors.flatMap((anchor, index) =>
      traceAnchor(calendar, policy.limit, fold, anchor, fold.anchors[index + 1]),
    ),
    ...traceOpenPause(policy, fold),
    ...traceLongest(calendar, policy, fold),
    ...traceEnd(calendar, due),
    ...traceEnded(fold),
  ]
}

/** From one anchor to the next, or to the due time. */
function traceAnchor(
  calendar: WorkCalendar,
  limit: TimeLimit,
  fold: ClockFold,
  anchor: Anchor,
  next: Anchor | undefined,
): TraceLine[] {
  const waits = waitsOf(calendar, fold.pauses, anchor.first).filter(
    ({ from }) => !next || isBefore(from, next.received),
  )
  const begins = traceBeginOf(anchor)
  if (anchor.kind === 'extended') return [...begins, ...traceCarrying(calendar, anchor.due, waits)]
  const ofHours =
    limit.unit === 'working_hour' || (limit.unit === 'working_day' && limit.convention === 'working_hours')
  if (!ofHours && next?.kind === 'restarted')
    return [
      ...begins,
      ...tracePromiseBefore(calendar, anchor, waits.slice(0, -1), next),
      ...waits.slice(-1).map((wait) => waitLine(calendar, wait)),
    ]
  if (!ofHours)
    return [
      ...begins,
      ...traceCounting(calendar, limit, anchor),
      ...traceCarrying(calendar, anchor.due, waits),
      ...tracePromiseBefore(calendar, anchor, waits, next),
    ]
  const due = carryOver(calendar, anchor.due, waits)
  const until = endOf(fold, due, next)
  return [
    ...begins,
    ...traceBeforeBegin(calendar, limit, anchor).filter((line) => !isBefore(until, momentOf(line))),
    ...traceSegments(calendar, limit, anchor.begin, until, waits),
    ...(next?.kind === 'extended' ? tracePromiseBefore(calendar, anchor, waits, next) : []),
  ]
}

/** Where the counting of an anchor stops being told: at its due time, at the restart, or where it stands still now. */
function endOf({ pausedFrom }: ClockFold, due: LocalMoment, next: Anchor | undefined): LocalMoment {
  if (next?.kind === 'extended') return due
  const end = next ? next.received : pausedFrom
  return end && isBefore(end, due) ? end : due
}

function traceBeginOf({ kind, received, due }: Anchor): TraceLine[] {
  const at = toInstant(received)
  if (kind === 'received') return [{ at, kind: 'start', code: 'received', values: {}, law: receiptLaw }]
  if (kind === 'restarted') return [{ at, kind: 'start', code: 'restarted', values: {}, law: restartLaw }]
  const values = { until: toInstant(due).toString() }
  return [{ at, kind: 'start', code: 'extended', values, law: extensionLaw }]
}

const momentOf = ({ at }: TraceLine): LocalMoment =>
  'epochMilliseconds' in at ? toLocalMoment(at) : { day: toDayNumber(at), second: 0 }

/** The lines before counting begins: the cut-off, the days off, the first counted moment. */
function traceBeforeBegin(calendar: WorkCalendar, limit: TimeLimit, anchor: Anchor): TraceLine[] {
  const { received, begin } = anchor
  const lines = traceCounting(calendar, limit, { ...anchor, due: begin })
  const skipped = traceDays(calendar, received.day, [{ day: begin.day, seconds: 0 }], 'worked').filter(
    ({ kind }) => kind === 'skip',
  )
  const begins = lines.filter(({ code }) => code === 'counting_begins')
  return [...lines.filter(({ code }) => code !== 'counting_begins'), ...skipped, ...begins]
}

/** Working time counted between the waits, in order of time. */
function traceSegments(
  calendar: WorkCalendar,
  limit: TimeLimit,
  begin: LocalMoment,
  due: LocalMoment,
  waits: readonly Wait[],
): TraceLine[] {
  const lines: TraceLine[] = []
  let from = begin
  for (const wait of waits) {
    if (!isBefore(wait.from, due)) break
    lines.push(...traceWorked(calendar, limit, from, wait.from), waitLine(calendar, wait))
    from = wait.until
  }
  return isBefore(from, due) ? [...lines, ...traceWorked(calendar, limit, from, due)] : lines
}

const traceWorked = (
  calendar: WorkCalendar,
  { law }: TimeLimit,
  from: LocalMoment,
  to: LocalMoment,
): TraceLine[] => traceDays(calendar, from.day, usesBetween(calendar, from, to), 'worked', law)

function waitLine(calendar: WorkCalendar, wait: Wait): TraceLine {
  const { from, until, ground, interruption } = wait
  const minutes = Math.round(workOf(calendar, wait) / 60)
  return {
    at: toInstant(from),
    kind: 'stop',
    code: ground === 'interruption' ? 'interrupted' : 'waited',
    values: { ground, minutes, end: toInstant(until).toString(), name: interruption?.name ?? '' },
    law: interruption ? [groundLaws.interruption, interruption.basis].join('; ') : groundLaws[ground],
  }
}

/** Where whole days are counted: each wait, and where it carried the due time to. */
function traceCarrying(calendar: WorkCalendar, due: LocalMoment, waits: readonly Wait[]): TraceLine[] {
  const lines: TraceLine[] = []
  let carried = due
  for (const wait of waits) {
    if (!isBefore(wait.from, carried)) break
    const next = carryOver(calendar, carried, [wait])
    const skipped = traceDays(calendar, carried.day, usesBetween(calendar, carried, next), 'worked').filter(
      ({ kind }) => kind === 'skip',
    )
    const values = { next: toInstant(next).toString() }
    const moved: TraceLine = { at: toInstant(wait.until), kind: 'count', code: 'carried_on', values, law: null }
    lines.push(waitLine(calendar, wait), ...(next === carried ? [] : [...skipped, moved]))
    carried = next
  }
  return lines
}

/** What was promised before an extension, or before counting began again. */
function tracePromiseBefore(
  calendar: WorkCalendar,
  { due }: Anchor,
  waits: readonly Wait[],
  next: Anchor | undefined,
): TraceLine[] {
  if (!next) return []
  const at = toInstant(carryOver(calendar, due, waits))
  return [{ at, kind: 'count', code: 'promised_before', values: {}, law: null }]
}

function traceOpenPause({ onResume }: ClockPolicy, { pausedAt, ground }: ClockFold): TraceLine[] {
  if (!pausedAt || !ground) return []
  return [
    {
      at: pausedAt,
      kind: 'stop',
      code: 'waiting',
      values: { ground, resume: onResume[ground] },
      law: groundLaws[ground],
    },
  ]
}

function traceLongest(calendar: WorkCalendar, policy: ClockPolicy, fold: ClockFold): TraceLine[] {
  const at = longestOf(calendar, policy, fold)
  return at ? [{ at, kind: 'count', code: 'longest', values: {}, law: policy.longest?.law ?? null }] : []
}

function traceEnded({ phase, endedAt }: ClockFold): TraceLine[] {
  const at: Temporal.Instant | null = endedAt
  if (!at || (phase !== 'finished' && phase !== 'stopped')) return []
  return [{ at, kind: 'stop', code: phase, values: {}, law: null }]
}
