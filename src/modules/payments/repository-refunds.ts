import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { HeldArrival } from './repository-days.ts'
import type { Returnable, ReturnedSum } from './rules/returned.ts'

/**
 * Hoàn phí theo quyết định: a fee that was counted is given back. `arrivalId`: the sum of the platform that goes back there;
 * null: it is paid out at the counter. `refused`: the platform would not; it is paid out at the counter, or decided anew.
 */
export type ChargeRefund = Readonly<{
  chargeId: string
  arrivalId: string | null
  amountVnd: number
  decisionNumber: string
  reason: string
  state: 'asked' | 'done' | 'refused'
  decidedAt: Temporal.Instant
  decidedByName: string
  doneAt: Temporal.Instant | null
  doneByName: string | null
  /** The transaction of the platform, or what the cashier wrote down. */
  reference: string | null
  refusal: string | null
}>

const columns = [
  'r.charge_id as chargeId',
  'r.arrival_id as arrivalId',
  'r.amount_vnd as amountVnd',
  'r.decision_number as decisionNumber',
  'r.reason',
  'r.state',
  'r.decided_at as decidedAt',
  'r.decided_by_name as decidedByName',
  'r.done_at as doneAt',
  'r.done_by_name as doneByName',
  'r.reference',
  'r.refusal',
] as const

type Row = Omit<ChargeRefund, 'state' | 'decidedAt' | 'doneAt'> &
  Readonly<{ state: string; decidedAt: Date; doneAt: Date | null }>
const toRefund = (row: Row): ChargeRefund => ({
  ...row,
  state: row.state as ChargeRefund['state'],
  decidedAt: instantOf(row.decidedAt),
  doneAt: row.doneAt && instantOf(row.doneAt),
})

const select = (db: Db | Tx) => db.selectFrom('payments.charge_refund as r').select(columns)

export async function findChargeRefund(db: Db | Tx, chargeId: string): Promise<ChargeRefund | null> {
  const row = await select(db).where('r.charge_id', '=', chargeId).executeTakeFirst()
  return row ? toRefund(row) : null
}

export type OpenRefund = ChargeRefund & Readonly<{ dossierId: string; name: string }>

/** What was decided and is not given back yet, the oldest first; `agencyId`: only what is that agency's. */
export async function listOpenRefunds(db: Db, agencyId: string | null, limit: number): Promise<OpenRefund[]> {
  const rows = await select(db)
    .innerJoin('payments.charge as c', 'c.id', 'r.charge_id')
    .select(['c.dossier_id as dossierId', 'c.name'])
    .where('r.state', '<>', 'done')
    .$if(agencyId !== null, (refunds) => refunds.where('c.agency_id', '=', agencyId))
    .orderBy('r.decided_at')
    .limit(limit)
    .execute()
  return rows.map(({ dossierId, name, ...row }) => ({ ...toRefund(row), dossierId, name }))
}

/** The sum of a platform that a charge was paid by; null: it was paid otherwise. */
export async function findCountedArrival(tx: Tx, chargeId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('payments.arrival as a')
    .innerJoin('payments.payment_order as o', 'o.id', 'a.order_id')
    .select('a.id')
    .where('o.charge_id', '=', chargeId)
    .where('a.outcome', '=', 'counted')
    .executeTakeFirst()
  return row?.id ?? null
}

export type DecidedRefund = Pick<
  ChargeRefund,
  'chargeId' | 'arrivalId' | 'amountVnd' | 'decisionNumber' | 'reason' | 'decidedAt' | 'decidedByName'
> &
  Readonly<{ decidedBy: string }>

/** Writes a decision down; one that the platform refused is decided anew. */
export async function saveDecision(tx: Tx, decided: DecidedRefund): Promise<void> {
  const values = {
    arrival_id: decided.arrivalId,
    amount_vnd: decided.amountVnd,
    decision_number: decided.decisionNumber,
    reason: decided.reason,
    state: 'asked',
    decided_at: decided.decidedAt.toString(),
    decided_by: decided.decidedBy,
    decided_by_name: decided.decidedByName,
    refusal: null,
  }
  await tx
    .insertInto('payments.charge_refund')
    .values({ charge_id: decided.chargeId, ...values })
    .onConflict((conflict) => conflict.column('charge_id').doUpdateSet(values))
    .execute()
}

type End = Readonly<
  | { state: 'done'; reference: string; doneAt: Temporal.Instant; doneByName: string }
  | { state: 'refused'; refusal: string }
>

const ended = (end: End) =>
  end.state === 'done'
    ? {
        state: 'done',
        reference: end.reference,
        done_at: end.doneAt.toString(),
        done_by_name: end.doneByName,
        refusal: null,
      }
    : { state: 'refused', refusal: end.refusal.slice(0, 300) }

export async function saveRefunded(tx: Tx, chargeId: string, end: End): Promise<void> {
  await tx.updateTable('payments.charge_refund').set(ended(end)).where('charge_id', '=', chargeId).execute()
}

