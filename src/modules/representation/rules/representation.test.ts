import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findGaps } from './representation.ts'

test('nobody declares to be the parent of a child who is of age; guardians of adults and authorised people do', () => {
  const declared = { name: 'QUÀNG THỊ MẸ', personalId: '999000000048', birthDate: '2008-11-26' }
  const gaps = (ground: string, today: string) =>
    findGaps({ ...declared, ground }, { ownPersonalId: '999000000017', today })
  assert.deepEqual(gaps('parent', '2026-11-25'), [])
  assert.deepEqual(gaps('parent', '2026-11-26'), ['grownUp'])
  for (const ground of ['guardian', 'authorised']) assert.deepEqual(gaps(ground, '2026-11-26'), [])
})
