import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { ArrivalOutcome } from './rules/order.ts'
import type { ComparedLine, DayLine, Verdict } from './rules/reconcile.ts'

const zone = 'Asia/Ho_Chi_Minh'
/**
 * Hoàn tiền: how the giving back of a sum stands. `refused`: the platform would not; it may be asked again, or a cashier pays
 * the sum out here: `paid_out`. `done`: it went back there.
 */
export type RefundState = 'asked' | 'done' | 'refused' | 'paid_out'

/** A sum that its charge could not take, and how its giving back stands. */
export type HeldArrival = Readonly<{
  arrivalId: string
  reference: string
  transaction: string
  dossierCode: string | null
  amountVnd: number
  paidAt: Temporal.Instant
  outcome: ArrivalOutcome
  refund: RefundState | null
  refusal: string | null
}>

/**
 * What was kept apart and is not given back yet, the oldest first. `agencyId`: only what is that agency's, and what came for no
 * order of ours: that is nobody's, and whichever cashier finds whose it is gives it back.
 */
export async function listHeld(db: Db, agencyId: string | null, limit: number): Promise<HeldArrival[]> {
  const rows = await db
    .selectFrom('payments.arrival as a')
    .leftJoin('payments.payment_order as o', 'o.id', 'a.order_id')
    .leftJoin('payments.refund as r', 'r.arrival_id', 'a.id')
    .select([
      'a.id as arrivalId',
      'a.reference',
      'a.transaction',
      'o.dossier_code as dossierCode',
      'a.amount_vnd as amountVnd',
      'a.paid_at as paidAt',
      'a.outcome',
      'r.state as refund',
      'r.refusal',
    ])
    .where('a.outcome', '<>', 'counted')
    .$if(agencyId !== null, (held) =>
      held
        .leftJoin('payments.charge as c', 'c.id', 'o.charge_id')
        .where((eb) => eb.or([eb('o.id', 'is', null), eb('c.agency_id', '=', agencyId)])),
    )
    .where((eb) => eb.or([eb('r.state', 'is', null), eb('r.state', 'not in', ['done', 'paid_out'])]))
    .orderBy('a.id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    ...row,
    paidAt: instantOf(row.paidAt),
    outcome: row.outcome as ArrivalOutcome,
    refund: row.refund as RefundState | null,
  }))
}

/** A sum that may go back, held until the transaction ends; null where there is none of that id. Its order is locked before it. */
export async function lockToGiveBack(tx: Tx, arrivalId: string) {
  // Who may not change a sum cannot lock its row: its name is locked. In a statement of its own, for the one that waited would
  // still read what stood there before.
  await sql`select pg_advisory_xact_lock(hashtextextended(${arrivalId}, 32))`.execute(tx)
  return await findToGiveBack(tx, arrivalId)
}

/** A sum that may go back, as it stands at this moment. */
export async function findToGiveBack(tx: Tx, arrivalId: string) {
  const row = await tx
    .selectFrom('payments.arrival as a')
    .leftJoin('payments.payment_order as o', 'o.id', 'a.order_id')
    .leftJoin('payments.charge as c', 'c.id', 'o.charge_id')
    .leftJoin('payments.refund as r', 'r.arrival_id', 'a.id')
    .select([
      'a.id',
      'a.provider',
      'a.transaction',
      'a.reference',
      'a.order_id as orderId',
      'c.agency_id as agencyId',
      'a.amount_vnd as amountVnd',
      'a.outcome',
      'r.id as refundId',
      'r.state as refundState',
      'r.reason',
      'r.transaction as returnedBy',
      'r.done_at as doneAt',
      'r.voucher',
    ])
    .where('a.id', '=', arrivalId)
    .executeTakeFirst()
  return row ?? null
}

/** Has a sum given back, under an id of its own each time: one that was refused stays refused under its own. */
export async function saveRefund(
  tx: Tx,
  refund: Readonly<{
    arrivalId: string
    amountVnd: number
    reason: string
    at: Temporal.Instant
    by: string
  }>,
): Promise<void> {
  const asked = {
    id: makeId(refund.at.epochMilliseconds),
    amount_vnd: refund.amountVnd,
    state: 'asked',
    reason: refund.reason,
    asked_at: refund.at.toString(),
    asked_by: refund.by,
    refusal: null,
  }
  await tx
    .insertInto('payments.refund')
    .values({ arrival_id: refund.arrivalId, ...asked })
    .onConflict((conflict) => conflict.column('arrival_id').doUpdateSet(asked))
    .execute()
}

