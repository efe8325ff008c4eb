import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { eicar, openClamd, startStandInClamd } from '#adapters/clamd'
import { listAudit } from '#modules/audit'
import { type CitizenActor, guardRoutes } from '#modules/identity'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'
import { useContext } from '#test/app'
import { somePdf } from '#test/paper-samples'
import { checkPapers } from './check-papers.ts'
import { examinePaper, scanWaiting } from './examine-paper.ts'
import { keepMadePaper } from './keep-made-paper.ts'
import { explainRefusal, explainScan } from './messages.ts'
import { receivePaper } from './receive-paper.ts'
import { listOwnPapers } from './repository.ts'
import { listScans } from './repository-content.ts'
import { paperRoutes } from './routes.ts'
import type { StoredPaper } from './rules/paper.ts'
import { scrubContent } from './scrub-content.ts'

const setting = useContext()

const citizen = (accountId: string): CitizenActor => ({
  kind: 'citizen',
  accountId,
  personalId: '999000000048',
  fullName: 'Quàng Thị Bình',
  assuranceLevel: 2,
})

const servers: HttpApp[] = []
after(() => Promise.all(servers.map((app) => app.close())))

/** Everyone may read everything here: what is held back is held back for another reason. */
async function openServer(context: Context): Promise<string> {
  const app = openHttp({ log: context.log, errorPage: (error) => html`${error.code}` })
  servers.push(app)
  guardRoutes(app, async ({ headers }) => citizen(String(headers.as ?? 'reader')))
  await app.register(paperRoutes(async () => true)(context), { prefix: '/api/v1' })
  return await app.listen({ port: 0, host: '127.0.0.1' })
}

async function give(context: Context, content: Buffer, accountId = 'giver'): Promise<StoredPaper> {
  const stream = Readable.from([content], { objectMode: false })
  const result = await receivePaper(context, { name: 'a.pdf', content: stream, receivedBy: citizen(accountId) })
  assert.ok(result.ok)
  return result.paper
}

const pathOf = ({ sha256 }: StoredPaper): string =>
  join(setting.context.config.MOTCUA_DATA_DIR, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256)

const later = (context: Context, days: number): Context => ({
  ...context,
  clock: fixedClock(
    context.clock
      .now()
      .add({ hours: days * 24 })
      .toString(),
  ),
})

const uniquePdf = (bytes = 400_000): Buffer => somePdf(randomBytes(bytes / 2).toString('hex'))

test('a paper is sent in the parts that are asked for, and only of the very file that was begun', async () => {
  const { context } = setting
  const content = uniquePdf()
  const paper = await give(context, content)
  const at = `${await openServer(context)}/api/v1/files/${paper.id}`
  const ask = async (headers: Record<string, string>) => {
    const answer = await fetch(at, { headers: { as: 'giver', ...headers } })
    return { answer, body: Buffer.from(await answer.arrayBuffer()) }
  }
  const whole = await ask({})
  assert.deepEqual([whole.answer.status, whole.answer.headers.get('accept-ranges')], [200, 'bytes'])
  assert.ok(whole.body.equals(content))
  const part = await ask({ range: 'bytes=100-199' })
  assert.deepEqual(
    [part.answer.status, part.answer.headers.get('content-range'), part.answer.headers.get('content-length')],
    [206, `bytes 100-199/${content.length}`, '100'],
  )
  assert.deepEqual(part.body, content.subarray(100, 200))
  const etag = whole.answer.headers.get('etag') ?? ''
  const rest = await ask({ range: `bytes=${content.length - 5}-`, 'if-range': etag })
  assert.deepEqual([rest.answer.status, rest.body], [206, content.subarray(-5)])
  assert.equal((await ask({ range: 'bytes=5-', 'if-range': '"another"' })).answer.status, 200)
  const beyond = await ask({ range: `bytes=${content.length}-` })
  assert.deepEqual(
    [beyond.answer.status, beyond.answer.headers.get('content-range')],
    [416, `bytes */${content.length}`],
  )
})

