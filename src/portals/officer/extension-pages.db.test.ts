import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier, type Command, findDossier } from '#modules/dossiers'
import { fixedClock } from '#platform/clock'
import { findOfficer } from '#test/demo'
import { citizen, submitBirth, submitMaritalStatus } from '#test/dossiers'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { readPdfText } from '#test/pdf-text'
import { useApp } from '#test/whole-app'

const world = useApp()
const quangBinh = citizen('48', 'QUÀNG THỊ BÌNH')
const reason = 'Chờ Công an xã Mường Phăng trả lời xác minh nơi cư trú'

async function ask(url: string, account: string, form?: Record<string, string>) {
  const headers = { ...(await world.as(account)), accept: 'text/html' }
  if (!form) return await world.app.inject({ url, headers })
  const payload = new URLSearchParams(form).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  return await world.app.inject({ method: 'POST', url, headers: { ...headers, ...type }, payload })
}

/** Accepts and passes on at `instant` what was submitted; its code. */
async function passOn(reference: string, instant: string): Promise<string> {
  const context = { ...world.context, clock: fixedClock(instant) }
  const reception = await findOfficer(context, 'reception')
  const give = (command: Command) => advanceDossier(context, reference, { command }, reception)
  await give({ type: 'accept' })
  return (await give({ type: 'transfer' })).code ?? ''
}

const accepted = '2026-11-25T08:30:00+07:00'
const maritalStatus = async () =>
  await passOn(await submitMaritalStatus(world.context, quangBinh, '2026-11-25T08:00:00+07:00'), accepted)

const place = (code: string) => `/officer/dossiers/${code}/extension`
const pdfOf = async (url: string, account: string) => {
  const answer = await ask(url, account)
  assert.equal(answer.statusCode, 200, answer.body.slice(0, 200))
  return readPdfText(answer.rawPayload).replace(/\s+/g, ' ')
}

test('a signatory sees the letter, signs it, and the applicant has it with the new day', async () => {
  const code = await maritalStatus()
  const dossier = await ask(`/officer/dossiers/${code}`, 'signatory')
  assert.match(dossier.body, new RegExp(`href="${place(code)}"`))
  const page = await ask(place(code), 'signatory')
  assert.match(page.body, /9 giờ|8 giờ 30/)
  assert.deepEqual(await findMarkupErrors(page.body), [])

  const typed = { ...fieldsOfPage(page.body), reason, until: '2/12/2026' }
  const shown = await ask(place(code), 'signatory', { ...typed, command: 'preview' })
  assert.equal(shown.statusCode, 200)
  assert.ok(shown.body.includes(`<strong>${reason}</strong>`))
  assert.match(shown.body, /<strong>thứ Tư 02\/12\/2026<\/strong>/)
  assert.equal((await findDossier(world.context.db, code))?.extendedAt, null, 'to see it is not to sign it')

  const signed = await ask(place(code), 'signatory', { ...fieldsOfPage(shown.body), command: 'send' })
  assert.equal(signed.headers.location, `/officer/dossiers/${code}?done=extend`)
  for (const [url, account] of [
    [`/my/dossiers/${code}/apology.pdf`, quangBinh.personalId],
    [`/officer/dossiers/${code}/apology.pdf`, 'reception'],
  ] as const) {
    const letter = await pdfOf(url, account)
    for (const part of [`${code}/XL`, 'QUÀNG THỊ BÌNH', '02/12/2026', 'Ký trên hệ thống lúc 9 giờ 40'])
      assert.ok(letter.includes(part), part)
  }
  const own = await ask(`/my/dossiers/${code}`, quangBinh.personalId)
  assert.ok(own.body.includes(`href="/my/dossiers/${code}/apology.pdf"`))
  const again = await ask(place(code), 'signatory')
  assert.equal(again.statusCode, 303, 'the law allows one extension')
})

test('the control sheet has a row for each hand-over, the extension and the reasons', async () => {
  const code = await maritalStatus()
  const fields = { ...fieldsOfPage((await ask(place(code), 'signatory')).body), reason, until: '2/12/2026' }
  await ask(place(code), 'signatory', { ...fields, command: 'send' })
  const sheet = await pdfOf(`/officer/dossiers/${code}/control-sheet.pdf`, 'case-officer')
  for (const part of ['Vàng A Súa', 'Trước hạn', 'nay là', 'hẹn lại: thứ Tư 02/12/2026', 'Đ17 k3'])
    assert.ok(sheet.includes(part), part)
  assert.equal((await ask(`/my/dossiers/${code}/control-sheet.pdf`, quangBinh.personalId)).statusCode, 404)
  const { body } = await ask(`/officer/dossiers/${code}`, 'case-officer')
  for (const name of ['receipt', 'control-sheet', 'apology'])
    assert.ok(body.includes(`/officer/dossiers/${code}/${name}.pdf`), name)
})

test('a day off, a day too early, a missing reason: each is said at its field, what was typed stays', async () => {
  const code = await maritalStatus()
  const fields = fieldsOfPage((await ask(place(code), 'signatory')).body)
  for (const [until, status, sentence] of [
    ['29/11/2026', 422, /ngày nghỉ/],
    ['27/11/2026', 422, /sau ngày đã hẹn/],
    ['hôm nào đó', 422, /ngày trả kết quả mới/],
  ] as const) {
    const answer = await ask(place(code), 'signatory', { ...fields, reason, until, command: 'send' })
    assert.equal(answer.statusCode, status, until)
    assert.match(answer.body, sentence)
    assert.ok(answer.body.includes(reason) && answer.body.includes(`value="${until}"`))
    assert.deepEqual(await findMarkupErrors(answer.body), [])
  }
  const empty = await ask(place(code), 'signatory', { ...fields, until: '2/12/2026', command: 'send' })
  assert.match(empty.body, /href="#f-reason"/)
})

test('a birth registration is due the same day: too late to extend; who had the letter open is told why', async () => {
  const instant = '2026-11-26T08:00:00+07:00'
  const code = await passOn(await submitBirth(world.context, quangBinh, instant), instant)
  assert.equal((await ask(place(code), 'signatory')).statusCode, 303)
  const { revision } = (await findDossier(world.context.db, code)) ?? {}
  const typed = { reason, until: '30/11/2026', revision: String(revision), command: 'send' }
  const answer = await ask(place(code), 'signatory', typed)
  assert.equal(answer.statusCode, 409)
  assert.match(answer.body, /chậm nhất một ngày trước/)
  assert.ok(answer.body.includes(reason))
})

test('only who signs for the agency may extend; there is no apology where none was given', async () => {
  const code = await maritalStatus()
  assert.equal((await ask(place(code), 'case-officer')).statusCode, 303)
  const refused = await ask(place(code), 'case-officer', { reason, until: '2/12/2026', revision: '3' })
  assert.equal(refused.statusCode, 403)
  assert.equal((await ask(`/officer/dossiers/${code}/apology.pdf`, 'signatory')).statusCode, 404)
})
