import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { isId } from '#platform/ids'
import { defineJob, enqueue } from '#platform/jobs'
import { paymentsProblem } from './errors.ts'
import { platformNames, returnedUnasked } from './messages.ts'
import type { PaymentPlatform, ToldRefund } from './ports.ts'
import { type MoneyOfficer, refuseOthers } from './refund-charge.ts'
import { findToGiveBack, holdsMoney, lockToGiveBack, saveRefund, saveRefundEnd } from './repository-days.ts'
import { findArrival, lockOrder, type PaymentOrder, saveOrderState } from './repository-orders.ts'
import {
  findGivenBackTwice,
  savePaidOut,
  saveRefundedArrival,
  saveReturned,
  saveSettlement,
} from './repository-refunds.ts'
import type { ReturnedSum } from './rules/returned.ts'

/**
 * An officer has a sum given back that its charge could not take. Asked twice, it is given back once. A sum that came for no
 * order of ours is of no agency: any cashier may. Throws `payments.nothing_to_refund`, `request.not_found` to other agencies.
 */
export async function refundArrival(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  wanted: Readonly<{ arrivalId: string; reason: string }>,
  actor: MoneyOfficer,
): Promise<void> {
  const { arrivalId, reason } = wanted
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const arrival = isId(arrivalId) ? await lockToGiveBack(tx, arrivalId) : null
    if (arrival?.agencyId) refuseOthers(actor, arrival.agencyId)
    if (!arrival || arrival.outcome === 'counted' || isEnded(arrival.refundState))
      throw paymentsProblem('payments.nothing_to_refund')
    if (arrival.refundState === 'asked') return
    const { amountVnd, reference, transaction } = arrival
    await saveRefund(tx, { arrivalId, amountVnd, reason, at, by: actor.accountId ?? actor.kind })
    await appendAudit(tx, {
      at,
      actor,
      action: 'payments.refund',
      subjectKind: 'payment_order',
      subjectId: arrival.orderId ?? reference,
      subjectCode: reference,
      detail: { transaction, amountVnd, reason },
    })
    await enqueue(tx, { name: 'payments.send_refund' }, { arrivalId }, { key: `refund.${arrivalId}` })
  })
}

const isEnded = (state: string | null): boolean => state === 'done' || state === 'paid_out'

type Server = Pick<Context, 'db' | 'clock'>
type OfSum = Readonly<{ arrivalId: string; reference: string }>

/**
 * A cashier has paid out here a sum that its charge could not take and that the platform refuses to give back; `reference` names
 * the voucher. Its order is over when nothing more of it is left: the charge may be paid anew. Told twice it is written once.
 * Throws `payments.decision_missing`, `payments.nothing_to_refund` where the platform has not refused, `request.not_found` to
 * other agencies.
 */
export async function payOutArrival({ db, clock }: Server, paid: OfSum, actor: MoneyOfficer): Promise<void> {
  const { arrivalId } = paid
  const voucher = paid.reference.trim().slice(0, 60)
  if (!voucher) throw paymentsProblem('payments.decision_missing')
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const seen = isId(arrivalId) ? await findToGiveBack(tx, arrivalId) : null
    const order = seen && (await lockOrder(tx, seen.reference))
    const sum = seen && (await lockToGiveBack(tx, arrivalId))
    if (sum?.agencyId) refuseOthers(actor, sum.agencyId)
    if (sum?.voucher === voucher) return
    if (!sum || sum.outcome === 'counted' || sum.refundState !== 'refused')
      throw paymentsProblem('payments.nothing_to_refund')
    await savePaidOut(tx, arrivalId, { voucher, at, byName: actor.fullName ?? actor.kind })
    const { transaction, amountVnd } = sum
    await appendAudit(tx, {
      ...{ at, actor, action: 'payments.pay_out', ...subjectOf(sum) },
      detail: { transaction, amountVnd, reference: voucher },
    })
    await endOrder(tx, order, at)
  })
}

/**
 * A cashier writes down what was done about a sum that went back twice, here and there: that it was collected again, by which
 * receipt, or why it cannot be. Told twice, the first stands. Throws `payments.decision_missing`, `payments.nothing_to_refund`,
 * `request.not_found` to other agencies.
 */
export async function settleGivenBackTwice(
  { db, clock }: Server,
  made: OfSum,
  actor: MoneyOfficer,
): Promise<void> {
  const { arrivalId } = made
  const settlement = made.reference.trim().slice(0, 200)
  if (!settlement) throw paymentsProblem('payments.decision_missing')
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const sum = isId(arrivalId) ? await lockToGiveBack(tx, arrivalId) : null
    if (sum?.agencyId) refuseOthers(actor, sum.agencyId)
    const twice = sum && (await findGivenBackTwice(tx, arrivalId))
    if (!twice) throw paymentsProblem('payments.nothing_to_refund')
    if (twice.settlement !== null) return
    await saveSettlement(tx, arrivalId, { settlement, at, byName: actor.fullName ?? actor.kind })
    const { transaction, amountVnd, voucher } = twice
    await appendAudit(tx, {
      ...{ at, actor, action: 'payments.settle', ...subjectOf(sum) },
      detail: { transaction, amountVnd, voucher, settlement },
    })
  })
}

const subjectOf = ({ orderId, reference }: Readonly<{ orderId: string | null; reference: string }>) => ({
  subjectKind: 'payment_order',
  subjectId: orderId ?? reference,
  subjectCode: reference,
})

