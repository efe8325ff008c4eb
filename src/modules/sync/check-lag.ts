import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import {
  type DestinationRow,
  listDestinations,
  readDestination,
  type Tally,
  tallyDeliveries,
} from './repository-destination.ts'
import { type Health, judgeStanding } from './rules/lag.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** How a destination stands: what is known of it, what waits, and the verdict. */
export type DestinationStanding = Readonly<{
  row: DestinationRow
  tally: Tally
  lagSeconds: number
  health: Health
}>

export async function readStanding({ db, clock }: Server, code: string): Promise<DestinationStanding> {
  const now = clock.now()
  const row = await readDestination(db, code)
  const tally = await tallyDeliveries(db, code, now.subtract({ hours: 24 }))
  const { oldestQueuedAt, needAPerson } = tally
  const age = oldestQueuedAt ? (now.epochMilliseconds - oldestQueuedAt.epochMilliseconds) / 1000 : 0
  const lagSeconds = Math.max(0, Math.floor(age))
  const oldestWaitingSeconds = oldestQueuedAt ? lagSeconds : null
  const { failures, held } = row
  const health = judgeStanding({ oldestWaitingSeconds, needAPerson, isHeld: held !== null, failures })
  return { row, tally, lagSeconds, health }
}

/**
 * Says how every destination stands. What is not told within ten minutes is a warning: that another system is away is no
 * reason to send nobody to this server. What an administrator stopped is no fault.
 */
export const checkSync =
  (context: Server): HealthCheck =>
  async () => {
    const codes = await listDestinations(context.db)
    const standings = await Promise.all(codes.map((code) => readStanding(context, code)))
    const words = ({ row, tally, lagSeconds, health }: DestinationStanding) =>
      `${row.code} ${health}: ${tally.waiting} wait, the oldest for ${Math.floor(lagSeconds / 60)} min`
    const behind = standings.filter(({ health }) => health === 'behind' || health === 'stuck')
    return {
      ...{ check: 'sync', ok: true },
      found: standings.map(words).join('; ') || 'no destination',
      warning: behind.map(words).join('; ') || null,
    }
  }

/** What of synchronisation is measured, for each destination. */
export const syncGauges = (context: Server): readonly Gauge[] => {
  const read = async (figure: (standing: DestinationStanding) => number) => {
    const pairs = (await listDestinations(context.db)).map(
      async (code) => [code, figure(await readStanding(context, code))] as const,
    )
    return Object.fromEntries(await Promise.all(pairs))
  }
  return [
    {
      name: 'motcua_sync_lag_seconds',
      help: 'How long the message that waits longest for a destination has waited; 0 when none waits.',
      label: 'destination',
      read: () => read(({ lagSeconds }) => lagSeconds),
    },
    {
      name: 'motcua_sync_waiting',
      help: 'Messages that wait for a destination, counted to 100,000.',
      label: 'destination',
      read: () => read(({ tally }) => tally.waiting),
    },
    {
      name: 'motcua_sync_need_a_person',
      help: 'Messages that a destination refused or that were given up.',
      label: 'destination',
      read: () => read(({ tally }) => tally.needAPerson),
    },
  ]
}
