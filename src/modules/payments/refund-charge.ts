import type { Temporal } from 'temporal-polyfill'
import { type AuditActor, appendAudit } from '#modules/audit'
import { instantOf } from '#platform/clock'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { isId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { paymentsProblem } from './errors.ts'
import { platformNames } from './messages.ts'
import { lockCharge } from './repository.ts'
import { lockToGiveBack, saveRefund } from './repository-days.ts'
import { findChargeRefund, findCountedArrival, saveDecision, saveRefunded } from './repository-refunds.ts'
import type { Charge } from './rules/charge.ts'

type Server = Pick<Context, 'db' | 'clock'>

/** Who handles money, for one agency. */
export type MoneyOfficer = AuditActor & Readonly<{ agencyId: string }>

/** Money of an agency does not exist to officers of another. Throws `request.not_found`. */
export function refuseOthers({ agencyId }: MoneyOfficer, ofAgencyId: string): void {
  if (agencyId !== ofAgencyId) throw requestProblem('request.not_found')
}

async function lockOwnCharge(tx: Tx, chargeId: string, officer: MoneyOfficer): Promise<Charge | null> {
  const charge = isId(chargeId) ? await lockCharge(tx, chargeId) : null
  if (charge) refuseOthers(officer, charge.agencyId)
  return charge
}

/**
 * A leader decides that a fee that was counted is given back: through the platform it came by, otherwise at the counter. The
 * charge stays paid, the refund stands beside it. Decided twice it is given back once; one that the platform refused may be
 * decided anew. Throws `payments.nothing_to_refund`, `payments.decision_missing`, `request.not_found` to other agencies.
 */
export async function decideRefund({ db, clock }: Server, wanted: Wanted, actor: MoneyOfficer): Promise<void> {
  const { chargeId } = wanted
  const [decisionNumber, reason] = [wanted.decisionNumber.trim(), wanted.reason.trim()]
  if (!decisionNumber || !reason || decisionNumber.length > 60 || reason.length > 500)
    throw paymentsProblem('payments.decision_missing')
  await db.transaction().execute((tx) => decide(tx, { chargeId, decisionNumber, reason }, actor, clock.now()))
}

type Wanted = Readonly<{ chargeId: string; decisionNumber: string; reason: string }>

async function decide(tx: Tx, wanted: Wanted, actor: MoneyOfficer, at: Temporal.Instant): Promise<void> {
  const { chargeId, decisionNumber, reason } = wanted
  const charge = await lockOwnCharge(tx, chargeId, actor)
  const arrivalId = charge?.method === 'online' ? await findCountedArrival(tx, chargeId) : null
  const sum = arrivalId ? await lockToGiveBack(tx, arrivalId) : null
  const before = charge && (await findChargeRefund(tx, chargeId))
  if (charge?.state !== 'paid' || before?.state === 'done') throw paymentsProblem('payments.nothing_to_refund')
  if (before?.state === 'asked') return
  const { amountVnd } = charge
  const by = actor.accountId ?? actor.kind
  const decision = { decidedAt: at, decidedBy: by, decidedByName: actor.fullName ?? actor.kind }
  await saveDecision(tx, { ...wanted, ...decision, arrivalId, amountVnd })
  await appendAudit(tx, {
    at,
    actor,
    action: 'payments.decide_refund',
    subjectKind: 'charge',
    subjectId: chargeId,
    detail: { dossierId: charge.dossierId, amountVnd, decisionNumber, reason },
  })
  if (!arrivalId) return
  if (sum?.returnedBy && sum.doneAt)
    return await endReturned(tx, chargeId, sum.returnedBy, instantOf(sum.doneAt))
  await saveRefund(tx, { arrivalId, amountVnd, reason, at, by })
  await enqueue(tx, { name: 'payments.send_refund' }, { arrivalId }, { key: `refund.${arrivalId}` })
}

/** The platform had given it back before anybody decided. */
async function endReturned(tx: Tx, chargeId: string, reference: string, doneAt: Temporal.Instant) {
  await saveRefunded(tx, chargeId, { state: 'done', reference, doneAt, doneByName: platformNames.vi })
  await enqueue(tx, { name: 'payments.take_receipt_back' }, { chargeId })
}

/** The sum of the platform that goes back is held, too: what is told of it comes before or after, not meanwhile. */
async function lockChargeRefund(tx: Tx, chargeId: string) {
  const seen = await findChargeRefund(tx, chargeId)
  if (!seen?.arrivalId) return seen
  await lockToGiveBack(tx, seen.arrivalId)
  return await findChargeRefund(tx, chargeId)
}

/**
 * A cashier has paid out at the counter what was decided; `reference` names the voucher. Told twice it is written once. Throws
 * `payments.nothing_to_refund` where nothing was decided, or the platform is giving it back; `request.not_found` to other agencies.
 */
export async function recordPayOut(
  { db, clock }: Server,
  { chargeId, reference }: Readonly<{ chargeId: string; reference: string }>,
  actor: MoneyOfficer,
): Promise<void> {
  const voucher = reference.trim().slice(0, 60)
  if (!voucher) throw paymentsProblem('payments.decision_missing')
  const doneAt = clock.now()
  await db.transaction().execute(async (tx) => {
    const charge = await lockOwnCharge(tx, chargeId, actor)
    const refund = charge && (await lockChargeRefund(tx, chargeId))
    if (refund?.state === 'done' && refund.reference === voucher) return
    const isOurs = refund?.state === 'refused' || (refund?.state === 'asked' && !refund.arrivalId)
    if (!charge || !isOurs) throw paymentsProblem('payments.nothing_to_refund')
    const doneByName = actor.fullName ?? actor.kind
    await saveRefunded(tx, chargeId, { state: 'done', reference: voucher, doneAt, doneByName })
    await appendAudit(tx, {
      at: doneAt,
      actor,
      action: 'payments.pay_out',
      subjectKind: 'charge',
      subjectId: chargeId,
      detail: { dossierId: charge.dossierId, amountVnd: charge.amountVnd, reference: voucher },
    })
    await enqueue(tx, { name: 'payments.take_receipt_back' }, { chargeId })
  })
}
