import { Readable } from 'node:stream'
import type { Actor } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import type { ReceivedFile } from '#platform/file-store'
import { inspectFile } from './inspect-file.ts'
import { rememberPapers, savePapers } from './repository.ts'
import type { AcceptedType } from './rules/accepted-type.ts'
import type { PaperRefusal, StoredPaper } from './rules/paper.ts'

export type PaperResult = Readonly<{ ok: true; paper: StoredPaper }> | PaperRefusal

/** A file that has arrived and passed inspection, not yet kept. */
export type StagedPaper = Readonly<{ ok: true; file: ReceivedFile; name: string; mediaType: AcceptedType }>

/** Takes one file: durable on disk when it answers. A refused or cut-off file leaves nothing behind. */
export async function receivePaper(
  context: Context,
  input: Readonly<{ name: string; content: Readable; receivedBy: Actor }>,
): Promise<PaperResult> {
  const staged = await stagePaper(context, input)
  if (!staged.ok) return staged
  const [paper] = await keepPapers(context, [staged], input.receivedBy)
  if (!paper) throw new Error('a staged paper was not kept')
  return { ok: true, paper }
}

/** Reads the stream to disk and inspects it. Throws when the stream breaks; then nothing of it is left. */
export async function stagePaper(
  { files, config }: Context,
  { name, content }: Readonly<{ name: string; content: Readable }>,
): Promise<StagedPaper | PaperRefusal> {
  const limit = config.UPLOAD_MAX_BYTES
  const file = await files.receive(Readable.from(takeUpTo(content, limit + 1), { objectMode: false }))
  try {
    const inspection = await inspectFile(file, name, limit)
    if (inspection.ok) return { ...inspection, file }
    await file.discard()
    return inspection
  } catch (error) {
    await file.discard()
    throw error
  }
}

/** Keeps staged papers: all of them under their hashes, with their rows and audit entries in one transaction. */
export async function keepPapers(
  { db, clock }: Context,
  staged: readonly StagedPaper[],
  receivedBy: Actor,
): Promise<StoredPaper[]> {
  if (receivedBy.kind === 'nobody') throw requestProblem('request.not_signed_in')
  for (const { file } of staged) await file.keep()
  const received = staged.map(({ file, name, mediaType }) => ({
    name,
    mediaType,
    sizeBytes: file.sizeBytes,
    sha256: file.sha256,
    origin: 'upload' as const,
  }))
  const papers = await db.transaction().execute((tx) => savePapers(tx, received, receivedBy, clock.now()))
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
