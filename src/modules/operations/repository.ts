import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Held } from './ports.ts'

/** A call that gave nothing usable: which one, and what came instead, without personal data. */
export type CallError = Readonly<{ at: Temporal.Instant; call: string; error: string }>

/** How the calls of a system went, as recorded. */
export type SystemRow = Readonly<{
  code: string
  failures: number
  calledAt: Temporal.Instant | null
  answeredAt: Temporal.Instant | null
  lastErrors: readonly CallError[]
  held: Held | null
}>

const instant = (value: Date | null): Temporal.Instant | null => value && instantOf(value)

type KeptError = Readonly<{ at: string; call: string; error: string }>

/** Every system that was ever called or held, by its code. */
export async function readSystems(db: Db): Promise<ReadonlyMap<string, SystemRow>> {
  const rows = await db.selectFrom('operations.outside_system').selectAll().orderBy('code').limit(200).execute()
  return new Map(
    rows.map((row) => {
      const heldAt = instant(row.held_at)
      const errors = row.last_errors as unknown as readonly KeptError[]
      return [
        row.code,
        {
          code: row.code,
          failures: row.failures,
          calledAt: instant(row.called_at),
          answeredAt: instant(row.answered_at),
          lastErrors: errors.map((one) => ({ ...one, at: Temporal.Instant.from(one.at) })),
          held: heldAt && { at: heldAt, by: row.held_by ?? '', reason: row.held_reason ?? '' },
        },
      ]
    }),
  )
}

/** What a process saw of one system since it wrote last. `failures`: in a row, up to its last call. */
export type Seen = Readonly<{
  code: string
  answeredAt: Temporal.Instant | null
  /** Failures since the last answer, or since it wrote last. */
  failures: number
  errors: readonly CallError[]
  calledAt: Temporal.Instant
}>

/** Adds what was seen; an answer ends the row of failures, the newest ten errors are kept. */
export async function recordSeen(db: Db, seen: Seen): Promise<void> {
  const { code, failures, answeredAt, calledAt } = seen
  const errors = JSON.stringify(seen.errors.map((one) => ({ ...one, at: one.at.toString() })))
  await sql`insert into operations.outside_system as known (code, failures, called_at, answered_at, last_errors)
    values (${code}, ${failures}, ${calledAt.toString()}::timestamptz, ${answeredAt?.toString() ?? null}::timestamptz, ${errors}::jsonb)
    on conflict (code) do update set
      failures = excluded.failures + case when excluded.answered_at is null then known.failures else 0 end,
      called_at = excluded.called_at,
      answered_at = coalesce(excluded.answered_at, known.answered_at),
      last_errors = (select coalesce(jsonb_agg(one order by place), '[]')
        from jsonb_array_elements(excluded.last_errors || known.last_errors) with ordinality as listed(one, place)
        where place <= 10)`.execute(db)
}

/** Holds a system, or with null lets it be called again. */
export async function saveHold(tx: Tx, code: string, held: Held | null): Promise<void> {
  const change = {
    held_at: held?.at.toString() ?? null,
    held_by: held?.by ?? null,
    held_reason: held?.reason ?? null,
  }
  await tx
    .insertInto('operations.outside_system')
    .values({ code, ...change })
    .onConflict((conflict) => conflict.constraint('outside_system_pkey').doUpdateSet(change))
    .execute()
}

/** The codes of those that are held. */
export async function listHeld(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('operations.outside_system')
    .select('code')
    .where('held_at', 'is not', null)
    .execute()
  return new Set(rows.map(({ code }) => code))
}
