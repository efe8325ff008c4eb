import assert from 'node:assert/strict'
import { test } from 'node:test'
import { feeRuleOf } from './charge.ts'

const rules = [
  { key: 'copy', name: 'Phí cấp bản sao', nameEn: 'Fee for a copy' },
  { key: 'first', name: 'Lệ phí' },
  { key: 'second', name: 'Lệ phí' },
]

test('a charge is for the fee that is called as it is, in either language; named by hand, or so that two are meant, for none', () => {
  const keyOf = (name: string) => feeRuleOf({ name }, rules)?.key ?? null
  assert.deepEqual(['Phí cấp bản sao', 'Fee for a copy', 'Phí in ảnh', 'Lệ phí'].map(keyOf), [
    'copy',
    'copy',
    null,
    null,
  ])
})
