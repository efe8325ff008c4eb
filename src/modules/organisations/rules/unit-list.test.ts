import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeFullName, splitFullName } from './unit.ts'
import { readMapping, readUnit } from './unit-list.ts'

test('a full name is its type and its name, a city being of two kinds', () => {
  assert.deepEqual(splitFullName('Phường Điện Biên Phủ', 'commune'), {
    unitType: 'phuong',
    name: 'Điện Biên Phủ',
  })
  assert.deepEqual(splitFullName('Thị trấn Tủa Chùa', 'commune'), { unitType: 'thi_tran', name: 'Tủa Chùa' })
  assert.equal(splitFullName('Thành phố Huế', 'province')?.unitType, 'thanh_pho_truc_thuoc_trung_uong')
  assert.equal(splitFullName('Thành phố Điện Biên Phủ', 'district')?.unitType, 'thanh_pho')
  assert.equal(splitFullName('Quận 1', 'district')?.name, '1')
  assert.equal(splitFullName('Mường Nhé', 'commune'), null)
  assert.equal(makeFullName('thanh_pho_truc_thuoc_trung_uong', 'Đồng Nai'), 'Thành phố Đồng Nai')
})

test('a unit is taken in NFC, with the leading zeros of its code', () => {
  const read = readUnit({ code: '03160', fullName: 'Xã Mường Nhé'.normalize('NFD') }, 'commune', '11', 'test')
  assert.ok(!('reason' in read))
  assert.equal(read.fullName, 'Xã Mường Nhé')
  for (const code of ['3160', 3160, '031600', '0316x', undefined])
    assert.deepEqual(readUnit({ code, fullName: 'Xã Mường Nhé' }, 'commune', '11', 'test'), {
      row: `commune ${String(code)}`,
      reason: 'code_malformed',
    })
})

test('a type that does not fit the level is not taken', () => {
  const reason = (fullName: string, unit?: string) => {
    const read = readUnit({ code: '03160', fullName, unit }, 'commune', '11', 'test')
    return 'reason' in read ? read.reason : null
  }
  assert.equal(reason('Huyện Mường Nhé'), 'type_unknown')
  assert.equal(reason('Xã Mường Nhé', 'tinh'), 'type_unknown')
  assert.equal(reason(''), 'name_missing')
})

test('an old unit is checked only when the list of its time is loaded', () => {
  const known = new Map([['03127', { name: 'Điện Biên Phủ', unitType: 'phuong', validFrom: '2025-07-01' }]])
  const row = { old: '03124', new: '03127', scope: 'all' }
  assert.ok(!('reason' in readMapping(row, 'commune', new Map(), known)))
  const strict = readMapping(row, 'commune', known, known)
  assert.ok('reason' in strict && strict.reason === 'old_unit_unknown')
  const island = readMapping({ old: null, new: '03127', scope: 'district' }, 'commune', known, known)
  assert.ok(!('reason' in island))
  const odd = readMapping({ ...row, scope: 'half' }, 'commune', new Map(), known)
  assert.ok('reason' in odd && odd.reason === 'scope_unknown')
})
