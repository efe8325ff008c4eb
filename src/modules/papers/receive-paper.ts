import type { Readable } from 'node:stream'
import type { Actor } from '#modules/identity'
import { type AcceptedType, receiveInspected, reEncodeImage } from '#modules/inspections'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import type { ReceivedFile } from '#platform/file-store'
import { openQuota, type Quota } from './quota.ts'
import { rememberPapers, savePapers } from './repository.ts'
import type { PaperRefusal, StoredPaper } from './rules/paper.ts'

export type PaperResult = Readonly<{ ok: true; paper: StoredPaper }> | PaperRefusal

/**
 * A file that has arrived and passed inspection, not yet kept. `sentSha256`: of what was sent, if it is other bytes. `id`:
 * the paper it becomes, if that was promised.
 */
export type StagedPaper = Readonly<{
  ok: true
  id?: string
  file: ReceivedFile
  name: string
  mediaType: AcceptedType
  sentSha256?: string
}>

/**
 * Takes one file: durable on disk when it answers. A refused or cut-off file leaves nothing behind. `id`: the paper's, if
 * that was promised.
 */
export async function receivePaper(
  context: Context,
  input: Readonly<{ id?: string; name: string; content: Readable; receivedBy: Actor }>,
): Promise<PaperResult> {
  const quota = openQuota(context, input.receivedBy)
  const staged = await stagePaper(context, { ...input, quota })
  if (!staged.ok) return staged
  const { id } = input
  const [paper] = await keepPapers(context, [id ? { ...staged, id } : staged], input.receivedBy)
  if (!paper) throw new Error('a staged paper was not kept')
  return { ok: true, paper }
}

/**
 * Reads the stream to disk, inspects it and draws a picture anew. Throws when the stream breaks or the disk is full; then
 * nothing of it is left.
 */
export async function stagePaper(
  { files, config }: Context,
  { name, content, quota }: Readonly<{ name: string; content: Readable; quota: Quota }>,
): Promise<StagedPaper | PaperRefusal> {
  const limit = config.UPLOAD_MAX_BYTES
  const bounded = takeUpTo(content, limit + 1)
  const { file, inspection } = await receiveInspected(files, bounded, { name, limit })
  try {
    const outcome = inspection.ok
      ? ((await quota.take(inspection.name, file.sizeBytes)) ?? inspection)
      : inspection
    if (outcome.ok) return isImage(outcome) ? await redraw(files, file, outcome) : { ...outcome, file }
    await file.discard()
    return outcome
  } catch (error) {
    await file.discard()
    throw error
  }
}

type Inspected = Readonly<{ name: string; mediaType: AcceptedType }>

const isImage = ({ mediaType }: Inspected): boolean => mediaType.startsWith('image/')

async function redraw(
  files: Context['files'],
  sent: ReceivedFile,
  { name, mediaType }: Inspected,
): Promise<StagedPaper | PaperRefusal> {
  const drawn = await reEncodeImage(files, sent, mediaType)
  await sent.discard()
  if (drawn.ok) return { ok: true, file: drawn.file, name, mediaType, sentSha256: sent.sha256 }
  const { code, limit, found } = drawn
  return { ok: false, code, detail: { name, ...(limit && { limit }), ...(found && { found }) } }
}

/** Keeps staged papers: all of them under their hashes, with their rows and audit entries in one transaction. */
export async function keepPapers(
  { db, clock, config }: Context,
  staged: readonly StagedPaper[],
  receivedBy: Actor,
): Promise<StoredPaper[]> {
  if (receivedBy.kind === 'nobody') throw requestProblem('request.not_signed_in')
  for (const { file } of staged) await file.keep()
  const received = staged.map(({ id, file, name, mediaType, sentSha256 }) => ({
    ...(id && { id }),
    ...(sentSha256 && { sentSha256 }),
    name,
    mediaType,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    origin: 'upload' as const,
  }))
  const scan = config.CLAMD_URL ? 'quarantined' : 'not_scanned'
  const papers = await db
    .transaction()
    .execute((tx) => savePapers(tx, received, receivedBy, { at: clock.now(), scan }))
  rememberPapers(db, papers, receivedBy.accountId)
  return papers
}

/** The rest is read and dropped, so that a sender who is still sending hears the answer. */
async function* takeUpTo(content: Readable, mostBytes: number): AsyncGenerator<Buffer> {
  let taken = 0
  for await (const chunk of content as AsyncIterable<Buffer>) {
    const rest = mostBytes - taken
    if (rest > 0) yield chunk.subarray(0, rest)
    taken += chunk.length
  }
}
