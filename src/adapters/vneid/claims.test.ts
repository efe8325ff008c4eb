import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseBirthDate } from '#platform/birth-date'
import { readLogoutUrl } from './believe.ts'
import { readClaimNames } from './claim-names.ts'
import { type RawClaims, readClaims, usualReading } from './claims.ts'
import { readRepresentative } from './representative.ts'

const claims = { sub: 'x', SoDinhDanh: '999000000017', HoVaTen: 'LÒ THỊ MAI HƯƠNG', loAs: '2' }
const read = (changes: RawClaims) => {
  const found = readClaims({ ...claims, ...changes })
  assert.ok(found.ok)
  return found
}

test('of the claims only what a procedure needs is kept; of the rest the name is told', () => {
  const { citizen, told } = read({ NgayThangNamSinh: '14/03/1997', TonGiao: 'không', NhomMau: 'O' })
  assert.deepEqual(citizen, {
    personalId: '999000000017',
    fullName: 'LÒ THỊ MAI HƯƠNG',
    birthDate: '1997-03-14',
    assuranceLevel: 2,
    phone: null,
    email: null,
  })
  const byName = new Map(told.map(({ name, state, value }) => [name, [state, value]]))
  assert.deepEqual(byName.get('TonGiao'), ['not_kept', null])
  assert.deepEqual(byName.get('NgayThangNamSinh'), ['kept', '14/03/1997'])
  assert.deepEqual(byName.get('SoDienThoai'), ['missing', null])
})

test('a claim is read before it is believed', () => {
  const { citizen, told } = read({
    SoDienThoai: 'gọi anh Nam',
    ThuDienTu: 'a@b',
    NgayThangNamSinh: '31/02/1997',
  })
  assert.deepEqual([citizen.phone, citizen.email, citizen.birthDate], [null, null, null])
  const unreadable = told.filter(({ state }) => state === 'unreadable').map(({ means }) => means)
  assert.deepEqual(unreadable.sort(), ['birthDate', 'email', 'phone'])
  assert.equal(read({ SoDienThoai: '+84 900 000 017' }).citizen.phone, '0900000017')
  assert.equal(parseBirthDate('2999'), null)
})

test('an unclear level, or two that contradict each other, is level 1', () => {
  for (const loAs of [undefined, '1', '3', 'cao', null, 12])
    assert.equal(read({ loAs }).citizen.assuranceLevel, 1)
  assert.equal(read({ loAs: 2 }).citizen.assuranceLevel, 2)
  assert.equal(read({ loAs: undefined, IAL: '2' }).citizen.assuranceLevel, 2)
  assert.equal(read({ IAL: '1' }).citizen.assuranceLevel, 1)
})

test('who is not said by name and personal id is not signed in', () => {
  const refused = (changes: RawClaims) => {
    const found = readClaims({ ...claims, ...changes })
    return found.ok ? null : found.code
  }
  assert.equal(refused({ SoDinhDanh: '12345' }), 'person_incomplete')
  assert.equal(refused({ HoVaTen: ' ' }), 'person_incomplete')
  assert.equal(refused({ HoVaTen: '<b>A</b>' }), 'person_incomplete')
  const body = { LoaiTaiKhoan: 2, TenDoanhNghiep: 'HTX HƯ CẤU', MaSoThue: '0109999010001' }
  assert.equal(refused({ ...body, SoDinhDanh: undefined }), 'organisation_without_person')
  assert.equal(refused({ ...body, MaSoThue: 'không rõ' }), 'organisation_incomplete')
  assert.deepEqual(read(body).organisation, {
    ...{ kind: 'organisation', number: '0109999010-001', name: 'HTX HƯ CẤU' },
  })
})

test('a representative is believed with a personal id alone', () => {
  const mother = { personalId: '999000000048', fullName: 'QUÀNG THỊ BÌNH' }
  assert.deepEqual(readRepresentative('QUÀNG THỊ BÌNH, 999000000048'), mother)
  assert.deepEqual(readRepresentative({ HoVaTen: 'QUÀNG THỊ BÌNH', SoDinhDanh: '999000000048' }), mother)
  for (const unclear of ['QUÀNG THỊ BÌNH', '', null, 5, { HoVaTen: 'A' }])
    assert.equal(readRepresentative(unclear), null)
})

test('what a provider calls its claims is a setting', () => {
  const names = readClaimNames('personalId=uid, level = acr')
  const found = readClaims(
    { ...claims, SoDinhDanh: undefined, uid: '999000000024', acr: 'cao' },
    {
      ...{ names, level2Values: ['cao'] },
    },
  )
  assert.ok(found.ok)
  assert.deepEqual([found.citizen.personalId, found.citizen.assuranceLevel], ['999000000024', 2])
  assert.deepEqual(readClaimNames(undefined), usualReading.names)
  assert.throws(() => readClaimNames('colour=mau'), /no claim=name/)
})

test('the account at the national portal is kept; the address that ends the session is no part of what is told', () => {
  const { told } = read({ TechID: 'T000017', logoutUri: 'https://sso.example/logout?token=secret' })
  assert.deepEqual(
    told.find(({ name }) => name === 'TechID'),
    { name: 'TechID', means: 'portalAccount', state: 'kept', value: 'T000017' },
  )
  assert.ok(!JSON.stringify(told).includes('logout'))
})

test('a session is ended at an address of the issuer alone', () => {
  const issuer = 'https://sso.example/realm'
  const believed = 'https://sso.example/logout?token=x'
  assert.equal(readLogoutUrl(believed, issuer), believed)
  const refused = [
    ...['https://evil.example/logout', 'http://sso.example/logout', 'https://sso.example:8443/logout'],
    ...['https://sso.example.evil.example/', 'https://me@sso.example/logout', 'javascript:alert(1)', '/logout'],
    ...['', null, undefined, 7, { href: believed }, `https://sso.example/${'x'.repeat(2000)}`],
  ]
  for (const one of refused) assert.equal(readLogoutUrl(one, issuer), null, String(one))
})
