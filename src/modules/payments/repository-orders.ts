import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { ToldPayment } from './ports.ts'
import type { ArrivalOutcome, OrderState } from './rules/order.ts'

/** Lệnh thanh toán: what was ordered at a platform for one charge. */
export type PaymentOrder = Readonly<{
  id: string
  reference: string
  provider: string
  chargeId: string
  dossierId: string
  dossierCode: string
  amountVnd: number
  state: OrderState
  openedAt: Temporal.Instant
  payUrl: string | null
  askedTimes: number
}>

const columns = [
  'id',
  'reference',
  'provider',
  'charge_id as chargeId',
  'dossier_id as dossierId',
  'dossier_code as dossierCode',
  'amount_vnd as amountVnd',
  'state',
  'opened_at as openedAt',
  'pay_url as payUrl',
  'asked_times as askedTimes',
] as const

type Row = Omit<PaymentOrder, 'state' | 'openedAt'> & Readonly<{ state: string; openedAt: Date }>
const toOrder = (row: Row): PaymentOrder => ({
  ...row,
  state: row.state as OrderState,
  openedAt: instantOf(row.openedAt),
})

const selectOrder = (db: Db | Tx) => db.selectFrom('payments.payment_order').select(columns)

export async function findOrder(db: Db | Tx, reference: string): Promise<PaymentOrder | null> {
  const row = await selectOrder(db).where('reference', '=', reference).executeTakeFirst()
  return row ? toOrder(row) : null
}

/** Holds the order until the transaction ends: what is told of it twice at once is taken in turn. */
export async function lockOrder(tx: Tx, reference: string): Promise<PaymentOrder | null> {
  const row = await selectOrder(tx).where('reference', '=', reference).forUpdate().executeTakeFirst()
  return row ? toOrder(row) : null
}

/** The newest order of a charge that may still bring money, or has. */
export async function findNewestOrder(db: Db | Tx, chargeId: string): Promise<PaymentOrder | null> {
  const orders = selectOrder(db).where('charge_id', '=', chargeId).where('state', '<>', 'closed')
  const row = await orders.orderBy('id', 'desc').executeTakeFirst()
  return row ? toOrder(row) : null
}

