import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import type { Gauge } from '#platform/telemetry'
import { listDiffering, listUncompared } from './repository-days.ts'
import { findLastProvider, tallyOpen } from './repository-orders.ts'
import { countGivenBackTwice } from './repository-refunds.ts'
import { dayOf } from './start-payment.ts'

type Server = Pick<Context, 'db' | 'clock'>

const secondsSince = ({ clock }: Server, at: { epochMilliseconds: number } | null): number =>
  at ? Math.max(0, Math.floor((clock.now().epochMilliseconds - at.epochMilliseconds) / 1000)) : 0

/** An order whose turn to be asked for passed this long ago: nobody asks. */
const silentSeconds = 15 * 60

/** How many days may pass before a day that nobody compared is spoken of: the nightly run has two more tries. */
const mostDaysBehind = 2

/** As far back as days are compared that were missed. */
const lookedBackDays = 60

/** What is open at the platform, and what of its statements is not in order. */
export async function readMoneyStanding({ db, clock }: Server) {
  const at = clock.now()
  const today = dayOf(at)
  const provider = await findLastProvider(db)
  const since = today.subtract({ days: lookedBackDays })
  const missed = provider ? await listUncompared(db, provider, today) : []
  return {
    ...(await tallyOpen(db, at)),
    /** Days of the last 60 that nobody compared although there was time to. */
    uncompared: missed.filter((day) => day.until(today).total('days') > mostDaysBehind),
    /** Days of the last 60 in which money differs. */
    differing: await listDiffering(db, since),
    /** Sums that went back here and there, and that nobody settled. */
    givenBackTwice: await countGivenBackTwice(db),
  }
}

type Standing = Awaited<ReturnType<typeof readMoneyStanding>>

function warnOf({ uncompared, differing, givenBackTwice }: Standing): string | null {
  const words = [
    ...(uncompared.length > 0
      ? [`${uncompared.length} days not compared with the statement, the first ${uncompared[0]}`]
      : []),
    ...(differing.length > 0
      ? [`${differing.length} days in which money differs from the statement, the first ${differing[0]}`]
      : []),
    ...(givenBackTwice > 0
      ? [`${givenBackTwice} sums that were paid out here and given back there, and that nobody settled`]
      : []),
  ]
  return words.join('; ') || null
}

/**
 * Whether somebody asks for the orders that wait; a citizen who does not pay is no fault of ours. Warns of days that were not
 * compared with the statement, or differ from it, and of sums that went back twice.
 */
export const checkPayments =
  (context: Server): HealthCheck =>
  async (upSeconds) => {
    const standing = await readMoneyStanding(context)
    const { waiting, held, askOverdueAt, oldestWaitingAt } = standing
    const overdue = secondsSince(context, askOverdueAt)
    const waited = Math.floor(secondsSince(context, oldestWaitingAt) / 3600)
    return {
      check: 'payments',
      ok: overdue <= silentSeconds || upSeconds < silentSeconds,
      found: `${waiting} orders wait, the oldest for ${waited} h, asked for ${Math.floor(overdue / 60)} min late; ${held} hold money to give back`,
      warning: warnOf(standing),
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
