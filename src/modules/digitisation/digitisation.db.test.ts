import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { getOfficerActor, type OfficerActor } from '#modules/identity'
import { findPaper, stageAsSent } from '#modules/papers'
import type { Context } from '#platform/context'
import { closeOcr } from '#platform/ocr'
import { errorRate, openScanner, printedLines } from '#test/scanned-pages'
import { useApp } from '#test/whole-app'
import { askCopy } from './ask-copy.ts'
import { digitisationSubjects, listCopiesToSign, markCopiesUsed } from './certify-copy.ts'
import { changePage, changePaper } from './change-pages.ts'
import { makeCopy } from './make-copy.ts'
import { openSession } from './open-session.ts'
import { prepareCapture } from './prepare-capture.ts'
import { listFinishedScans, listSuggestions, readNewestCopy } from './read-copies.ts'
import { listOpenCaptures, listPages, listScannedPapers, type ScanSession } from './repository.ts'
import type { CertifiedCopy } from './rules/copy.ts'
import { keptPagesOf } from './rules/page.ts'
import { takeFolder } from './scan-folder.ts'
import { printSeparators } from './separator-sheets.ts'
import { takeFiles } from './take-files.ts'

const world = useApp()
const scanner = openScanner()
let folder = ''
let officer: OfficerActor
let colleague: OfficerActor

const scan = (degrees: number): Promise<Buffer> => scanner.scan(folder, degrees)

before(async () => {
  await world.ready
  folder = await mkdtemp(join(tmpdir(), 'motcua-scans-'))
  officer = await actorOf('reception')
  colleague = await actorOf('case-officer')
})
after(async () => {
  closeOcr()
  await scanner.close()
  await rm(folder, { recursive: true, force: true })
})

async function actorOf(username: string): Promise<OfficerActor> {
  const { rows } = await world.context.pool.query(
    'select id from identity.officer_account where username = $1',
    [username],
  )
  return await getOfficerActor(world.context.db, rows[0].id)
}

const open = (title = 'Giấy chứng sinh'): Promise<ScanSession> =>
  openSession(world.context, officer, { kind: 'ordinary', title, procedureCode: null, component: null })

/** Sends files into a session and makes their pages, as the worker would. */
async function send(
  context: Context,
  session: ScanSession,
  files: readonly Readonly<{ name: string; bytes: Buffer }>[],
  replacesPageId: string | null = null,
): Promise<void> {
  const staged = []
  for (const { name, bytes } of files) {
    const one = await stageAsSent(context, { name, content: Readable.from([bytes], { objectMode: false }) })
    assert.ok(one.ok, JSON.stringify(one))
    staged.push(one)
  }
  const taking = {
    session,
    source: 'upload',
    byName: officer.fullName,
    actor: officer,
    replacesPageId,
  } as const
  await takeFiles(context, staged, taking)
  for (const { id } of await listOpenCaptures(context.db, session.id)) await prepareCapture(context, id)
}

const pagesIn = async (session: ScanSession, paper = 1) =>
  keptPagesOf(await listPages(world.context.db, session.id), paper)

const count = async (session: ScanSession, number: number, originalPages: number) => {
  const papers = await listScannedPapers(world.context.db, session.id)
  const paper = papers.find((one) => one.number === number)
  assert.ok(paper)
  await changePaper(world.context, session, { ...paper, originalPages })
}

const words = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()