export async function saveOrder(
  tx: Tx,
  order: Omit<PaymentOrder, 'id' | 'state' | 'payUrl' | 'askedTimes'> & Readonly<{ askAt: Temporal.Instant }>,
): Promise<PaymentOrder> {
  const row = await tx
    .insertInto('payments.payment_order')
    .values({
      id: makeId(order.openedAt.epochMilliseconds),
      reference: order.reference,
      provider: order.provider,
      charge_id: order.chargeId,
      dossier_id: order.dossierId,
      dossier_code: order.dossierCode,
      amount_vnd: order.amountVnd,
      state: 'waiting',
      opened_at: order.openedAt.toString(),
      ask_at: order.askAt.toString(),
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return toOrder(row)
}

/** Where the platform takes the money; it gave the address. */
export async function savePayUrl(db: Db, id: string, payUrl: string): Promise<void> {
  await db.updateTable('payments.payment_order').set({ pay_url: payUrl }).where('id', '=', id).execute()
}

export async function saveOrderState(
  tx: Tx,
  id: string,
  state: OrderState,
  at: Temporal.Instant,
): Promise<void> {
  const closedAt = state === 'closed' ? at.toString() : null
  const isWaiting = state === 'waiting'
  await tx
    .updateTable('payments.payment_order')
    .set({ state, closed_at: closedAt, ...(!isWaiting && { ask_at: null }) })
    .where('id', '=', id)
    .execute()
}

/** When an order that still waits is asked for again. */
export async function saveAsked(db: Db | Tx, id: string, askAt: Temporal.Instant): Promise<void> {
  await db
    .updateTable('payments.payment_order')
    .set(({ eb }) => ({ ask_at: askAt.toString(), asked_times: eb('asked_times', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

/** The orders to be asked for by now, the longest waiting first. */
export async function listToAsk(
  db: Db,
  wanted: Readonly<{ provider: string; now: Temporal.Instant; limit: number }>,
): Promise<PaymentOrder[]> {
  const rows = await selectOrder(db)
    .where('provider', '=', wanted.provider)
    .where('ask_at', '<=', wanted.now.toString() as never)
    .orderBy('ask_at')
    .limit(wanted.limit)
    .execute()
  return rows.map(toOrder)
}

/** Tiền về: a sum that a platform took, and what became of it. */
export type Arrival = ToldPayment &
  Readonly<{
    id: string
    provider: string
    orderId: string | null
    toldBy: 'callback' | 'answer' | 'statement'
    outcome: ArrivalOutcome
  }>

const arrivalColumns = [
  'id',
  'provider',
  'transaction',
  'reference',
  'order_id as orderId',
  'amount_vnd as amountVnd',
  'paid_at as paidAt',
  'told_by as toldBy',
  'outcome',
] as const

type ArrivalRow = Omit<Arrival, 'paidAt' | 'toldBy' | 'outcome'> &
  Readonly<{ paidAt: Date; toldBy: string; outcome: string }>
const toArrival = (row: ArrivalRow): Arrival => ({
  ...row,
  paidAt: instantOf(row.paidAt),
  toldBy: row.toldBy as Arrival['toldBy'],
  outcome: row.outcome as ArrivalOutcome,
})

export async function findArrival(db: Db | Tx, provider: string, transaction: string): Promise<Arrival | null> {
  const arrivals = db.selectFrom('payments.arrival').select(arrivalColumns)
  const row = await arrivals
    .where('provider', '=', provider)
    .where('transaction', '=', transaction)
    .executeTakeFirst()
  return row ? toArrival(row) : null
}

/** Writes a sum down, once: null when its transaction stands there already. */
export async function saveArrival(
  tx: Tx,
  arrival: Omit<Arrival, 'id'> & Readonly<{ recordedAt: Temporal.Instant }>,
): Promise<Arrival | null> {
  const row = await tx
    .insertInto('payments.arrival')
    .values({
      id: makeId(arrival.recordedAt.epochMilliseconds),
      provider: arrival.provider,
      transaction: arrival.transaction,
      reference: arrival.reference,
      order_id: arrival.orderId,
      amount_vnd: arrival.amountVnd,
      paid_at: arrival.paidAt.toString(),
      recorded_at: arrival.recordedAt.toString(),
      told_by: arrival.toldBy,
      outcome: arrival.outcome,
    })
    .onConflict((conflict) => conflict.columns(['provider', 'transaction']).doNothing())
    .returning(arrivalColumns)
    .executeTakeFirst()
  return row ? toArrival(row) : null
}

/** The platform that was last asked to collect something; null: none ever was. */
export async function findLastProvider(db: Db): Promise<string | null> {
  const orders = db.selectFrom('payments.payment_order').select('provider')
  return (await orders.orderBy('id', 'desc').limit(1).executeTakeFirst())?.provider ?? null
}

type OpenTally = Readonly<{
  waiting: number
  held: number
  oldestWaitingAt: Temporal.Instant | null
  /** The turn that passed longest ago without anybody asking. */
  askOverdueAt: Temporal.Instant | null
}>

/** What is open at the platform. */
export async function tallyOpen(db: Db, now: Temporal.Instant): Promise<OpenTally> {
  const { rows } = await sql<{ waiting: number; held: number; opened: Date | null; ask: Date | null }>`
    select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'held')::int as held,
      min(opened_at) filter (where state = 'waiting') as opened, min(ask_at) filter (where ask_at < ${now.toString()}) as ask
    from payments.payment_order where state in ('waiting', 'held')`.execute(db)
  const { waiting = 0, held = 0, opened = null, ask = null } = rows[0] ?? {}
  return {
    ...{ waiting, held },
    oldestWaitingAt: opened && instantOf(opened),
    askOverdueAt: ask && instantOf(ask),
  }
}
