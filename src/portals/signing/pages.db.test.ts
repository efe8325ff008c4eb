import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Frame } from '#components/frame'
import { makeToken } from '#modules/identity'
import { type AskedDocument, type SigningWorld, sealDocument } from '#modules/signing'
import { Html, html } from '#platform/html'
import type { HttpApp } from '#platform/http'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { readPdfText } from '#test/pdf-text'
import { openSignInApp } from '#test/sign-in-app'
import { type SigningWork, useSigning } from '#test/signing'
import { absentProvider } from '#test/whole-app'
import { signingPages } from './pages.ts'
import { signingRoutes } from './routes.ts'

const own = useSigning()
let app: HttpApp
let work: SigningWork
let waiting: AskedDocument[] = []

/** The pages behind their guard in a frame of nothing, with what waits given by the test. */
async function openPages(world: SigningWorld): Promise<HttpApp> {
  const { context } = own.world
  const frame: Frame = (_request, { title, main, refreshSeconds }) =>
    html`${new Html('<!doctype html>')}<html lang="vi"><head><title>${title}</title>${refreshSeconds && html`<meta name="refreshes" content="${refreshSeconds}">`}</head><body><main>${main}</main></body></html>`
  return await openSignInApp(context, absentProvider, (app) => {
    void app.register(signingPages(context, frame, world))
    void app.register(signingRoutes(context, world), { prefix: '/api/v1' })
  })
}

before(async () => {
  await own.ready
  work = await own.world.openSigner()
  const toSign = async () =>
    waiting.map((document) => ({
      ...document,
      title: `Kết quả ${document.subjectId}`,
      detail: 'Khai sinh',
      href: '/x',
    }))
  app = await openPages({ outside: work.outside, toSign })
})
after(() => app.close())

const headersOf = async (account: string, language = 'vi') => ({
  authorization: `Bearer ${await makeToken(own.world.context, { account })}`,
  accept: 'text/html',
  cookie: `mc_language=${language}`,
})
const get = async (account: string, url: string, language?: string) =>
  await app.inject({ url, headers: await headersOf(account, language) })
const post = async (
  account: string,
  url: string,
  fields: Readonly<Record<string, string | readonly string[]>>,
) => {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    for (const one of typeof value === 'string' ? [value] : value) body.append(name, one)
  return await app.inject({
    method: 'POST',
    url,
    headers: { ...(await headersOf(account)), 'content-type': 'application/x-www-form-urlencoded' },
    payload: body.toString(),
  })
}
const keyOf = ({ subjectKind, subjectId }: AskedDocument) => `${subjectKind}:${subjectId}`
const assertValid = async (body: string, what: string) =>
  assert.deepEqual(await findMarkupErrors(body), [], what)

