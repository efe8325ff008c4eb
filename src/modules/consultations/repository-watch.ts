import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'

/** A consultation that the watch is to look at: overdue and not answered. */
export type WatchedConsultation = Readonly<{ id: string; dossierCode: string; dueAt: Temporal.Instant }>

/** Takes, and holds until the transaction ends, those whose moment has come; what another worker holds is left to it. */
export async function takeWatched(
  tx: Tx,
  now: Temporal.Instant,
  limit: number,
): Promise<WatchedConsultation[]> {
  const rows = await tx
    .selectFrom('consultations.consultation')
    .select(['id', 'dossier_code', 'due_at'])
    .where('look_at', '<=', sql<Date>`${now.toString()}`)
    .orderBy('look_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  return rows.map((row) => ({ id: row.id, dossierCode: row.dossier_code, dueAt: instantOf(row.due_at) }))
}

/** What the watch did: told of the silence, found that nobody waits any more, or looks again later. */
export type Watched =
  | Readonly<{ told: Temporal.Instant }>
  | Readonly<{ lapsed: Temporal.Instant }>
  | Readonly<{ again: Temporal.Instant }>

export async function saveWatched(tx: Tx, id: string, watched: Watched): Promise<void> {
  const change = {
    look_at: 'again' in watched ? watched.again.toString() : null,
    ...('told' in watched && { told_overdue_at: watched.told.toString() }),
    ...('lapsed' in watched && { lapsed_at: watched.lapsed.toString() }),
  }
  await tx.updateTable('consultations.consultation').set(change).where('id', '=', id).execute()
}

/** When the watch should have looked at the consultation that has waited longest; null when none waits for it. */
export async function findOldestLook(db: Db): Promise<Temporal.Instant | null> {
  const row = await db
    .selectFrom('consultations.consultation')
    .select('look_at')
    .where('look_at', 'is not', null)
    .orderBy('look_at')
    .limit(1)
    .executeTakeFirst()
  return row?.look_at ? instantOf(row.look_at) : null
}
