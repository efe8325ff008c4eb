import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { digitisationProblem } from './errors.ts'
import {
  insertPaper,
  listPages,
  listScannedPapers,
  lockSession,
  type ScanSession,
  savePage,
  savePaper,
} from './repository.ts'
import { pagesOf, type ScannedPaper, type ScanPage, turnRight } from './rules/page.ts'

/** What a hand does with a page. `split`: this page and those after it become a paper of their own. */
export type PageChange = 'up' | 'down' | 'turn' | 'drop' | 'keep' | 'note' | 'split' | `paper_${number}`

export const isPageChange = (text: string): text is PageChange =>
  /^(up|down|turn|drop|keep|note|split|paper_\d{1,4})$/.test(text)

/** Changes one page by hand. A change that has no sense (the first page up) changes nothing. */
export async function changePage(
  { db }: Pick<Context, 'db'>,
  session: ScanSession,
  pageId: string,
  change: PageChange,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await holdOpen(tx, session)
    const pages = await listPages(tx, session.id)
    const page = pages.find(({ id }) => id === pageId)
    if (!page) throw digitisationProblem('digitisation.not_found')
    await apply(tx, session, { pages, page, change })
  })
}

async function holdOpen(tx: Tx, session: ScanSession): Promise<void> {
  const now = await lockSession(tx, session.id)
  if (!now || now.closedAt) throw digitisationProblem('digitisation.closed')
}

type Applying = Readonly<{ pages: readonly ScanPage[]; page: ScanPage; change: PageChange }>

async function apply(tx: Tx, session: ScanSession, { pages, page, change }: Applying): Promise<void> {
  switch (change) {
    case 'up':
    case 'down':
      return await swap(tx, pages, page, change === 'up' ? -1 : 1)
    case 'turn':
      return await savePage(tx, { ...page, rotation: turnRight(page.rotation) })
    case 'drop':
      return await savePage(tx, { ...page, state: 'dropped', note: null })
    case 'keep':
      return await savePage(tx, { ...page, state: 'kept' })
    case 'note':
      return await markNote(tx, pages, page)
    case 'split':
      return await split(tx, session, pages, page)
    default:
      return await moveTo(tx, session, { pages, page, number: Number(change.slice('paper_'.length)) })
  }
}

/** Among the pages of the same paper that are shown in one row with it. */
async function swap(tx: Tx, pages: readonly ScanPage[], page: ScanPage, step: 1 | -1): Promise<void> {
  const row = pagesOf(pages, page.paperNumber).filter(({ state }) => state === 'kept')
  const other = row[row.findIndex(({ id }) => id === page.id) + step]
  if (!other || page.state !== 'kept') return
  await savePage(tx, { ...page, position: other.position })
  await savePage(tx, { ...other, position: page.position })
}

/** The page and the one after it show the same page, with its note and without; pressed again, the mark goes. */
async function markNote(tx: Tx, pages: readonly ScanPage[], page: ScanPage): Promise<void> {
  const row = pagesOf(pages, page.paperNumber).filter(({ state }) => state === 'kept')
  const next = row[row.findIndex(({ id }) => id === page.id) + 1]
  const isMarked = page.note === 'with'
  await savePage(tx, { ...page, note: isMarked ? null : 'with' })
  if (!next || (isMarked && next.note !== 'without') || next.note === 'with') return
  await savePage(tx, { ...next, note: isMarked ? null : 'without' })
}

async function split(tx: Tx, session: ScanSession, pages: readonly ScanPage[], page: ScanPage): Promise<void> {
  const row = pagesOf(pages, page.paperNumber)
  const from = row.findIndex(({ id }) => id === page.id)
  if (from <= 0) return
  const number = await addPaper(tx, session)
  for (const moved of row.slice(from)) await savePage(tx, { ...moved, paperNumber: number })
}

async function moveTo(
  tx: Tx,
  session: ScanSession,
  { pages, page, number }: Omit<Applying, 'change'> & Readonly<{ number: number }>,
): Promise<void> {
  const papers = await listScannedPapers(tx, session.id)
  if (number === page.paperNumber) return
  if (!papers.some((paper) => paper.number === number)) throw digitisationProblem('digitisation.not_found')
  const position = (pagesOf(pages, number).at(-1)?.position ?? 0) + 1
  await savePage(tx, { ...page, paperNumber: number, position })
}

async function addPaper(tx: Tx, session: ScanSession): Promise<number> {
  const papers = await listScannedPapers(tx, session.id)
  const number = (papers.at(-1)?.number ?? 0) + 1
  await insertPaper(tx, session.id, {
    number,
    component: null,
    name: `${session.title} (${number})`,
    originalPages: null,
  })
  return number
}

/** Says what a paper of the session is for, and how many pages its original has. */
export async function changePaper(
  { db }: Pick<Context, 'db'>,
  session: ScanSession,
  paper: ScannedPaper,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await holdOpen(tx, session)
    await savePaper(tx, session.id, paper)
  })
}
