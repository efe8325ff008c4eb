import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { digitisationProblem } from './errors.ts'
import { listPages, listScannedPapers, lockSession, type ScanSession } from './repository.ts'
import { insertCopy, listCopiesOf, saveCopy } from './repository-copies.ts'
import { checkPaper, type PaperProblem } from './rules/check-paper.ts'
import { isSameAs, toCopied } from './rules/copy.ts'
import { keptPagesOf, type ScannedPaper, type ScanPage } from './rules/page.ts'

/** Named here, run in `jobs.ts`. */
export const makeCopyJob = { name: 'digitisation.make_copy' } as const
export type CopyPayload = Readonly<{ copyId: string }>

export type CopyAsked =
  | Readonly<{ ok: true; copyId: string }>
  | Readonly<{ ok: false; problems: readonly PaperProblem[] }>

/**
 * Begins the copy of a paper as its pages are now, once the pictures are the whole of it; a job makes it. The same pages give
 * the same copy; other pages replace the copy that was there.
 */
export async function askCopy(
  context: Context,
  officer: OfficerActor,
  session: ScanSession,
  paperNumber: number,
): Promise<CopyAsked> {
  return await context.db.transaction().execute(async (tx) => {
    await lockSession(tx, session.id)
    const papers = await listScannedPapers(tx, session.id)
    const paper = papers.find(({ number }) => number === paperNumber)
    if (!paper) throw digitisationProblem('digitisation.not_found')
    const kept = keptPagesOf(await listPages(tx, session.id), paperNumber)
    const problems = checkPaper(kept, paper.originalPages, context.config.SCAN_DOTS_PER_INCH)
    if (problems.length > 0) return { ok: false, problems }
    return { ok: true, copyId: await begin(context, tx, { officer, session, paper, kept }) }
  })
}

type Beginning = Readonly<{
  officer: OfficerActor
  session: ScanSession
  paper: ScannedPaper
  kept: readonly ScanPage[]
}>

async function begin(
  { clock }: Context,
  tx: Tx,
  { officer, session, paper, kept }: Beginning,
): Promise<string> {
  const copies = (await listCopiesOf(tx, session.id)).filter(({ paperNumber }) => paperNumber === paper.number)
  const [newest] = copies
  if (newest && newest.state !== 'failed' && isSameAs(newest.pages, kept)) return newest.id
  for (const old of copies) {
    if (old.state !== 'replaced' && !old.usedAt) await saveCopy(tx, old.id, { state: 'replaced' })
  }
  const askedAt = clock.now()
  const id = makeId(askedAt.epochMilliseconds)
  await insertCopy(tx, {
    id,
    sessionId: session.id,
    paperNumber: paper.number,
    number: (newest?.number ?? 0) + 1,
    accountId: officer.accountId,
    agencyId: officer.agencyId,
    name: paper.name,
    procedureCode: session.procedureCode,
    component: paper.component,
    pages: kept.map(toCopied),
    originalPages: paper.originalPages ?? 0,
    askedAt,
  })
  await enqueue<CopyPayload>(tx, makeCopyJob, { copyId: id }, { key: `copy ${id}`, queue: 'digitisation' })
  const subject = { subjectKind: 'digitised_copy', subjectId: id, detail: { pages: kept.length } }
  await appendAudit(tx, { at: askedAt, actor: officer, action: 'digitisation.ask_copy', ...subject })
  return id
}
