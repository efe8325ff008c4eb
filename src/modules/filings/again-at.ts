import type { Temporal } from 'temporal-polyfill'
import { waitMinutes } from '#platform/telling'

/** Nobody who filed waits longer than this for a system that has come back. */
const mostMinutes = 60

/** When what failed so often before, and again now, has its next turn. */
export const againAt = (faultsBefore: number, now: Temporal.Instant): string =>
  now.add({ minutes: Math.min(waitMinutes(faultsBefore), mostMinutes) }).toString()
