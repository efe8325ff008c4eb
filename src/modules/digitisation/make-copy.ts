import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { getOfficerActor } from '#modules/identity'
import { keepMadePaper } from '#modules/papers'
import { type ScannedPage, writeScannedPdf } from '#modules/pdfs'
import type { Context } from '#platform/context'
import { type PageText, readText } from '#platform/ocr'
import {
  appendSuggestions,
  findCopy,
  findText,
  getPicture,
  keepText,
  lockCopy,
  saveCopy,
} from './repository-copies.ts'
import type { CopiedPage, DigitisedCopy } from './rules/copy.ts'
import { suggestFields, type TextLine } from './rules/suggest-fields.ts'

/** After so many attempts a page that breaks what reads it is copied without words. */
const patience = 2

/**
 * Makes the PDF/A of a copy: each page is read (once, and kept), then all are written with the words behind the pictures. Broken
 * off, it goes on where it was. `attempt` counts from 1.
 */
export async function makeCopy(context: Context, copyId: string, attempt: number): Promise<void> {
  const copy = await findCopy(context.db, copyId)
  if (copy?.state !== 'waiting') return
  for (const [index, page] of copy.pages.entries()) {
    await readPage(context, page, attempt)
    await context.db.transaction().execute((tx) => saveCopy(tx, copyId, { pagesRead: index + 1 }))
  }
  const { default: sharp } = await import('sharp')
  const colourProfile = await readColourProfile(sharp)
  const title = copy.name
  const pages = writeScannedPdf(listForPdf(context, copy), { title, madeAt: copy.askedAt, colourProfile })
  const file = await context.files.receive(Readable.from(pages, { objectMode: false }))
  await file.keep()
  await finish(context, copyId, file)
}

type Sharp = typeof import('sharp').default

/** sRGB, as the colours of a PDF/A must be explained. */
async function readColourProfile(sharp: Sharp): Promise<Uint8Array> {
  const white = sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
  const { icc } = await sharp(await white.withIccProfile('srgb').jpeg().toBuffer()).metadata()
  if (!icc) throw new Error('there is no profile of sRGB')
  return icc
}

/** The picture of a page as it is turned now; its hash is checked on the way (`files.read`). */
async function loadPicture(
  context: Context,
  page: CopiedPage,
): Promise<Omit<ScannedPage, 'lines' | 'jpeg'> & Readonly<{ jpeg: Buffer }>> {
  const { sha256, width, height, dotsPerInch } = await getPicture(context.db, page)
  const picture = await buffer(context.files.read(sha256))
  if (page.rotation === 0) return { jpeg: picture, width, height, dotsPerInch }
  const { default: sharp } = await import('sharp')
  const jpeg = await sharp(picture).rotate(page.rotation).jpeg({ quality: 92 }).toBuffer()
  const isAcross = page.rotation !== 180
  return { jpeg, width: isAcross ? height : width, height: isAcross ? width : height, dotsPerInch }
}

async function readPage(context: Context, page: CopiedPage, attempt: number): Promise<void> {
  if (await findText(context.db, page)) return
  const { jpeg } = await loadPicture(context, page)
  const text = await readText(jpeg).catch((error: unknown): PageText => {
    if (attempt <= patience) throw error
    context.log.warn({ err: error, page: page.pageId }, 'a page cannot be read and is copied without words')
    return { lines: [], sure: 0 }
  })
  await context.db.transaction().execute((tx) => keepText(tx, page, text, context.clock.now()))
}

async function* listForPdf(context: Context, { pages }: DigitisedCopy): AsyncGenerator<ScannedPage> {
  for (const page of pages) {
    const text = await findText(context.db, page)
    yield { ...(await loadPicture(context, page)), lines: text?.lines ?? [] }
  }
}

/** The copy is there: its paper, its proposals; nobody answers for it yet. */
async function finish(
  context: Context,
  copyId: string,
  { sha256, sizeBytes }: Readonly<{ sha256: string; sizeBytes: number }>,
): Promise<void> {
  const copy = await findCopy(context.db, copyId)
  if (!copy) return
  const lines = await listLines(context, copy)
  const officer = await getOfficerActor(context.db, copy.accountId)
  const at = context.clock.now()
  await context.db.transaction().execute(async (tx) => {
    const now = await lockCopy(tx, copyId)
    if (now?.state !== 'waiting') return
    const content = { name: fileNameOf(copy.name), mediaType: 'application/pdf', sizeBytes, sha256 }
    const paper = await keepMadePaper(tx, { ...content, origin: 'digitisation' }, officer, at)
    const made = { paperId: paper.id, sha256, sizeBytes, madeAt: at.toString() }
    await saveCopy(tx, copyId, { ...made, state: 'made', problem: null })
    await appendSuggestions(tx, copyId, suggestFields(lines))
  })
}

async function listLines(context: Context, { pages }: DigitisedCopy): Promise<TextLine[]> {
  const lines: TextLine[] = []
  for (const [index, page] of pages.entries()) {
    const text = await findText(context.db, page)
    for (const words of text?.lines ?? []) {
      const sure = Math.min(...words.map(({ sure: one }) => one))
      lines.push({ text: words.map(({ text: word }) => word).join(' '), page: index + 1, sure })
    }
  }
  return lines
}

/** What a file of the copy is called. */
export const fileNameOf = (name: string): string =>
  `${name
    .replace(/[/\\:*?"<>|\p{Cc}]/gu, '-')
    .slice(0, 120)
    .trim()}.pdf`
