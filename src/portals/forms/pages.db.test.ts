import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { advanceDossier } from '#modules/dossiers'
import { findOfficerActor } from '#modules/identity'
import { submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { extractPdfText } from '#test/pdf-text'
import { startJobs, untilDone, useApp } from '#test/whole-app'

const world = useApp()
let code = ''

/** A dossier that was taken in, with what follows done by a worker. */
before(async () => {
  await world.ready
  const { context } = world
  const reference = await submitBirth(context)
  const reception = await findOfficerActor(context.db, 'reception')
  assert.ok(reception)
  const { code: given } = await advanceDossier(context, reference, { command: { type: 'accept' } }, reception)
  code = given ?? ''
  const worker = await startJobs(context)
  await untilDone(worker, 'forms.issue')
  await worker.stop()
})

const headers = async (account: string) => ({ ...(await world.as(account)), accept: 'text/html' })
const get = async (url: string, account: string) => world.app.inject({ url, headers: await headers(account) })
const post = async (url: string, account: string, fields: Record<string, string>) =>
  world.app.inject({
    method: 'POST',
    url,
    headers: {
      ...(await headers(account)),
      'content-type': 'application/x-www-form-urlencoded',
      'sec-fetch-site': 'same-origin',
    },
    payload: new URLSearchParams(fields).toString(),
  })

test('the applicant finds the receipt that was issued, with the state of its signature, and downloads it', async () => {
  const page = await get(`/my/dossiers/${code}`, '999000000017')
  assert.match(page.body, /Biểu mẫu đã cấp/)
  assert.match(page.body, /Chưa ký số|Đang chờ ký số|Đã ký số/)
  const [, href = ''] = /href="(\/my\/dossiers\/[^"]+\/forms\/[0-9a-f-]{36})"/.exec(page.body) ?? []
  const paper = await get(href, '999000000017')
  assert.equal(paper.headers['content-type'], 'application/pdf')
  assert.ok(extractPdfText(paper.rawPayload).includes(code))
  const newest = await get(`/my/dossiers/${code}/receipt.pdf`, '999000000017')
  assert.deepEqual(newest.rawPayload, paper.rawPayload, 'the address of the receipt gives out the issued one')
  assert.equal((await get(href, '999000000024')).statusCode, 404)
})

test('a machine lists the forms of a dossier and fetches each', async () => {
  const listed = await world.app.inject({
    url: `/api/v1/dossiers/${code}/forms`,
    headers: await world.as('reception'),
  })
  const [form] = listed.json().forms
  assert.deepEqual([form.number, form.version], ['01', 1])
  const file = await world.app.inject({
    url: `/api/v1/dossiers/${code}/forms/${form.id}`,
    headers: await world.as('reception'),
  })
  assert.equal(file.headers['content-type'], 'application/pdf')
  const strange = `/api/v1/dossiers/${code}/forms/01a20000-0000-7000-8000-000000000017`
  assert.equal((await world.app.inject({ url: strange, headers: await world.as('reception') })).statusCode, 404)
})

test('a form is issued again for a reason only, and only when it would say something else', async () => {
  const url = `/officer/dossiers/${code}/forms`
  assert.match((await get(url, 'reception')).body, /Cấp lại/)
  const bare = await post(url, 'reception', { form: '01', reason: ' ' })
  assert.deepEqual([bare.statusCode, /Ghi lý do cấp lại/.test(bare.body)], [422, true])
  const same = await post(url, 'reception', { form: '01', reason: 'Đính chính' })
  assert.match(same.body, /không có gì khác/)
  const none = await post(url, 'reception', { form: '04', reason: 'Đính chính' })
  assert.match(none.body, /chưa có biểu mẫu này/)
  const applicantPhone = '0900000017'
  await world.context.db
    .updateTable('dossiers.dossier')
    .set({ applicant_phone: applicantPhone })
    .where('code', '=', code)
    .execute()
  const again = await post(url, 'reception', { form: '01', reason: 'Đính chính số điện thoại' })
  assert.equal(again.statusCode, 303)
  const page = await get(url, 'reception')
  assert.match(page.body, /cấp lại lần 1/)
  assert.match(page.body, /đã có bản cấp lại thay/)
})

