import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { AlarmKind } from './rules/alarms.ts'

/** How much has rung since the beginning, and how many seconds ago the watch last ran; null: never. */
export type Watch = Readonly<{ ranSecondsAgo: number | null; rung: Readonly<Record<AlarmKind, number>> }>

export async function readWatch(db: Db): Promise<Watch> {
  const row = await db
    .selectFrom('tasks.watch_run')
    .select(['reminder_count', 'escalation_count', 'draft_apology_count'])
    .select(sql<number | null>`extract(epoch from clock_timestamp() - ran_at)::float8`.as('seconds'))
    .executeTakeFirstOrThrow()
  return {
    ranSecondsAgo: row.seconds,
    rung: {
      reminder: Number(row.reminder_count),
      escalation: Number(row.escalation_count),
      draft_apology: Number(row.draft_apology_count),
    },
  }
}

/** Notes that the watch is running, and what has just rung. The last statement of its transaction: others wait for it. */
export async function noteRun(tx: Tx, rung: readonly AlarmKind[]): Promise<void> {
  const count = (kind: AlarmKind) => rung.filter((one) => one === kind).length
  await sql`update tasks.watch_run set ran_at = clock_timestamp(),
    reminder_count = reminder_count + ${count('reminder')},
    escalation_count = escalation_count + ${count('escalation')},
    draft_apology_count = draft_apology_count + ${count('draft_apology')}`.execute(tx)
}

/** Notes that open dossiers are woken for these rules; false when that was noted before. */
export async function noteRulesApplied(tx: Tx, rules: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('tasks.watch_run')
    .set({ rules_applied: rules })
    .where('rules_applied', '<>', rules)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Dự thảo văn bản xin lỗi: form 04, begun in time; `reason` is empty until the officer gives it. */
export type ApologyDraft = Readonly<{
  dossierId: string
  dueAt: Temporal.Instant
  proposedUntil: string
  draftedAt: Temporal.Instant
  reason: string
}>

/** Begins apologies; one that was begun for the same due time stays as the officer left it. */
export async function appendApologyDrafts(tx: Tx, drafts: readonly ApologyDraft[]): Promise<void> {
  if (drafts.length === 0) return
  const values = drafts.map((draft) => ({
    dossier_id: draft.dossierId,
    due_at: draft.dueAt.toString(),
    proposed_until: draft.proposedUntil,
    drafted_at: draft.draftedAt.toString(),
    reason: draft.reason,
  }))
  await tx
    .insertInto('tasks.apology_draft')
    .values(values)
    .onConflict((conflict) => conflict.constraint('apology_draft_pkey').doNothing())
    .execute()
}

/** The apology begun last for a dossier; null when none was. */
export async function findApologyDraft(db: Db | Tx, dossierId: string): Promise<ApologyDraft | null> {
  const row = await db
    .selectFrom('tasks.apology_draft')
    .selectAll()
    .where('dossier_id', '=', dossierId)
    .orderBy('due_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  return {
    dossierId: row.dossier_id,
    dueAt: instantOf(row.due_at),
    proposedUntil: row.proposed_until,
    draftedAt: instantOf(row.drafted_at),
    reason: row.reason,
  }
}
