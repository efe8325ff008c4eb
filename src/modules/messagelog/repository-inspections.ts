import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Db } from '#platform/db'
import { listValid } from './rules/log-standing.ts'

/** What is wrong with the log at an entry (or a batch, for codes that begin with `batch`). */
export type LogFault = Readonly<{ code: LogFaultCode; number: number }>

export type LogFaultCode =
  | 'entry_missing'
  | 'entry_changed'
  | 'signature_wrong'
  | 'key_wrong'
  | 'head_wrong'
  | 'body_missing'
  | 'body_damaged'
  | 'batch_missing'
  | 'batch_root_wrong'
  | 'batch_token_wrong'
  | 'batch_token_missing'
  | 'batch_token_untrusted'
  | 'batch_stamped_again'

/** So many faults are named; the rest is counted. */
export const mostFindings = 100

/** One reading of the log: from which entry to which, how many bodies, how many faults and the first of them. */
export type Inspection = Readonly<{
  firstEntry: number
  lastEntry: number
  bodies: number
  faults: number
  findings: readonly LogFault[]
  startedAt: Temporal.Instant
  endedAt: Temporal.Instant
}>

export async function insertInspection(db: Db, id: string, inspection: Inspection): Promise<void> {
  const { firstEntry, lastEntry, bodies, faults, findings, startedAt, endedAt } = inspection
  await db
    .insertInto('messagelog.log_inspection')
    .values({
      id,
      first_entry: firstEntry,
      last_entry: lastEntry,
      bodies,
      faults,
      findings: JSON.stringify(findings),
      started_at: startedAt.toString(),
      ended_at: endedAt.toString(),
    })
    .execute()
}

/** The last entry that any reading has found; 0 before the first. */
export async function findLastRead(db: Db): Promise<number> {
  const { last } = await db
    .selectFrom('messagelog.log_inspection')
    .select(({ fn }) => fn.max('last_entry').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? 0
}

const selectReadings = (db: Db) => db.selectFrom('messagelog.log_inspection').selectAll().orderBy('id', 'desc')
type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof selectReadings>['executeTakeFirst']>>>

/** The latest reading; null before the first. */
export async function findLatestInspection(db: Db): Promise<Inspection | null> {
  const row = await selectReadings(db).limit(1).executeTakeFirst()
  return row ? toInspection(row) : null
}

/**
 * How the log stands by its readings: what each stretch was found to be when it was last read, as one; null before the first.
 * Two times through the log are looked at, the one under way and the one before it.
 */
export async function findStanding(db: Db): Promise<Inspection | null> {
  const begunBefore = db
    .selectFrom('messagelog.log_inspection')
    .select('id')
    .where('first_entry', '=', 1)
    .orderBy('id', 'desc')
    .offset(1)
    .limit(1)
  const first = sql<string>`'00000000-0000-0000-0000-000000000000'::uuid`
  const rows = await selectReadings(db)
    .where('id', '>=', ({ fn }) => fn.coalesce(begunBefore, first))
    .execute()
  const valid = listValid(rows.map(toInspection))
  const newest = valid[0]
  if (!newest) return null
  return {
    ...newest,
    firstEntry: Math.min(...valid.map(({ firstEntry }) => firstEntry)),
    lastEntry: Math.max(...valid.map(({ lastEntry }) => lastEntry)),
    bodies: valid.reduce((sum, { bodies }) => sum + bodies, 0),
    faults: valid.reduce((sum, { faults }) => sum + faults, 0),
    findings: valid.flatMap(({ findings }) => findings).slice(0, mostFindings),
  }
}

function toInspection(row: Row): Inspection {
  return {
    firstEntry: row.first_entry,
    lastEntry: row.last_entry,
    bodies: row.bodies,
    faults: row.faults,
    findings: row.findings as unknown as LogFault[],
    startedAt: Temporal.Instant.fromEpochMilliseconds(row.started_at.getTime()),
    endedAt: Temporal.Instant.fromEpochMilliseconds(row.ended_at.getTime()),
  }
}
