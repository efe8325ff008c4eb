import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { openPopulationRegister, type StandInPopulation, startStandInPopulation } from '#adapters/population'
import {
  openRegister,
  registerDefinitions,
  type StandInRegisters,
  startStandInRegisters,
} from '#adapters/register-look-up'
import { findCommune, findProvince } from '#modules/organisations'
import { listRecords } from '#modules/registers'
import { citizen, submitBirth } from '#test/dossiers'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { useApp } from '#test/whole-app'

let standIn: StandInPopulation
let others: StandInRegisters
const world = useApp(async () => {
  standIn = await startStandInPopulation()
  const { db } = world.context
  const population = openPopulationRegister({
    ...{ url: standIn.url, token: standIn.token, integrationCode: '', offeringCode: '' },
    ...{ dayFormat: 'yyyymmdd', timeoutMs: 3000 },
    placeName: async (code, level) =>
      (await (level === 'commune' ? findCommune(db, code) : findProvince(db, code)))?.fullName ?? null,
  })
  others = await startStandInRegisters()
  const sources = registerDefinitions.map((one) =>
    openRegister(one, { url: others.urlOf(one.code), token: others.token, timeoutMs: 3000 }),
  )
  return { registers: { population, sources } }
})
after(() => Promise.all([standIn.stop(), others.stop()]))
beforeEach(() => standIn.break(null))

const card = '999191000048||QUÀNG THỊ BÌNH|02091991|Nữ|Tổ 8, phường Điện Biên Phủ, tỉnh Điện Biên|10072021'

async function open(url: string, account: string) {
  return await world.app.inject({ url, headers: { ...(await world.as(account)), accept: 'text/html' } })
}

async function send(url: string, account: string, fields: Record<string, string>) {
  const { headers, payload } = multipartForm(fields, [])
  const signedIn = { ...headers, ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ method: 'POST', url, headers: signedIn, payload })
}

const press = (page: string, v: string, typed: Record<string, string> = {}) =>
  send('/officer/intake', 'reception', { ...fieldsOfPage(page), ...typed, v })

test('at the counter: the person of the card, field by field, and nothing else of the record', async () => {
  const read = await press((await open('/officer/intake', 'reception')).body, 'card', { scan: card })
  assert.match(read.body, /Đối chiếu CSDL dân cư/)
  assert.equal(standIn.asked.length, 0, 'nobody is looked up before the button is pressed')
  const checked = await press(read.body, 'verify')
  assert.equal(checked.statusCode, 200, checked.body)
  assert.equal(checked.body.match(/Trùng khớp/g)?.length, 4)
  assert.match(checked.body, /Trả lời lúc 9 giờ 40/)
  assert.doesNotMatch(checked.body, /QUÀNG THỊ MẸ|SO-HU-CAU/)
  assert.deepEqual(await findMarkupErrors(checked.body), [])
  const chosen = await press(checked.body, 'procedure', { procedure: '1.001193' })
  assert.match(chosen.body, /Trùng khớp/, 'what was said stays in sight')
})

test('a person typed without a birth is not asked about, and the field says why', async () => {
  const empty = await open('/officer/intake', 'reception')
  const before = standIn.asked.length
  const typed = { fullName: 'LÒ VĂN MINH', personalId: '999000000310' }
  const refused = await press(empty.body, 'verify', typed)
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /Nhập ngày \(8\/2\/1960\) hoặc năm \(1960\)/)
  assert.equal(standIn.asked.length, before)
  const known = await press(refused.body, 'verify', { ...typed, fullName: 'LÒ ANH MINH', birthOn: '1985' })
  assert.match(known.body, /Không trùng khớp/)
  assert.match(known.body, /Kiểm tra giấy tờ gốc và hỏi người nộp/)
})

test('in the dossier: the birth that it lacks is typed, a year is enough, what is not known leads to asking', async () => {
  const reference = await submitBirth(world.context, citizen('33', 'CÀ THỊ HẢO'))
  const page = await open(`/officer/dossiers/${reference}`, 'reception')
  assert.match(page.body, /Đối chiếu CSDL dân cư/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  const path = `/officer/dossiers/${reference}/person-check`
  const wrong = await send(path, 'reception', { birth: 'năm ngoái' })
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /value="năm ngoái"/)
  assert.deepEqual(await findMarkupErrors(wrong.body), [])
  const asked = await send(path, 'reception', { birth: '1990' })
  assert.equal(asked.statusCode, 303, asked.body)
  const shown = await open(`/officer/dossiers/${reference}`, 'reception')
  assert.match(shown.body, /Không có thông tin/)
  assert.match(shown.body, /Không lấy đó làm lý do từ chối/)
  assert.doesNotMatch(shown.body, /Không trùng khớp/)
})

