import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDossier } from '#modules/dossiers'
import { getAgency } from '#modules/organisations'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { readPdfText } from '#test/pdf-text'
import { useApp } from '#test/whole-app'

const world = useApp()
const muongNhe = '03160'
const person = { fullName: 'CÀ VĂN PHƯƠNG', personalId: '999000000055', phone: '0900000055' }

/** The declaration of a certificate of marital status, as it is typed at the counter. */
const declaration = {
  'person-residence': 'Bản Huổi Lụ, xã Mường Nhé',
  'person-status': 'single',
  'purpose-use': 'other',
  'purpose-otherUse': 'Vay vốn ngân hàng',
  'delivery-copies': '1',
  'delivery-receiveBy': 'counter',
}

async function open(url = '/officer/intake', account = 'reception') {
  return await world.app.inject({ url, headers: { ...(await world.as(account)), accept: 'text/html' } })
}

async function press(page: string, pressed: string, typed: Record<string, string>, account = 'reception') {
  const { headers, payload } = multipartForm({ ...fieldsOfPage(page), ...typed, v: pressed }, [])
  return await world.app.inject({
    method: 'POST',
    url: '/officer/intake',
    headers: { ...headers, ...(await world.as(account)), accept: 'text/html' },
    payload,
  })
}

const choose = async (typed: Record<string, string>, account = 'reception') =>
  await press((await open('/officer/intake', account)).body, 'procedure', typed, account)

const expected = 'Ngày dự kiến: thời hạn tính từ khi UBND xã Mường Nhé nhận được hồ sơ'

test('a dossier for another commune: the page, the dossier and the receipt say who resolves it and that the day is expected', async () => {
  const own = await choose({ procedure: '1.004873' })
  assert.equal(fieldsOfPage(own.body).commune, '03127', 'the own commune unless another is chosen')
  assert.match(own.body, /UBND phường Điện Biên Phủ giải quyết/)
  assert.ok(!own.body.includes('Ngày dự kiến'))

  const other = await press(own.body, 'procedure', { ...person, ...declaration, commune: muongNhe })
  assert.equal(other.statusCode, 200)
  assert.match(other.body, /UBND xã Mường Nhé giải quyết/)
  assert.ok(other.body.includes(expected))
  assert.equal(fieldsOfPage(other.body).fullName, person.fullName)
  assert.deepEqual(await findMarkupErrors(other.body), [])

  const accepted = await press(other.body, 'accept', {})
  assert.equal(accepted.statusCode, 303, accepted.body)
  const code = String(accepted.headers.location).split('done=')[1] ?? ''
  assert.match(code, /^H18\.137\.01-/, 'the code is of the counter that took it in')
  const dossier = await findDossier(world.context.db, code)
  assert.ok(dossier?.startsOnTransfer && dossier.dueProvisional)
  const agencies = [dossier.receivingAgencyId, dossier.competentAgencyId]
  const { db } = world.context
  assert.deepEqual(
    (await Promise.all(agencies.map((id) => getAgency(db, id)))).map(({ communeCode }) => communeCode),
    ['03127', muongNhe],
  )

  const page = await open(`/officer/dossiers/${code}`)
  assert.ok(page.body.includes(expected))
  assert.match(page.body, /Dự kiến \d+ giờ/)
  assert.ok(!page.body.includes('lịch nghỉ của năm sau'), 'the year has been decided')
  const progress = await open(`/track/${code}`)
  assert.ok(progress.body.includes(expected))
  const receipt = await open(`/officer/dossiers/${code}/receipt.pdf`)
  const said = readPdfText(receipt.rawPayload).replace(/\s+/g, ' ')
  for (const words of ['Cơ quan giải quyết', 'UBND xã Mường Nhé', expected])
    assert.ok(said.includes(words), said)
})

test('the provincial counter asks which commune, and accepts nothing before one is chosen', async () => {
  const centre = 'reception.trung-tam'
  const chosen = await choose({ procedure: '1.004873', ...person, ...declaration }, centre)
  assert.equal(chosen.statusCode, 200)
  assert.equal(fieldsOfPage(chosen.body).commune, '')
  assert.match(chosen.body, /Chọn nơi giải quyết để thấy/)
  const shown = await press(chosen.body, 'procedure', declaration, centre)
  const refused = await press(shown.body, 'accept', {}, centre)
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /href="#f-commune"/)
  assert.equal(fieldsOfPage(refused.body)['person-residence'], declaration['person-residence'])
  assert.deepEqual(await findMarkupErrors(refused.body), [])

  const moved = await press(refused.body, 'accept', { commune: muongNhe }, centre)
  assert.equal(moved.statusCode, 200, 'what is promised there is shown first')
  assert.match(moved.body, /ngày hẹn được tính lại/)
  assert.ok(moved.body.includes(expected))
  const accepted = await press(moved.body, 'accept', {}, centre)
  assert.equal(accepted.statusCode, 303, accepted.body)
  assert.match(String(accepted.headers.location), /done=H18\.50/)
})

test('a place that is no commune of the province is refused at its field, what was typed stays', async () => {
  for (const commune of ['00004', 'x', '99999']) {
    const back = await choose({ procedure: '1.004873', ...person, commune })
    assert.equal(back.statusCode, 422, commune)
    assert.match(back.body, /Không phải xã, phường hiện có của tỉnh/)
    assert.equal(fieldsOfPage(back.body).fullName, person.fullName)
  }
})

test('a commune takes in for a department of the province; the chosen commune is kept for the next procedure', async () => {
  const communes = await choose({ procedure: '1.004873', commune: muongNhe })
  const department = await press(communes.body, 'procedure', { procedure: '2.000648' })
  assert.match(department.body, /Sở Công Thương giải quyết/)
  assert.match(department.body, /tính từ khi Sở Công Thương nhận được hồ sơ/)
  assert.ok(!department.body.includes('id="f-commune"'))
  const back = await press(department.body, 'procedure', { procedure: '1.004873' })
  assert.equal(fieldsOfPage(back.body).commune, muongNhe)
})
