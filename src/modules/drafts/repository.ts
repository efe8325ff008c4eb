import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'
import type { Draft, DraftPaper, Typed } from './rules/draft.ts'

const selectDraft = (db: Db | Tx) => db.selectFrom('drafts.draft').selectAll()
type Row = Awaited<ReturnType<ReturnType<typeof selectDraft>['executeTakeFirstOrThrow']>>

const toDraft = (row: Row): Draft => ({
  id: row.id,
  reference: row.reference,
  ownerId: row.owner_id,
  representationId: row.representation_id,
  procedureCode: row.procedure_code,
  procedureVersionId: row.procedure_version_id,
  typed: row.typed as Typed,
  startedAt: row.started_at.toISOString(),
  savedAt: row.saved_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  submission: row.submission,
  submittedReference: row.submitted_reference,
})

/** The draft of that reference if it is `ownerId`'s and, unless it was submitted, not expired at `now`. */
export async function findDraft(
  db: Db | Tx,
  reference: string,
  { ownerId, now }: Readonly<{ ownerId: string; now: string }>,
): Promise<Draft | null> {
  const row = await selectDraft(db)
    .where('reference', '=', reference)
    .where('owner_id', '=', ownerId)
    .where((by) =>
      by.or([by('submitted_reference', 'is not', null), by('expires_at', '>', sql<Date>`${now}::timestamptz`)]),
    )
    .executeTakeFirst()
  return row ? toDraft(row) : null
}

