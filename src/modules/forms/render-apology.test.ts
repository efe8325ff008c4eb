import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPdfText } from '#test/pdf-text'
import { type ApologyFacts, type ApologyView, renderApology, writeApology } from './render-apology.ts'

const facts: ApologyFacts = {
  agencyName: 'Ủy ban nhân dân phường Điện Biên Phủ',
  applicantName: 'LƯỜNG VĂN KHÁNH',
  procedureName: 'Thay đổi, cải chính, bổ sung thông tin hộ tịch',
  dossierCode: 'H18.137.01-261118-0107',
  receivedText: '09 giờ 41, thứ Tư 18/11/2026',
  receivedBy: 'Trung tâm Phục vụ hành chính công phường Điện Biên Phủ',
  promisedText: '17 giờ, thứ Sáu 27/11/2026',
  newDueText: 'thứ Hai 30/11/2026',
  reason: 'Chờ kết quả xác minh từ Công an xã Mường Phăng. ',
  collectAt: 'Quầy 3',
}

const view: ApologyView = {
  agencyName: facts.agencyName,
  dossierCode: facts.dossierCode,
  placeLine: 'Điện Biên Phủ, ngày 26 tháng 11 năm 2026',
  number: `${facts.dossierCode}/XL`,
  addressee: `Ông/Bà ${facts.applicantName}`,
  paragraphs: writeApology(facts),
  signer: { name: 'Điêu Chính Nghĩa', position: 'Phó Chủ tịch' },
  signedText: 'Ký trên hệ thống lúc 15 giờ, thứ Năm 26/11/2026',
}

const wordsOf = async (letter: ApologyView) => readPdfText(await renderApology(letter)).replace(/\s+/g, ' ')
const plain = (letter: ApologyView) =>
  letter.paragraphs
    .flat()
    .map(({ text }) => text)
    .join('')

test('the letter says what form 04 asks for: received, due, at fault, why, until when, where, who signs', async () => {
  const words = await wordsOf(view)
  for (const part of ['VĂN BẢN XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN', 'Mẫu số 04', view.number, 'Điêu Chính Nghĩa'])
    assert.ok(words.includes(part), part)
  const letter = plain(view)
  for (const part of Object.values(facts).map((text) => text.trim().replace(/\.$/, '')))
    assert.ok(letter.includes(part), part)
})

test('the reason ends with one full stop, however it was typed', () => {
  assert.match(plain(view), /Công an xã Mường Phăng\.(?!\.)/)
})

test('an unsigned letter says across the sheet that it is a draft', async () => {
  assert.match(await wordsOf({ ...view, signedText: null }), /DỰ THẢO/)
  assert.doesNotMatch(await wordsOf(view), /DỰ THẢO/)
})