export async function saveRefundEnd(
  tx: Tx,
  id: string,
  end: Readonly<
    { state: 'done'; transaction: string; doneAt: Temporal.Instant } | { state: 'refused'; reason: string }
  >,
): Promise<void> {
  const set =
    end.state === 'done'
      ? { state: 'done', transaction: end.transaction, done_at: end.doneAt.toString() }
      : { state: 'refused', refusal: end.reason.slice(0, 300) }
  await tx.updateTable('payments.refund').set(set).where('id', '=', id).where('state', '=', 'asked').execute()
}

/** Whether money that was kept apart still waits to be given back to whoever paid an order. */
export async function holdsMoney(tx: Tx, orderId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('payments.arrival as a')
    .leftJoin('payments.refund as r', 'r.arrival_id', 'a.id')
    .select('a.id')
    .where('a.order_id', '=', orderId)
    .where('a.outcome', '<>', 'counted')
    .where((eb) => eb.or([eb('r.state', 'is', null), eb('r.state', 'not in', ['done', 'paid_out'])]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The most transactions a day may have before it wants another way of comparing. */
export const mostLines = 50_000

/** What we have of a day of Việt Nam: sums that came, sums given back. Throws `RangeError` beyond `mostLines`. */
export async function listDay(db: Db | Tx, provider: string, day: Temporal.PlainDate): Promise<DayLine[]> {
  const from = day.toZonedDateTime({ timeZone: zone }).toInstant().toString()
  const until = day.add({ days: 1 }).toZonedDateTime({ timeZone: zone }).toInstant().toString()
  const { rows } = await sql<DayLine>`
    select 'payment' as kind, transaction, reference, amount_vnd as "amountVnd"
    from payments.arrival where provider = ${provider} and paid_at >= ${from} and paid_at < ${until}
    union all
    select 'refund', r.transaction, a.reference, r.amount_vnd
    from payments.refund r join payments.arrival a on a.id = r.arrival_id
    where a.provider = ${provider} and r.state = 'done' and r.done_at >= ${from} and r.done_at < ${until}
    limit ${mostLines + 1}`.execute(db)
  if (rows.length > mostLines) throw new RangeError(`more than ${mostLines} transactions on ${day}`)
  return rows
}

/** Đối soát: a day compared with the statement of its platform. */
export type Reconciliation = Readonly<{
  id: string
  provider: string
  dayOn: string
  madeAt: Temporal.Instant
  madeBy: string
  lines: number
  differences: number
  oursVnd: number
  theirsVnd: number
}>

const columns = [
  'id',
  'provider',
  'day_on as dayOn',
  'made_at as madeAt',
  'made_by as madeBy',
  'lines',
  'differences',
  'ours_vnd as oursVnd',
  'theirs_vnd as theirsVnd',
] as const

const portion = 500

export async function saveReconciliation(
  tx: Tx,
  made: Omit<Reconciliation, 'id' | 'lines' | 'differences'>,
  compared: readonly ComparedLine[],
): Promise<string> {
  const id = makeId()
  await tx
    .insertInto('payments.reconciliation')
    .values({
      id,
      provider: made.provider,
      day_on: made.dayOn,
      made_at: made.madeAt.toString(),
      made_by: made.madeBy,
      lines: compared.length,
      differences: compared.filter(({ verdict }) => verdict !== 'equal').length,
      ours_vnd: made.oursVnd,
      theirs_vnd: made.theirsVnd,
    })
    .execute()
  const codes = await listDossierCodes(
    tx,
    compared.map(({ reference }) => reference),
  )
  for (let from = 0; from < compared.length; from += portion) {
    const rows = compared.slice(from, from + portion).map((line, index) => ({
      reconciliation_id: id,
      number: from + index + 1,
      kind: line.kind,
      transaction: line.transaction,
      reference: line.reference,
      theirs_reference: line.theirsReference,
      dossier_code: codes.get(line.reference) ?? null,
      ours_vnd: line.oursVnd,
      theirs_vnd: line.theirsVnd,
      verdict: line.verdict,
    }))
    await tx.insertInto('payments.reconciliation_line').values(rows).execute()
  }
  return id
}

async function listDossierCodes(tx: Tx, references: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ reference: string; code: string }>`
    select reference, dossier_code as code from payments.payment_order where reference = any(${[...new Set(references)]})`.execute(
    tx,
  )
  return new Map(rows.map(({ reference, code }) => [reference, code]))
}

type Row = Omit<Reconciliation, 'madeAt'> & Readonly<{ madeAt: Date }>
const toReconciliation = (row: Row): Reconciliation => ({ ...row, madeAt: instantOf(row.madeAt) })

/** The newest comparison of each day, the newest day first. */
export async function listReconciliations(
  db: Db,
  provider: string,
  page: Readonly<{ before: string | null; limit: number }>,
): Promise<Reconciliation[]> {
  let query = db
    .selectFrom('payments.reconciliation')
    .distinctOn('day_on')
    .select(columns)
    .where('provider', '=', provider)
  if (page.before) query = query.where('day_on', '<', page.before as never)
  const rows = await query.orderBy('day_on', 'desc').orderBy('id', 'desc').limit(page.limit).execute()
  return (rows as unknown as Row[]).map(toReconciliation)
}

/**
 * The days of the last 60 before `today` that nobody compared once they were over, the oldest first; none before the first day
 * with an order or a sum of that platform.
 */
export async function listUncompared(
  db: Db,
  provider: string,
  today: Temporal.PlainDate,
): Promise<Temporal.PlainDate[]> {
  const { rows } = await sql<{ day: string }>`
    with began as (select least(
      (select opened_at from payments.payment_order where provider = ${provider} order by id limit 1),
      (select paid_at from payments.arrival where provider = ${provider} order by paid_at limit 1)) as at)
    select to_char(day, 'YYYY-MM-DD') as day from began, generate_series(
      greatest((at at time zone ${zone})::date, ${today.toString()}::date - 60), ${today.toString()}::date - 1, '1 day') as day
    where at is not null and not exists (select from payments.reconciliation c where c.provider = ${provider}
      and c.day_on = day::date and c.made_at >= (day::date + 1)::timestamp at time zone ${zone})
    order by day`.execute(db)
  return rows.map(({ day }) => Temporal.PlainDate.from(day))
}

/** The days since `since` whose newest comparison with some platform found a difference, the oldest first. */
export async function listDiffering(db: Db, since: Temporal.PlainDate): Promise<Temporal.PlainDate[]> {
  const { rows } = await sql<{ day: string }>`
    select distinct day from (
      select distinct on (provider, day_on) day_on::text as day, differences from payments.reconciliation
      where day_on >= ${since.toString()}::date order by provider, day_on, id desc) as newest
    where differences > 0 order by day`.execute(db)
  return rows.map(({ day }) => Temporal.PlainDate.from(day))
}

/** The newest comparison of a day, and how often it was compared. */
export async function findReconciliation(
  db: Db,
  provider: string,
  dayOn: string,
): Promise<Readonly<{ newest: Reconciliation; times: number }> | null> {
  const ofDay = db
    .selectFrom('payments.reconciliation')
    .where('provider', '=', provider)
    .where('day_on', '=', dayOn as never)
  const row = await ofDay.select(columns).orderBy('id', 'desc').limit(1).executeTakeFirst()
  if (!row) return null
  const { times } = await ofDay.select((eb) => eb.fn.countAll<number>().as('times')).executeTakeFirstOrThrow()
  return { newest: toReconciliation(row as unknown as Row), times }
}

export type ReconciliationLine = ComparedLine & Readonly<{ number: number; dossierCode: string | null }>

/** The lines of a comparison in order, what differs first. */
export async function listReconciliationLines(
  db: Db,
  reconciliationId: string,
  page: Readonly<{ after: number; limit: number }>,
): Promise<ReconciliationLine[]> {
  const rows = await db
    .selectFrom('payments.reconciliation_line')
    .select([
      'number',
      'kind',
      'transaction',
      'reference',
      'theirs_reference as theirsReference',
      'dossier_code as dossierCode',
      'ours_vnd as oursVnd',
      'theirs_vnd as theirsVnd',
      'verdict',
    ])
    .where('reconciliation_id', '=', reconciliationId)
    .where('number', '>', page.after)
    .orderBy('number')
    .limit(page.limit)
    .execute()
  return rows.map((row) => ({
    ...row,
    kind: row.kind as DayLine['kind'],
    verdict: row.verdict as Verdict,
  }))
}
