import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareValue } from './compare-value.ts'

test('what was declared agrees, does not, cannot be told, or nothing is held to compare it with', () => {
  const cases = [
    ['Đã kết hôn', 'đã  kết hôn', 'match'],
    ['Đa ket hon', 'Đã kết hôn', 'insufficient_grounds'],
    ['xã Mường Phăng', 'Bản Ten, xã Mường Phăng, tỉnh Điện Biên', 'insufficient_grounds'],
    ['Phăng M', 'Bản Ten, xã Mường Phăng', 'mismatch'],
    ['Chưa kết hôn', 'Đã kết hôn', 'mismatch'],
    ['Đã kết hôn', ' ', 'no_data'],
    ['Đã kết hôn', undefined, 'no_data'],
  ] as const
  for (const [claimed, registered, expected] of cases)
    assert.equal(compareValue(claimed, registered), expected, `${claimed} / ${registered}`)
})
