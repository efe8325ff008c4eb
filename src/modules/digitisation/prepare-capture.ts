import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { type PageFromFile, PictureProblem, readPages } from '#platform/pictures'
import {
  appendVersion,
  type Capture,
  findCapture,
  findLastPaperOf,
  findPage,
  insertPage,
  insertPaper,
  listPages,
  listScannedPapers,
  lockSession,
  saveCapture,
  savePage,
} from './repository.ts'
import { placePage } from './rules/place-page.ts'

/** The most pages one file may have. */
const mostPages = 500

/**
 * Makes the pages of a captured file, one after another, each in a transaction of its own: what is broken off goes on where it
 * was. A file that cannot be read is told with its reason, and the pages it gave before stay.
 */
export async function prepareCapture(context: Context, captureId: string): Promise<void> {
  const capture = await findCapture(context.db, captureId)
  if (capture?.state !== 'waiting') return
  try {
    await readAll(context, capture)
  } catch (error) {
    if (!(error instanceof PictureProblem)) throw error
    context.log.warn({ err: error, capture: captureId }, 'a scanned file cannot be read')
    const { pagesDone } = (await findCapture(context.db, captureId)) ?? capture
    const now = { state: 'unreadable', pagesDone, problem: error.code } as const
    await context.db.transaction().execute((tx) => saveCapture(tx, captureId, now))
  }
}

async function readAll(context: Context, capture: Capture): Promise<void> {
  const bytes = await buffer(context.files.read(capture.sha256))
  const order = {
    bytes,
    mediaType: capture.mediaType,
    from: capture.pagesDone + 1,
    dotsPerInch: context.config.SCAN_DOTS_PER_INCH,
    mostPages: capture.replacesPageId ? 1 : mostPages,
  }
  for await (const page of readPages(order)) await keepPage(context, capture, page)
  const done = (await findCapture(context.db, capture.id))?.pagesDone ?? 0
  await context.db
    .transaction()
    .execute((tx) => saveCapture(tx, capture.id, { state: 'done', pagesDone: done }))
}

async function keepPage(context: Context, capture: Capture, page: PageFromFile): Promise<void> {
  const [sha256, thumbnailSha256] = [
    await keepBytes(context, page.picture),
    await keepBytes(context, page.thumbnail),
  ]
  const { width, height, dotsPerInch, turnedDegrees } = page
  const madeAt = context.clock.now()
  const version = {
    captureId: capture.id,
    sha256,
    thumbnailSha256,
    width,
    height,
    dotsPerInch,
    turnedDegrees,
    madeAt,
  }
  await context.db.transaction().execute(async (tx) => {
    await lockSession(tx, capture.sessionId)
    const isNew = capture.replacesPageId
      ? await replacePage(tx, capture, version)
      : await addPage(tx, capture, page, version)
    if (!isNew) return
    const now = { state: 'waiting', pagesDone: page.page, pagesTotal: page.total } as const
    await saveCapture(tx, capture.id, now)
  })
}

type Version = Omit<Parameters<typeof appendVersion>[1], 'pageId' | 'number'>

/** A better picture of a page: a new version of it, straight as it comes; the old one stays on record. */
async function replacePage(tx: Tx, capture: Capture, version: Version): Promise<boolean> {
  const page = await findPage(tx, capture.sessionId, capture.replacesPageId ?? '')
  if (!page) return true
  const number = page.version + 1
  await appendVersion(tx, { ...version, pageId: page.id, number })
  await savePage(tx, { ...page, version: number, rotation: 0, state: 'kept' })
  return true
}

async function addPage(tx: Tx, capture: Capture, page: PageFromFile, version: Version): Promise<boolean> {
  const papers = await listScannedPapers(tx, capture.sessionId)
  const pages = await listPages(tx, capture.sessionId)
  const lastPaperNumber = papers.at(-1)?.number ?? 1
  const paperNumber = (await findLastPaperOf(tx, capture.id)) ?? capture.paperNumber ?? lastPaperNumber
  const hasPages = pages.some((one) => one.paperNumber === paperNumber && one.state !== 'separator')
  const placing = placePage(page, { paperNumber, hasPages, lastPaperNumber })
  if (placing.opensPaper) {
    const first = papers.find(({ number }) => number === 1)
    const name = `${first?.name ?? ''} (${placing.paperNumber})`.trim()
    await insertPaper(tx, capture.sessionId, {
      number: placing.paperNumber,
      component: null,
      name,
      originalPages: null,
    })
  }
  const pageId = makeId(version.madeAt.epochMilliseconds)
  const { sessionId, id: captureId } = capture
  const { state, paperNumber: target } = placing
  const isNew = await insertPage(tx, {
    id: pageId,
    sessionId,
    captureId,
    pageInFile: page.page,
    paperNumber: target,
    state,
  })
  if (isNew) await appendVersion(tx, { ...version, pageId, number: 1 })
  return isNew
}

async function keepBytes({ files }: Context, bytes: Uint8Array): Promise<string> {
  const file = await files.receive(Readable.from([Buffer.from(bytes)], { objectMode: false }))
  await file.keep()
  return file.sha256
}
