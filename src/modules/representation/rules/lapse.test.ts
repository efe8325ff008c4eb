import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { findLapse } from './lapse.ts'
import type { Ground } from './representation.ts'

const at = (text: string) => Temporal.Instant.from(text)
const lapse = (ground: Ground, birthDate: string | null, now: string, provedAt = '2020-01-01T08:00:00+07:00') =>
  findLapse({ ground, birthDate, provedAt: at(provedAt) }, { now: at(now), accountDays: 90 })

test("a right by an organisation's account holds for so many days after the account last showed it", () => {
  const proved = '2026-11-26T09:40:00+07:00'
  const holds = (now: string) => lapse('organisation_account', null, now, proved)
  assert.equal(holds('2027-02-24T09:39:59+07:00'), null)
  assert.deepEqual(holds('2027-02-24T09:40:00+07:00'), { why: 'unproved', on: '2027-02-24' })
})

describe("a parent's right ends when the child is surely of age", () => {
  const cases = [
    ['2008-11-26', '2026-11-26'],
    ['2008-02-29', '2026-03-01'],
    ['2008-04', '2026-04-30'],
    ['2008-02', '2026-03-01'],
    ['2008', '2026-12-31'],
  ] as const
  for (const [birth, on] of cases)
    test(`born ${birth}: on ${on}`, () => {
      const dawn = at(`${on}T00:00:00+07:00`)
      for (const ground of ['registered_account', 'parent'] as const) {
        assert.equal(lapse(ground, birth, dawn.subtract({ seconds: 1 }).toString()), null)
        assert.deepEqual(lapse(ground, birth, dawn.toString()), { why: 'grown_up', on })
      }
    })

  test('a birth that is not known, or was written wrong, ends nothing', () => {
    for (const birth of [null, '', '14/03/2008'])
      assert.equal(lapse('parent', birth, '2090-01-01T00:00:00Z'), null)
    assert.equal(lapse('parent', '2008-00', '2026-12-30T00:00:00Z'), null)
  })
})

test('guardians and holders of an authorisation are touched by neither age nor days', () => {
  for (const ground of ['guardian', 'authorised'] as const)
    assert.equal(lapse(ground, '1950-01-01', '2090-01-01T00:00:00Z'), null)
})
