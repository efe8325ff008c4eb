import type { FastifyReply } from 'fastify'
import { appendAudit } from '#modules/audit'
import type { Actor } from '#modules/identity'
import type { Context } from '#platform/context'
import { papersProblem } from './errors.ts'
import { findPaper } from './repository.ts'
import type { StoredPaper } from './rules/paper.ts'

/** Whether someone else's paper may be read; wired by `app.ts` to the dossiers the paper belongs to. */
export type MayReadPaper = (actor: Actor, paperId: string) => Promise<boolean>

export type Disposition = 'inline' | 'attachment'

/** Who reads which paper, and what for if it is not for a dossier. */
export type PaperReading = Readonly<{ actor: Actor; params: Readonly<{ id: string }>; purpose?: string }>

/**
 * Sends a paper to whoever may read it: the person who gave it, or whom `mayReadPaper` lets. To anyone else it does not
 * exist. Every reading is written to the audit log with its purpose before the first byte goes out.
 */
export async function sendPaper(
  { db, clock, files }: Context,
  mayReadPaper: MayReadPaper,
  { actor, params, purpose = 'dossier' }: PaperReading,
  reply: FastifyReply,
  disposition: Disposition,
): Promise<FastifyReply> {
  const paper = await findPaper(db, params.id)
  if (!paper || actor.kind === 'nobody') throw papersProblem('papers.not_found')
  const own = paper.receivedBy === actor.accountId
  if (!own && !(await mayReadPaper(actor, paper.id))) throw papersProblem('papers.not_found')
  if (!(await files.has(paper.sha256))) throw papersProblem('papers.content_unavailable')
  const detail = { purpose: own ? 'own_paper' : purpose, disposition }
  const subject = { subjectKind: 'paper', subjectId: paper.id, detail }
  await db
    .transaction()
    .execute((tx) => appendAudit(tx, { at: clock.now(), actor, action: 'papers.read', ...subject }))
  return sendContent({ files }, paper, reply, disposition)
}

/** Sends the content of a paper. Whether it may be read was decided, and written down, before. */
export const sendContent = (
  { files }: Pick<Context, 'files'>,
  paper: Omit<StoredPaper, 'id' | 'origin'>,
  reply: FastifyReply,
  disposition: Disposition,
): FastifyReply => reply.headers(describeContent(paper, disposition)).send(files.read(paper.sha256))

/** A stranger's file is shown by the browser's own viewer only: no script, no form, no guess of another type. */
function describeContent(
  { name, mediaType, sizeBytes }: Pick<StoredPaper, 'name' | 'mediaType' | 'sizeBytes'>,
  disposition: Disposition,
): Record<string, string | number> {
  // Chromium opens no PDF inside a sandbox; its viewer is a process of its own.
  const viewer = mediaType === 'application/pdf' && disposition === 'inline'
  return {
    'content-type': mediaType,
    'content-length': sizeBytes,
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
