import { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'
import type { NewAttachment } from './repository-submission.ts'

/** Tệp đính kèm: a paper that was given for a component, or the result. */
export type Attachment = Readonly<{
  number: number
  stage: 'submission' | 'supplement' | 'result'
  componentKey: string
  componentName: string
  paperId: string
  name: string
  mediaType: string
  sizeBytes: number
  sha256: string
  providedAt: Temporal.Instant
}>

/** Every attachment of a dossier in the order it was given (a dossier has at most a few dozen). */
export async function listAttachments(db: Db | Tx, dossierId: string): Promise<Attachment[]> {
  const rows = await db
    .selectFrom('dossiers.attachment')
    .selectAll()
    .where('dossier_id', '=', dossierId)
    .orderBy('number')
    .limit(500)
    .execute()
  return rows.map((row) => ({
    number: row.number,
    stage: row.stage as Attachment['stage'],
    componentKey: row.component_key,
    componentName: row.component_name,
    paperId: row.paper_id,
    name: row.name,
    mediaType: row.media_type,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    providedAt: Temporal.Instant.fromEpochMilliseconds(row.provided_at.getTime()),
  }))
}

/** Adds papers to a dossier that is locked by this transaction. */
export async function appendAttachments(
  tx: Tx,
  dossierId: string,
  stage: Attachment['stage'],
  papers: readonly NewAttachment[],
  at: Temporal.Instant,
): Promise<void> {
  if (papers.length === 0) return
  const { last } = await tx
    .selectFrom('dossiers.attachment')
    .select((eb) => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('last'))
    .where('dossier_id', '=', dossierId)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('dossiers.attachment')
    .values(
      papers.map((paper, index) => ({
        ...paper,
        number: last + index + 1,
        dossier_id: dossierId,
        stage,
        provided_at: at.toString(),
      })),
    )
    .execute()
}

/** The dossiers a paper belongs to, and as what: who may see it there may read the paper. */
export async function listDossiersOfPaper(db: Db, paperId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('dossiers.attachment')
    .select('dossier_id')
    .distinct()
    .where('paper_id', '=', paperId)
    .limit(50)
    .execute()
  return rows.map(({ dossier_id }) => dossier_id)
}
