import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mayDoTask, seatsOf } from './may-do-task.ts'

const task = { role: 'signatory', agencyId: 'ward', notBy: ['checker'], claimedBy: null }
const officer = (accountId: string, role: string, agencyId = 'ward') => ({ accountId, roles: [role], agencyId })
const verdict = (...given: Parameters<typeof mayDoTask>) => {
  const said = mayDoTask(...given)
  return said.ok ? `for ${said.standsInFor ?? 'oneself'}` : said.because
}

test('role, agency, four eyes and claim decide, in the words of the first that refuses', () => {
  const rows = [
    [officer('a', 'signatory'), {}, 'for oneself'],
    [officer('a', 'case_officer'), {}, 'wrong_role'],
    [officer('a', 'signatory', 'elsewhere'), {}, 'wrong_agency'],
    [officer('checker', 'signatory'), {}, 'four_eyes'],
    [officer('a', 'signatory'), { claimedBy: 'b' }, 'claimed_by_other'],
    [officer('a', 'signatory'), { claimedBy: 'a' }, 'for oneself'],
  ] as const
  for (const [doer, change, said] of rows) assert.equal(verdict(doer, { ...task, ...change }, []), said)
})

test('who stands in may do what the one on leave may, also what they had claimed', () => {
  const away = officer('away', 'signatory')
  const stands = officer('b', 'case_officer', 'elsewhere')
  assert.equal(verdict(stands, task, [away]), 'for away')
  assert.equal(verdict(stands, { ...task, claimedBy: 'away' }, [away]), 'for away')
  assert.equal(verdict(stands, { ...task, claimedBy: 'c' }, [away]), 'wrong_agency')
  assert.deepEqual(seatsOf(stands, [away]), [
    { agencyId: 'elsewhere', role: 'case_officer' },
    { agencyId: 'ward', role: 'signatory' },
  ])
})

test('four eyes look through a delegation: neither the barred one in another stead, nor another in theirs', () => {
  const barred = officer('checker', 'signatory')
  assert.equal(verdict(barred, task, [officer('away', 'signatory')]), 'four_eyes')
  assert.equal(verdict(officer('b', 'case_officer'), task, [barred]), 'wrong_role')
})