describe('a paper of two pages', () => {
  let session: ScanSession
  let copyId = ''

  test('crooked and upside-down pages come out straight', async () => {
    session = await open()
    const files = [
      { name: 'a.jpg', bytes: await scan(2.6) },
      { name: 'b.jpg', bytes: await scan(180) },
    ]
    await send(world.context, session, files)
    const { rows } = await world.context.pool.query(
      `select turned_degrees as turned, dots_per_inch as dots from digitisation.page_version version
       join digitisation.scan_page page on page.id = version.page_id where session_id = $1 order by position`,
      [session.id],
    )
    assert.ok(Math.abs(rows[0].turned + 2.6) <= 0.3, `turned by ${rows[0].turned}`)
    assert.equal(rows[1].turned, 180)
    assert.deepEqual(
      rows.map(({ dots }) => dots),
      [200, 200],
    )
  })

  test('a count that differs is told with both numbers, and nothing is begun', async () => {
    const blind = await askCopy(world.context, officer, session, 1)
    assert.deepEqual(blind, { ok: false, problems: [{ code: 'count_missing' }] })
    await count(session, 1, 3)
    const short = await askCopy(world.context, officer, session, 1)
    assert.deepEqual(short, { ok: false, problems: [{ code: 'count_differs', counted: 3, pictures: 2 }] })
    assert.equal(await readNewestCopy(world.context, session.id, 1), null)
  })

  test('the copy is a PDF/A whose words are those of the paper, in order', async () => {
    await count(session, 1, 2)
    const asked = await askCopy(world.context, officer, session, 1)
    assert.ok(asked.ok)
    copyId = asked.copyId
    await makeCopy(world.context, copyId, 1)
    const found = await readNewestCopy(world.context, session.id, 1)
    assert.equal(found?.copy.state, 'made')
    const paper = await findPaper(world.context.db, found?.copy.paperId ?? '')
    assert.deepEqual(
      [paper?.origin, paper?.receivedBy, paper?.name],
      ['digitisation', officer.accountId, 'Giấy chứng sinh.pdf'],
    )
    const file = join(folder, 'copy.pdf')
    await writeFile(file, await buffer(world.context.files.read(paper?.sha256 ?? '')))
    const read = execFileSync('pdftotext', ['-l', '1', file, '-'], { encoding: 'utf8' })
    const rate = errorRate(words(read), words(printedLines.join(' ')))
    assert.ok(rate < 0.02, `${rate}: ${read}`)
    assert.match(
      execFileSync('pdfimages', ['-list', file], { encoding: 'utf8' }),
      /jpeg\s+no\s+\d+\s+0\s+200\s+200/,
    )
  })

  test('what the text proposes is shown to its officer alone', async () => {
    const [scanned] = await listFinishedScans(world.context, officer)
    assert.deepEqual([scanned?.copyId, scanned?.certified, scanned?.pages], [copyId, false, 2])
    const paperIds = [scanned?.paperId ?? '']
    const found = await listSuggestions(world.context, officer, paperIds)
    const values = new Set(found.map(({ kind, value }) => `${kind}=${value}`))
    for (const value of [
      'full_name=LÒ THỊ MAI HƯƠNG',
      'personal_id=999197000017',
      'date_of_birth=1997-03-14',
      'date=2026-11-21',
    ])
      assert.ok(values.has(value), [...values].join())
    const name = found.find(({ kind }) => kind === 'full_name')
    assert.equal(name?.line, 'Họ và tên mẹ: LÒ THỊ MAI HƯƠNG')
    assert.deepEqual(await listSuggestions(world.context, colleague, paperIds), [])
    assert.deepEqual(await listFinishedScans(world.context, colleague), [])
  })

  test('asked for again, the same pages are the same copy; other pages replace it', async () => {
    const again = await askCopy(world.context, officer, session, 1)
    assert.deepEqual(again, { ok: true, copyId })
    const [, second] = await pagesIn(session)
    await changePage(world.context, session, second?.id ?? '', 'up')
    const other = await askCopy(world.context, officer, session, 1)
    assert.ok(other.ok && other.copyId !== copyId)
    await makeCopy(world.context, other.copyId, 1)
    const copies = await listFinishedScans(world.context, officer)
    assert.deepEqual(
      copies.map((copy) => copy.copyId),
      [other.copyId],
    )
    copyId = other.copyId
  })

  test('it waits for the signature, is certified by it once, and told with its dossier', async () => {
    const [waiting] = await listCopiesToSign(world.context, officer)
    assert.equal(waiting?.subjectId, copyId)
    const told: CertifiedCopy[] = []
    const { digitised_copy: subject } = digitisationSubjects(async (_, copy) => void told.push(copy))
    const about = { subjectKind: 'digitised_copy', subjectId: copyId, documentId: copyId, batchId: copyId }
    const signer = {
      kind: 'approval',
      accountId: officer.accountId,
      name: officer.fullName,
      position: null,
      agencyId: officer.agencyId,
    } as const
    await subject?.onFailed(world.context, { ...about, signer, code: 'refused' })
    assert.equal((await readNewestCopy(world.context, session.id, 1))?.copy.signingProblem, 'refused')
    const signedFile = await world.context.files.receive(
      Readable.from([Buffer.from('signed')], { objectMode: false }),
    )
    await signedFile.keep()
    const contentSha256 = waiting?.sha256 ?? ''
    const signed = {
      ...about,
      signer,
      contentSha256,
      signedSha256: signedFile.sha256,
      level: 'B-T',
      signedAt: '2026-11-26T02:45:00Z',
    } as const
    await subject?.onSigned(world.context, signed)
    await subject?.onSigned(world.context, signed)
    const { copy } = (await readNewestCopy(world.context, session.id, 1)) ?? {}
    assert.deepEqual(
      [copy?.state, copy?.certifiedByName, copy?.signingProblem],
      ['certified', officer.fullName, null],
    )
    assert.deepEqual(await listCopiesToSign(world.context, officer), [])
    assert.equal(told.length, 0, 'no dossier holds it yet')
    const used = {
      paperIds: [copy?.certifiedPaperId ?? ''],
      dossierReference: 'R-1',
      at: world.context.clock.now(),
    }
    for (const _ of [1, 2]) {
      await world.context.db
        .transaction()
        .execute((tx) => markCopiesUsed(tx, used, async (__, one) => void told.push(one)))
    }
    assert.deepEqual(
      told.map((one) => [one.copyId, one.dossierReference]),
      [[copyId, 'R-1']],
    )
    assert.deepEqual(await listFinishedScans(world.context, officer), [])
  })
})