test('whoever checks the code of a replaced form is told so', async () => {
  const listed = await world.app.inject({
    url: `/api/v1/dossiers/${code}/forms`,
    headers: await world.as('reception'),
  })
  const [first] = listed.json().forms
  const page = await world.app.inject({ url: `/verify/${first.checkCode}`, headers: { accept: 'text/html' } })
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /Văn bản đã được thay bằng bản khác/)
})

test('an administrator writes a template, sees it as it will be, and proposes it; a leader approves', async () => {
  const url = '/admin/forms/02'
  assert.match((await get('/admin/forms', 'administrator')).body, /Mẫu của chương trình/)
  const fields = {
    seen: '0',
    title: 'PHIẾU HƯỚNG DẪN',
    basis: '',
    note: '',
    left: 'A',
    right: 'B',
    'section.signatures': 'true',
  }
  const seen = await post(`${url}/preview.pdf`, 'administrator', fields)
  assert.ok(extractPdfText(seen.rawPayload).includes('PHIẾU HƯỚNG DẪN'))
  const wrong = await post(`${url}/preview.pdf`, 'administrator', { ...fields, source: 'a\n#let = 3' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /dòng 2: expected pattern/)
  assert.match(wrong.body, /#let = 3/, 'what was typed is still there')
  assert.equal((await post(url, 'administrator', fields)).statusCode, 303)
  assert.equal((await post(url, 'administrator', fields)).statusCode, 409)
  assert.equal((await post(`${url}/acts/propose`, 'administrator', { seen: '1' })).statusCode, 303)
  const decision = { seen: '2', number: '12/QĐ-UBND', decidedOn: '24/11/2026', validFrom: '1/12/2026' }
  const day = await post(`${url}/acts/approve`, 'leader', { ...decision, validFrom: 'mai' })
  assert.match(day.body, /Ghi ngày theo dạng/)
  assert.equal((await post(`${url}/acts/approve`, 'leader', decision)).statusCode, 303)
  assert.match((await get(url, 'leader')).body, /Quyết định 12\/QĐ-UBND ngày 24\/11\/2026/)
  assert.equal((await get('/admin/forms/08', 'leader')).statusCode, 404)
})

test('the register lists, filters and exports; a day that is none is named', async () => {
  const page = await get('/officer/register', 'reception')
  assert.ok(page.body.includes(code))
  assert.ok((await get('/officer/register?q=lo+thi+mai&procedure=1.001193', 'reception')).body.includes(code))
  assert.ok(!(await get('/officer/register?q=khong+ai', 'reception')).body.includes(`>${code}<`))
  const wrong = await get('/officer/register?from=mai', 'reception')
  assert.deepEqual([wrong.statusCode, /Ghi ngày theo dạng/.test(wrong.body)], [422, true])
  const csv = await get('/officer/register.csv', 'reception')
  assert.equal(csv.rawPayload.subarray(0, 3).toString('hex'), 'efbbbf')
  assert.ok(csv.body.includes(`"${code}"`))
  const pdf = await get('/officer/register.pdf?from=1/11/2026&to=30/11/2026', 'reception')
  const words = extractPdfText(pdf.rawPayload)
  for (const part of ['SỔ THEO DÕI HỒ SƠ', 'Từ 01/11/2026 đến 30/11/2026', 'LÒ THỊ MAI HƯƠNG'])
    assert.ok(words.includes(part), part)
})

test('each of these pages is valid, in both languages', async () => {
  const pages: readonly (readonly [string, string])[] = [
    ['/officer/register', 'reception'],
    ['/officer/register?agency=nowhere', 'auditor'],
    [`/officer/dossiers/${code}/forms`, 'reception'],
    ['/admin/forms', 'leader'],
    ...['01', '02', '06', '07'].map((number) => [`/admin/forms/${number}`, 'administrator'] as const),
  ]
  for (const [url, account] of pages) {
    for (const language of ['vi', 'en']) {
      const cookie = `mc_language=${language}`
      const page = await world.app.inject({ url, headers: { ...(await headers(account)), cookie } })
      assert.deepEqual(await findMarkupErrors(page.body), [], `${url} ${language}`)
    }
  }
})
