import { Temporal } from 'temporal-polyfill'
import type { VersionState } from './choose-version.ts'

/** Bảo trì đã thông báo: from one moment to another, with what the callers are told. */
export type PlannedMaintenance = Readonly<{
  id: string
  /** Null: every version of the offering. */
  versionId: string | null
  fromAt: Temporal.Instant
  untilAt: Temporal.Instant
  notice: string
  workingDaysAhead: number
  announcedAt: Temporal.Instant
  announcedName: string
}>

type Version = Readonly<{
  state: VersionState
  notice: string | null
  /** What was announced for this version and is not over. */
  planned: readonly PlannedMaintenance[]
}>

/** How a version stands at a moment, what its callers are told, and until when, where that is known. */
export type Standing = Readonly<{
  state: VersionState
  notice: string | null
  untilAt: Temporal.Instant | null
}>

const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean =>
  a.epochMilliseconds < b.epochMilliseconds

/** Whether the moment lies in it: its beginning does, its end does not. */
export const isUnderWay = (
  { fromAt, untilAt }: Pick<PlannedMaintenance, 'fromAt' | 'untilAt'>,
  at: Temporal.Instant,
): boolean => !isBefore(at, fromAt) && isBefore(at, untilAt)

/**
 * How a version stands at `at`. What was set by hand goes before what was announced; of two announcements that are under
 * way the one that ends last speaks.
 */
export function standingAt({ state, notice, planned }: Version, at: Temporal.Instant): Standing {
  if (state !== 'in_force' || planned.length === 0) return { state, notice, untilAt: null }
  const last = planned
    .filter((one) => isUnderWay(one, at))
    .toSorted((a, b) => Temporal.Instant.compare(b.untilAt, a.untilAt))[0]
  if (!last) return { state, notice, untilAt: null }
  return { state: 'maintenance', notice: last.notice, untilAt: last.untilAt }
}

/**
 * How many whole working days lie between the day of an announcement and the day it begins: neither of the two counts, so
 * a number that is asked for is kept however it is counted.
 */
export function countDaysAhead(
  announcedOn: Temporal.PlainDate,
  fromOn: Temporal.PlainDate,
  isWorked: (day: Temporal.PlainDate) => boolean,
): number {
  const between = Math.max(0, announcedOn.until(fromOn).days - 1)
  const days = Array.from({ length: between }, (_, index) => announcedOn.add({ days: index + 1 }))
  return days.filter(isWorked).length
}

const farthestDays = 366

export type TimeRefusal = 'from_past' | 'ends_before' | 'too_far'

/** Whether maintenance may be announced for this time. Days ahead are counted only then: there are no more than a year of them. */
export function decideTime(
  { fromAt, untilAt }: Pick<PlannedMaintenance, 'fromAt' | 'untilAt'>,
  now: Temporal.Instant,
): TimeRefusal | null {
  if (isBefore(fromAt, now)) return 'from_past'
  if (!isBefore(fromAt, untilAt)) return 'ends_before'
  return isBefore(now.add({ hours: farthestDays * 24 }), untilAt) ? 'too_far' : null
}

/** How far ahead it is; `knowsShort`: who announces knows that it is less than is asked for. */
type Ahead = Readonly<{ daysAhead: number; askedDays: number; knowsShort: boolean }>

/** Short notice is no reason to refuse, but nobody gives it without knowing. */
export const isShortUnknown = ({ daysAhead, askedDays, knowsShort }: Ahead): boolean =>
  daysAhead < askedDays && !knowsShort
