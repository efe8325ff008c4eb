import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideLink, maskContact } from './linking.ts'

const personalId = '999000000017'
const another = '999000000048'
const linked = { personalId, isLinked: true }
const unlinked = { personalId, isLinked: false }

test('which account of a provider speaks for whom', () => {
  const table = [
    ['an account that is linked', linked, false, 1, 'open'],
    ['one of two that are linked', linked, true, 2, 'open'],
    ['the first account of a person', null, false, 1, 'link'],
    ['a second account, at level 2', null, true, 2, 'confirm'],
    ['a second account, at level 1', null, true, 1, 'second_needs_level_2'],
    ['an account that was unlinked', unlinked, false, 2, 'confirm'],
    ['an account that was unlinked, at level 1', unlinked, true, 1, 'second_needs_level_2'],
    [
      'an account that spoke for another person',
      { personalId: another, isLinked: true },
      false,
      2,
      'speaks_for_another',
    ],
    [
      'one that was unlinked from another person',
      { personalId: another, isLinked: false },
      true,
      2,
      'speaks_for_another',
    ],
  ] as const
  for (const [name, known, others, level, expected] of table)
    assert.equal(decideLink({ personalId, level, known, others }), expected, name)
})

test('a number or a mailbox is known again, and not told', () => {
  assert.equal(maskContact('0900000017'), '090***17')
  assert.equal(maskContact('mai.huong@motcua.example'), 'm***@motcua.example')
})
