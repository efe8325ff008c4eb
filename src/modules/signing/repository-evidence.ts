import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'

export type EvidenceKind = 'authority' | 'certificate' | 'revocation' | 'signature' | 'timestamp' | 'judgement'

/** Chứng cứ ký: one thing that was checked at signing. Without a document it holds for the whole batch. */
export type Evidence = Readonly<{
  batchId: string
  documentId: string | null
  at: Temporal.Instant
  kind: EvidenceKind
  detail: Readonly<Record<string, unknown>>
  der: Uint8Array | null
}>

export async function appendEvidence(tx: Tx, evidence: readonly Evidence[]): Promise<void> {
  if (evidence.length === 0) return
  await tx
    .insertInto('signing.evidence')
    .values(
      evidence.map(({ batchId, documentId, at, kind, detail, der }) => ({
        id: makeId(at.epochMilliseconds),
        batch_id: batchId,
        document_id: documentId,
        at: at.toString(),
        kind,
        detail: JSON.stringify(detail),
        der: der && Buffer.from(der),
      })),
    )
    .execute()
}

/** What was checked for a batch as a whole, and for `documentId` when it is given; in the order it was checked. */
export async function listEvidence(db: Db | Tx, batchId: string, documentId?: string): Promise<Evidence[]> {
  const rows = await db
    .selectFrom('signing.evidence')
    .selectAll()
    .where('batch_id', '=', batchId)
    .where((where) =>
      documentId
        ? where.or([where('document_id', '=', documentId), where('document_id', 'is', null)])
        : where('document_id', 'is', null),
    )
    .orderBy('at')
    .orderBy('id')
    .limit(200)
    .execute()
  return rows.map((row) => ({
    batchId: row.batch_id,
    documentId: row.document_id,
    at: instantOf(row.at),
    kind: row.kind as EvidenceKind,
    detail: row.detail as Record<string, unknown>,
    der: row.der,
  }))
}