test('a file damaged on the disk never arrives whole; the check of health tells it until it is restored', async () => {
  const { context } = setting
  const paper = await give(context, uniquePdf())
  const original = await readFile(pathOf(paper))
  await writeFile(
    pathOf(paper),
    Buffer.concat([original.subarray(0, 200), Buffer.from('x'), original.subarray(201)]),
  )
  const at = `${await openServer(context)}/api/v1/files/${paper.id}`
  await assert.rejects(async () => (await fetch(at)).arrayBuffer())
  const damaged = await checkPapers(context)(0)
  assert.deepEqual([damaged.ok, /1 files damaged/.test(damaged.found)], [false, true])
  await writeFile(pathOf(paper), original)
  await scrubContent(later(context, 1))
  assert.equal((await checkPapers(context)(0)).ok, true)
})

test('what nobody reads is read again within a month: damage and loss are found', async () => {
  const { context } = setting
  const [changed, lost] = [await give(context, uniquePdf()), await give(context, uniquePdf())]
  await writeFile(pathOf(changed), 'x'.repeat(changed.sizeBytes))
  await rm(pathOf(lost))
  await scrubContent(later(context, 29))
  assert.equal((await checkPapers(context)(0)).ok, true)
  assert.ok((await scrubContent(later(context, 32))) >= 2)
  assert.match((await checkPapers(context)(0)).found, /1 files damaged, 1 missing/)
  assert.equal(await scrubContent(later(context, 32)), 0)
})

const withScanner = (context: Context, url: string): Context => ({
  ...context,
  config: { ...context.config, CLAMD_URL: url },
})

const examined = ({ id, sha256, mediaType }: StoredPaper) => ({ paperId: id, sha256, mediaType })

test('without a scanner a paper says that it was not scanned, and nothing is held back', async () => {
  const { context } = setting
  const paper = await give(context, uniquePdf())
  assert.equal((await listScans(context.db, [paper.id])).get(paper.id), 'not_scanned')
  assert.equal((await fetch(`${await openServer(context)}/api/v1/files/${paper.id}`)).status, 200)
  assert.equal(explainScan('not_scanned', 'vi'), null)
})

test('with a scanner a paper is locked away from others until it was scanned; its giver hands it in meanwhile', async (t) => {
  const scannerServer = await startStandInClamd()
  t.after(scannerServer.close)
  const context = withScanner(setting.context, scannerServer.url)
  const scanner = openClamd(scannerServer.url)
  const paper = await give(context, uniquePdf())
  const at = `${await openServer(context)}/api/v1/files/${paper.id}`
  const statusFor = async (as: string) => (await fetch(at, { headers: { as } })).status
  assert.deepEqual([await statusFor('reader'), await statusFor('giver')], [423, 200])
  assert.deepEqual(await listOwnPapers(context.db, [paper.id], 'giver'), [paper])
  const looked: string[] = []
  const examiners = [async (_: Context, { paperId }: { paperId: string }) => void looked.push(paperId)]
  scannerServer.break('away')
  await assert.rejects(examinePaper(context, { scanner, examiners }, examined(paper)))
  assert.deepEqual([await statusFor('reader'), looked], [423, []])
  const waits = { ...context, clock: fixedClock(context.clock.now().add({ minutes: 11 }).toString()) }
  assert.match((await checkPapers(waits)(0)).found, /waits for the malware scanner for 11 min/)
  scannerServer.break(null)
  await examinePaper(context, { scanner, examiners }, examined(paper))
  assert.deepEqual([await statusFor('reader'), looked], [200, [paper.id]])
  assert.doesNotMatch((await checkPapers(waits)(0)).found, /scanner/)
})