/** Has the platform give a sum back, until it says that it did, or that it will not. */
export const sendRefund = (platform: PaymentPlatform | null) =>
  defineJob<{ arrivalId: string }, Context>('payments.send_refund', async ({ arrivalId }, { db, clock }) => {
    const asked = await db.transaction().execute((tx) => lockToGiveBack(tx, arrivalId))
    if (asked?.refundState !== 'asked' || asked.provider !== platform?.key) return
    const { refundId: id, reference, transaction, amountVnd, reason } = asked
    if (!id || !reason) return
    const answer = await platform.refund({ id, reference, transaction, amountVnd, reason })
    const told = answer.state === 'refused' ? ((await findReturn(platform, asked)) ?? answer) : answer
    const at = clock.now()
    await db.transaction().execute(async (tx) => {
      if (told.state !== 'asked') return await endRefund(tx, { ...asked, id, arrivalId }, told, at)
      const again = { key: `refund.${arrivalId}`, runAt: at.add(askAgainAfter) }
      await enqueue(tx, { name: 'payments.send_refund' }, { arrivalId }, again)
    })
  })

const askAgainAfter = { minutes: 10 } as const

/** A platform refuses to give back what it gave back already: then it says so when asked how the order stands. */
async function findReturn(
  platform: PaymentPlatform,
  {
    reference,
    transaction,
    amountVnd,
  }: Readonly<{ reference: string; transaction: string; amountVnd: number }>,
): Promise<Extract<ToldRefund, { state: 'done' }> | null> {
  const { payments, returned } = await platform.ask(reference)
  const named = returned.find(({ payment }) => payment === transaction)
  const equal = returned.filter((one) => one.amountVnd === amountVnd)
  const areAll = equal.length === payments.filter((one) => one.amountVnd === amountVnd).length
  const back = named ?? (areAll ? equal.find(({ payment }) => payment === null) : undefined)
  return back ? { state: 'done', transaction: back.transaction, doneAt: back.at } : null
}

/** The order whose money it was is over when nothing of it is left to give back: the charge may then be paid anew. */
async function endRefund(
  tx: Tx,
  asked: Readonly<{ id: string; arrivalId: string; orderId: string | null; reference: string }>,
  told: Exclude<ToldRefund, { state: 'asked' }>,
  at: Temporal.Instant,
): Promise<void> {
  const { id, arrivalId, orderId, reference } = asked
  const order = await lockOrder(tx, reference)
  const now = await lockToGiveBack(tx, arrivalId)
  if (now?.refundId !== id || now.refundState !== 'asked') return
  await saveRefundEnd(tx, id, told)
  await appendAudit(tx, {
    at,
    actor: { kind: 'system' },
    action: `payments.refund_${told.state}`,
    subjectKind: 'payment_order',
    subjectId: orderId ?? reference,
    subjectCode: reference,
    detail:
      told.state === 'done'
        ? { refund: id, transaction: told.transaction }
        : { refund: id, reason: told.reason },
  })
  await endRefundOfCharge(tx, arrivalId, told)
  await endOrder(tx, order, at)
}

async function endOrder(tx: Tx, order: PaymentOrder | null, at: Temporal.Instant): Promise<void> {
  if (order?.state === 'held' && !(await holdsMoney(tx, order.id)))
    await saveOrderState(tx, order.id, 'closed', at)
}

/**
 * Takes note that a platform gave a sum back, whether we asked it to or it did so of its own accord; once, in the caller's
 * transaction. A charge that it had paid stays paid until a leader decides; where one has, its refund ends. What was paid out
 * here meanwhile went back twice: `listGivenBackTwice` shows it until a person settles it.
 */
export async function recordReturn(
  tx: Tx,
  { provider, payment, back }: Readonly<{ provider: string; payment: string; back: ReturnedSum }>,
  at: Temporal.Instant,
): Promise<void> {
  const order = await lockOrder(tx, back.reference)
  const arrival = await findArrival(tx, provider, payment)
  const sum = arrival && (await lockToGiveBack(tx, arrival.id))
  if (!sum || sum.refundState === 'done') return
  await saveReturned(tx, sum.id, back, { reason: returnedUnasked, by: provider })
  await appendAudit(tx, {
    at,
    actor: { kind: 'system' },
    action: 'payments.given_back_there',
    subjectKind: 'payment_order',
    subjectId: sum.orderId ?? sum.reference,
    subjectCode: sum.reference,
    detail: {
      provider,
      payment,
      transaction: back.transaction,
      amountVnd: back.amountVnd,
      outcome: sum.outcome,
      ...(sum.voucher !== null && { voucher: sum.voucher }),
    },
  })
  await endRefundOfCharge(tx, sum.id, { state: 'done', transaction: back.transaction, doneAt: back.at })
  await endOrder(tx, order, at)
}

/** Where the sum had paid a charge, its refund ends with it, and its receipt is taken back. */
async function endRefundOfCharge(
  tx: Tx,
  arrivalId: string,
  told: Exclude<ToldRefund, { state: 'asked' }>,
): Promise<void> {
  const end =
    told.state === 'done'
      ? ({
          state: 'done',
          reference: told.transaction,
          doneAt: told.doneAt,
          doneByName: platformNames.vi,
        } as const)
      : ({ state: 'refused', refusal: told.reason } as const)
  const chargeId = await saveRefundedArrival(tx, arrivalId, end)
  if (chargeId && told.state === 'done') await enqueue(tx, { name: 'payments.take_receipt_back' }, { chargeId })
}
