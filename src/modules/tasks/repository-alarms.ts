import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { AlarmKind, MeasuredFrom } from './rules/alarms.ts'

/** Nhắc việc: what rang, for one officer, about one due time. */
export type RungAlarm = Readonly<{
  id: string
  dossierId: string
  dossierCode: string
  procedureName: string
  step: string
  agencyId: string
  rule: string
  measuredFrom: MeasuredFrom
  offsetMinutes: number
  kind: AlarmKind
  dueAt: Temporal.Instant
  recipientId: string
  recipientName: string
  rungAt: Temporal.Instant
}>

/**
 * Writes alarms and puts them into the inboxes of their recipients. One that rang before for the same rule, due time
 * and person is left out: however often it is written, and by however many, it rings once. Answers the new ones.
 */
export async function appendAlarms<Alarm extends RungAlarm>(
  tx: Tx,
  alarms: readonly Alarm[],
): Promise<Alarm[]> {
  if (alarms.length === 0) return []
  // Instants write themselves into JSON as RFC 3339.
  const rows = JSON.stringify(alarms)
  const { rows: added } = await sql<{ id: string }>`
    with added as (
      insert into tasks.alarm (id, dossier_id, rule, due_at, recipient_id, recipient_name, rung_at, measured_from,
        offset_minutes, kind, step, agency_id, dossier_code, procedure_name)
      select id, "dossierId", rule, "dueAt", "recipientId", "recipientName", "rungAt", "measuredFrom",
        "offsetMinutes", kind, step, "agencyId", "dossierCode", "procedureName"
      from jsonb_to_recordset(${rows}::jsonb) as g(id uuid, "dossierId" uuid, rule text, "dueAt" timestamptz,
        "recipientId" uuid, "recipientName" text, "rungAt" timestamptz, "measuredFrom" text, "offsetMinutes" int,
        kind text, step text, "agencyId" uuid, "dossierCode" text, "procedureName" text)
      on conflict on constraint alarm_once_key do nothing
      returning id, recipient_id
    ), noted as (
      insert into tasks.inbox (alarm_id, recipient_id) select id, recipient_id from added
    )
    select id from added`.execute(tx)
  const isNew = new Set(added.map(({ id }) => id))
  return alarms.filter(({ id }) => isNew.has(id))
}

/** An alarm as its recipient reads it; `seenAt` is null until then. */
export type OwnAlarm = RungAlarm & Readonly<{ seenAt: Temporal.Instant | null }>

/** The alarms for an account, newest first, at most `limit`; `before` is the id of the last one seen. */
export async function listOwnAlarms(
  db: Db,
  recipientId: string,
  { before, limit }: Readonly<{ before: string | null; limit: number }>,
): Promise<OwnAlarm[]> {
  const rows = await db
    .selectFrom('tasks.alarm as alarm')
    .innerJoin('tasks.inbox as inbox', 'inbox.alarm_id', 'alarm.id')
    .selectAll('alarm')
    .select('inbox.seen_at')
    .where('alarm.recipient_id', '=', recipientId)
    .$if(before !== null, (query) => query.where('alarm.id', '<', before ?? ''))
    .orderBy('alarm.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    dossierId: row.dossier_id,
    dossierCode: row.dossier_code,
    procedureName: row.procedure_name,
    step: row.step,
    agencyId: row.agency_id,
    rule: row.rule,
    measuredFrom: row.measured_from as MeasuredFrom,
    offsetMinutes: row.offset_minutes,
    kind: row.kind as AlarmKind,
    dueAt: instantOf(row.due_at),
    recipientId: row.recipient_id,
    recipientName: row.recipient_name,
    rungAt: instantOf(row.rung_at),
    seenAt: row.seen_at && instantOf(row.seen_at),
  }))
}

/** How many alarms an account has not seen, counted to `limit` and no further. */
export async function countUnseen(db: Db, recipientId: string, limit: number): Promise<number> {
  const { rows } = await sql<{ unseen: number }>`
    select count(*)::int as unseen from (
      select from tasks.inbox where recipient_id = ${recipientId} and seen_at is null limit ${limit}
    ) as bounded`.execute(db)
  return rows[0]?.unseen ?? 0
}

/** Marks the alarm `id` of an account as seen, or all up to it; of another account nothing is marked. */
export async function markSeen(
  tx: Tx,
  recipientId: string,
  { id, all }: Readonly<{ id: string; all: boolean }>,
  at: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('tasks.inbox')
    .set({ seen_at: at.toString() })
    .where('recipient_id', '=', recipientId)
    .where('seen_at', 'is', null)
    .where('alarm_id', all ? '<=' : '=', id)
    .execute()
}
