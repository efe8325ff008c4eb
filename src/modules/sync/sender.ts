import { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { FactSources } from './ports.ts'

/** How long a failure waits is told by a clock that always runs, and by chance: both are given, so that tests can. */
export type Pace = Readonly<{ now: () => Temporal.Instant; chance: () => number }>

export const realPace: Pace = { now: () => Temporal.Now.instant(), chance: Math.random }

/** Everything that sending needs. */
export type Sender = Readonly<{
  context: Pick<Context, 'db' | 'pool' | 'clock' | 'log'>
  sources: FactSources
  pace: Pace
}>
