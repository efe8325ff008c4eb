import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import sharp from 'sharp'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { useApp } from '#test/whole-app'
import { prepareCapture } from './prepare-capture.ts'
import { listOpenCaptures, listPages } from './repository.ts'

const world = useApp()
let picture: Buffer

before(async () => {
  await world.ready
  const page = sharp({ create: { width: 1654, height: 2339, channels: 3, background: '#fff' } })
  const bar = { create: { width: 900, height: 40, channels: 3, background: '#111' } } as const
  const bars = Array.from({ length: 12 }, (_, row) => ({ input: bar, left: 300, top: 300 + row * 120 }))
  picture = await page.composite(bars).withMetadata({ density: 200 }).jpeg().toBuffer()
})

type Fields = Readonly<Record<string, string>>

const headersOf = async (account: string | null, cookie = '') => ({
  ...(account && (await world.as(account))),
  accept: 'text/html',
  ...(cookie && { cookie }),
})
const get = async (account: string | null, url: string, cookie = '') =>
  await world.app.inject({ url, headers: await headersOf(account, cookie) })
const post = async (account: string | null, url: string, fields: Fields, file?: Buffer) => {
  const form = multipartForm(fields, file ? [{ field: 'file', name: 'trang.jpg', content: file }] : [])
  const headers = { ...(await headersOf(account)), ...form.headers }
  return await world.app.inject({ method: 'POST', url, headers, payload: form.payload })
}

async function openSession(): Promise<string> {
  const opened = await post('reception', '/officer/scans', { name: 'Giấy chứng sinh', kind: 'ordinary' })
  assert.equal(opened.statusCode, 303)
  return String(opened.headers.location)
}

async function prepareAll(url: string) {
  const id = url.split('/').at(-1) ?? ''
  for (const capture of await listOpenCaptures(world.context.db, id))
    await prepareCapture(world.context, capture.id)
  return await listPages(world.context.db, id)
}

test('a telephone sends pages into the session that is open on the desk, without a sign-in, and for a while', async () => {
  const url = await openSession()
  const shown = await post('reception', url, { v: 'phone' })
  const [, address = ''] = shown.body.match(/href="[^"]*(\/scan\/[\w-]{32})"/) ?? []
  assert.match(shown.body, /<svg class="mc-qr"/)
  const page = await get(null, address)
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /accept="image\/\*" capture="environment"/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  assert.equal((await post(null, address, {})).statusCode, 422)
  const sent = await post(null, address, {}, picture)
  assert.equal(sent.headers.location, `${address}?sent=1`)
  assert.equal((await prepareAll(url)).length, 1)
  assert.equal((await get(null, `/scan/${'x'.repeat(32)}`)).statusCode, 404)
  await world.context.pool.query('update digitisation.phone_link set expires_at = made_at')
  assert.equal((await post(null, address, {}, picture)).statusCode, 410)
})

test('the pages of a session: seen by its officer alone, valid in both languages, told what is wrong', async () => {
  const url = await openSession()
  assert.equal((await post('reception', url, { v: 'upload' }, picture)).statusCode, 303)
  const [page] = await prepareAll(url)
  const pages = [`${url}/pages/${page?.id}/thumbnail`, `${url}/pages/${page?.id}`, url, '/officer/scans']
  for (const address of pages.slice(0, 3)) {
    assert.equal((await get('case-officer', address)).statusCode, 404, address)
    assert.equal((await get('reception', address)).statusCode, 200, address)
  }
  assert.equal((await post('case-officer', url, { v: `drop ${page?.id}` })).statusCode, 404)
  for (const address of pages.slice(1)) {
    for (const cookie of ['mc_language=vi', 'mc_language=en']) {
      const { body } = await get('reception', address, cookie)
      assert.deepEqual(await findMarkupErrors(body), [], `${address} ${cookie}`)
    }
  }
  const differs = await post('reception', url, { v: 'make 1', paper: '1', 'name.1': 'Giấy A', 'pages.1': '2' })
  assert.equal(differs.statusCode, 422)
  assert.match(differs.body, /Bản gốc 2 trang, đã quét 1 trang/)
  assert.match(differs.body, /value="Giấy A"/)
  assert.deepEqual(await findMarkupErrors(differs.body), [])
  const wrong = await post('reception', url, { v: 'save 1', paper: '1', 'pages.1': 'hai' })
  assert.match(wrong.body, /Nhập số trang từ 1 đến 2000/)
  const made = await post('reception', url, { v: 'make 1', paper: '1', 'pages.1': '1' })
  assert.equal(made.headers.location, `${url}/papers/1`)
  const progress = await get('reception', `${url}/papers/1`)
  assert.match(progress.body, /Đã đọc chữ 0\/1 trang/)
  assert.deepEqual(await findMarkupErrors(progress.body), [])
  await post('reception', url, { v: 'close' })
  assert.equal((await post('reception', url, { v: 'upload' }, picture)).statusCode, 409)
})

test('what the law leaves on paper is refused with its reason, and a file that is none with its name', async () => {
  const secret = await post('reception', '/officer/scans', { name: 'Công văn', kind: 'secret' })
  assert.equal(secret.statusCode, 422)
  assert.match(secret.body, /Thuộc danh mục bí mật nhà nước\): TT 03\/2025\/TT-VPCP/)
  const url = await openSession()
  const refused = await post('reception', url, { v: 'upload' }, Buffer.from('no picture'))
  assert.match(refused.body, /trang\.jpg/)
  assert.deepEqual(await findMarkupErrors(refused.body), [])
  const sheets = await get('reception', '/officer/scans/separators.pdf')
  assert.equal(sheets.headers['content-type'], 'application/pdf')
})
