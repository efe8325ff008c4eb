import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import type { ToldPayment } from './ports.ts'
import { recordPayment } from './record-payment.ts'
import { lockCharge } from './repository.ts'
import {
  type Arrival,
  findArrival,
  lockOrder,
  type PaymentOrder,
  saveArrival,
  saveOrderState,
} from './repository-orders.ts'
import { judgeArrival, stateAfterArrival } from './rules/order.ts'

const system = { kind: 'system' } as const

/**
 * Takes note of a sum that a platform says it took: by callback, when asked, or in its statement, in any order and as often
 * as it likes. A transaction is written down once and counted once; what its charge cannot take is kept apart to be given
 * back, and what the platform gave back already (`isGivenBack`, its refund is the caller's to write down) is not counted. All
 * of it, with the audit entry and the job that leads the dossier on, in the caller's transaction.
 */
export async function recordArrival(
  tx: Tx,
  told: ToldPayment & Readonly<{ provider: string; toldBy: Arrival['toldBy']; isGivenBack?: boolean }>,
  at: Temporal.Instant,
): Promise<Arrival> {
  const { provider, transaction, reference, amountVnd, isGivenBack } = told
  const order = await lockOrder(tx, reference)
  const ours = order?.provider === provider ? order : null
  const known = await findArrival(tx, provider, transaction)
  if (known) return await compareWith(tx, known, told, at)
  const charge = ours && (await lockCharge(tx, ours.chargeId))
  const outcome = judgeArrival(
    ours && charge && { orderedVnd: ours.amountVnd, charge: charge.state },
    amountVnd,
    isGivenBack,
  )
  const orderId = ours?.id ?? null
  const saved = await saveArrival(tx, { ...told, orderId, outcome, recordedAt: at })
  // Only who told it under another reference, or under one nobody knows, was not waited for above.
  if (!saved) return await compareWith(tx, (await findArrival(tx, provider, transaction)) as Arrival, told, at)
  if (ours) await carryOrder(tx, ours, saved, at)
  await appendAudit(tx, {
    at,
    actor: system,
    action: 'payments.receive',
    subjectKind: 'payment_order',
    subjectId: orderId ?? reference,
    subjectCode: reference,
    detail: { provider, transaction, amountVnd, outcome, toldBy: told.toldBy },
  })
  return saved
}

async function carryOrder(tx: Tx, order: PaymentOrder, arrival: Arrival, at: Temporal.Instant): Promise<void> {
  const { transaction, paidAt, outcome } = arrival
  const state = stateAfterArrival(order.state, outcome)
  if (state !== order.state) await saveOrderState(tx, order.id, state, at)
  if (outcome !== 'counted') return
  const paid = await recordPayment(tx, {
    chargeId: order.chargeId,
    method: 'online',
    reference: transaction,
    at: paidAt,
    actor: system,
    key: `order.${order.reference}`,
  })
  if (!paid.ok) throw new Error(`the charge of ${order.reference} was looked at and is ${paid.code}`)
  await enqueue(tx, { name: 'payments.lead_on' }, { reference: order.reference })
}

/** A transaction told again in other words is not believed the second time, and not passed over in silence. */
async function compareWith(
  tx: Tx,
  known: Arrival,
  told: ToldPayment & Readonly<{ toldBy: Arrival['toldBy'] }>,
  at: Temporal.Instant,
): Promise<Arrival> {
  if (known.amountVnd === told.amountVnd && known.reference === told.reference) return known
  const { transaction, reference, amountVnd, toldBy } = told
  await appendAudit(tx, {
    at,
    actor: system,
    action: 'payments.contradict',
    subjectKind: 'payment_order',
    subjectId: known.orderId ?? known.reference,
    subjectCode: known.reference,
    detail: { transaction, reference, amountVnd, toldBy, kept: known.amountVnd },
  })
  return known
}
