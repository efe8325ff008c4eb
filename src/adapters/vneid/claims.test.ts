import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBirthDate } from './birth-date.ts'
import { readCitizen } from './claims.ts'

test('a date of birth is read in the forms registers use, as far as it is known', () => {
  const forms = [
    ['14/03/1997', '1997-03-14'],
    ['14-3-1997', '1997-03-14'],
    ['1997-03-14', '1997-03-14'],
    ['19970314', '1997-03-14'],
    ['03/1997', '1997-03'],
    ['1997', '1997'],
    ['29/02/2000', '2000-02-29'],
    ['29/02/1900', null],
    ['31/04/1997', null],
    ['00/00/1997', null],
    ['', null],
    ['không rõ', null],
  ] as const
  for (const [given, expected] of forms) assert.equal(parseBirthDate(given), expected, given)
})

const claims = { sub: 'x', SoDinhDanh: '999000000017', HoVaTen: 'LÒ THỊ MAI HƯƠNG', loAs: '2' }

test('of the claims only what a procedure needs is kept', () => {
  const citizen = readCitizen({ ...claims, NgayThangNamSinh: '14/03/1997', TonGiao: 'không', NhomMau: 'O' })
  assert.deepEqual(citizen, {
    personalId: '999000000017',
    fullName: 'LÒ THỊ MAI HƯƠNG',
    birthDate: '1997-03-14',
    assuranceLevel: 2,
    phone: null,
    email: null,
  })
})

test('an unclear level is level 1', () => {
  for (const loAs of [undefined, '1', '3', 'cao', null, 12]) {
    assert.equal(readCitizen({ ...claims, loAs })?.assuranceLevel, 1)
  }
  assert.equal(readCitizen({ ...claims, loAs: 2 })?.assuranceLevel, 2)
})

test('an organisation, or a person without name or personal id, is not signed in', () => {
  assert.equal(readCitizen({ ...claims, LoaiTaiKhoan: '2' }), null)
  assert.equal(readCitizen({ ...claims, SoDinhDanh: '12345' }), null)
  assert.equal(readCitizen({ ...claims, HoVaTen: ' ' }), null)
})
