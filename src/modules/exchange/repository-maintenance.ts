import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { PlannedMaintenance } from './rules/maintenance.ts'

/** What is announced for each of these offerings, not called off and not over at `at`, by its beginning. */
export async function listPlanned(
  db: Db,
  offeringIds: readonly string[],
  at: Temporal.Instant,
): Promise<ReadonlyMap<string, readonly PlannedMaintenance[]>> {
  if (offeringIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('exchange.planned_maintenance')
    .selectAll()
    .where('offering_id', 'in', [...offeringIds])
    .where('until_at', '>', new Date(at.epochMilliseconds))
    .where('ended_at', 'is', null)
    .orderBy('from_at')
    .orderBy('id')
    .execute()
  const toPlanned = (row: (typeof rows)[number]): PlannedMaintenance => ({
    id: row.id,
    versionId: row.version_id,
    fromAt: instantOf(row.from_at),
    untilAt: instantOf(row.until_at),
    notice: row.notice,
    workingDaysAhead: row.working_days_ahead,
    announcedAt: instantOf(row.announced_at),
    announcedName: row.announced_name,
  })
  const grouped = Map.groupBy(rows, ({ offering_id }) => offering_id)
  return new Map([...grouped].map(([id, of]) => [id, of.map(toPlanned)]))
}

/** Keeps an announcement. */
export async function addPlanned(tx: Tx, offeringId: string, planned: PlannedMaintenance): Promise<void> {
  await tx
    .insertInto('exchange.planned_maintenance')
    .values({
      id: planned.id,
      offering_id: offeringId,
      version_id: planned.versionId,
      from_at: planned.fromAt.toString(),
      until_at: planned.untilAt.toString(),
      notice: planned.notice,
      working_days_ahead: planned.workingDaysAhead,
      announced_at: planned.announcedAt.toString(),
      announced_name: planned.announcedName,
    })
    .execute()
}

/** Calls an announcement off, or ends it early; false when it is not there, is over, or was ended before. */
export async function endPlanned(
  tx: Tx,
  planned: Readonly<{ id: string; offeringId: string; at: Temporal.Instant; name: string }>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('exchange.planned_maintenance')
    .set({ ended_at: planned.at.toString(), ended_name: planned.name })
    .where('id', '=', planned.id)
    .where('offering_id', '=', planned.offeringId)
    .where('until_at', '>', new Date(planned.at.epochMilliseconds))
    .where('ended_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
