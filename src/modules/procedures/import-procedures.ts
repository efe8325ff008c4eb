import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { type Described, describeRecord } from './describe-record.ts'
import { forgetProcedures } from './get-procedure.ts'
import { listCatalogueFiles, readCatalogueFile } from './read-catalogue-file.ts'
import {
  type CatalogueRow,
  foldContent,
  hashContent,
  lockCatalogueHashes,
  saveCatalogueVersions,
} from './repository.ts'

/** A record that was not imported: in which file, which field of it, and why. */
export type RejectedRecord = Readonly<{ file: string; field: string; reason: string }>

export type ImportReport = Readonly<{
  /** Records read, rejected ones included; a file that cannot be read counts as one. */
  read: number
  inserted: number
  updated: number
  unchanged: number
  rejected: readonly RejectedRecord[]
}>

/** Called after each record: files done so far, of how many. */
export type ImportProgress = (done: number, total: number) => void

const batchRecords = 50
const batchCharacters = 2_000_000

type Accepted = Readonly<{ row: CatalogueRow; characters: number }>
type Count = { read: number; inserted: number; updated: number; unchanged: number; rejected: RejectedRecord[] }

/**
 * Imports records of the national catalogue from files, and from the `.json` files of folders. Files are read one at a time and written in batches, so memory does not
 * grow with their number; a second run of the same files changes nothing. What is odd in a record is kept as issues
 * of its version; only a record without a usable code or name is rejected, and the rest goes on.
 */
export async function importProcedures(
  context: Pick<Context, 'db' | 'clock'>,
  paths: readonly string[],
  onProgress: ImportProgress = () => undefined,
): Promise<ImportReport> {
  const count: Count = { read: 0, inserted: 0, updated: 0, unchanged: 0, rejected: [] }
  const seen = new Map<string, string>()
  const files = await listCatalogueFiles(paths)
  let batch: Accepted[] = []
  for await (const { file, described, done } of readRecords(files)) {
    count.read += 1
    const accepted = accept(described, file, seen, count)
    if (accepted) batch.push(accepted)
    if (isFull(batch)) {
      await save(context, batch, count)
      batch = []
    }
    onProgress(done, files.length)
  }
  if (batch.length > 0) await save(context, batch, count)
  forgetProcedures(context.db)
  return count
}

/** One file in memory at a time. */
async function* readRecords(files: readonly string[]) {
  for (const [done, file] of files.entries()) {
    const reading = await readCatalogueFile(file)
    if (!reading.ok) yield { file, described: refusal(reading.reason), done: done + 1 }
    else for (const record of reading.records) yield { file, described: describeSafely(record), done: done + 1 }
  }
}

const refusal = (reason: string): Described => ({ ok: false, field: '(file)', reason })

const isFull = (batch: readonly Accepted[]): boolean =>
  batch.length >= batchRecords || batch.reduce((sum, { characters }) => sum + characters, 0) >= batchCharacters

/** A record that breaks our reading must not stop the others. */
function describeSafely(record: unknown): Described {
  try {
    return describeRecord(record)
  } catch (error) {
    return { ok: false, field: '(record)', reason: `the record cannot be read: ${(error as Error).message}` }
  }
}

function accept(described: Described, file: string, seen: Map<string, string>, count: Count): Accepted | null {
  if (!described.ok) {
    count.rejected.push({ file, field: described.field, reason: described.reason })
    return null
  }
  const { content, issues } = described
  const written = JSON.stringify([content, issues])
  const hash = hashContent([content, issues])
  const earlier = seen.get(content.code)
  if (earlier === hash) count.unchanged += 1
  else if (earlier !== undefined) {
    const reason = `the code ${content.code} came before in this import with another content; the first one was kept`
    count.rejected.push({ file, field: 'code', reason })
  }
  if (earlier !== undefined) return null
  seen.set(content.code, hash)
  return { row: { id: makeId(), hash, content, issues, ...foldContent(content) }, characters: written.length }
}

/** One transaction a batch: what was imported before a failure stays. */
async function save({ db, clock }: Pick<Context, 'db' | 'clock'>, batch: readonly Accepted[], count: Count) {
  const now = clock.now()
  const today = now.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString()
  const rows = batch.map(({ row }) => row)
  await db.transaction().execute(async (tx) => {
    const hashes = await lockCatalogueHashes(
      tx,
      rows.map(({ content }) => content.code),
    )
    const changed = rows.filter(({ hash, content }) => hashes.get(content.code) !== hash)
    if (changed.length > 0) {
      await saveCatalogueVersions(tx, changed, now.toString(), today)
      await appendAudit(tx, {
        at: now,
        actor: { kind: 'system' },
        action: 'procedures.import',
        subjectKind: 'procedure_catalogue',
        subjectId: 'national',
        detail: { codes: changed.map(({ content }) => content.code) },
      })
    }
    const updated = changed.filter(({ content }) => hashes.has(content.code)).length
    count.updated += updated
    count.inserted += changed.length - updated
    count.unchanged += rows.length - changed.length
  })
}