test('malware stays locked away from everybody; its giver is told in words', async (t) => {
  const scannerServer = await startStandInClamd()
  t.after(scannerServer.close)
  const context = withScanner(setting.context, scannerServer.url)
  const paper = await give(context, somePdf(eicar))
  const looked: string[] = []
  const examiners = [async () => void looked.push('looked')]
  await examinePaper(context, { scanner: openClamd(scannerServer.url), examiners }, examined(paper))
  const at = `${await openServer(context)}/api/v1/files/${paper.id}`
  const refused = await fetch(at, { headers: { as: 'giver' } })
  assert.equal(((await refused.json()) as { code: string }).code, 'papers.infected')
  const scan = (await listScans(context.db, [paper.id])).get(paper.id)
  assert.match(explainScan(scan, 'vi') ?? '', /mã độc/)
  assert.deepEqual(looked, [])
  const [entry] = await listAudit(context.db, { kind: 'content', id: paper.sha256 })
  assert.deepEqual([entry?.action, entry?.detail], ['papers.lock_away', { finding: 'Eicar-Signature' }])
})

test('what came before there was a scanner, or while it was away too long, is scanned later', async (t) => {
  const scannerServer = await startStandInClamd()
  t.after(scannerServer.close)
  const before = await give(setting.context, somePdf(`cũ ${eicar}`))
  const context = withScanner(setting.context, scannerServer.url)
  await scanWaiting(later(context, 1), openClamd(scannerServer.url))
  assert.equal((await listScans(context.db, [before.id])).get(before.id), 'infected')
})

test('who has sent as much as a day allows is told the numbers; what was sent before stays', async () => {
  const { context } = setting
  const content = uniquePdf(100_000)
  const config = { ...context.config, UPLOAD_DAY_BYTES: 150_000 }
  const first = await give({ ...context, config }, content, 'eager')
  const stream = Readable.from([uniquePdf(100_000)], { objectMode: false })
  const sent = { name: 'b.pdf', content: stream, receivedBy: citizen('eager') }
  const result = await receivePaper({ ...context, config }, sent)
  assert.ok(!result.ok && result.code === 'over_quota')
  assert.deepEqual([result.detail.limit, result.detail.usedBytes], [150_000, content.length])
  assert.match(explainRefusal(result, 'vi'), /Các tệp đã gửi vẫn được giữ/)
  assert.equal((await listOwnPapers(context.db, [first.id], 'eager')).length, 1)
  await give({ ...later(context, 1), config }, uniquePdf(100_000), 'eager')
})

test('a paper made here says where it comes from, and belongs to whoever made it', async () => {
  const { context } = setting
  const file = await context.files.receive(Readable.from([Buffer.from('<kết quả/>')], { objectMode: false }))
  await file.keep()
  const { sha256, sizeBytes } = file
  const made = {
    name: 'kết quả.xml',
    mediaType: 'application/xml',
    sizeBytes,
    sha256,
    origin: 'result' as const,
  }
  const paper = await context.db
    .transaction()
    .execute((tx) => keepMadePaper(tx, made, citizen('maker'), context.clock.now()))
  assert.equal(paper.origin, 'result')
  assert.deepEqual(await listOwnPapers(context.db, [paper.id], 'maker'), [paper])
})

test('a file of hundreds of megabytes does not make the process grow with it', async () => {
  const { context } = setting
  const config = { ...context.config, UPLOAD_MAX_BYTES: 300_000_000 }
  const piece = randomBytes(1_000_000)
  let most = 0
  async function* pieces() {
    yield Buffer.from('%PDF-1.7\n')
    for (let count = 0; count < 220; count += 1) {
      yield piece
      most = Math.max(most, process.memoryUsage().rss)
    }
    yield Buffer.from('\nstartxref\n9\n%%EOF\n')
  }
  const before = process.memoryUsage().rss
  const content = Readable.from(pieces(), { objectMode: false })
  const result = await receivePaper(
    { ...context, config },
    { name: 'lớn.pdf', content, receivedBy: citizen('c-9') },
  )
  assert.ok(result.ok)
  let read = 0
  for await (const chunk of context.files.read(result.paper.sha256)) {
    read += chunk.length
    most = Math.max(most, process.memoryUsage().rss)
  }
  assert.equal(read, result.paper.sizeBytes)
  assert.ok(most - before < 120_000_000, `grew by ${Math.round((most - before) / 1e6)} MB`)
})
