import type { OpenCircuit } from '#modules/exchange'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import type { Gauge } from '#platform/telemetry'
import type { Circuit, Providers } from './providers.ts'
import type { FaultCode } from './rules/faults.ts'

/** What the gateway of this process has done since it started. */
export type GatewayFigures = Readonly<{
  countCall: (target: string, seconds: number) => void
  countRefusal: (code: FaultCode) => void
  /** From now on the gauges tell how its breakers stand. */
  watch: (providers: Pick<Providers, 'states'>) => void
  circuits: () => readonly Circuit[]
  read: () => Readonly<{
    calls: Readonly<Record<string, number>>
    meanSeconds: Readonly<Record<string, number>>
    refusals: Readonly<Record<string, number>>
    breakers: Readonly<Record<string, number>>
  }>
}>

// A label for each of so many offerings; what comes after them shares one.
const mostLabels = 200
const others = 'others'

type Sum = { calls: number; seconds: number }

function makeFigures(): GatewayFigures {
  const sums = new Map<string, Sum>()
  const refusals = new Map<string, number>()
  let states: Providers['states'] = () => []
  const sumOf = (target: string): Sum => {
    const label = sums.has(target) || sums.size < mostLabels ? target : others
    const sum = sums.get(label) ?? { calls: 0, seconds: 0 }
    sums.set(label, sum)
    return sum
  }
  const each = (figure: (sum: Sum) => number) =>
    Object.fromEntries([...sums].map(([target, sum]) => [target, figure(sum)]))
  return {
    countCall(target, seconds) {
      const sum = sumOf(target)
      sum.calls += 1
      sum.seconds += seconds
    },
    countRefusal: (code) => void refusals.set(code, (refusals.get(code) ?? 0) + 1),
    watch: (providers) => {
      states = providers.states
    },
    circuits: () => states(),
    read: () => ({
      calls: each(({ calls }) => calls),
      meanSeconds: each(({ calls, seconds }) => seconds / calls),
      refusals: Object.fromEntries(refusals),
      breakers: Object.fromEntries(
        states()
          .slice(0, mostLabels)
          .map(({ key, state }) => [key, { closed: 0, half_open: 1, open: 2 }[state]]),
      ),
    }),
  }
}

const known = new WeakMap<Db, GatewayFigures>()

/** The figures of the gateway that works on this database. */
export function figuresOf({ db }: Pick<Context, 'db'>): GatewayFigures {
  const figures = known.get(db) ?? makeFigures()
  known.set(db, figures)
  return figures
}

/** The versions whose providers this process leaves alone now, each as `instance/class/member/subsystem/offering/version`, behind it `/sandbox` for its sandbox. */
export const openCircuits = (context: Pick<Context, 'db'>): readonly OpenCircuit[] =>
  figuresOf(context)
    .circuits()
    .flatMap(({ key, since, triesAt }) => (since && triesAt ? [{ key, since, triesAt }] : []))

/** What of the gateway is measured, in this process. */
export const gatewayGauges = (context: Pick<Context, 'db'>): readonly Gauge[] => {
  const gauge = (
    name: string,
    label: string,
    help: string,
    figure: keyof ReturnType<GatewayFigures['read']>,
  ): Gauge => ({
    ...{ name: `motcua_gateway_${name}`, label, help },
    read: async () => figuresOf(context).read()[figure],
  })
  return [
    gauge('calls', 'offering', 'Calls that were let through to an offering since the start.', 'calls'),
    gauge('mean_seconds', 'offering', 'Mean time of these calls, to the last byte.', 'meanSeconds'),
    gauge(
      'refusals',
      'code',
      'Calls that got an error of the gateway since the start, by its code.',
      'refusals',
    ),
    gauge('breaker', 'version', 'The circuit of a version: 0 closed, 1 one call tries, 2 open.', 'breakers'),
  ]
}
