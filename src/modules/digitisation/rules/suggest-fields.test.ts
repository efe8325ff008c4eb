import assert from 'node:assert/strict'
import { test } from 'node:test'
import { suggestFields } from './suggest-fields.ts'

const lineOf = (text: string) => ({ text, page: 1, sure: 95 })
const read = (...texts: string[]) =>
  suggestFields(texts.map(lineOf)).map(({ kind, value }) => `${kind}=${value}`)

const cases: [string, string[]][] = [
  ['Số: 123/GCS-BVĐK', ['document_number=123/GCS-BVĐK']],
  ['Số 45/2026/QĐ-UBND.', ['document_number=45/2026/QĐ-UBND']],
  ['Số định danh cá nhân: 999197000017', ['personal_id=999197000017']],
  ['CCCD: 999 197 000 017 cấp ngày 01/07/2021', ['personal_id=999197000017', 'date=2021-07-01']],
  ['Số tài khoản 1234567890123', []],
  ['Họ và tên mẹ: LÒ THỊ MAI HƯƠNG', ['full_name=LÒ THỊ MAI HƯƠNG']],
  ['Họ, chữ đệm, tên: Lò Văn An, dân tộc Thái', ['full_name=Lò Văn An']],
  ['Họ và tên mẹ: LÒ THỊ MAI Số định danh:', ['full_name=LÒ THỊ MAI']],
  ['họ tên và đóng dấu vào giấy này', []],
  ['Ông: Nguyễn', []],
  ['Sinh ngày 14 tháng 03 năm 1997, dân tộc Thái', ['date_of_birth=1997-03-14']],
  ['Ngày, tháng, năm sinh: 14/3/1997', ['date_of_birth=1997-03-14']],
  ['Điện Biên, ngày 21 tháng 11 năm 2026', ['date=2026-11-21']],
  ['ngày 31/02/2026', []],
  ['Số lần sinh: 01. Cân nặng: 3.200 gam', []],
]
for (const [text, expected] of cases)
  test(`“${text}” proposes ${expected.join(', ') || 'nothing'}`, () => assert.deepEqual(read(text), expected))

test('the same value is proposed once, with the line it was first read in', () => {
  const [one, ...more] = suggestFields([lineOf('Số: 1/A'), { ...lineOf('Theo giấy Số: 1/A'), page: 2 }])
  assert.deepEqual(one, { kind: 'document_number', value: '1/A', line: 'Số: 1/A', page: 1, sure: 95 })
  assert.equal(more.length, 0)
})
