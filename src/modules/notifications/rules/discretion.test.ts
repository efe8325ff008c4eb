import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hideAddress, hidePersonalIds, isMailbox } from './discretion.ts'

test('a message shows the last three digits of a personal id, and leaves codes and telephones alone', () => {
  const text = 'Số 999000000048, 999 000 000 048; hồ sơ H18.137.01-261126-0047; 0900 000 048; 15.000 đồng'
  assert.equal(
    hidePersonalIds(text),
    'Số •••048, •••048; hồ sơ H18.137.01-261126-0047; 0900 000 048; 15.000 đồng',
  )
})

test('an address is shown by its first letter', () => {
  assert.equal(hideAddress('binh.quang@motcua.example'), 'b…@motcua.example')
})

const addresses: [string, boolean][] = [
  ['binh@motcua.example', true],
  ['quàng.bình@thư.example', true],
  ['binh', false],
  ['binh@localhost', false],
  ['a@b.example, c@d.example', false],
  ['a@b.example\nBcc: c@d.example', false],
  ['Bình <a@b.example>', false],
  [`${'a'.repeat(250)}@b.example`, false],
]
for (const [address, fits] of addresses) {
  test(`${JSON.stringify(address.slice(0, 40))} is ${fits ? 'a' : 'no'} mailbox`, () =>
    assert.equal(isMailbox(address), fits))
}
