import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDossier } from '#modules/dossiers'
import { birthAnswers } from '#test/dossiers'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { type FormFile, multipartForm } from '#test/multipart'
import { somePdf } from '#test/paper-samples'
import { useApp } from '#test/whole-app'

const world = useApp()
const card = '999191000048||QUÀNG THỊ BÌNH|02091991|Nữ|Tổ 8, phường Điện Biên Phủ, tỉnh Điện Biên|10072021'
const paper: FormFile = {
  field: 'file.birth_certificate_of_clinic',
  name: 'giay-chung-sinh.pdf',
  content: somePdf(),
}

/** The declaration as it is typed at the counter; what the person's own fields answer is not asked. */
const declaration = {
  'child-fullName': birthAnswers.child.fullName,
  'child-sex': 'female',
  'child-birthOn': '9/11/2026',
  'child-birthPlace': birthAnswers.child.birthPlace,
  'child-ethnicGroup': 'Thái',
  'child-homePlace': birthAnswers.child.homePlace,
  'mother-fullName': 'QUÀNG THỊ BÌNH',
  'mother-personalId': '999 191 000 048',
  'father-declared': 'no',
  'delivery-relation': 'mother',
  'delivery-receiveBy': 'counter',
}

async function open(url = '/officer/intake', account = 'reception') {
  return await world.app.inject({ url, headers: { ...(await world.as(account)), accept: 'text/html' } })
}

async function press(
  page: string,
  pressed: string,
  typed: Record<string, string> = {},
  files: readonly FormFile[] = [],
  account = 'reception',
) {
  const { headers, payload } = multipartForm({ ...fieldsOfPage(page), ...typed, v: pressed }, files)
  return await world.app.inject({
    method: 'POST',
    url: '/officer/intake',
    headers: { ...headers, ...(await world.as(account)), accept: 'text/html' },
    payload,
  })
}

test('from the card’s QR code to a dossier with its code, in three presses', async () => {
  const empty = await open()
  assert.equal(empty.statusCode, 200)
  assert.deepEqual(await findMarkupErrors(empty.body), [])

  const read = await press(empty.body, 'card', { scan: card })
  assert.equal(read.statusCode, 200)
  assert.match(read.body, /Đã đọc thẻ/)
  assert.match(read.body, /999 191 000 048/)
  assert.match(read.body, /sinh 02\/09\/1991/)

  const chosen = await press(read.body, 'procedure', { procedure: '1.001193', phone: '0900 000 048' })
  assert.equal(chosen.statusCode, 200)
  assert.match(chosen.body, /17 giờ, thứ Năm 26\/11\/2026/)
  assert.match(chosen.body, /Còn 1 giấy/)
  assert.doesNotMatch(chosen.body, /delivery-requesterName/)
  assert.deepEqual(await findMarkupErrors(chosen.body), [])

  const accepted = await press(chosen.body, 'accept', declaration, [paper])
  assert.equal(accepted.statusCode, 303, accepted.body)
  const [, code = ''] = /done=(.+)$/.exec(String(accepted.headers.location)) ?? []
  assert.match(code, /^H18\.137\.01-261126-\d{4}$/)
  const dossier = await findDossier(world.context.db, code)
  assert.equal(dossier?.state, 'accepted')
  assert.equal(dossier.channel, 'counter')
  assert.equal(dossier.applicantName, 'QUÀNG THỊ BÌNH')
  assert.equal(dossier.applicantBirthOn, '1991-09-02')
  assert.equal(dossier.applicantPhone, '0900000048')
  assert.equal(dossier.subject, 'LÒ MINH AN')
  const { delivery = {}, child = {} } = dossier.answers
  assert.equal(delivery.requesterName, 'QUÀNG THỊ BÌNH')
  assert.equal(child.birthOn, '2026-11-09')

  const next = await open(String(accepted.headers.location))
  assert.match(next.body, new RegExp(`Đã tiếp nhận. Mã hồ sơ ${code}`))
  assert.equal(fieldsOfPage(next.body).fullName, '')
  assert.deepEqual(await findMarkupErrors(next.body), [])
})

test('a missing paper is named, and nothing that was typed is lost', async () => {
  const page = await press((await open()).body, 'procedure', { procedure: '1.001193' })
  const typed = { ...declaration, fullName: 'QUÀNG THỊ BÌNH', personalId: '999000000048', birthOn: '2/9/1991' }
  const back = await press(page.body, 'accept', typed)
  assert.equal(back.statusCode, 422)
  assert.match(back.body, /href="#f-file-birth_certificate_of_clinic"/)
  assert.match(back.body, /Chưa có “Giấy chứng sinh”/)
  const kept = fieldsOfPage(back.body)
  for (const [name, value] of Object.entries(typed)) assert.equal(kept[name], value, name)
  assert.deepEqual(await findMarkupErrors(back.body), [])
  const again = await press(back.body, 'accept', {}, [paper])
  assert.equal(again.statusCode, 303)
})