test('a register that is away says nothing about the person', async () => {
  const reference = await submitBirth(world.context)
  standIn.break('down')
  const path = `/officer/dossiers/${reference}/person-check`
  assert.equal((await send(path, 'reception', { birth: '14/3/1997' })).statusCode, 303)
  const shown = await open(`/officer/dossiers/${reference}`, 'reception')
  assert.match(shown.body, /Chưa biết đúng hay sai/)
  standIn.break(null)
  const again = fieldsOfPage(shown.body)
  assert.equal(again.fresh, '1')
  await send(path, 'reception', { birth: '14/3/1997', fresh: '1' })
  const mended = await open(`/officer/dossiers/${reference}`, 'reception')
  assert.match(mended.body, /Trùng khớp/)
  assert.doesNotMatch(mended.body, /Chưa biết đúng hay sai/)
})

test('a form is filled in with the one thing it needs, once, on record for the person to see', async () => {
  const account = '999000000017'
  const headers = { ...(await world.as(account)), accept: 'text/html' }
  const started = await world.app.inject({
    method: 'POST',
    url: '/procedures/1.013978/start',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'x=1',
  })
  assert.equal(started.statusCode, 303, started.body)
  const draft = String(started.headers.location)
  const before = standIn.asked.length
  const pages = await Promise.all(
    ['owner', 'applicant', 'land'].map((step) => open(`${draft}/${step}`, account)),
  )
  const filled = pages.find(({ body }) => body.includes('CSDL quốc gia về dân cư'))
  assert.ok(filled, pages.map(({ statusCode }) => statusCode).join())
  assert.match(filled.body, /Bản Mớ, /)
  assert.doesNotMatch(filled.body, /QUÀNG THỊ MẸ/)
  await open(draft, account)
  const asked = standIn.asked.length
  assert.ok(asked > before)
  await open(draft, account)
  assert.equal(standIn.asked.length, asked, 'what is kept is not asked again')
  const own = await open('/my/look-ups', account)
  assert.match(own.body, /Bạn, khi điền tờ khai/)
  assert.match(own.body, /nơi thường trú/)
  assert.doesNotMatch(own.body, /Bản Mớ/)
  assert.deepEqual(await findMarkupErrors(own.body), [])
})

test('the auditor sees who looked up whom, and takes the report; an officer does not', async () => {
  assert.equal((await open('/officer/look-ups', 'reception')).statusCode, 403)
  const page = await open('/officer/look-ups?agency=H18.137', 'auditor')
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /••• 0310/)
  assert.doesNotMatch(page.body, /999000000310/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  assert.equal((await open('/officer/look-ups?from=hôm+qua', 'auditor')).statusCode, 422)
  const report = await open('/officer/look-ups.csv', 'administrator')
  const lines = report.body.trim().split('\r\n')
  const whole = { from: null, to: null, account: null, agencyCode: null, register: null, subject: null }
  const records = await listRecords(world.context.db, whole, { before: null, limit: 1000 })
  assert.equal(lines.length, records.length + 1)
  assert.ok(lines.some((line) => line.includes("'999000000310") && line.includes('không trùng khớp')))
})

test('another register is asked by its number, for a dossier, for chosen fields and no others', async () => {
  const reference = await submitBirth(world.context)
  const url = '/officer/registers?register=enterprise'
  const empty = await open(url, 'reception')
  assert.match(empty.body, /CSDL quốc gia về đăng ký doanh nghiệp/)
  assert.deepEqual(await findMarkupErrors(empty.body), [])
  const form = async (fields: Record<string, string>) =>
    await world.app.inject({
      ...{ method: 'POST', url, payload: new URLSearchParams(fields).toString() },
      headers: {
        ...(await world.as('reception')),
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
  const wrong = await form({ dossier: 'H18.999', purpose: '', key: '12' })
  assert.equal(wrong.statusCode, 422)
  for (const sentence of [/Không có hồ sơ này/, /Viết mục đích/, /0109999001/, /ít nhất một mục/])
    assert.match(wrong.body, sentence)
  assert.deepEqual(await findMarkupErrors(wrong.body), [])
  const given = { dossier: reference, purpose: 'Kiểm tra người nộp', key: '0109999001' }
  const told = await form({ ...given, 'field.name': 'true', 'field.state': 'true' })
  assert.equal(told.statusCode, 200, told.body)
  assert.match(told.body, /HỢP TÁC XÃ HƯ CẤU MƯỜNG THANH/)
  assert.doesNotMatch(told.body, /Tổ dân phố 3|CÀ VĂN PHƯƠNG/)
  assert.deepEqual(await findMarkupErrors(told.body), [])
  const report = await open('/officer/look-ups?register=enterprise', 'auditor')
  assert.match(report.body, /tên doanh nghiệp, tình trạng hoạt động/)
  assert.deepEqual(await findMarkupErrors(report.body), [])
  const unknown = await form({ ...given, key: '0109999999', 'field.name': 'true' })
  assert.match(unknown.body, /Không có thông tin/)
})
