import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import * as tus from 'tus-js-client'
import { type CitizenActor, guardRoutes, nobody } from '#modules/identity'
import { findPaper } from '#modules/papers'
import type { Context } from '#platform/context'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'
import { useContext } from '#test/app'
import { someJpeg, somePdf, somePng } from '#test/paper-samples'
import { removeExpired } from './jobs.ts'
import { uploadRoutes } from './routes.ts'

const setting = useContext()

const citizen = (accountId: string): CitizenActor => ({
  kind: 'citizen',
  accountId,
  personalId: '999000000048',
  fullName: 'Quàng Thị Bình',
  assuranceLevel: 2,
})

const limit = 3_000_000
const limited = (): Context => ({
  ...setting.context,
  config: { ...setting.context.config, UPLOAD_MAX_BYTES: limit, UPLOAD_DAY_BYTES: 100_000_000 },
})

const servers: HttpApp[] = []
after(() => Promise.all(servers.map((app) => app.close())))

/** A server of its own on the same database and folder, as after a restart, or on another machine. */
async function openServer(context: Context = limited()): Promise<string> {
  const app = openHttp({ log: context.log, errorPage: (error) => html`<p>${error.code}</p>` })
  servers.push(app)
  guardRoutes(app, async ({ headers }) => (headers.as ? citizen(String(headers.as)) : nobody))
  await app.register(uploadRoutes(context), { prefix: '/api/v1' })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

let opened: Promise<string> | undefined
const server = (): Promise<string> => {
  opened ??= openServer()
  return opened
}

const nameOf = (filename: string) => `filename ${Buffer.from(filename).toString('base64')}`
const tusHeaders = (as: string) => ({ as, 'tus-resumable': '1.0.0' })

async function begin(name: string, length: number, as = 'c-1', at?: string): Promise<Response> {
  const headers = { ...tusHeaders(as), 'upload-length': String(length), 'upload-metadata': nameOf(name) }
  return await fetch(`${at ?? (await server())}/api/v1/uploads`, { method: 'POST', headers })
}

async function continueAt(
  path: string,
  offset: number,
  piece: Buffer,
  as = 'c-1',
  at?: string,
): Promise<Response> {
  const headers = {
    ...tusHeaders(as),
    'upload-offset': String(offset),
    'content-type': 'application/offset+octet-stream',
  }
  const body = new Uint8Array(piece)
  return await fetch((at ?? (await server())) + path, { method: 'PATCH', headers, body })
}

const askWhere = async (path: string, as = 'c-1', at?: string): Promise<Response> =>
  await fetch((at ?? (await server())) + path, { method: 'HEAD', headers: tusHeaders(as) })

/** As a client does: asks how much has arrived and sends the rest; while the broken request still ends, once more. */
async function goOn(path: string, content: Buffer, as: string, at: string): Promise<Response> {
  for (;;) {
    const offset = Number((await askWhere(path, as, at)).headers.get('upload-offset'))
    const answer = await continueAt(path, offset, content.subarray(offset), as, at)
    if (answer.status !== 409) return answer
  }
}

const codeOf = async (answer: Response): Promise<string> => ((await answer.json()) as { code: string }).code

const arriving = () => readdir(join(setting.context.config.MOTCUA_DATA_DIR, 'uploads'))

/** A PDF of some size that no two have alike. */
const largePdf = (bytes = 1_000_000): Buffer => somePdf(randomBytes(bytes / 2).toString('hex'))

test('a file sent in pieces becomes a paper; the last answer names it', async () => {
  const content = largePdf()
  const begun = await begin('Giấy chứng sinh.pdf', content.length)
  assert.equal(begun.status, 201)
  const path = begun.headers.get('location') ?? ''
  assert.match(path, /^\/api\/v1\/uploads\/[0-9a-f-]{36}$/)
  const half = Math.floor(content.length / 2)
  const first = await continueAt(path, 0, content.subarray(0, half))
  assert.deepEqual([first.status, first.headers.get('upload-offset')], [204, String(half)])
  assert.equal(first.headers.get('upload-paper'), null)
  const last = await continueAt(path, half, content.subarray(half))
  assert.equal(last.status, 204)
  const paper = await findPaper(setting.context.db, last.headers.get('upload-paper') ?? '')
  assert.deepEqual(
    [paper?.name, paper?.sizeBytes, paper?.sha256, paper?.receivedBy],
    ['Giấy chứng sinh.pdf', content.length, createHash('sha256').update(content).digest('hex'), 'c-1'],
  )
  assert.deepEqual(await arriving(), [])
  // Whose last answer got lost asks again, and hears of the same paper.
  const again = await askWhere(path)
  assert.deepEqual(
    [again.status, again.headers.get('upload-offset'), again.headers.get('upload-paper')],
    [200, String(content.length), paper?.id],
  )
})

test('an upload cut off at nine tenths goes on from there, on another server and another connection', async () => {
  const content = largePdf(2_000_000)
  const begun = await begin('a.pdf', content.length, 'c-2')
  const path = begun.headers.get('location') ?? ''
  const cut = Math.floor(content.length * 0.9)
  const address = await server()
  await new Promise<void>((resolve) => {
    const headers = {
      ...tusHeaders('c-2'),
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
    }
    const sent = { method: 'PATCH', headers: { ...headers, 'content-length': content.length } }
    const request = sendRequest(address + path, sent)
    request.on('error', () => resolve())
    request.on('close', () => resolve())
    request.write(content.subarray(0, cut), () => request.destroy())
  })
  const other = await openServer()
  const where = await askWhere(path, 'c-2', other)
  assert.equal(where.headers.get('upload-length'), String(content.length))
  assert.ok(Number(where.headers.get('upload-offset')) <= cut)
  const last = await goOn(path, content, 'c-2', other)
  const paper = await findPaper(setting.context.db, last.headers.get('upload-paper') ?? '')
  assert.equal(paper?.sha256, createHash('sha256').update(content).digest('hex'))
})

test('the client of tus sends a file of several pieces, and goes on with it in another session', async () => {
  const content = largePdf()
  const endpoint = `${await server()}/api/v1/uploads`
  const options = {
    endpoint,
    metadata: { filename: 'tus.pdf' },
    headers: { as: 'c-3' },
    chunkSize: 300_000,
    uploadSize: content.length,
    retryDelays: null,
  }
  const url = await new Promise<string>((resolve, reject) => {
    const upload = new tus.Upload(Readable.from([content]), {
      ...options,
      onError: reject,
      onChunkComplete: (_, accepted) => {
        if (accepted < 600_000) return
        upload.abort().then(() => resolve(upload.url ?? ''), reject)
      },
    })
    upload.start()
  })
  const offset = Number((await askWhere(new URL(url).pathname, 'c-3')).headers.get('upload-offset'))
  assert.ok(offset >= 600_000)
  await new Promise<void>((resolve, reject) => {
    const rest = new tus.Upload(content, {
      ...options,
      uploadUrl: url,
      onError: reject,
      onSuccess: () => resolve(),
    })
    rest.start()
  })
  const paper = await findPaper(setting.context.db, url.split('/').at(-1) ?? '')
  assert.equal(paper?.sizeBytes, content.length)
})

test('an upload belongs to who began it: to others it does not exist', async () => {
  const content = somePdf('của một người')
  const path = (await begin('a.pdf', content.length)).headers.get('location') ?? ''
  assert.equal((await askWhere(path, 'c-9')).status, 404)
  assert.equal((await continueAt(path, 0, content, 'c-9')).status, 404)
  const gone = await fetch((await server()) + path, { method: 'DELETE', headers: tusHeaders('c-9') })
  assert.equal(gone.status, 404)
  assert.equal((await askWhere(path)).headers.get('upload-offset'), '0')
  const own = await fetch((await server()) + path, { method: 'DELETE', headers: tusHeaders('c-1') })
  assert.equal(own.status, 204)
  assert.equal((await askWhere(path)).status, 404)
  assert.deepEqual(await arriving(), [])
})

const refused: [string, string, Buffer, string][] = [
  ['a picture that calls itself a PDF', 'a.pdf', somePng(), 'papers.content_not_as_named'],
  ['a PDF cut off', 'a.pdf', somePdf().subarray(0, 90), 'papers.damaged'],
  ['a path', '../../a.pdf', somePdf(), 'papers.name_not_accepted'],
]
for (const [what, name, content, reason] of refused) {
  test(`${what} is refused when it has arrived, with the reason, and nothing is left`, async () => {
    const path = (await begin(name, content.length)).headers.get('location') ?? ''
    const answer = await continueAt(path, 0, content)
    const problem = (await answer.json()) as Record<string, unknown>
    assert.deepEqual([answer.status, problem.code, problem.reason], [422, 'uploads.refused', reason])
    assert.deepEqual(await arriving(), [])
    assert.equal((await askWhere(path)).status, 404)
  })
}

test('a picture sent in pieces is drawn anew like any other', async () => {
  const content = someJpeg(1_000, 800)
  const path = (await begin('ảnh.jpg', content.length)).headers.get('location') ?? ''
  const answer = await continueAt(path, 0, content)
  const paper = await findPaper(setting.context.db, answer.headers.get('upload-paper') ?? '')
  assert.equal(paper?.sentSha256, createHash('sha256').update(content).digest('hex'))
})

test('what is too large, has no name or no length, or is beyond the quota of the day is refused at once', async () => {
  const large = await begin('a.pdf', 2 * 1024 ** 3)
  assert.deepEqual([large.status, await codeOf(large)], [413, 'uploads.too_large'])
  const unnamed = await fetch(`${await server()}/api/v1/uploads`, {
    method: 'POST',
    headers: { ...tusHeaders('c-1'), 'upload-length': '5' },
  })
  assert.equal(await codeOf(unnamed), 'uploads.no_name')
  const endless = await fetch(`${await server()}/api/v1/uploads`, {
    method: 'POST',
    headers: { ...tusHeaders('c-1'), 'upload-defer-length': '1', 'upload-metadata': nameOf('a.pdf') },
  })
  assert.equal(await codeOf(endless), 'uploads.no_length')
  const context = limited()
  const small = await openServer({ ...context, config: { ...context.config, UPLOAD_DAY_BYTES: 2_000 } })
  assert.equal((await begin('a.pdf', 1_500, 'c-4', small)).status, 201)
  const over = await begin('a.pdf', 1_500, 'c-4', small)
  assert.equal(await codeOf(over), 'uploads.over_quota')
})

test('one account cannot begin uploads without end', async () => {
  for (let count = 0; count < 20; count += 1) assert.equal((await begin('a.pdf', 10, 'c-5')).status, 201)
  const more = await begin('a.pdf', 10, 'c-5')
  assert.deepEqual([more.status, await codeOf(more)], [429, 'uploads.too_many'])
})

test('the protocol is spoken as it is written: version, offsets, what the server can', async () => {
  const path = (await begin('a.pdf', 100, 'c-6')).headers.get('location') ?? ''
  const behind = await continueAt(path, 50, Buffer.alloc(10), 'c-6')
  assert.equal(behind.status, 409)
  const old = await fetch((await server()) + path, { method: 'HEAD', headers: { as: 'c-6' } })
  assert.equal(old.status, 412)
  const can = await fetch(`${await server()}/api/v1/uploads`, { method: 'OPTIONS', headers: { as: 'c-6' } })
  assert.match(can.headers.get('tus-extension') ?? '', /creation.*termination.*expiration/)
  assert.equal(can.headers.get('tus-max-size'), String(limit))
  assert.equal(can.headers.get('access-control-allow-origin'), null)
  assert.notEqual((await askWhere(path, 'c-6')).headers.get('cache-control'), null)
})

test('nobody sends without signing in', async () => {
  const answer = await fetch(`${await server()}/api/v1/uploads`, {
    method: 'POST',
    headers: { 'tus-resumable': '1.0.0', 'upload-length': '5', 'upload-metadata': nameOf('a.pdf') },
  })
  assert.equal(answer.status, 401)
})

test('what never arrived whole is removed after three days, what is arriving stays', async () => {
  const { context } = setting
  const left = (await begin('cũ.pdf', 100, 'c-7')).headers.get('location') ?? ''
  const fresh = (await begin('mới.pdf', 100, 'c-7')).headers.get('location') ?? ''
  await continueAt(left, 0, Buffer.alloc(50), 'c-7')
  const id = left.split('/').at(-1) ?? ''
  await context.pool.query("update uploads.upload set begun_at = now() - interval '73 hours' where id = $1", [
    id,
  ])
  await removeExpired.run({}, { ...context, attempt: 1 })
  assert.equal((await askWhere(left, 'c-7')).status, 404)
  assert.equal((await askWhere(fresh, 'c-7')).status, 200)
  assert.ok(!(await arriving()).includes(id))
})

test('bytes that are lost with their folder are told as lost, and can be sent from the beginning', async () => {
  const path = (await begin('a.pdf', 100, 'c-8')).headers.get('location') ?? ''
  const id = path.split('/').at(-1) ?? ''
  await rm(join(setting.context.config.MOTCUA_DATA_DIR, 'uploads', id))
  assert.equal((await askWhere(path, 'c-8')).status, 410)
  await writeFile(join(setting.context.config.MOTCUA_DATA_DIR, 'uploads', id), '')
  assert.equal((await askWhere(path, 'c-8')).headers.get('upload-offset'), '0')
})
