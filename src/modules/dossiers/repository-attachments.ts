import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
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
    providedAt: instantOf(row.provided_at),
  }))
}

/** A drafted result that waits for its approval, with what people know its dossier by. */
export type ProposedResult = Readonly<{
  code: string
  procedureName: string
  applicantName: string
  name: string
  mediaType: string
  sha256: string
}>

/** The result that was proposed last in each of these dossiers, by the id of the dossier. One query however many. */
export async function listProposedResults(
  db: Db,
  dossierIds: readonly string[],
): Promise<ReadonlyMap<string, ProposedResult>> {
  if (dossierIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('dossiers.attachment as paper')
    .innerJoin('dossiers.dossier as dossier', 'dossier.id', 'paper.dossier_id')
    .distinctOn('paper.dossier_id')
    .select(['paper.dossier_id', 'paper.name', 'paper.media_type', 'paper.sha256'])
    .select(['dossier.code', 'dossier.reference', 'dossier.procedure_name', 'dossier.applicant_name'])
    .where('paper.dossier_id', 'in', dossierIds)
    .where('paper.stage', '=', 'result')
    .orderBy('paper.dossier_id')
    .orderBy('paper.number', 'desc')
    .execute()
  const proposals = rows.map((row) => {
    const { name, media_type: mediaType, sha256, procedure_name: procedureName } = row
    const code = row.code ?? row.reference
    return [
      row.dossier_id,
      { code, procedureName, applicantName: row.applicant_name, name, mediaType, sha256 },
    ] as const
  })
  return new Map(proposals)
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
