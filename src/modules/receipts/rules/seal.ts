import type { Temporal } from 'temporal-polyfill'

/** How the seal on a file of a receipt stands until it is set. `to_set`: the file is not made yet. */
export type UnsealedState = 'to_set' | 'asked' | 'no_seal' | 'failed'

/** Its seal is not being set: it failed, or the agency has none. */
export const hasStopped = ({ state }: Readonly<{ state: UnsealedState }>): boolean =>
  state === 'no_seal' || state === 'failed'

/** When a seal that was asked for `tries` times is looked at again: after 30, 60, 120 … minutes, at most 12 hours. */
export const nextSealAt = (tries: number, at: Temporal.Instant): Temporal.Instant =>
  at.add({ minutes: Math.min(30 * 2 ** Math.max(0, tries - 1), 720) })

/** After so many minutes a receipt without the seal of its agency is told to people. */
export const sealPatienceMinutes = 120
