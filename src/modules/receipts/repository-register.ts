import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Db } from '#platform/db'
import { type EReceipt, selectReceipts, toReceipt } from './repository.ts'

/** A day of the receipts of an agency; null: of all. */
export type RegisterDay = Readonly<{ dayOn: string; agencyId: string | null }>

/** The receipts of a day in the order they were issued, `limit` after the one of the id `after`. */
export async function listReceiptsOfDay(
  db: Db,
  { dayOn, agencyId }: RegisterDay,
  page: Readonly<{ after: string | null; limit: number }>,
): Promise<EReceipt[]> {
  let query = selectReceipts(db).where('r.issued_on', '=', dayOn as never)
  if (agencyId) query = query.where('r.agency_id', '=', agencyId)
  if (page.after) query = query.where('r.id', '>', page.after)
  return (await query.orderBy('r.id').limit(page.limit).execute()).map(toReceipt)
}

export type Sum = Readonly<{ count: number; amountVnd: number }>

/**
 * The totals of a day: what was issued, what was cancelled, and the first receipts of the money that came in `span`, whenever
 * they were issued; the latter must equal the money.
 */
export async function sumReceipts(
  db: Db,
  { dayOn, agencyId }: RegisterDay,
  span: Readonly<{ from: Temporal.Instant; until: Temporal.Instant }>,
): Promise<Readonly<{ issued: Sum; cancelled: Sum; ofMoney: Sum }>> {
  const isSeen = sql`(${agencyId}::uuid is null or r.agency_id = ${agencyId})`
  const { rows } = await sql<{ kind: 'issued' | 'cancelled' | 'ofMoney' } & Sum>`
    select 'issued' as kind, count(*)::int as count, coalesce(sum(amount_vnd), 0)::bigint as "amountVnd"
    from receipts.e_receipt r where issued_on = ${dayOn} and ${isSeen}
    union all
    select 'cancelled', count(*)::int, coalesce(sum(r.amount_vnd), 0)::bigint
    from receipts.receipt_cancellation c join receipts.e_receipt r on r.id = c.receipt_id where c.cancelled_on = ${dayOn} and ${isSeen}
    union all
    select 'ofMoney', count(*)::int, coalesce(sum(amount_vnd), 0)::bigint
    from receipts.e_receipt r
    where paid_at >= ${span.from.toString()} and paid_at < ${span.until.toString()} and version = 1 and ${isSeen}`.execute(
    db,
  )
  const sumOf = (wanted: string): Sum => {
    const { count, amountVnd } = rows.find(({ kind }) => kind === wanted) ?? { count: 0, amountVnd: 0 }
    return { count, amountVnd }
  }
  return { issued: sumOf('issued'), cancelled: sumOf('cancelled'), ofMoney: sumOf('ofMoney') }
}