test('a paper received once is kept while the rest is mended', async () => {
  const page = await press((await open()).body, 'procedure', { procedure: '1.001193' })
  const back = await press(page.body, 'accept', declaration, [paper])
  assert.equal(back.statusCode, 422)
  assert.match(back.body, /giay-chung-sinh\.pdf/)
  assert.match(back.body, /Đủ giấy tờ/)
  assert.match(back.body, /href="#f-fullName"/)
  assert.match(back.body, /href="#f-personalId"/)
  const person = { fullName: 'CÀ VĂN PHƯƠNG', personalId: '999000000055' }
  assert.equal((await press(back.body, 'accept', person)).statusCode, 303)
})

test('a paper that another officer received does not count, one that was left out neither', async () => {
  const page = await press((await open()).body, 'procedure', { procedure: '1.001193' }, [paper])
  const name = 'paper.birth_certificate_of_clinic'
  const { [name]: id = '' } = fieldsOfPage(page.body)
  assert.match(id, /^[0-9a-f-]{36}$/)
  const muongNhe = await open('/officer/intake', 'reception.muong-nhe')
  const stolen = { procedure: '1.001193', [name]: id }
  const theirs = await press(muongNhe.body, 'procedure', stolen, [], 'reception.muong-nhe')
  assert.doesNotMatch(theirs.body, /giay-chung-sinh\.pdf/)
  const dropped = await press(page.body, 'procedure', { [`drop.${id}`]: '1' })
  assert.doesNotMatch(dropped.body, /giay-chung-sinh\.pdf/)
})

test('a text that is no card says why, and keeps the text and the rest', async () => {
  const typed = { fullName: 'CÀ VĂN PHƯƠNG', phone: '0900000055' }
  for (const [scan, reason] of [
    ['https://example.org', 'đây không phải mã của thẻ căn cước'],
    [card.replace('Nữ', 'Nam'), 'giới tính không khớp'],
    [card.replace('02091991', '31021991'), 'ngày sinh không có thật'],
  ] as const) {
    const back = await press((await open()).body, 'card', { ...typed, scan })
    assert.equal(back.statusCode, 422)
    assert.ok(back.body.includes(reason), reason)
    assert.equal(fieldsOfPage(back.body).scan, scan)
    assert.equal(fieldsOfPage(back.body).fullName, 'CÀ VĂN PHƯƠNG')
  }
})

test('mistakes of the declaration stand at their fields, telephones and days too', async () => {
  const page = await press((await open()).body, 'procedure', { procedure: '1.001193' })
  const back = await press(
    page.body,
    'accept',
    {
      ...declaration,
      fullName: 'CÀ VĂN PHƯƠNG',
      personalId: '999000000055',
      birthOn: '31/2/1988',
      phone: '0900',
      'child-birthOn': 'hôm qua',
      'delivery-receiveBy': 'post',
    },
    [paper],
  )
  assert.equal(back.statusCode, 422)
  for (const field of ['birthOn', 'phone', 'child-birthOn', 'delivery-postalAddress'])
    assert.ok(back.body.includes(`href="#f-${field}"`), field)
  assert.equal(fieldsOfPage(back.body)['child-birthOn'], 'hôm qua')
  assert.deepEqual(await findMarkupErrors(back.body), [])
})

test('another procedure chosen at the last moment shows its form first', async () => {
  const page = await press((await open()).body, 'procedure', { procedure: '1.001193' })
  const switched = await press(page.body, 'accept', { ...declaration, procedure: '2.000635' }, [paper])
  assert.equal(switched.statusCode, 200)
  assert.equal(fieldsOfPage(switched.body).shown, '2.000635')
})

test('the same form sent twice makes one dossier', async () => {
  const page = await press((await open()).body, 'procedure', { procedure: '1.001193' }, [paper])
  const typed = { ...declaration, fullName: 'GIÀNG A SÚA', personalId: '999000000079' }
  const one = await press(page.body, 'accept', typed)
  const two = await press(page.body, 'accept', typed)
  assert.equal(one.statusCode, 303)
  assert.equal(two.headers.location, one.headers.location)
  const changed = await press(page.body, 'accept', { ...typed, 'child-fullName': 'GIÀNG THỊ MỶ' })
  assert.equal(changed.statusCode, 422)
  assert.match(changed.body, /Biểu mẫu này đã được gửi một lần/)
})

test('a counter offers the procedures of both levels, its own first; only reception officers take in', async () => {
  const centre = await open('/officer/intake', 'reception.trung-tam')
  const levels = ({ body }: typeof centre) =>
    [...body.matchAll(/<optgroup label="([^"]+)"/g)].map(([, of]) => of)
  assert.deepEqual(levels(centre), ['Thủ tục cấp tỉnh', 'Thủ tục cấp xã'])
  assert.deepEqual(levels(await open()), ['Thủ tục cấp xã', 'Thủ tục cấp tỉnh'])
  const chosen = await open('/officer/intake?procedure=2.000648', 'reception.trung-tam')
  assert.match(chosen.body, /Hạn trả kết quả/)
  assert.equal((await open('/officer/intake', 'case-officer')).statusCode, 403)
})
