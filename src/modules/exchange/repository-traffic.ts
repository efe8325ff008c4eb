import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db } from '#platform/db'

/**
 * What went from one subsystem to one offering in one minute. Times in milliseconds and `slowCalls`, which took a second
 * or more, are of those that were passed on: `calls` without `refusals`.
 */
export type Traffic = Readonly<{
  calls: number
  failures: number
  refusals: number
  slowCalls: number
  durationMsSum: number
  durationMsLongest: number
  bytesIn: number
  bytesOut: number
}>

export type TrafficOfMinute = Traffic &
  Readonly<{ minuteAt: Temporal.Instant; subsystemId: string; offeringId: string }>

/** What a row holds when another of the same minute, caller and offering comes to it. */
const addedUp = {
  calls: sql<number>`traffic.calls + excluded.calls`,
  failures: sql<number>`traffic.failures + excluded.failures`,
  refusals: sql<number>`traffic.refusals + excluded.refusals`,
  slow_calls: sql<number>`traffic.slow_calls + excluded.slow_calls`,
  duration_ms_sum: sql<number>`traffic.duration_ms_sum + excluded.duration_ms_sum`,
  duration_ms_longest: sql<number>`greatest(traffic.duration_ms_longest, excluded.duration_ms_longest)`,
  bytes_in: sql<number>`traffic.bytes_in + excluded.bytes_in`,
  bytes_out: sql<number>`traffic.bytes_out + excluded.bytes_out`,
}

/** Adds to the sums of their minutes; many at once are one statement. */
export async function addTraffic(db: Db, traffic: readonly TrafficOfMinute[]): Promise<void> {
  if (traffic.length === 0) return
  const rows = traffic.map((one) => ({
    minute_at: one.minuteAt.toString(),
    subsystem_id: one.subsystemId,
    offering_id: one.offeringId,
    calls: one.calls,
    failures: one.failures,
    refusals: one.refusals,
    slow_calls: one.slowCalls,
    duration_ms_sum: one.durationMsSum,
    duration_ms_longest: one.durationMsLongest,
    bytes_in: one.bytesIn,
    bytes_out: one.bytesOut,
  }))
  await db
    .insertInto('exchange.traffic')
    .values(rows)
    .onConflict((conflict) => conflict.constraint('traffic_pkey').doUpdateSet(addedUp))
    .execute()
}

/** Folds the figures of what is older than `before` into one row for each hour, or day of ours; called again, nothing changes. */
export async function foldTraffic(db: Db, unit: 'hour' | 'day', before: Temporal.Instant): Promise<void> {
  const sums = Object.entries(addedUp).map(([column, sum]) => sql`${sql.ref(column)} = ${sum}`)
  const whole = sql`date_trunc(${unit}, minute_at, 'Asia/Ho_Chi_Minh')`
  await sql`
    with old as (
      delete from exchange.traffic
      where minute_at < date_trunc(${unit}, ${before.toString()}::timestamptz, 'Asia/Ho_Chi_Minh') and minute_at <> ${whole}
      returning *
    )
    insert into exchange.traffic as traffic (minute_at, subsystem_id, offering_id, calls, failures, refusals, slow_calls,
      duration_ms_sum, duration_ms_longest, bytes_in, bytes_out)
    select ${whole}, subsystem_id, offering_id, sum(calls), sum(failures), sum(refusals), sum(slow_calls),
      sum(duration_ms_sum), max(duration_ms_longest), sum(bytes_in), sum(bytes_out)
    from old group by 1, 2, 3
    on conflict on constraint traffic_pkey do update set ${sql.join(sums)}`.execute(db)
}

/** How many calls of a subsystem were passed on since an instant. */
export async function countCalls(db: Db, subsystemId: string, since: Temporal.Instant): Promise<number> {
  const row = await db
    .selectFrom('exchange.traffic')
    .select(sql<number>`coalesce(sum(calls - refusals), 0)::integer`.as('calls'))
    .where('subsystem_id', '=', subsystemId)
    .where('minute_at', '>=', sql<Date>`${since.toString()}::timestamptz`)
    .executeTakeFirst()
  return row?.calls ?? 0
}

/** Fewer failures than this are chance. */
const fewestFailures = 5

/**
 * How the offerings stand that were called since an instant: when one answered last, and of those of which every call
 * failed, five or more, how many calls that were; 0: there is none.
 */
export async function readSilence(
  db: Db,
  since: Temporal.Instant,
): Promise<Readonly<{ failures: number; answeredAt: Temporal.Instant | null }>> {
  const { rows } = await sql<{ failures: number; answered: Date | null }>`
    select coalesce(sum(failed) filter (where passed = failed and failed >= ${fewestFailures}), 0)::integer as failures,
      max(answered) as answered
    from (
      select sum(calls - refusals) as passed, sum(failures) as failed,
        max(minute_at) filter (where calls - refusals > failures) as answered
      from exchange.traffic where minute_at >= ${since.toString()}::timestamptz group by offering_id
    ) as offering`.execute(db)
  const [row] = rows
  return { failures: row?.failures ?? 0, answeredAt: row?.answered ? instantOf(row.answered) : null }
}

export type TrafficOfOffering = Traffic & Readonly<{ offeringId: string; callers: number }>

/** The sums of each of these offerings since an instant; an offering nobody called is left out. */
export async function sumTraffic(
  db: Db,
  offeringIds: readonly string[],
  since: Temporal.Instant,
): Promise<ReadonlyMap<string, TrafficOfOffering>> {
  if (offeringIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('exchange.traffic')
    .select(({ fn }) => [
      'offering_id as offeringId',
      sql<number>`sum(calls)::integer`.as('calls'),
      sql<number>`sum(failures)::integer`.as('failures'),
      sql<number>`sum(refusals)::integer`.as('refusals'),
      sql<number>`sum(slow_calls)::integer`.as('slowCalls'),
      sql<number>`sum(duration_ms_sum)::bigint`.as('durationMsSum'),
      sql<number>`max(duration_ms_longest)::integer`.as('durationMsLongest'),
      sql<number>`sum(bytes_in)::bigint`.as('bytesIn'),
      sql<number>`sum(bytes_out)::bigint`.as('bytesOut'),
      fn.count<number>('subsystem_id').distinct().as('callers'),
    ])
    .where('offering_id', 'in', [...offeringIds])
    .where('minute_at', '>=', sql<Date>`${since.toString()}::timestamptz`)
    .groupBy('offering_id')
    .execute()
  return new Map(rows.map((row) => [row.offeringId, row]))
}

/** The minutes of one offering since an instant, the newest first, at most `limit`. */
export async function listMinutes(
  db: Db,
  offeringId: string,
  { since, limit }: Readonly<{ since: Temporal.Instant; limit: number }>,
): Promise<
  (Pick<Traffic, 'calls' | 'failures' | 'refusals'> & { minuteAt: Temporal.Instant; meanMs: number })[]
> {
  const rows = await db
    .selectFrom('exchange.traffic')
    .select([
      'minute_at',
      sql<number>`sum(calls)::integer`.as('calls'),
      sql<number>`sum(failures)::integer`.as('failures'),
      sql<number>`sum(refusals)::integer`.as('refusals'),
      sql<number>`(sum(duration_ms_sum) / greatest(sum(calls - refusals), 1))::integer`.as('meanMs'),
    ])
    .where('offering_id', '=', offeringId)
    .where('minute_at', '>=', sql<Date>`${since.toString()}::timestamptz`)
    .groupBy('minute_at')
    .orderBy('minute_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ minute_at, ...row }) => ({
    ...row,
    minuteAt: instantOf(minute_at),
  }))
}