/** An unfinished draft of this procedure into which nothing has been written but what it began with. */
export async function findUntouchedDraft(
  tx: Tx,
  {
    ownerId,
    representationId,
    procedureCode,
    typed,
    now,
  }: Pick<Draft, 'ownerId' | 'representationId' | 'procedureCode' | 'typed'> & Readonly<{ now: string }>,
): Promise<string | null> {
  const row = await tx
    .selectFrom('drafts.draft as draft')
    .select('reference')
    .where('owner_id', '=', ownerId)
    .where('procedure_code', '=', procedureCode)
    .where('representation_id', 'is not distinct from', representationId)
    .where('submitted_reference', 'is', null)
    .where('expires_at', '>', sql<Date>`${now}::timestamptz`)
    .where('typed', '=', sql`${JSON.stringify(typed)}::jsonb`)
    .where((by) =>
      by.not(
        by.exists(by.selectFrom('drafts.draft_paper').select('paper_id').whereRef('draft_id', '=', 'draft.id')),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  return row?.reference ?? null
}

/** Whose drafts are meant among those that one person writes: `of` these representations only, or all but theirs. */
export type DraftsFor = Readonly<{ of: readonly string[] }> | Readonly<{ allBut: readonly string[] }>

/** The unfinished drafts that one person writes for whom is meant, the last saved first, at most `limit`. */
export async function listDrafts(
  db: Db,
  {
    ownerId,
    written,
    now,
    limit,
  }: Readonly<{ ownerId: string; written: DraftsFor; now: string; limit: number }>,
): Promise<Draft[]> {
  const ids = (list: readonly string[]) => sql<string>`any(${[...list]}::uuid[])`
  const rows = await selectDraft(db)
    .where('owner_id', '=', ownerId)
    .where((by) =>
      'of' in written
        ? by('representation_id', '=', ids(written.of))
        : by.or([
            by('representation_id', 'is', null),
            by.not(by('representation_id', '=', ids(written.allBut))),
          ]),
    )
    .where('submitted_reference', 'is', null)
    .where('expires_at', '>', sql<Date>`${now}::timestamptz`)
    .orderBy('saved_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toDraft)
}

export async function appendDraft(
  tx: Tx,
  draft: Omit<Draft, 'submission' | 'submittedReference'>,
): Promise<void> {
  await tx
    .insertInto('drafts.draft')
    .values({
      id: draft.id,
      reference: draft.reference,
      owner_id: draft.ownerId,
      representation_id: draft.representationId,
      procedure_code: draft.procedureCode,
      procedure_version_id: draft.procedureVersionId,
      typed: JSON.stringify(draft.typed),
      started_at: draft.startedAt,
      saved_at: draft.savedAt,
      expires_at: draft.expiresAt,
    })
    .execute()
}

/** Keeps what was typed on one step in the place of what was there. A draft being handed in stays as it is. */
export async function saveTyped(
  tx: Tx,
  id: string,
  { step, fields, savedAt, expiresAt }: SavedStep,
): Promise<void> {
  await tx
    .updateTable('drafts.draft')
    .set({
      typed: sql<string>`typed || ${JSON.stringify({ [step]: fields })}::jsonb`,
      saved_at: savedAt,
      expires_at: expiresAt,
    })
    .where('id', '=', id)
    .where('submission', 'is', null)
    .execute()
}

export type SavedStep = Readonly<{
  step: string
  fields: Readonly<Record<string, string>>
  savedAt: string
  expiresAt: string
}>

/** The papers of a draft in the order in which they came. */
export async function listDraftPapers(db: Db | Tx, draftId: string): Promise<DraftPaper[]> {
  return await db
    .selectFrom('drafts.draft_paper')
    .select(['component_key as component', 'paper_id as paper'])
    .where('draft_id', '=', draftId)
    .orderBy('added_at')
    .orderBy('paper_id')
    .limit(200)
    .execute()
}

/** Ties papers to components. Those of one form are kept a microsecond apart: the order in which they were chosen. */
export async function appendDraftPapers(
  tx: Tx,
  draftId: string,
  papers: readonly DraftPaper[],
  addedAt: Temporal.Instant,
): Promise<void> {
  if (papers.length === 0) return
  await tx
    .insertInto('drafts.draft_paper')
    .values(
      papers.map(({ component, paper }, index) => ({
        draft_id: draftId,
        component_key: component,
        paper_id: paper,
        added_at: addedAt.add({ microseconds: index }).toString(),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Takes a paper off the draft; what was received stays on record in `papers`. */
export async function removeDraftPaper(
  tx: Tx,
  draftId: string,
  { component, paper }: DraftPaper,
): Promise<void> {
  await tx
    .deleteFrom('drafts.draft_paper')
    .where('draft_id', '=', draftId)
    .where('component_key', '=', component)
    .where(sql`paper_id::text`, '=', paper)
    .execute()
}

/** Fixes what is handed in, and answers it as it is kept: that of the first press, whoever came second. */
export async function fixSubmission(tx: Tx, id: string, submission: unknown): Promise<unknown> {
  const row = await tx
    .updateTable('drafts.draft')
    .set({ submission: sql<string>`coalesce(submission, ${JSON.stringify(submission)}::jsonb)` })
    .where('id', '=', id)
    .returning('submission')
    .executeTakeFirstOrThrow()
  return row.submission
}

/** Opens a draft again whose submission was refused: nothing was handed in. */
export async function releaseSubmission(db: Db, id: string): Promise<void> {
  await db
    .updateTable('drafts.draft')
    .set({ submission: null })
    .where('id', '=', id)
    .where('submitted_reference', 'is', null)
    .execute()
}

export async function markSubmitted(db: Db, id: string, dossierReference: string): Promise<void> {
  await db
    .updateTable('drafts.draft')
    .set({ submitted_reference: dossierReference })
    .where('id', '=', id)
    .execute()
}

/** Deletes unsubmitted drafts that expired before `before`, with their ties to papers, at most `limit`; says how many. */
export async function removeExpiredDrafts(db: Db, before: string, limit: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('drafts.draft')
    .where('id', 'in', (by) =>
      by
        .selectFrom('drafts.draft')
        .select('id')
        .where('submitted_reference', 'is', null)
        .where('expires_at', '<', sql<Date>`${before}::timestamptz`)
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
