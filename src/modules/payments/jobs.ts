import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { askOrder } from './ask-order.ts'
import { type PaymentPlatform, PlatformUnreachable } from './ports.ts'
import { reconcileDay } from './reconcile-day.ts'
import { sendRefund } from './refund-arrival.ts'
import { findOrder, listToAsk, type PaymentOrder, saveAsked } from './repository-orders.ts'
import { nextAskAt } from './rules/order.ts'
import { dayOf } from './start-payment.ts'

/** Gives the receipt of a charge that was paid, takes it back when the fee was given back; called again until it succeeds. */
export type ReceiptGiver = Readonly<{
  give: (context: Context, chargeId: string) => Promise<unknown>
  takeBack: (context: Context, chargeId: string) => Promise<unknown>
}>

/** Leads whatever was paid on; called again after every failure, until it succeeds. */
export type LeadOn = (context: Context, order: PaymentOrder) => Promise<void>

const portion = 200

const enoughFailures = 3

/**
 * Asks for the orders whose turn has come; the callback may have been lost. One that gets no answer has its turn again
 * later and holds up no other; after a few in a row the platform is away, and the rest wait for the next round.
 */
const askWaiting = (platform: PaymentPlatform | null) =>
  defineJob<unknown, Context>('payments.ask_waiting', async (_, context) => {
    if (!platform) return
    const wanted = { provider: platform.key, now: context.clock.now(), limit: portion }
    let failures = 0
    for (const order of await listToAsk(context.db, wanted)) {
      failures = (await isAnswered(context, platform, order)) ? 0 : failures + 1
      if (failures === enoughFailures) return
    }
  })

async function isAnswered(context: Context, platform: PaymentPlatform, order: PaymentOrder): Promise<boolean> {
  try {
    await askOrder(context, platform, order)
    return true
  } catch (error) {
    if (!(error instanceof PlatformUnreachable)) throw error
    context.log.warn(
      { err: error, reference: order.reference },
      'the payment platform does not say how an order stands',
    )
    await saveAsked(context.db, order.id, nextAskAt(order.askedTimes, context.clock.now()))
    return false
  }
}

/** Compares yesterday with the statement of the platform. */
const reconcileYesterday = (platform: PaymentPlatform | null) =>
  defineJob<unknown, Context>('payments.reconcile', async (_, context) => {
    if (!platform) return
    const yesterday = dayOf(context.clock.now()).subtract({ days: 1 })
    await reconcileDay(context, platform, yesterday, { kind: 'system' })
  })

const leadOnAfter = (leadOn: LeadOn) =>
  defineJob<{ reference: string }, Context>('payments.lead_on', async ({ reference }, context) => {
    const order = await findOrder(context.db, reference)
    if (order?.state === 'paid') await leadOn(context, order)
  })

type OfCharge = Readonly<{ chargeId: string }>

const receiptJobsOf = ({ give, takeBack }: ReceiptGiver) =>
  [
    defineJob<OfCharge, Context>('payments.give_receipt', async ({ chargeId }, context) => {
      await give(context, chargeId)
    }),
    defineJob<OfCharge, Context>('payments.take_receipt_back', async ({ chargeId }, context) => {
      await takeBack(context, chargeId)
    }),
  ] as const

/** What the worker can do for payments at a platform; without one it waits. */
export const paymentJobs = (platform: PaymentPlatform | null, leadOn: LeadOn, receipts: ReceiptGiver) =>
  [
    askWaiting(platform),
    reconcileYesterday(platform),
    sendRefund(platform),
    leadOnAfter(leadOn),
    ...receiptJobsOf(receipts),
  ] as const

/** When it does so by itself. */
export const paymentSchedules: readonly Schedule[] = [
  { job: 'payments.ask_waiting', everyMinutes: 1 },
  { job: 'payments.reconcile', dailyAt: '01:40' },
]