test('separator sheets split a stack; blank pages are set aside; a PDF gives its pages one by one', async () => {
  const session = await open('Hồ sơ kèm theo')
  const sheet = join(folder, 'sheet')
  await writeFile(`${sheet}.pdf`, await printSeparators('vi'))
  execFileSync('pdftoppm', ['-r', '150', '-png', '-singlefile', '-f', '3', `${sheet}.pdf`, sheet])
  const separator = await sharp(`${sheet}.png`).rotate(-3, { background: '#fff' }).jpeg().toBuffer()
  const white = sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#fbfaf6' } })
  const blank = await white.withMetadata({ density: 200 }).jpeg().toBuffer()
  const twoPages = await scanner.printPages(2)
  await send(world.context, session, [
    { name: '1.pdf', bytes: twoPages },
    { name: '2.jpg', bytes: blank },
    { name: '3.jpg', bytes: separator },
    { name: '4.jpg', bytes: await scan(0) },
  ])
  const pages = await listPages(world.context.db, session.id)
  assert.deepEqual(
    pages.map(({ paperNumber, state }) => `${paperNumber} ${state}`),
    ['1 kept', '1 kept', '1 blank', '2 separator', '2 kept'],
  )
  const papers = await listScannedPapers(world.context.db, session.id)
  assert.deepEqual(
    papers.map(({ name }) => name),
    ['Hồ sơ kèm theo', 'Hồ sơ kèm theo (2)'],
  )
})

