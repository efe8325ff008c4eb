import type { Temporal } from 'temporal-polyfill'
import {
  addWorkingMinutes,
  dueSoonMinutes,
  localDay,
  timeZone,
  urgencyOf,
  type WorkCalendar,
} from '#modules/calendar'
import {
  type DossierState,
  type Step,
  type WorklistQuery,
  type WorklistRow,
  waitingStates,
} from '#modules/dossiers'

/** The groups of a worklist, in the order in which they are shown. */
export const groups = ['overdue', 'due_today', 'waiting', 'due_soon', 'on_time', 'ready', 'suspended'] as const

/** By urgency; besides, what waits to be accepted and what waits to be delivered: no legal clock runs for these. */
export type Group = (typeof groups)[number]

export const isGroup = (text: string | undefined): text is Group => groups.some((group) => group === text)

const running: readonly DossierState[] = ['accepted', 'in_progress']

/** Where each group begins and ends, as the filter of a worklist at `now`. */
export function boundsOf(
  group: Group,
  calendar: WorkCalendar,
  now: Temporal.Instant,
): Pick<WorklistQuery, 'states' | 'urgent'> {
  const tomorrow = localDay(now).add({ days: 1 }).toZonedDateTime(timeZone).toInstant().toString()
  // What is due in exactly two working days is due soon: the bound lies just after it.
  const later = addWorkingMinutes(calendar, now, dueSoonMinutes).add({ milliseconds: 1 }).toString()
  switch (group) {
    case 'waiting':
      return { states: ['registered'] }
    case 'ready':
      return { states: ['resolved'] }
    case 'suspended':
      return { states: waitingStates }
    case 'overdue':
      return { states: running, urgent: { from: null, to: now.toString() } }
    case 'due_today':
      return { states: running, urgent: { from: now.toString(), to: tomorrow } }
    case 'due_soon':
      return { states: running, urgent: { from: tomorrow, to: later } }
    case 'on_time':
      // At 'infinity' stand those whose clock stands; the walk ends before them.
      return { states: running, urgent: { from: later, to: 'infinity' } }
  }
}

/** Whether officers of these steps ever have such dossiers: the others are neither counted nor looked for. */
export const isHeldAt = (group: Group, steps: readonly Step[]): boolean => {
  if (group === 'waiting') return steps.includes('reception')
  return group !== 'ready' || steps.includes('delivery')
}

/** The group of one dossier; `dueAt` is that of the row, read. */
export function groupOf(
  { state }: Pick<WorklistRow, 'state'>,
  dueAt: Temporal.Instant | null,
  calendar: WorkCalendar,
  now: Temporal.Instant,
): Group {
  if (state === 'registered') return 'waiting'
  if (state === 'resolved') return 'ready'
  if (waitingStates.includes(state)) return 'suspended'
  const urgency = urgencyOf(calendar, { clock: 'running', dueAt }, now)
  return isGroup(urgency) ? urgency : 'on_time'
}
