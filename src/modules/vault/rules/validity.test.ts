import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { type Item, readTypeCode } from './item.ts'

import { isOffered, judgeValidity } from './validity.ts'

const at = Temporal.Instant.from('2026-11-22T08:00:00+07:00')
const inForce = {
  validFrom: '2026-05-23',
  validTo: '2026-11-22',
  isReplaced: false,
  revoked: null,
} as const
const paper: Item['paper'] = {
  id: 'p',
  name: 'giay.pdf',
  mediaType: 'application/pdf',
  sizeBytes: 1,
  sha256: 'a'.repeat(64),
}
const signature = (verdict: NonNullable<Item['signature']>['verdict']) => ({
  verdict,
  level: null,
  judgedAt: at,
})

test('a paper counts from its first day to the end of its last', () => {
  const days = [
    ['2026-05-22', 'not_yet'],
    ['2026-05-23', 'valid'],
    ['2026-11-22', 'valid'],
    ['2026-11-23', 'expired'],
  ] as const
  for (const [day, expected] of days) assert.equal(judgeValidity(inForce, day), expected, day)
})

test('a paper without days counts always', () => {
  assert.equal(judgeValidity({ ...inForce, validFrom: null, validTo: null }, '1999-01-01'), 'valid')
})

test('a revoked paper counts on no day, whatever its days and its newer version say', () => {
  const revoked = { at, byName: 'Lường Thị Pâng', reason: 'Cấp sai' }
  assert.equal(judgeValidity({ ...inForce, revoked, isReplaced: true }, '2026-11-01'), 'revoked')
  assert.equal(judgeValidity({ ...inForce, isReplaced: true }, '2026-11-01'), 'replaced')
})

test('a paper that counts is offered if its content is here and its signatures were not found broken', () => {
  const cases = [
    [{ paper, signature: null }, true],
    [{ paper, signature: signature('valid') }, true],
    [{ paper, signature: signature('indeterminate') }, true],
    [{ paper, signature: signature('unsigned') }, true],
    [{ paper, signature: signature('invalid') }, false],
    [{ paper, signature: signature('unreadable') }, false],
    [{ paper: null, signature: null }, false],
  ] as const
  for (const [found, expected] of cases)
    assert.equal(isOffered({ ...inForce, ...found }, '2026-11-22'), expected, JSON.stringify(found))
})

test('codes of kinds of paper are kept as they were written; what is no code is refused', () => {
  const codes = ['KQ.G15.000031', 'KQ.DVC.KETQUA', '000.00.00.G09-KQ002269', 'MC.giay-chung-sinh', 'ĐT1']
  for (const code of codes) assert.equal(readTypeCode(` ${code} `), code)
  for (const none of ['', ' ', 'a b', '.KQ', '../x', 'K'.repeat(61)]) assert.equal(readTypeCode(none), null)
})
