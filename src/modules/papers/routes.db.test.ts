import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { request as sendRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import formbody from '@fastify/formbody'
import { listAudit } from '#modules/audit'
import { type CitizenActor, guardRoutes, nobody } from '#modules/identity'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'
import { useContext } from '#test/app'
import { somePdf, somePng } from '#test/paper-samples'
import { paperPages } from './pages.ts'
import { acceptFiles, receiveForm } from './receive-form.ts'
import { paperRoutes } from './routes.ts'
import type { StoredPaper } from './rules/paper.ts'

const setting = useContext()
let app: HttpApp | undefined
let friend = ''

const citizen = (accountId: string): CitizenActor => ({
  kind: 'citizen',
  accountId,
  personalId: '999000000048',
  fullName: 'Quàng Thị Bình',
  assuranceLevel: 2,
})

async function openServer(): Promise<string> {
  const { context } = setting
  app = openHttp({ log: context.log, errorPage: (error) => html`<p>${error.code}</p>` })
  guardRoutes(app, async ({ headers }) => (headers.as ? citizen(String(headers.as)) : nobody))
  await app.register(formbody)
  await acceptFiles(app, { ...context.config, UPLOAD_MAX_BYTES: 100_000 })
  const small = { ...context, config: { ...context.config, UPLOAD_MAX_BYTES: 100_000 } }
  const mayRead = async ({ kind, ...actor }: { kind: string; accountId?: string }) =>
    kind === 'citizen' && actor.accountId === friend
  await app.register(paperRoutes(mayRead)(small), { prefix: '/api/v1' })
  await app.register(paperPages(mayRead)(small))
  app.post('/form', { config: { permission: 'papers.upload' } }, (request) => {
    const form = receiveForm(small, request)
    arrivals.emit('form', { form })
    return form
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

let opened: Promise<string> | undefined
/** The address of a path on a server of this file's own, opened once. */
async function at(path: string): Promise<string> {
  opened ??= openServer()
  return (await opened) + path
}
after(() => app?.close())

const arrivals = new EventEmitter()
/** The next form the server begins to read; wrapped, since waiting for it is the test's business. */
const nextForm = async (): Promise<{ form: ReturnType<typeof receiveForm> }> => {
  const [arrival] = await once(arrivals, 'form')
  return arrival
}

const incoming = () => readdir(join(setting.context.config.MOTCUA_DATA_DIR, 'files', 'incoming'))

function formOf(parts: readonly [field: string, content: string | Buffer, name?: string][]): FormData {
  const form = new FormData()
  for (const [field, content, name] of parts) {
    if (typeof content === 'string') form.append(field, content)
    else form.append(field, new Blob([new Uint8Array(content)]), name ?? '')
  }
  return form
}

const post = async (path: string, body: FormData, as = 'c-1') =>
  fetch(await at(path), { method: 'POST', body, headers: { as } })

async function givenPaper(name: string, content = somePdf(name)): Promise<StoredPaper> {
  const answer = await post('/api/v1/files', formOf([['file', content, name]]))
  const { files } = (await answer.json()) as { files: StoredPaper[] }
  return files[0] as StoredPaper
}

async function readingsOf({ id }: StoredPaper): Promise<unknown[]> {
  const entries = await listAudit(setting.context.db, { kind: 'paper', id })
  const readings = entries.filter(({ action }) => action === 'papers.read')
  return readings.map(({ actor, detail }) => [actor.accountId, detail?.purpose])
}

test('several files sent at once come back with sizes and hashes', async () => {
  const parts = formOf([
    ['file', somePdf(), 'Giấy chứng sinh.pdf'],
    ['file', somePng(), 'Ảnh.png'],
  ])
  const answer = await post('/api/v1/files', parts)
  assert.equal(answer.status, 201)
  const { files } = (await answer.json()) as { files: StoredPaper[] }
  assert.deepEqual(
    files.map(({ name, mediaType, origin }) => [name, mediaType, origin]),
    [
      ['Giấy chứng sinh.pdf', 'application/pdf', 'upload'],
      ['Ảnh.png', 'image/png', 'upload'],
    ],
  )
})

test('one bad file refuses the request of a program, saying which file and why, and keeps none', async () => {
  const parts = formOf([
    ['file', somePdf(), 'a.pdf'],
    ['file', somePng(), 'b.pdf'],
  ])
  const answer = await post('/api/v1/files', parts)
  const problem = (await answer.json()) as Record<string, unknown>
  assert.deepEqual([answer.status, problem.code, problem.file], [422, 'papers.content_not_as_named', 2])
  assert.deepEqual(await incoming(), [])
})

test('a request without a file, or that is no form, is told so', async () => {
  const empty = await post('/api/v1/files', formOf([['note', 'xin chào']]))
  assert.equal(((await empty.json()) as { code: string }).code, 'papers.no_file')
  const headers = { as: 'c-1', 'content-type': 'application/json' }
  const json = await fetch(await at(`/api/v1/files`), { method: 'POST', body: '{}', headers })
  assert.equal(((await json.json()) as { code: string }).code, 'papers.no_file')
})

test('a form keeps its good files and fields, tells each bad file, and leaves out fields without a choice', async () => {
  const parts = formOf([
    ['component', 'birth_certificate'],
    ['paper.one', somePdf(), 'Giấy chứng sinh.pdf'],
    ['paper.two', Buffer.alloc(0), ''],
    ['paper.three', Buffer.alloc(300_000), 'lớn.pdf'],
    ['paper.four', somePng(), 'ảnh.png'],
    ['note', 'sau các tệp'],
  ])
  const answer = await post('/form', parts)
  const form = (await answer.json()) as Awaited<ReturnType<typeof receiveForm>>
  assert.deepEqual(form.fields, { component: 'birth_certificate', note: 'sau các tệp' })
  assert.deepEqual(
    form.papers.map(({ field, result }) => [field, result.ok ? result.paper.name : result.code]),
    [
      ['paper.one', 'Giấy chứng sinh.pdf'],
      ['paper.three', 'too_large'],
      ['paper.four', 'ảnh.png'],
    ],
  )
  assert.deepEqual(await incoming(), [])
})

test('a form without files may come urlencoded', async () => {
  const body = new URLSearchParams({ note: 'không có tệp' })
  const answer = await fetch(await at(`/form`), { method: 'POST', body, headers: { as: 'c-1' } })
  assert.deepEqual(await answer.json(), { fields: { note: 'không có tệp' }, papers: [] })
})

test('a name with a path in it is refused', async () => {
  const answer = await post('/form', formOf([['paper', somePdf(), '../../../etc/cron.d/x.pdf']]))
  const { papers } = (await answer.json()) as Awaited<ReturnType<typeof receiveForm>>
  assert.equal(papers[0]?.result.ok === false && papers[0].result.code, 'name_not_accepted')
})

test('more files than a form may carry are refused, and none is kept', async () => {
  const many = Array.from({ length: 25 }, (_, index): [string, Buffer, string] => [
    'p',
    somePdf(),
    `${index}.pdf`,
  ])
  const answer = await post('/form', formOf(many))
  assert.equal(answer.status, 400)
  assert.deepEqual(await incoming(), [])
})

test('a connection cut in the middle of the second file keeps nothing of either', async () => {
  const received = nextForm()
  const part = (name: string) =>
    `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/pdf\r\n\r\n`
  const request = sendRequest(await at('/form'), {
    method: 'POST',
    headers: { as: 'c-cut', 'content-type': 'multipart/form-data; boundary=b', 'content-length': 90_000 },
  })
  request.on('error', () => undefined)
  request.write(Buffer.concat([Buffer.from(part('a.pdf')), somePdf(), Buffer.from(`\r\n${part('b.pdf')}`)]))
  request.write(somePdf().subarray(0, 60), () => request.destroy())
  const { form } = await received
  await assert.rejects(form)
  assert.deepEqual(await incoming(), [])
  const { rows } = await setting.context.pool.query("select 1 from papers.paper where received_by = 'c-cut'")
  assert.equal(rows.length, 0)
})

test('the giver reads the paper back; the reading is on record', async () => {
  const paper = await givenPaper('Giấy "khai sinh" Đ.pdf')
  const answer = await fetch(await at(`/papers/${paper.id}`), { headers: { as: 'c-1' } })
  assert.equal(answer.status, 200)
  assert.equal(answer.headers.get('content-type'), 'application/pdf')
  assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
  assert.match(answer.headers.get('content-security-policy') ?? '', /^default-src 'none'/)
  assert.equal(
    answer.headers.get('content-disposition'),
    `inline; filename="Giay -khai sinh- D.pdf"; filename*=UTF-8''Gi%E1%BA%A5y%20-khai%20sinh-%20%C4%90.pdf`,
  )
  assert.equal((await answer.arrayBuffer()).byteLength, paper.sizeBytes)
  assert.deepEqual(await readingsOf(paper), [['c-1', 'own_paper']])
})

test('a picture is shown in a sandbox, and ?download saves it', async () => {
  const paper = await givenPaper('ảnh.png', somePng())
  const answer = await fetch(await at(`/papers/${paper.id}?download`), { headers: { as: 'c-1' } })
  assert.match(answer.headers.get('content-security-policy') ?? '', /sandbox/)
  assert.match(answer.headers.get('content-disposition') ?? '', /^attachment/)
  assert.equal(answer.headers.get('cache-control'), 'private, no-store')
})

test("for everyone else the paper does not exist, until the dossier's rule lets them", async () => {
  const paper = await givenPaper('a.pdf')
  const read = async (as: string) => fetch(await at(`/api/v1/files/${paper.id}`), { headers: as ? { as } : {} })
  assert.equal((await read('c-2')).status, 404)
  assert.equal((await read('')).status, 401)
  friend = 'c-2'
  const answer = await read('c-2')
  assert.equal(answer.status, 200)
  assert.deepEqual(await readingsOf(paper), [['c-2', 'dossier']])
})

test('an address that is no paper is not found', async () => {
  const none = '/papers/01900000-0000-7000-8000-000000000000'
  for (const path of [none, '/papers/x', '/papers/..%2f..%2fetc']) {
    assert.equal((await fetch(await at(path), { headers: { as: 'c-1' } })).status, 404)
  }
})
