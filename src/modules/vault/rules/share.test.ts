import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { judgeShare } from './share.ts'

const end = Temporal.Instant.from('2026-11-22T10:00:00+07:00')
const open = { expiresAt: end, mostOpenings: 3, openedCount: 0, revokedAt: null } as const
const before = end.subtract({ milliseconds: 1 })

test('a link is worth something until its end, its last opening, or the word of its owner', () => {
  assert.equal(judgeShare(open, before), 'open')
  assert.equal(judgeShare(open, end), 'expired')
  assert.equal(judgeShare({ ...open, openedCount: 2 }, before), 'open')
  assert.equal(judgeShare({ ...open, openedCount: 3 }, before), 'exhausted')
  assert.equal(judgeShare({ ...open, mostOpenings: null, openedCount: 900 }, before), 'open')
  assert.equal(judgeShare({ ...open, revokedAt: before, openedCount: 3 }, end), 'revoked')
})
