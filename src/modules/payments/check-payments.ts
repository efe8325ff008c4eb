import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { listUncompared } from './repository-days.ts'
import { findLastProvider, tallyOpen } from './repository-orders.ts'
import { dayOf } from './start-payment.ts'

type Server = Pick<Context, 'db' | 'clock'>

const secondsSince = ({ clock }: Server, at: { epochMilliseconds: number } | null): number =>
  at ? Math.max(0, Math.floor((clock.now().epochMilliseconds - at.epochMilliseconds) / 1000)) : 0

/** An order whose turn to be asked for passed this long ago: nobody asks. */
const silentSeconds = 15 * 60

/** How many days may pass before a day that nobody compared is spoken of: the nightly run has two more tries. */
const mostDaysBehind = 2

async function warnOfUncompared({ db, clock }: Server): Promise<string | null> {
  const provider = await findLastProvider(db)
  const today = dayOf(clock.now())
  const missed = provider ? await listUncompared(db, provider, today) : []
  const old = missed.filter((day) => day.until(today).total('days') > mostDaysBehind)
  return old.length > 0 ? `${old.length} days not compared with the statement, the first ${old[0]}` : null
}

/**
 * Whether somebody asks for the orders that wait; a citizen who does not pay is no fault of ours. Warns of days that were not
 * compared with the statement.
 */
export const checkPayments =
  (context: Server): HealthCheck =>
  async (upSeconds) => {
    const { waiting, held, askOverdueAt, oldestWaitingAt } = await tallyOpen(context.db, context.clock.now())
    const overdue = secondsSince(context, askOverdueAt)
    const waited = Math.floor(secondsSince(context, oldestWaitingAt) / 3600)
    return {
      check: 'payments',
      ok: overdue <= silentSeconds || upSeconds < silentSeconds,
      found: `${waiting} orders wait, the oldest for ${waited} h, asked for ${Math.floor(overdue / 60)} min late; ${held} hold money to give back`,
      warning: await warnOfUncompared(context),
    }
  }

/** What of payments is measured. */
export const paymentGauges = (context: Server): readonly Gauge[] => {
  const tally = () => tallyOpen(context.db, context.clock.now())
  return [
    {
      name: 'motcua_payment_order_waiting_seconds',
      help: 'How long the payment order that waits longest has waited; 0 when none waits.',
      read: async () => secondsSince(context, (await tally()).oldestWaitingAt),
    },
    {
      name: 'motcua_payment_orders_held',
      help: 'Payment orders with money that has to be given back.',
      read: async () => (await tally()).held,
    },
  ]
}
