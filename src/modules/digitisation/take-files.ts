import type { FastifyRequest } from 'fastify'
import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import { type PaperRefusal, receiveFormAsSent, type StagedPaper } from '#modules/papers'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { digitisationProblem } from './errors.ts'
import { countCaptures, insertCapture, lockSession, type ScanSession } from './repository.ts'
import type { CaptureSource } from './rules/page.ts'

/** Named here, run in `jobs.ts`: who takes files need not know how pages are made of them. */
export const readCaptureJob = { name: 'digitisation.read_capture' } as const
export type CapturePayload = Readonly<{ captureId: string }>

const mostFilesOfSession = 500

/** Where files go: `paperNumber` null: to the last paper. `replacesPageId`: the first page of the first file replaces this one. */
export type Taking = Readonly<{
  session: ScanSession
  source: CaptureSource
  byName: string
  actor: OfficerActor | null
  paperNumber?: number | null
  replacesPageId?: string | null
}>

/**
 * Keeps files with their hash at capture, and queues the making of their pages, in the order they came. All are taken, or
 * none.
 */
export async function takeFiles(
  context: Context,
  files: readonly StagedPaper[],
  taking: Taking,
): Promise<number> {
  try {
    for (const { file } of files) await file.keep()
    await context.db.transaction().execute((tx) => writeCaptures(context, tx, files, taking))
    return files.length
  } catch (error) {
    for (const { file } of files) await file.discard()
    throw error
  }
}

async function writeCaptures(
  { clock }: Context,
  tx: Tx,
  files: readonly StagedPaper[],
  { session, source, byName, actor, paperNumber = null, replacesPageId = null }: Taking,
): Promise<void> {
  const now = await lockSession(tx, session.id)
  if (!now || now.closedAt) throw digitisationProblem('digitisation.closed')
  if ((await countCaptures(tx, session.id)) + files.length > mostFilesOfSession) {
    throw digitisationProblem('digitisation.too_many_files', { most: mostFilesOfSession })
  }
  const at = clock.now()
  for (const [index, { file, name, mediaType }] of files.entries()) {
    const id = makeId(at.epochMilliseconds + index)
    const { sha256, sizeBytes } = file
    const target = { paperNumber, replacesPageId: index === 0 ? replacesPageId : null }
    const about = { id, sessionId: session.id, source, name, mediaType, sizeBytes, sha256, ...target }
    await insertCapture(tx, { ...about, capturedAt: at, capturedByName: byName })
    await enqueue<CapturePayload>(tx, readCaptureJob, { captureId: id }, { queue: queueOf(session) })
    const subject = { subjectKind: 'scan_session', subjectId: session.id, detail: { sha256, source } }
    const by = actor ?? { kind: 'nobody' as const }
    await appendAudit(tx, { at, actor: by, action: 'digitisation.capture', ...subject })
  }
}

/** The files of a session one after another; of all sessions two at a time, since each takes the memory of a page. */
const queueOf = ({ id }: ScanSession): string => `scans ${Number.parseInt(id.slice(-1), 16) % 2}`

/** A form of pages: the fields, what was taken, and what was refused with the reason. */
export type TakenForm = Readonly<{
  fields: Record<string, string>
  taken: number
  refused: readonly PaperRefusal[]
}>

/** Takes the files of a form as they were sent. What is no picture and no PDF is refused by name; the others are taken. */
export async function takeForm(
  context: Context,
  request: FastifyRequest,
  targetOf: (fields: Record<string, string>) => Taking,
): Promise<TakenForm> {
  const { fields, files } = await receiveFormAsSent(context, request)
  const staged = files.filter((file) => file.ok)
  const refused = files.filter((file) => !file.ok)
  const taken = staged.length > 0 ? await takeFiles(context, staged, targetOf(fields)) : 0
  return { fields, taken, refused }
}