describe('an officer signs', () => {
  test('chosen documents are checked with certificate and reason, started, followed and downloaded', async () => {
    waiting = await own.world.documents(3)
    const [first, second] = waiting
    assert.ok(first && second)
    const list = await get('signatory', '/officer/signing')
    assert.match(list.body, /Ký các văn bản đã chọn/)
    await assertValid(list.body, 'list')

    const nothing = await post('signatory', '/officer/signing/review', {})
    assert.equal(nothing.statusCode, 422)
    assert.match(nothing.body, /Chọn ít nhất một văn bản/)

    const chosen = { document: [keyOf(first), keyOf(second)] }
    const review = await post('signatory', '/officer/signing/review', chosen)
    assert.match(review.body, /Sẽ ký 2 văn bản/)
    assert.match(review.body, /Tòng Văn Phú, Chữ ký thử.*có hiệu lực đến hết ngày/s)
    await assertValid(review.body, 'review')
    const certificate = review.body.match(/name="certificate"[^>]* value="([^"]+)"/)?.[1] ?? ''

    const silent = await post('signatory', '/officer/signing/batches', { ...chosen, certificate, reason: ' ' })
    assert.equal(silent.statusCode, 422)
    assert.match(silent.body, /Nhập lý do ký/)
    const asked = { ...chosen, certificate, reason: 'Phê duyệt', key: 'the same form' }
    const started = await post('signatory', '/officer/signing/batches', asked)
    assert.equal(started.statusCode, 303)
    const batch = String(started.headers.location)
    assert.equal((await post('signatory', '/officer/signing/batches', asked)).headers.location, batch)

    const running = await get('signatory', batch)
    assert.match(running.body, /name="refreshes" content="5"/)
    await assertValid(running.body, 'running')
    await work.workOff(4)
    const done = await get('signatory', batch)
    assert.match(done.body, /Đã ký xong 2 văn bản/)
    assert.match(done.body, /Có dấu thời gian và dữ liệu kiểm tra lâu dài/)
    assert.doesNotMatch(done.body, /name="refreshes"/)
    await assertValid(done.body, 'done')
    const address = done.body.match(/href="([^"]+signed\.pdf)"/)?.[1] ?? ''
    const file = await get('signatory', address)
    assert.equal(file.headers['content-type'], 'application/pdf')
    assert.match(file.rawPayload.toString('latin1'), /ETSI\.CAdES\.detached/)
    for (const url of [batch, address]) assert.equal((await get('case-officer', url)).statusCode, 404)
    assert.equal((await get('administrator', batch)).statusCode, 403)
  })

  test('what no longer waits is not signed', async () => {
    const answer = await post('signatory', '/officer/signing/review', { document: ['test:gone'] })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /không còn chờ chữ ký này/)
  })

  test('what failed is said, and signed again', async () => {
    waiting = await own.world.documents(1)
    work.will.answer = 'refuse'
    const batchId = await work.start(waiting)
    await work.workOff(4)
    const page = await get('signatory', `/officer/signing/batches/${batchId}`)
    assert.match(page.body, /Người ký từ chối/)
    await assertValid(page.body, 'refused')
    work.will.answer = 'confirm'
    const again = await post('signatory', `/officer/signing/batches/${batchId}/retry`, {})
    await work.workOff(4)
    assert.match((await get('signatory', String(again.headers.location))).body, /Đã ký xong 1 văn bản/)
  })

  test('accounts are tested, added and removed', async () => {
    const url = '/officer/signing/certificates'
    const page = await get('signatory', url)
    assert.match(page.body, /Kết nối được/)
    await assertValid(page.body, 'certificates')
    const form = multipartForm({ provider: '', account: '' }, [
      { field: 'picture', name: 'ky.png', content: Buffer.from('no picture') },
    ])
    const headers = { ...(await headersOf('case-officer')), ...form.headers }
    const wrong = await app.inject({ method: 'POST', url, headers, payload: form.payload })
    assert.equal(wrong.statusCode, 422)
    for (const sentence of [/Chọn nhà cung cấp/, /Nhập tài khoản/, /Chọn tệp PNG/])
      assert.match(wrong.body, sentence)
    await assertValid(wrong.body, 'wrong account')
    work.will.isAway = true
    assert.match((await get('signatory', url)).body, /chưa trả lời/)
    work.will.isAway = false
    const { key } = work.provider
    assert.equal((await post('case-officer', url, { provider: key, account: '0900000002' })).statusCode, 303)
    assert.match((await get('case-officer', url)).body, /không có chứng thư nào/)
    await post('case-officer', `${url}/remove`, { provider: key })
    assert.match((await get('case-officer', url)).body, /Chưa có tài khoản ký nào/)
  })

  test('the API starts once by its key, lists and reads', async () => {
    waiting = await own.world.documents(1)
    const [{ subjectKind, subjectId } = { subjectKind: '', subjectId: '' }] = waiting
    const headers = { ...(await headersOf('signatory')), 'idempotency-key': 'one-and-only' }
    const { certificateId } = work
    const payload = {
      provider: work.provider.key,
      certificateId,
      reason: 'Ký',
      documents: [{ subjectKind, subjectId }],
    }
    const send = () => app.inject({ method: 'POST', url: '/api/v1/signing/batches', headers, payload })
    const [one, two] = [await send(), await send()]
    assert.equal(one.statusCode, 201)
    assert.equal(one.json().id, two.json().id)
    const listed = await get('signatory', '/api/v1/signing/batches')
    assert.ok(listed.json().batches.some(({ id }: { id: string }) => id === one.json().id))
    await work.workOff(4)
    const read = await get('signatory', `/api/v1/signing/batches/${one.json().id}`)
    assert.deepEqual([read.json().signed, read.json().documents[0].level], [1, 'B-LT'])
    const stranger = { ...payload, documents: [{ subjectKind, subjectId: 'of somebody else' }] }
    const refused = await app.inject({
      ...{ method: 'POST', url: '/api/v1/signing/batches', payload: stranger },
      headers: await headersOf('signatory'),
    })
    assert.equal(refused.json().code, 'signing.document_not_waiting')
  })
})

