import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { listAway, type Tally, tallyMessages } from './repository-delivery.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** A message that should have been looked at so long ago shows that nobody looks, in minutes. */
const mostWaitMinutes = 15

const waitedMinutes = ({ oldestWaitingAt }: Tally, { clock }: Server): number =>
  oldestWaitingAt
    ? Math.max(0, Math.floor((clock.now().epochMilliseconds - oldestWaitingAt.epochMilliseconds) / 60_000))
    : 0

/**
 * Whether messages are looked after in time. What does not arrive is no fault of the system; it stands on its page. Nor is it
 * that a carrier is away.
 */
export const checkMessages =
  (context: Server): HealthCheck =>
  async () => {
    const away = await listAway(context.db)
    const tally = await tallyMessages(context.db, away)
    const minutes = waitedMinutes(tally, context)
    const found = `${tally.waiting} messages wait, the oldest ${minutes} min past its turn; ${tally.undelivered} did not arrive`
    const warning = away.length > 0 ? `${found}; away: ${away.join(', ')}` : null
    return { check: 'messages', ok: minutes <= mostWaitMinutes, found, warning }
  }

/** What of messages is measured. */
export const messageGauges = (context: Server): readonly Gauge[] => [
  {
    name: 'motcua_messages_waiting',
    help: 'Messages to people that wait to be sent, counted to 10,000.',
    read: async () => (await tallyMessages(context.db)).waiting,
  },
  {
    name: 'motcua_messages_undelivered',
    help: 'Messages that did not arrive and that nobody has looked after, counted to 10,000.',
    read: async () => (await tallyMessages(context.db)).undelivered,
  },
]
