import type { Temporal } from 'temporal-polyfill'
import type { WorkCalendar } from './work-calendar.ts'
import { minutesPerWorkingDay, workingMinutesBetween } from './working-time.ts'
import { toLocalMoment } from './zone.ts'

/** How pressing a dossier is, in the order a worklist shows it. */
export type Urgency = 'overdue' | 'due_today' | 'due_soon' | 'on_time' | 'suspended' | 'done'

/** A dossier's clock: counting towards `dueAt`, suspended on a legal ground, or stopped for good. */
export type ClockState = Readonly<{ clock: 'running' | 'suspended' | 'done'; dueAt: Temporal.Instant | null }>

/** Sắp đến hạn: within two working days of the due time. */
export const dueSoonMinutes = 2 * minutesPerWorkingDay

/** How pressing it is at `now`. A dossier whose clock does not run is never overdue; one without a due time is on time. */
export function urgencyOf(
  calendar: WorkCalendar,
  { clock, dueAt }: ClockState,
  now: Temporal.Instant,
): Urgency {
  if (clock !== 'running') return clock
  if (!dueAt) return 'on_time'
  if (now.epochMilliseconds > dueAt.epochMilliseconds) return 'overdue'
  if (toLocalMoment(dueAt).day === toLocalMoment(now).day) return 'due_today'
  return workingMinutesBetween(calendar, now, dueAt) <= dueSoonMinutes ? 'due_soon' : 'on_time'
}
