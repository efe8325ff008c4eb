import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import { findPaymentKey, lockCharge, savePayment } from './repository.ts'
import type { Charge, PaymentMethod } from './rules/charge.ts'

export type PaymentResult =
  | Readonly<{ ok: true; charge: Charge }>
  | Readonly<{ ok: false; code: 'already_paid' | 'cancelled' | 'not_found' }>

/**
 * Records that a charge was paid, with its audit entry and the job that gives its receipt. The same `key` again answers as the first time and takes no
 * money twice; another key is told that the charge is paid. Two cashiers at once: one wins, the other is told.
 */
export async function recordPayment(
  tx: Tx,
  payment: Readonly<{
    chargeId: string
    method: PaymentMethod
    reference: string
    at: Temporal.Instant
    actor: AuditActor
    key: string
  }>,
): Promise<PaymentResult> {
  const { chargeId, method, reference, at, actor, key } = payment
  const charge = await lockCharge(tx, chargeId)
  if (!charge) return { ok: false, code: 'not_found' }
  if (charge.state === 'cancelled') return { ok: false, code: 'cancelled' }
  if (charge.state === 'paid') {
    const isRepeat = (await findPaymentKey(tx, chargeId)) === key
    return isRepeat ? { ok: true, charge } : { ok: false, code: 'already_paid' }
  }
  const recordedBy = actor.accountId ?? actor.kind
  const paid = await savePayment(tx, { key, charge, method, reference, at, recordedBy })
  await appendAudit(tx, {
    at,
    actor,
    action: 'payments.record',
    subjectKind: 'charge',
    subjectId: chargeId,
    detail: { dossierId: charge.dossierId, amountVnd: charge.amountVnd, method, reference },
  })
  await enqueue(tx, { name: 'payments.give_receipt' }, { chargeId })
  return { ok: true, charge: paid }
}
