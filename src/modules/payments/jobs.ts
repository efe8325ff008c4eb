import type { Context } from '#platform/context'
import { defineJob, enqueue, type Schedule, tryGivenUp } from '#platform/jobs'
import { workThrough } from '#platform/work-through'
import { askOrder } from './ask-order.ts'
import { type PaymentPlatform, PlatformUnreachable } from './ports.ts'
import { reconcileMissed } from './reconcile-day.ts'
import { sendRefund } from './refund-arrival.ts'
import { findOrder, listToAsk, type PaymentOrder, saveAsked } from './repository-orders.ts'
import { listUnanswered } from './repository-refunds.ts'
import { nextAskAt } from './rules/order.ts'

/** Gives the receipt of a charge that was paid, takes it back when the fee was given back; called again until it succeeds. */
export type ReceiptGiver = Readonly<{
  give: (context: Context, chargeId: string) => Promise<unknown>
  takeBack: (context: Context, chargeId: string) => Promise<unknown>
}>

/** Leads whatever was paid on; called again after every failure, until it succeeds. */
export type LeadOn = (context: Context, order: PaymentOrder) => Promise<void>

const portion = 200

/**
 * Asks for the orders whose turn has come; the callback may have been lost. One that gets no answer has its turn again
 * later and holds up no other; after a few in a row the platform is away, and the rest wait for the next round.
 */
const askWaiting = (platform: PaymentPlatform | null) =>
  defineJob<unknown, Context>('payments.ask_waiting', async (_, context) => {
    if (!platform) return
    const wanted = { provider: platform.key, now: context.clock.now() }
    await workThrough({
      list: (limit) => listToAsk(context.db, { ...wanted, limit }),
      one: (order) => isAnswered(context, platform, order),
    })
  })

async function isAnswered(context: Context, platform: PaymentPlatform, order: PaymentOrder): Promise<boolean> {
  try {
    await askOrder(context, platform, order)
    return true
  } catch (error) {
    const isAway = error instanceof PlatformUnreachable
    context.log[isAway ? 'warn' : 'error'](
      { err: error, reference: order.reference },
      'the payment platform does not say how an order stands',
    )
    await saveAsked(context.db, order.id, nextAskAt(order.askedTimes, context.clock.now()))
    return false
  }
}

/** Compares yesterday with the statement of the platform, and every day before it that was missed. */
const reconcileNightly = (platform: PaymentPlatform | null) =>
  defineJob<unknown, Context>('payments.reconcile', async (_, context) => {
    if (!platform) return
    await reconcileMissed(context, platform, { kind: 'system' })
  })

const leadOnAfter = (leadOn: LeadOn) =>
  defineJob<{ reference: string }, Context>('payments.lead_on', async ({ reference }, context) => {
    const order = await findOrder(context.db, reference)
    if (order?.state === 'paid') await leadOn(context, order)
  })

/** How long a refund may be on its way before it is sent again. */
const onItsWay = { minutes: 30 } as const

const receiptJobNames = ['payments.give_receipt', 'payments.take_receipt_back'] as const

/**
 * What was given up is tried again for as long as it takes: refunds that nobody answered, which by their ids are the same
 * refunds, and what else has to follow money.
 */
const sendAgain = (platform: PaymentPlatform | null) =>
  defineJob<unknown, Context>('payments.send_again', async (_, { db, clock }) => {
    await tryGivenUp(db, ['payments.lead_on', ...receiptJobNames])
    if (!platform) return
    const before = clock.now().subtract(onItsWay)
    const unanswered = await listUnanswered(db, { provider: platform.key, before, limit: portion })
    await db.transaction().execute(async (tx) => {
      for (const arrivalId of unanswered)
        await enqueue(tx, { name: 'payments.send_refund' }, { arrivalId }, { key: `refund.${arrivalId}` })
    })
  })

type OfCharge = Readonly<{ chargeId: string }>

const receiptJobsOf = ({ give, takeBack }: ReceiptGiver) =>
  [
    defineJob<OfCharge, Context>(receiptJobNames[0], async ({ chargeId }, context) => {
      await give(context, chargeId)
    }),
    defineJob<OfCharge, Context>(receiptJobNames[1], async ({ chargeId }, context) => {
      await takeBack(context, chargeId)
    }),
  ] as const

/** What the worker can do for payments at a platform; without one it waits. */
export const paymentJobs = (platform: PaymentPlatform | null, leadOn: LeadOn, receipts: ReceiptGiver) =>
  [
    askWaiting(platform),
    reconcileNightly(platform),
    sendRefund(platform),
    sendAgain(platform),
    leadOnAfter(leadOn),
    ...receiptJobsOf(receipts),
  ] as const

/** When it does so by itself. */
export const paymentSchedules: readonly Schedule[] = [
  { job: 'payments.ask_waiting', everyMinutes: 1 },
  { job: 'payments.send_again', everyMinutes: 30 },
  { job: 'payments.reconcile', dailyAt: '01:40' },
]
