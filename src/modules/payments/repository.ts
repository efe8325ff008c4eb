import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { Charge, ChargeReckoning, ChargeState, PaymentMethod } from './rules/charge.ts'

const columns = [
  'id',
  'dossier_id',
  'agency_id',
  'name',
  'amount_vnd',
  'state',
  'paid_at',
  'method',
  'receipt_reference',
  'rule_hash',
  'explanation',
  'entitlement',
  // Nothing of it is taken off the charge: it was paid.
  sql<Date | null>`(select r.done_at from payments.charge_refund r where r.charge_id = payments.charge.id)`.as(
    'refunded_at',
  ),
] as const

type Row = Readonly<{
  id: string
  dossier_id: string
  agency_id: string
  name: string
  amount_vnd: number
  state: string
  paid_at: Date | null
  method: string | null
  receipt_reference: string | null
  rule_hash: string | null
  explanation: unknown
  entitlement: unknown
  refunded_at: Date | null
}>

const toCharge = (row: Row): Charge => ({
  id: row.id,
  dossierId: row.dossier_id,
  agencyId: row.agency_id,
  name: row.name,
  amountVnd: row.amount_vnd,
  state: row.state as ChargeState,
  paidAt: row.paid_at && instantOf(row.paid_at),
  method: row.method as PaymentMethod | null,
  receiptReference: row.receipt_reference,
  refundedAt: row.refunded_at && instantOf(row.refunded_at),
  reckoning:
    row.rule_hash === null
      ? null
      : {
          ruleHash: row.rule_hash,
          explanation: row.explanation as ChargeReckoning['explanation'],
          entitlements: row.entitlement as ChargeReckoning['entitlements'],
        },
})

/** The charges of a dossier in the order they were opened; a dossier has a handful. */
export async function listCharges(db: Db, dossierId: string): Promise<Charge[]> {
  const charges = db.selectFrom('payments.charge').select(columns).where('dossier_id', '=', dossierId)
  return (await charges.orderBy('id').limit(200).execute()).map(toCharge)
}

export async function findCharge(db: Db | Tx, id: string): Promise<Charge | null> {
  const row = await db.selectFrom('payments.charge').select(columns).where('id', '=', id).executeTakeFirst()
  return row ? toCharge(row) : null
}

/** Holds the charge until the transaction ends: two cashiers cannot take the money twice. */
export async function lockCharge(tx: Tx, id: string): Promise<Charge | null> {
  const charge = tx.selectFrom('payments.charge').select(columns).where('id', '=', id)
  const row = await charge.forUpdate().executeTakeFirst()
  return row ? toCharge(row) : null
}

export type NewCharge = Readonly<{
  dossierId: string
  agencyId: string
  name: string
  amountVnd: number
  at: Temporal.Instant
  /** How it came about; absent or null where an officer set it by hand. */
  reckoning?: ChargeReckoning | null
}>

export async function saveCharge(tx: Tx, charge: NewCharge): Promise<Charge> {
  const { dossierId, agencyId, name, amountVnd, at, reckoning = null } = charge
  const row = await tx
    .insertInto('payments.charge')
    .values({
      id: makeId(at.epochMilliseconds),
      dossier_id: dossierId,
      agency_id: agencyId,
      name,
      amount_vnd: amountVnd,
      state: 'due',
      opened_at: at.toString(),
      rule_hash: reckoning?.ruleHash ?? null,
      explanation: reckoning && JSON.stringify(reckoning.explanation),
      entitlement: reckoning && JSON.stringify(reckoning.entitlements),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return toCharge(row)
}

export type Payment = Readonly<{
  key: string
  charge: Charge
  method: PaymentMethod
  reference: string
  at: Temporal.Instant
  recordedBy: string
}>

/** Writes the payment and, beside it, the new state of its charge. */
export async function savePayment(tx: Tx, payment: Payment): Promise<Charge> {
  const { key, charge, method, reference, at, recordedBy } = payment
  const paidAt = at.toString()
  await tx
    .insertInto('payments.payment')
    .values({
      id: makeId(at.epochMilliseconds),
      key,
      charge_id: charge.id,
      amount_vnd: charge.amountVnd,
      method,
      reference,
      paid_at: paidAt,
      recorded_by: recordedBy,
    })
    .execute()
  const row = await tx
    .updateTable('payments.charge')
    .set({ state: 'paid', paid_at: paidAt, method, receipt_reference: reference })
    .where('id', '=', charge.id)
    .returning(columns)
    .executeTakeFirstOrThrow()
  return toCharge(row)
}

/** The key under which the charge was paid; null while it is not. */
export async function findPaymentKey(db: Db, chargeId: string): Promise<string | null> {
  const payment = db.selectFrom('payments.payment').select('key').where('charge_id', '=', chargeId)
  return (await payment.executeTakeFirst())?.key ?? null
}

/** Cancels what is still due; what was paid stays paid. Answers the ids of what was cancelled. */
export async function cancelCharges(tx: Tx, dossierId: string, at: Temporal.Instant): Promise<string[]> {
  const rows = await tx
    .updateTable('payments.charge')
    .set({ state: 'cancelled', cancelled_at: at.toString() })
    .where('dossier_id', '=', dossierId)
    .where('state', '=', 'due')
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}
