import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { TaxLine } from './ports.ts'

/** Bảng tổng hợp of a day of one agency; `answer`: what the tax authority calls it, or why it will not take it. */
export type DaySummary = Readonly<{
  id: string
  agencyId: string
  agencyName: string
  taxCode: string | null
  dayOn: string
  number: number
  lines: number
  issuedVnd: number
  cancelledVnd: number
  madeAt: Temporal.Instant
  state: 'waiting' | 'accepted' | 'refused'
  toldAt: Temporal.Instant | null
  answer: string | null
  /** How often it was sent. */
  sendings: number
}>

const selectSummaries = (db: Db | Tx) =>
  db.selectFrom('receipts.day_summary as s').select((eb) => [
    's.id',
    's.agency_id as agencyId',
    's.agency_name as agencyName',
    's.tax_code as taxCode',
    sql<string>`s.day_on::text`.as('dayOn'),
    's.number',
    's.lines',
    's.issued_vnd as issuedVnd',
    's.cancelled_vnd as cancelledVnd',
    's.made_at as madeAt',
    's.state',
    's.told_at as toldAt',
    's.answer',
    eb
      .selectFrom('receipts.summary_sending as g')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .whereRef('g.summary_id', '=', 's.id')
      .as('sendings'),
  ])

type Row = Awaited<ReturnType<ReturnType<typeof selectSummaries>['executeTakeFirstOrThrow']>>
const toSummary = (row: Row): DaySummary => ({
  ...row,
  state: row.state as DaySummary['state'],
  madeAt: instantOf(row.madeAt),
  toldAt: row.toldAt && instantOf(row.toldAt),
  sendings: row.sendings ?? 0,
})

export async function findSummary(db: Db | Tx, id: string): Promise<DaySummary | null> {
  const row = await selectSummaries(db).where('s.id', '=', id).executeTakeFirst()
  return row ? toSummary(row) : null
}

/** The summaries of a day, by agency and number; at most 500. `agencyId`: only those of that agency. */
export async function listSummaries(db: Db, dayOn: string, agencyId: string | null): Promise<DaySummary[]> {
  const rows = await selectSummaries(db)
    .where('s.day_on', '=', dayOn as never)
    .$if(agencyId !== null, (summaries) => summaries.where('s.agency_id', '=', agencyId))
    .orderBy('s.agency_name')
    .orderBy('s.number')
    .limit(500)
    .execute()
  return rows.map(toSummary)
}

