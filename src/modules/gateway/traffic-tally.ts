import { addTraffic, type TrafficOfMinute } from '#modules/exchange'
import type { Context } from '#platform/context'
import { minuteOf } from './limits.ts'

/** How one call ended; `refused`: by us, before it reached the provider. */
export type CallOutcome = Readonly<{
  subsystemId: string
  offeringId: string
  outcome: 'answered' | 'failed' | 'refused'
  durationMs: number
  bytesIn: number
  bytesOut: number
}>

export type TrafficTally = Readonly<{
  count: (call: CallOutcome) => void
  /** Writes what was counted since the last time. What cannot be written now is kept for the next time. */
  flush: () => Promise<void>
  close: () => Promise<void>
}>

const flushEveryMs = 5000
const slowMs = 1000

const mergeTraffic = (sum: TrafficOfMinute | undefined, one: TrafficOfMinute): TrafficOfMinute =>
  sum
    ? {
        ...sum,
        calls: sum.calls + one.calls,
        failures: sum.failures + one.failures,
        refusals: sum.refusals + one.refusals,
        slowCalls: sum.slowCalls + one.slowCalls,
        durationMsSum: sum.durationMsSum + one.durationMsSum,
        durationMsLongest: Math.max(sum.durationMsLongest, one.durationMsLongest),
        bytesIn: sum.bytesIn + one.bytesIn,
        bytesOut: sum.bytesOut + one.bytesOut,
      }
    : one

/** Sums up calls in memory and writes the sums of each minute every few seconds: a call costs no row. */
export function openTrafficTally({ db, clock, log }: Pick<Context, 'db' | 'clock' | 'log'>): TrafficTally {
  let sums = new Map<string, TrafficOfMinute>()
  const add = (one: TrafficOfMinute) => {
    const key = `${one.minuteAt.epochMilliseconds}/${one.subsystemId}/${one.offeringId}`
    sums.set(key, mergeTraffic(sums.get(key), one))
  }
  const flush = async () => {
    if (sums.size === 0) return
    const taken = [...sums.values()]
    sums = new Map()
    try {
      await addTraffic(db, taken)
    } catch (error) {
      for (const one of taken) add(one)
      log.warn({ err: error }, 'the sums of the gateway could not be written, they are kept')
    }
  }
  const timer = setInterval(() => void flush(), flushEveryMs)
  timer.unref()
  return {
    count({ subsystemId, offeringId, outcome, durationMs, bytesIn, bytesOut }) {
      const ms = Math.round(durationMs)
      add({
        minuteAt: minuteOf(clock.now()),
        subsystemId,
        offeringId,
        calls: 1,
        failures: outcome === 'failed' ? 1 : 0,
        refusals: outcome === 'refused' ? 1 : 0,
        slowCalls: ms >= slowMs ? 1 : 0,
        durationMsSum: ms,
        durationMsLongest: ms,
        bytesIn,
        bytesOut,
      })
    },
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}