/** How the giving back of a sum ended, for the charge that it had paid. The charge; null: it had paid none. */
export async function saveRefundedArrival(tx: Tx, arrivalId: string, end: End): Promise<string | null> {
  const row = await tx
    .updateTable('payments.charge_refund')
    .set(ended(end))
    .where('arrival_id', '=', arrivalId)
    .where('state', '<>', 'done')
    .returning('charge_id')
    .executeTakeFirst()
  return row?.charge_id ?? null
}

/** What we know of the sums of a reference, and of their giving back. */
export async function listReturnable(tx: Tx, provider: string, reference: string): Promise<Returnable[]> {
  const rows = await tx
    .selectFrom('payments.arrival as a')
    .leftJoin('payments.refund as r', 'r.arrival_id', 'a.id')
    .select(['a.transaction', 'a.reference', 'a.amount_vnd as amountVnd', 'a.outcome'])
    .select(['r.state', 'r.transaction as returnedBy'])
    .where('a.provider', '=', provider)
    .where('a.reference', '=', reference)
    .orderBy('a.id')
    .execute()
  return rows.map(({ outcome, state, ...row }) => {
    const unasked = outcome === 'counted' ? 'counted' : 'apart'
    if (state === 'paid_out') return { ...row, standing: 'paid_out' }
    return { ...row, standing: state === 'asked' ? 'asked_back' : unasked }
  })
}