test('by hand: order, turn, set aside, split, to another paper, notes in pairs, a better picture', async () => {
  const session = await open()
  const bytes = await scan(0)
  await send(
    world.context,
    session,
    ['a', 'b', 'c'].map((name) => ({ name: `${name}.jpg`, bytes })),
  )
  const [a, b, c] = (await pagesIn(session)).map(({ id }) => id) as [string, string, string]
  const change = (id: string, what: Parameters<typeof changePage>[3]) =>
    changePage(world.context, session, id, what)
  const ids = async (paper = 1) => (await pagesIn(session, paper)).map(({ id }) => id)
  await change(c, 'up')
  assert.deepEqual(await ids(), [a, c, b])
  await change(a, 'up')
  assert.deepEqual(await ids(), [a, c, b])
  await change(a, 'note')
  assert.deepEqual(
    (await pagesIn(session)).map(({ note }) => note),
    ['with', 'without', null],
  )
  await count(session, 1, 2)
  assert.ok((await askCopy(world.context, officer, session, 1)).ok)
  await change(c, 'drop')
  const broken = await askCopy(world.context, officer, session, 1)
  assert.ok(!broken.ok && broken.problems.some(({ code }) => code === 'note_without_pair'))
  await change(c, 'keep')
  await change(b, 'split')
  assert.deepEqual([await ids(1), await ids(2)], [[a, c], [b]])
  await change(c, 'paper_2')
  assert.deepEqual(await ids(2), [b, c])
  await change(b, 'turn')
  const page = async () => (await pagesIn(session, 2)).find(({ id }) => id === b)
  assert.equal((await page())?.rotation, 90)
  await send(world.context, session, [{ name: 'better.jpg', bytes: await scan(1) }], b)
  assert.deepEqual([(await page())?.version, (await page())?.rotation], [2, 0])
  const { rows } = await world.context.pool.query(
    'select number from digitisation.page_version where page_id = $1',
    [b],
  )
  assert.equal(rows.length, 2)
})

test('broken off in the middle, a file goes on with the page it was at', async () => {
  const session = await open()
  const bytes = await scanner.printPages(3)
  let written = 0
  const receive: Context['files']['receive'] = async (content) => {
    written += 1
    // The file itself, then picture and small picture of each page: the disk is full in the middle of the second one.
    if (written === 5) throw new Error('ENOSPC')
    return await world.context.files.receive(content)
  }
  const failing = { ...world.context, files: { ...world.context.files, receive } }
  await assert.rejects(send(failing, session, [{ name: 'a.pdf', bytes }]), /ENOSPC/)
  const before = await pagesIn(session)
  assert.equal(before.length, 1)
  const [capture] = await listOpenCaptures(world.context.db, session.id)
  assert.deepEqual([capture?.state, capture?.pagesDone], ['waiting', 1])
  await prepareCapture(world.context, capture?.id ?? '')
  await prepareCapture(world.context, capture?.id ?? '')
  const now = await pagesIn(session)
  assert.equal(now.length, 3)
  assert.equal(now[0]?.id, before[0]?.id)
})

test('a file that is no picture is told with its reason, whatever it pretends; the others are read', async () => {
  const session = await open()
  const good = await scan(0)
  const cut = Buffer.concat([good.subarray(0, good.length / 3), Buffer.from([0xff, 0xd9])])
  await send(world.context, session, [
    { name: 'cut.jpg', bytes: cut },
    { name: 'good.jpg', bytes: good },
  ])
  assert.equal((await pagesIn(session)).length, 1)
  const [faulty] = await listOpenCaptures(world.context.db, session.id)
  assert.deepEqual([faulty?.name, faulty?.state, faulty?.problem], ['cut.jpg', 'unreadable', 'damaged'])
})

test('the folder of a scanner: files leave it once they are kept, others are put aside and told', async () => {
  const context = { ...world.context, config: { ...world.context.config, SCAN_FOLDER: folder } }
  const own = join(folder, officer.username)
  await mkdir(own)
  await writeFile(join(own, '1.jpg'), await scan(0))
  await writeFile(join(own, '2.jpg'), 'no picture')
  await mkdir(join(folder, colleague.username))
  await writeFile(join(folder, colleague.username, '3.jpg'), await scan(0))
  const { taken, refused } = await takeFolder(context, officer, await open())
  assert.equal(taken, 1)
  assert.deepEqual(
    refused.map(({ code, detail }) => [code, detail.name]),
    [['content_not_as_named', '2.jpg']],
  )
  assert.deepEqual(await readdir(own), ['khong-doc-duoc'])
  assert.deepEqual(await readdir(join(folder, colleague.username)), ['3.jpg'])
})

test('a paper the law leaves on paper opens no session', async () => {
  for (const kind of ['secret', 'only_shown', 'agency_opinion', 'electronic'] as const) {
    const asked = { kind, title: 'Công văn', procedureCode: null, component: null }
    await assert.rejects(openSession(world.context, officer, asked), { code: 'digitisation.not_scanned' })
  }
})