describe('an administrator sets it up', () => {
  test('a seal is tested when it is added, seals, and is retired', async () => {
    const { context, officer } = own.world
    const url = '/admin/signing/seals'
    const { key } = work.provider
    await work.addKey('seal', { commonName: officer.agencyName, kind: 'seal' })
    const wrong = await post('administrator', url, { agency: '', from: '31/11/2026', to: '' })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /Chọn cơ quan/)
    await assertValid(wrong.body, 'wrong seal')
    const seal = {
      agency: officer.agencyId,
      provider: key,
      account: 'seal',
      from: '1/11/2026',
      to: '31/12/2027',
    }
    const unknown = await post('administrator', url, { ...seal, account: 'nobody' })
    assert.match(unknown.body, /Không tìm thấy chứng thư nào/)
    assert.equal((await post('administrator', url, seal)).statusCode, 303)

    const [document] = await own.world.documents(1)
    assert.ok(document)
    const asked = {
      ...{ agencyId: officer.agencyId, sha256: document.sha256, name: document.name },
      ...{ appearance: 'agency_seal', reason: 'Đóng dấu', subject: { kind: 'test', id: document.subjectId } },
    }
    const [sealed, again] = [await sealDocument(context, asked), await sealDocument(context, asked)]
    assert.deepEqual(sealed, again)
    await work.workOff(4)
    const told = own.world.told.signed.filter(({ subjectId }) => subjectId === document.subjectId)
    assert.deepEqual(
      told.map(({ signer }) => [signer.kind, signer.accountId]),
      [['seal', null]],
    )
    const page = await get('administrator', url)
    await assertValid(page.body, 'seals')
    const id = page.body.match(/seals\/([0-9a-f-]+)\/retire/)?.[1] ?? ''
    await post('administrator', `${url}/${id}/retire`, {})
    const [other] = await own.world.documents(1)
    const unsealed = await sealDocument(context, { ...asked, sha256: other?.sha256 ?? '' })
    assert.deepEqual(unsealed, { ok: false, code: 'no_seal' })
  })

  test('an appearance is tried as PDF, saved, and what is wrong is said', async () => {
    const url = '/admin/signing/appearances'
    const page = await get('administrator', `${url}/agency_seal`)
    await assertValid(page.body, 'appearance')
    await assertValid((await get('administrator', url)).body, 'appearances')
    const typed = {
      ...{ visible: 'yes', page: '-1', x: '100', y: '200,5', width: '40', height: '30' },
      ...{ picture: 'yes', border: 'red', lines: '{agency}\n{time}' },
    }
    const tried = await post('administrator', `${url}/preview.pdf`, typed)
    assert.equal(tried.headers['content-type'], 'application/pdf', tried.body)
    assert.match(readPdfText(tried.rawPayload), /Trang mẫu/)
    const wrong = await post('administrator', `${url}/new`, { ...typed, key: 'Ừ', page: '0', lines: '{who}' })
    assert.equal(wrong.statusCode, 422)
    for (const sentence of [/Khóa mẫu gồm/, /Nhập số từ -100 đến 100/, /Không có từ thay thế: \{who\}/])
      assert.match(wrong.body, sentence)
    await assertValid(wrong.body, 'wrong appearance')
    assert.equal((await post('administrator', `${url}/new`, { ...typed, key: 'result.birth' })).statusCode, 303)
    assert.match((await get('administrator', url)).body, /result\.birth/)
  })

  test('a root certificate is trusted from a file, once, with its ground, and retired', async () => {
    const { authority } = own.world
    const url = '/admin/signing/trust'
    const send = async (content: Uint8Array, basis = 'Quyết định số 1') => {
      const form = multipartForm({ basis, name: '' }, [
        { field: 'file', name: 'root.cer', content: Buffer.from(content) },
      ])
      const headers = { ...(await headersOf('administrator')), ...form.headers }
      return await app.inject({ method: 'POST', url, headers, payload: form.payload })
    }
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(authority.issuer).toString('base64')}\n-----END CERTIFICATE-----`
    assert.match((await send(Buffer.from('nothing'))).body, /không phải một chứng thư/)
    assert.match((await send(Buffer.from(pem), '')).body, /Nhập căn cứ/)
    assert.equal((await send(Buffer.from(pem))).statusCode, 303)
    assert.match((await send(authority.issuer)).body, /đang được tin cậy rồi/)
    const page = await get('administrator', url)
    await assertValid(page.body, 'trust')
    const id = page.body.match(/trust\/([0-9a-f-]+)\/retire/)?.[1] ?? ''
    await post('administrator', `${url}/${id}/retire`, {})
    assert.match((await get('administrator', url)).body, /Đã ngừng/)
  })
})