/** The sums whose giving back a platform was asked for by then, and has not answered, the longest waiting first. */
export async function listUnanswered(
  db: Db,
  asked: Readonly<{ provider: string; before: Temporal.Instant; limit: number }>,
): Promise<string[]> {
  const rows = await db
    .selectFrom('payments.refund as r')
    .innerJoin('payments.arrival as a', 'a.id', 'r.arrival_id')
    .select('a.id')
    .where('a.provider', '=', asked.provider)
    .where('r.state', '=', 'asked')
    .where('r.asked_at', '<', asked.before.toString() as never)
    .orderBy('r.asked_at')
    .limit(asked.limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** A platform says that it gave a sum back: asked by us and not answered yet, or of its own accord (`asked`). */
export async function saveReturned(
  tx: Tx,
  arrivalId: string,
  back: ReturnedSum,
  asked: Readonly<{ reason: string; by: string }>,
): Promise<void> {
  const done = { state: 'done', transaction: back.transaction, done_at: back.at.toString(), refusal: null }
  await tx
    .insertInto('payments.refund')
    .values({
      ...{ id: makeId(), arrival_id: arrivalId, amount_vnd: back.amountVnd },
      ...{ reason: asked.reason, asked_at: back.at.toString(), asked_by: asked.by },
      ...done,
    })
    .onConflict((conflict) => conflict.column('arrival_id').doUpdateSet(done))
    .execute()
}

/**
 * Sums that paid a charge and that their platform gave back without being asked, the oldest first: the charge is paid and its
 * receipt stands until a leader decides. `agencyId`: only what is that agency's.
 */
export async function listGivenBackThere(
  db: Db,
  agencyId: string | null,
  limit: number,
): Promise<(HeldArrival & Readonly<{ chargeId: string }>)[]> {
  const rows = await db
    .selectFrom('payments.refund as r')
    .innerJoin('payments.arrival as a', 'a.id', 'r.arrival_id')
    .innerJoin('payments.payment_order as o', 'o.id', 'a.order_id')
    .innerJoin('payments.charge as c', 'c.id', 'o.charge_id')
    .leftJoin('payments.charge_refund as f', 'f.charge_id', 'o.charge_id')
    .select(['a.id as arrivalId', 'a.reference', 'a.transaction', 'o.dossier_code as dossierCode'])
    .select(['o.charge_id as chargeId', 'a.amount_vnd as amountVnd', 'a.paid_at as paidAt'])
    .whereRef('r.asked_by', '=', 'a.provider')
    .where('r.state', '=', 'done')
    .where('a.outcome', '=', 'counted')
    .where('f.charge_id', 'is', null)
    .$if(agencyId !== null, (sums) => sums.where('c.agency_id', '=', agencyId))
    .orderBy('r.id')
    .limit(limit)
    .execute()
  const stands = { outcome: 'counted', refund: 'done', refusal: null } as const
  return rows.map((row) => ({ ...row, ...stands, paidAt: instantOf(row.paidAt) }))
}

/** Writes down by which voucher a cashier paid out a sum that the platform would not give back. */
export async function savePaidOut(
  tx: Tx,
  arrivalId: string,
  paid: Readonly<{ voucher: string; at: Temporal.Instant; byName: string }>,
): Promise<void> {
  await tx
    .updateTable('payments.refund')
    .set({
      ...{ state: 'paid_out', refusal: null, voucher: paid.voucher },
      ...{ paid_out_at: paid.at.toString(), paid_out_by_name: paid.byName },
    })
    .where('arrival_id', '=', arrivalId)
    .where('state', '=', 'refused')
    .execute()
}

/** A sum that was paid out here, and that its platform gave back after all. */
export type GivenBackTwice = Readonly<{
  arrivalId: string
  reference: string
  dossierCode: string | null
  amountVnd: number
  /** By what it was paid out here. */
  voucher: string
  paidOutByName: string
  /** The transaction by which it went back there, and when. */
  transaction: string
  returnedAt: Temporal.Instant
  agencyId: string | null
  /** What was done about it; null: nothing yet. */
  settlement: string | null
}>

const selectTwice = (db: Db | Tx) =>
  db
    .selectFrom('payments.refund as r')
    .innerJoin('payments.arrival as a', 'a.id', 'r.arrival_id')
    .leftJoin('payments.payment_order as o', 'o.id', 'a.order_id')
    .leftJoin('payments.charge as c', 'c.id', 'o.charge_id')
    .leftJoin('payments.charge_refund as f', (join) =>
      join
        .onRef('f.charge_id', '=', 'o.charge_id')
        .onRef('f.arrival_id', '=', 'a.id')
        .on('f.state', '=', 'done')
        .onRef('f.reference', '<>', 'r.transaction'),
    )
    .select(['a.id as arrivalId', 'a.reference', 'o.dossier_code as dossierCode', 'a.amount_vnd as amountVnd'])
    .select(['r.voucher', 'r.paid_out_by_name', 'f.reference as chargeVoucher', 'f.done_by_name'])
    .select(['r.transaction', 'r.done_at', 'c.agency_id as agencyId', 'r.settlement'])
    .where('r.state', '=', 'done')
    .where((eb) => eb.or([eb('r.voucher', 'is not', null), eb('f.charge_id', 'is not', null)]))

type TwiceRow = Awaited<ReturnType<ReturnType<typeof selectTwice>['execute']>>[number]
const toTwice = (row: TwiceRow): GivenBackTwice => {
  const { voucher, paid_out_by_name, chargeVoucher, done_by_name, transaction, done_at, ...rest } = row
  return {
    ...rest,
    voucher: voucher ?? chargeVoucher ?? '',
    paidOutByName: paid_out_by_name ?? done_by_name ?? '',
    transaction: transaction ?? '',
    returnedAt: instantOf(done_at as Date),
  }
}

/**
 * Sums that went back here and there and that nobody settled yet, the oldest first. `agencyId`: only what is that agency's, and
 * what is nobody's.
 */
export async function listGivenBackTwice(
  db: Db,
  agencyId: string | null,
  limit: number,
): Promise<GivenBackTwice[]> {
  const rows = await selectTwice(db)
    .where('r.settlement', 'is', null)
    .$if(agencyId !== null, (sums) =>
      sums.where((eb) => eb.or([eb('o.id', 'is', null), eb('c.agency_id', '=', agencyId)])),
    )
    .orderBy('r.id')
    .limit(limit)
    .execute()
  return rows.map(toTwice)
}

/** How many of them there are, of all agencies. */
export async function countGivenBackTwice(db: Db): Promise<number> {
  return (await selectTwice(db).where('r.settlement', 'is', null).limit(1000).execute()).length
}

/** Such a sum, settled or not; whoever writes about it holds it by `lockToGiveBack`. */
export async function findGivenBackTwice(tx: Tx, arrivalId: string): Promise<GivenBackTwice | null> {
  const row = await selectTwice(tx).where('a.id', '=', arrivalId).executeTakeFirst()
  return row ? toTwice(row) : null
}

export async function saveSettlement(
  tx: Tx,
  arrivalId: string,
  made: Readonly<{ settlement: string; at: Temporal.Instant; byName: string }>,
): Promise<void> {
  await tx
    .updateTable('payments.refund')
    .set({ settlement: made.settlement, settled_at: made.at.toString(), settled_by_name: made.byName })
    .where('arrival_id', '=', arrivalId)
    .where('settlement', 'is', null)
    .execute()
}

/** What was paid in a span of time, how many times and how much in all; refunds are not taken off. `agencyId`: only to that agency. */
export async function sumPayments(
  db: Db,
  agencyId: string | null,
  span: Readonly<{ from: Temporal.Instant; until: Temporal.Instant }>,
): Promise<Readonly<{ count: number; amountVnd: number }>> {
  const { rows } = await sql<{ count: number; amountVnd: number }>`
    select count(*)::int as count, coalesce(sum(p.amount_vnd), 0)::bigint as "amountVnd"
    from payments.payment p join payments.charge c on c.id = p.charge_id
    where p.paid_at >= ${span.from.toString()} and p.paid_at < ${span.until.toString()}
      and (${agencyId}::uuid is null or c.agency_id = ${agencyId})`.execute(db)
  return rows[0] ?? { count: 0, amountVnd: 0 }
}

/** The charges paid in a span of time, in order of their ids, `limit` after `after`. */
export async function listPaidCharges(
  db: Db,
  span: Readonly<{ from: Temporal.Instant; until: Temporal.Instant }>,
  page: Readonly<{ after: string | null; limit: number }>,
): Promise<string[]> {
  let query = db
    .selectFrom('payments.payment')
    .select('charge_id')
    .where('paid_at', '>=', span.from.toString() as never)
    .where('paid_at', '<', span.until.toString() as never)
  if (page.after) query = query.where('charge_id', '>', page.after)
  const rows = await query.orderBy('charge_id').limit(page.limit).execute()
  return rows.map((row) => row.charge_id)
}
