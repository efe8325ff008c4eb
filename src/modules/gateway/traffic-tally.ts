import { Temporal } from 'temporal-polyfill'
import { addTraffic, type TrafficOfMinute } from '#modules/exchange'
import type { Context } from '#platform/context'

/**
 * How one call ended; `refused`: by us, and its time is none of the provider's. A caller that goes away before it has the
 * whole answer, or breaks its request off, has been `answered` as far as the provider is concerned.
 */
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

type Sum = { -readonly [Name in keyof Omit<TrafficOfMinute, 'minuteAt'>]: TrafficOfMinute[Name] } & {
  minute: number
}

const noSum = (minute: number, subsystemId: string, offeringId: string): Sum => ({
  ...{ minute, subsystemId, offeringId, calls: 0, failures: 0, refusals: 0, slowCalls: 0 },
  ...{ durationMsSum: 0, durationMsLongest: 0, bytesIn: 0, bytesOut: 0 },
})

function addSum(sum: Sum, one: Omit<Sum, 'minute' | 'subsystemId' | 'offeringId'>): void {
  sum.calls += one.calls
  sum.failures += one.failures
  sum.refusals += one.refusals
  sum.slowCalls += one.slowCalls
  sum.durationMsSum += one.durationMsSum
  sum.durationMsLongest = Math.max(sum.durationMsLongest, one.durationMsLongest)
  sum.bytesIn += one.bytesIn
  sum.bytesOut += one.bytesOut
}

const toTraffic = ({ minute, ...sum }: Sum): TrafficOfMinute => ({
  ...sum,
  minuteAt: Temporal.Instant.fromEpochMilliseconds(minute * 60_000),
})

/** Sums up calls in memory and writes the sums of each minute every few seconds: a call costs no row. */
export function openTrafficTally({ db, clock, log }: Pick<Context, 'db' | 'clock' | 'log'>): TrafficTally {
  let sums = new Map<string, Sum>()
  const sumOf = (minute: number, subsystemId: string, offeringId: string): Sum => {
    const key = `${minute}/${subsystemId}/${offeringId}`
    const known = sums.get(key) ?? noSum(minute, subsystemId, offeringId)
    sums.set(key, known)
    return known
  }
  const flush = async () => {
    if (sums.size === 0) return
    const taken = [...sums.values()]
    sums = new Map()
    try {
      await addTraffic(db, taken.map(toTraffic))
    } catch (error) {
      for (const one of taken) addSum(sumOf(one.minute, one.subsystemId, one.offeringId), one)
      log.warn({ err: error }, 'the sums of the gateway could not be written, they are kept')
    }
  }
  const timer = setInterval(() => void flush(), flushEveryMs)
  timer.unref()
  return {
    count({ subsystemId, offeringId, outcome, durationMs, bytesIn, bytesOut }) {
      const ms = Math.round(durationMs)
      const minute = Math.floor(clock.now().epochMilliseconds / 60_000)
      addSum(sumOf(minute, subsystemId, offeringId), {
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
