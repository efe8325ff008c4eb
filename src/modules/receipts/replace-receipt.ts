import { type AuditActor, appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import { findChargeRefund, type MoneyOfficer } from '#modules/payments'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { receiptsProblem } from './errors.ts'
import { giveOut, type Issuing, issueReceipt, planSummary } from './issue-receipt.ts'
import {
  appendCancellation,
  type Cancellation,
  type EReceipt,
  listReceiptsOfCharge,
  lockReceiptsOf,
} from './repository.ts'

type Correction = Readonly<{ payerName: string; payerAddress: string | null; reason: string }>

/**
 * Another receipt stands instead of one that says something wrong of its payer: the wrong one is cancelled and keeps its number,
 * the right one has the next. What was collected is not changed by it. Throws `receipts.not_in_force`, `receipts.nothing_new`,
 * and `request.not_found` to officers of another agency.
 */
export async function replaceReceipt(
  context: Issuing,
  wrong: Pick<EReceipt, 'id' | 'chargeId'>,
  given: Correction,
  actor: MoneyOfficer,
): Promise<EReceipt> {
  return await context.db.transaction().execute(async (tx) => {
    await lockReceiptsOf(tx, wrong.chargeId)
    const [newest] = await listReceiptsOfCharge(tx, wrong.chargeId)
    if (newest?.agencyId !== actor.agencyId) throw requestProblem('request.not_found')
    if (newest.id !== wrong.id || newest.cancellation) throw receiptsProblem('receipts.not_in_force')
    const says = correct(newest, given)
    const byName = actor.fullName ?? actor.kind
    await cancel(context, tx, newest, { kind: 'replaced', reason: says.reason, byName }, actor)
    return await giveOut(context, tx, { ...says, issuedByName: byName })
  })
}

function correct(newest: EReceipt, given: Correction) {
  const [payerName, reason] = [given.payerName.trim(), given.reason.trim()]
  const payerAddress = given.payerAddress?.trim() || null
  const isSame = payerName === newest.payerName && payerAddress === newest.payerAddress
  const isWrong = !payerName || payerName.length > 200 || (payerAddress?.length ?? 0) > 300
  if (isSame || isWrong || !reason || reason.length > 500) throw receiptsProblem('receipts.nothing_new')
  const { cancellation, ...kept } = newest
  const { formSymbol, receiptSymbol, number } = newest
  return {
    ...kept,
    payerName,
    payerAddress,
    reason,
    version: newest.version + 1,
    replaced: { formSymbol, receiptSymbol, number },
  }
}

/**
 * Cancels the receipt of a charge that was given back; it keeps its number. Done once, however often it is asked. A receipt that
 * was not made before the money went back is made first: whatever came and went stands in the books.
 */
export async function cancelRefunded(context: Issuing, chargeId: string): Promise<void> {
  const refund = await findChargeRefund(context.db, chargeId)
  if (refund?.state !== 'done') return
  await issueReceipt(context, chargeId)
  await context.db.transaction().execute(async (tx) => {
    await lockReceiptsOf(tx, chargeId)
    const [newest] = await listReceiptsOfCharge(tx, chargeId)
    if (!newest || newest.cancellation) return
    const reason = `Hoàn phí theo quyết định ${refund.decisionNumber}: ${refund.reason}`.slice(0, 500)
    const byName = refund.decidedByName
    await cancel(context, tx, newest, { kind: 'refunded', reason, byName }, { kind: 'system' })
  })
}

async function cancel(
  context: Issuing,
  tx: Tx,
  receipt: EReceipt,
  why: Omit<Cancellation, 'at'>,
  actor: AuditActor,
): Promise<void> {
  const at = context.clock.now()
  await appendCancellation(tx, receipt.id, { ...why, at, on: localDay(at).toString() })
  await appendAudit(tx, {
    at,
    actor,
    action: 'receipts.cancel',
    subjectKind: 'dossier',
    subjectId: receipt.dossierId,
    subjectCode: receipt.dossierCode,
    detail: {
      receiptSymbol: receipt.receiptSymbol,
      number: receipt.number,
      kind: why.kind,
      reason: why.reason,
    },
  })
  await planSummary(context, tx, { agencyId: receipt.agencyId, at })
}
