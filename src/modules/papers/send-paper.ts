import type { FastifyReply, FastifyRequest } from 'fastify'
import { appendAudit } from '#modules/audit'
import type { Actor } from '#modules/identity'
import { readRange } from '#platform/byte-range'
import type { Context } from '#platform/context'
import { papersProblem } from './errors.ts'
import { readKept } from './read-kept.ts'
import { findPaper } from './repository.ts'
import { findScan } from './repository-content.ts'
import type { Scan, StoredPaper } from './rules/paper.ts'

/** Whether someone else's paper may be read; wired by `app.ts` to the dossiers the paper belongs to. */
export type MayReadPaper = (actor: Actor, paperId: string) => Promise<boolean>

export type Disposition = 'inline' | 'attachment'

/** Who reads which paper, and what for if it is not for a dossier. */
export type PaperReading = Readonly<{ actor: Actor; params: Readonly<{ id: string }>; purpose?: string }>

/**
 * Sends a paper, or the part of it that was asked for, to whoever may read it: the person who gave it, or whom
 * `mayReadPaper` lets. To anyone else it does not exist. Every reading is written to the audit log with its purpose before
 * the first byte goes out. What was not looked at for malware goes to its giver only, malware to nobody.
 */
export async function sendPaper(
  context: Context,
  mayReadPaper: MayReadPaper,
  { actor, params, purpose = 'dossier' }: PaperReading,
  reply: FastifyReply,
  disposition: Disposition,
): Promise<FastifyReply> {
  const { db, clock } = context
  const paper = await findPaper(db, params.id)
  if (!paper || actor.kind === 'nobody') throw papersProblem('papers.not_found')
  const own = paper.receivedBy === actor.accountId
  if (!own && !(await mayReadPaper(actor, paper.id))) throw papersProblem('papers.not_found')
  refuseUnsafe(context, paper.scan, own)
  const sizeBytes = await findSize(context, paper)
  const detail = { purpose: own ? 'own_paper' : purpose, disposition }
  const subject = { subjectKind: 'paper', subjectId: paper.id, detail }
  await db
    .transaction()
    .execute((tx) => appendAudit(tx, { at: clock.now(), actor, action: 'papers.read', ...subject }))
  return sendPart(context, { ...paper, sizeBytes }, reply, disposition)
}

type Content = Omit<StoredPaper, 'id' | 'origin'>

/**
 * Sends the content of a paper, or the part of it that was asked for. Whether it may be read was decided, and written
 * down, before; malware is not sent, nor what was not looked at for it.
 */
export async function sendContent(
  context: Context,
  paper: Content,
  reply: FastifyReply,
  disposition: Disposition,
): Promise<FastifyReply> {
  refuseUnsafe(context, await findScan(context.db, paper.sha256), false)
  const sizeBytes = await findSize(context, paper)
  return sendPart(context, { ...paper, sizeBytes }, reply, disposition)
}

function refuseUnsafe({ config }: Context, scan: Scan, own: boolean): void {
  if (scan === 'infected') throw papersProblem('papers.infected')
  if (scan === 'quarantined' && config.CLAMD_URL && !own) throw papersProblem('papers.quarantined')
}

/** The size of what is there now; throws `papers.content_unavailable` when nothing is. */
async function findSize({ files }: Context, { sha256 }: Content): Promise<number> {
  try {
    return await files.sizeOf(sha256)
  } catch (cause) {
    throw papersProblem('papers.content_unavailable', {}, { cause })
  }
}

function sendPart(
  context: Context,
  paper: Content,
  reply: FastifyReply,
  disposition: Disposition,
): FastifyReply {
  const { sha256, sizeBytes } = paper
  const range = rangeOf(reply.request, paper)
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${sizeBytes}`)
    throw papersProblem('papers.range_not_satisfiable')
  }
  reply.headers(describeContent(paper, disposition))
  if (!range) return reply.header('content-length', sizeBytes).send(readKept(context, sha256, null))
  return reply
    .status(206)
    .header('content-range', `bytes ${range.start}-${range.end}/${sizeBytes}`)
    .header('content-length', range.end - range.start + 1)
    .send(readKept(context, sha256, range))
}

/** `If-Range` (RFC 9110 §13.1.5): a part only of the very file that was begun. */
function rangeOf({ headers }: FastifyRequest, { sha256, sizeBytes }: Content) {
  const begun = headers['if-range']
  if (begun !== undefined && begun !== `"${sha256}"`) return null
  return readRange(headers.range, sizeBytes)
}

/** A stranger's file is shown by the browser's own viewer only: no script, no form, no guess of another type. */
function describeContent(
  { name, mediaType, sha256 }: Content,
  disposition: Disposition,
): Record<string, string> {
  // Chromium opens no PDF inside a sandbox; its viewer is a process of its own.
  const viewer = mediaType === 'application/pdf' && disposition === 'inline'
  return {
    'content-type': mediaType,
    'accept-ranges': 'bytes',
    etag: `"${sha256}"`,
    'content-disposition': `${disposition}; filename="${plainName(name)}"; filename*=UTF-8''${encodeName(name)}`,
    'content-security-policy': `default-src 'none'; ${viewer ? "object-src 'self'; " : 'sandbox; '}frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  }
}

/** For old programs: letters without marks (RFC 6266 §4.3, appendix D). */
const plainName = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .replace(/đ/g, 'd')
    .replace(/Đ/g, 'D')
    .replace(/[^ -~]|["\\%]/g, '_')

/** RFC 8187 §3.2.1. */
const encodeName = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
