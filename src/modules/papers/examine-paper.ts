import { appendAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import type { ExaminedPaper, MalwareScanner, PaperExaminer } from './ports.ts'
import { noteFault, stateAfter } from './read-kept.ts'
import { listUnscanned, saveScan } from './repository-content.ts'

/** What papers are looked into with. Without a scanner nothing is known of malware, and nothing is held back. */
export type Examination = Readonly<{ scanner: MalwareScanner | null; examiners: readonly PaperExaminer[] }>

/**
 * Looks into a received paper: for malware first, then as each examiner does. Malware stays locked away, and nothing
 * else looks into it. Throws while the scanner is away: the paper stays locked away, and is looked into later.
 */
export async function examinePaper(
  context: Context,
  { scanner, examiners }: Examination,
  paper: ExaminedPaper,
): Promise<void> {
  if (scanner && !(await scanContent(context, scanner, paper.sha256))) return
  for (const examine of examiners) await examine(context, paper)
}

/** Whether the content is clean; what the scanner says is written down. */
async function scanContent(
  { db, clock, files, log }: Context,
  scanner: MalwareScanner,
  sha256: string,
): Promise<boolean> {
  const verdict = await scanner.scan(files.read(sha256))
  const at = clock.now()
  const finding = verdict.clean ? null : verdict.finding
  await db.transaction().execute(async (tx) => {
    const scan = verdict.clean ? 'clean' : 'infected'
    const isNews = await saveScan(tx, { sha256, scan, finding, at })
    if (!isNews || verdict.clean) return
    log.warn({ sha256, finding }, 'malware was found in a file; it stays locked away')
    const subject = { subjectKind: 'content', subjectId: sha256, detail: { finding } }
    await appendAudit(tx, { at, actor: { kind: 'system' }, action: 'papers.lock_away', ...subject })
  })
  return verdict.clean
}

const portion = 100
/** So long a paper's own job has to scan it; after that it is fetched here. */
const ownMinutes = 10

/**
 * Scans what its own job did not, e.g. because the scanner was away too long, and what came before there was a scanner.
 * Stops when the scanner is away; what is damaged is noted and passed by.
 */
export async function scanWaiting(context: Context, scanner: MalwareScanner): Promise<void> {
  const before = context.clock.now().subtract({ minutes: ownMinutes })
  for (const sha256 of await listUnscanned(context.db, before, portion)) {
    await scanContent(context, scanner, sha256).catch(async (error: unknown) => {
      const state = stateAfter(error)
      if (!state) throw error
      await noteFault(context, sha256, state)
    })
  }
}
