import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import type { ExaminedPaper } from './ports.ts'
import type { StoredPaper } from './rules/paper.ts'

export const examineJob = 'papers.examine'

/** Notes the content of papers that are being kept, and queues the look into each. */
export async function noteContent(tx: Tx, papers: readonly StoredPaper[], at: Temporal.Instant): Promise<void> {
  const rows = papers.map(({ sha256, sizeBytes }) => ({
    sha256,
    size_bytes: sizeBytes,
    checked_at: at.toString(),
    scan_changed_at: at.toString(),
  }))
  // In one order, so that two who give the same files at once do not wait for each other.
  const unique = [...new Map(rows.map((row) => [row.sha256, row])).values()]
  const ordered = unique.sort((one, other) => (one.sha256 < other.sha256 ? -1 : 1))
  await tx
    .insertInto('papers.content')
    .values(ordered)
    .onConflict((on) => on.doNothing())
    .execute()
  for (const { id, sha256, mediaType } of papers)
    await enqueue<ExaminedPaper>(tx, { name: examineJob }, { paperId: id, sha256, mediaType })
}
