import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { Health } from './rules/health.ts'

/** Báo động: from when to when somebody had to look after a system; `endedAt` null: still. */
export type OutsideAlarm = Readonly<{
  system: string
  health: Health
  rangAt: Temporal.Instant
  endedAt: Temporal.Instant | null
}>

/** Rings for a system, once however often it is called. True: it rings now for the first time. */
export async function ring(tx: Tx, system: string, health: Health, at: Temporal.Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('operations.outside_alarm')
    .values({ id: makeId(at.epochMilliseconds), system, health, rang_at: at.toString() })
    .onConflict((conflict) => conflict.column('system').where('ended_at', 'is', null).doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Ends what rings for other systems than these. */
export async function endAlarms(tx: Tx, ringing: readonly string[], at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('operations.outside_alarm')
    .set({ ended_at: at.toString() })
    .where('ended_at', 'is', null)
    .$if(ringing.length > 0, (query) => query.where('system', 'not in', ringing))
    .execute()
}

const select = (db: Db) => db.selectFrom('operations.outside_alarm').selectAll()

/** What rings now, the oldest first. */
export async function listRinging(db: Db): Promise<OutsideAlarm[]> {
  const rows = await select(db).where('ended_at', 'is', null).orderBy('rang_at').limit(50).execute()
  return rows.map(toAlarm)
}

/** The last alarms, newest first. */
export async function listAlarms(db: Db, limit = 10): Promise<OutsideAlarm[]> {
  const rows = await select(db).orderBy('rang_at', 'desc').limit(limit).execute()
  return rows.map(toAlarm)
}

type Row = Awaited<ReturnType<ReturnType<typeof select>['executeTakeFirstOrThrow']>>

const toAlarm = (row: Row): OutsideAlarm => ({
  system: row.system,
  health: row.health as Health,
  rangAt: instantOf(row.rang_at),
  endedAt: row.ended_at && instantOf(row.ended_at),
})