/** Those that wait for an answer, the oldest first. */
export async function listWaiting(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('receipts.day_summary')
    .select('id')
    .where('state', '=', 'waiting')
    .orderBy('made_at')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

export type Untold = Readonly<{ receiptId: string; act: 'issued' | 'cancelled'; amountVnd: number }>

/** What happened to the receipts of an agency on a day and is in no summary yet; held until the transaction ends. */
export async function takeUntold(
  tx: Tx,
  { agencyId, dayOn }: Readonly<{ agencyId: string; dayOn: string }>,
  limit: number,
): Promise<Untold[]> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`summary:${agencyId}:${dayOn}`}, 35))`.execute(tx)
  const { rows } = await sql<Untold>`
    select r.id as "receiptId", 'issued' as act, r.amount_vnd as "amountVnd"
    from receipts.e_receipt r
    where r.issued_on = ${dayOn} and r.agency_id = ${agencyId} and not exists (
      select from receipts.summary_line l where l.receipt_id = r.id and l.act = 'issued')
    union all
    select r.id, 'cancelled', r.amount_vnd
    from receipts.receipt_cancellation c join receipts.e_receipt r on r.id = c.receipt_id
    where c.cancelled_on = ${dayOn} and r.agency_id = ${agencyId} and not exists (
      select from receipts.summary_line l where l.receipt_id = r.id and l.act = 'cancelled')
    order by 1, 2 desc limit ${limit}`.execute(tx)
  return rows
}

/** The agencies and days with something that is in no summary, from one day to another. */
export async function listUntoldDays(
  db: Db,
  { from, until }: Readonly<{ from: string; until: string }>,
): Promise<Readonly<{ agencyId: string; dayOn: string }>[]> {
  const { rows } = await sql<{ agencyId: string; dayOn: string }>`
    select distinct agency_id as "agencyId", day::text as "dayOn" from (
      select r.agency_id, r.issued_on as day from receipts.e_receipt r
      where r.issued_on between ${from} and ${until} and not exists (
        select from receipts.summary_line l where l.receipt_id = r.id and l.act = 'issued')
      union all
      select r.agency_id, c.cancelled_on
      from receipts.receipt_cancellation c join receipts.e_receipt r on r.id = c.receipt_id
      where c.cancelled_on between ${from} and ${until} and not exists (
        select from receipts.summary_line l where l.receipt_id = r.id and l.act = 'cancelled')
    ) untold order by 2, 1 limit 1000`.execute(db)
  return rows
}

type NewSummary = Pick<DaySummary, 'agencyId' | 'agencyName' | 'taxCode' | 'dayOn' | 'madeAt'>

/** Writes the next summary of a day with its lines; its id. */
export async function appendSummary(tx: Tx, made: NewSummary, untold: readonly Untold[]): Promise<string> {
  const id = makeId(made.madeAt.epochMilliseconds)
  const sumOf = (act: Untold['act']) =>
    untold.filter((line) => line.act === act).reduce((sum, { amountVnd }) => sum + amountVnd, 0)
  await tx
    .insertInto('receipts.day_summary')
    .values({
      id,
      agency_id: made.agencyId,
      agency_name: made.agencyName,
      tax_code: made.taxCode,
      day_on: made.dayOn,
      number: sql<number>`(select coalesce(max(number), 0) + 1 from receipts.day_summary
        where agency_id = ${made.agencyId} and day_on = ${made.dayOn})`,
      lines: untold.length,
      issued_vnd: sumOf('issued'),
      cancelled_vnd: sumOf('cancelled'),
      made_at: made.madeAt.toString(),
      state: 'waiting',
    })
    .execute()
  for (let from = 0; from < untold.length; from += portion) {
    const rows = untold.slice(from, from + portion).map(({ receiptId, act }, index) => ({
      summary_id: id,
      number: from + index + 1,
      receipt_id: receiptId,
      act,
    }))
    await tx.insertInto('receipts.summary_line').values(rows).execute()
  }
  return id
}

const portion = 500

/** The lines of a summary in order. */
export async function listLines(db: Db, summaryId: string): Promise<TaxLine[]> {
  const rows = await db
    .selectFrom('receipts.summary_line as l')
    .innerJoin('receipts.e_receipt as r', 'r.id', 'l.receipt_id')
    .leftJoin('receipts.receipt_cancellation as c', 'c.receipt_id', 'r.id')
    .leftJoin('receipts.e_receipt as p', (join) =>
      join.onRef('p.charge_id', '=', 'r.charge_id').on('p.version', '=', sql<number>`r.version - 1`),
    )
    .select([
      'l.number',
      'l.act',
      'r.form_symbol as formSymbol',
      'r.receipt_symbol as receiptSymbol',
      'r.number as receiptNumber',
      'r.issued_at as issuedAt',
      'r.payer_name as payerName',
      'r.fee_name as feeName',
      'r.amount_vnd as amountVnd',
      'r.method',
      'p.form_symbol as replacedFormSymbol',
      'p.receipt_symbol as replacedReceiptSymbol',
      'p.number as replacedNumber',
      'c.reason',
    ])
    .where('l.summary_id', '=', summaryId)
    .orderBy('l.number')
    .execute()
  return rows.map(
    ({ replacedFormSymbol: formSymbol, replacedReceiptSymbol: receiptSymbol, replacedNumber, ...row }) => ({
      ...row,
      act: row.act as TaxLine['act'],
      method: row.method as TaxLine['method'],
      issuedAt: instantOf(row.issuedAt),
      replaced:
        formSymbol !== null && receiptSymbol !== null && replacedNumber !== null
          ? { formSymbol, receiptSymbol, number: replacedNumber }
          : null,
      reason: row.act === 'cancelled' ? row.reason : null,
    }),
  )
}

export type Sending = Readonly<{
  at: Temporal.Instant
  outcome: 'accepted' | 'refused' | 'unreachable'
  answer: string
}>

/** Writes down what a sending came to; an answer of the authority ends the waiting, and is never undone by silence. */
export async function recordSending(tx: Tx, summaryId: string, sending: Sending): Promise<void> {
  const { at, outcome } = sending
  const answer = sending.answer.slice(0, 500)
  await tx
    .insertInto('receipts.summary_sending')
    .values({
      id: makeId(at.epochMilliseconds),
      summary_id: summaryId,
      sent_at: at.toString(),
      outcome,
      answer,
    })
    .execute()
  if (outcome === 'unreachable') return
  await tx
    .updateTable('receipts.day_summary')
    .set({ state: outcome, told_at: at.toString(), answer })
    .where('id', '=', summaryId)
    .where('state', '<>', 'accepted')
    .execute()
}

/** Refused, and to be sent again by the will of a person, as its agency is called now. */
export async function reopenSummary(
  tx: Tx,
  id: string,
  { agencyName, taxCode }: Pick<DaySummary, 'agencyName' | 'taxCode'>,
): Promise<boolean> {
  const row = await tx
    .updateTable('receipts.day_summary')
    .set({ state: 'waiting', told_at: null, answer: null, agency_name: agencyName, tax_code: taxCode })
    .where('id', '=', id)
    .where('state', '=', 'refused')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The newest sendings of a summary first, at most `limit`. */
export async function listSendings(db: Db, summaryId: string, limit: number): Promise<Sending[]> {
  const rows = await db
    .selectFrom('receipts.summary_sending')
    .select(['sent_at as at', 'outcome', 'answer'])
    .where('summary_id', '=', summaryId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ at, outcome, answer }) => ({
    at: instantOf(at),
    outcome: outcome as Sending['outcome'],
    answer,
  }))
}

/** The agencies that gave receipts in a year, at most 1,000. */
export async function listCollectors(db: Db, year: number): Promise<string[]> {
  const rows = await db
    .selectFrom('receipts.receipt_counter')
    .select('agency_id')
    .distinct()
    .where('year', '=', year)
    .limit(1000)
    .execute()
  return rows.map(({ agency_id }) => agency_id)
}

/** Receipts issued, or cancelled, before `today` that the authority has not accepted; and when the first was. */
export async function tallyUntold(
  db: Db,
  today: string,
): Promise<Readonly<{ open: number; refused: number; oldestOn: string | null }>> {
  const { rows } = await sql<{ open: number; refused: number; oldest: string | null }>`
    select count(*)::int as open, count(*) filter (where state = 'refused')::int as refused, min(day_on)::text as oldest
    from receipts.day_summary where state <> 'accepted' and day_on < ${today}`.execute(db)
  const { open = 0, refused = 0, oldest = null } = rows[0] ?? {}
  return { open, refused, oldestOn: oldest }
}
