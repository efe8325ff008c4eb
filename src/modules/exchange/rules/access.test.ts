import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type AccessFacts,
  type Days,
  decideAccess,
  decideGrant,
  decideRightEnd,
  holdsOn,
  rightStandingOn,
} from './access.ts'
import { chooseVersion } from './choose-version.ts'
import { readSubsystemId, writeSubsystemId } from './identifier.ts'

const always = { fromOn: '2026-01-01', untilOn: null }
const facts: AccessFacts = {
  caller: always,
  provider: always,
  rights: [{ fromOn: '2026-11-01', untilOn: '2026-11-30' }],
  sandboxOfferingId: null,
  offeringId: 'this',
}

const cases: readonly (readonly [string, Partial<AccessFacts>, string, string])[] = [
  ['on the first day of a right', {}, '2026-11-01', 'real'],
  ['on its last day', {}, '2026-11-30', 'real'],
  ['the day before', {}, '2026-10-31', 'no_right'],
  ['the day after', {}, '2026-12-01', 'no_right'],
  ['without any right', { rights: [] }, '2026-11-15', 'no_right'],
  [
    'a right withdrawn on its first day',
    { rights: [{ fromOn: '2026-11-15', untilOn: '2026-11-14' }] },
    '2026-11-15',
    'no_right',
  ],
  [
    'a member that has left',
    { caller: { fromOn: '2026-01-01', untilOn: '2026-06-30' } },
    '2026-11-15',
    'caller_ended',
  ],
  [
    'a provider that has left',
    { provider: { fromOn: '2026-01-01', untilOn: '2026-06-30' } },
    '2026-11-15',
    'provider_ended',
  ],
  ['a sandbox key, with no right', { sandboxOfferingId: 'this', rights: [] }, '2026-11-15', 'sandbox'],
  [
    'a sandbox key of another offering, with a right',
    { sandboxOfferingId: 'other' },
    '2026-11-15',
    'sandbox_of_another',
  ],
]

for (const [name, changed, day, expected] of cases) {
  test(`who may call: ${name}: ${expected}`, () => {
    const decision = decideAccess({ ...facts, ...changed }, day)
    const open = decision.ok && (decision.sandbox ? 'sandbox' : 'real')
    assert.equal(decision.ok ? open : decision.code, expected)
  })
}

test('the version is the one the path begins with, else the newest in use', () => {
  const versions = [
    { version: 'v2', state: 'withdrawn' },
    { version: 'v10', state: 'maintenance' },
    { version: 'v9', state: 'in_force' },
  ] as const
  assert.equal(chooseVersion(versions, 'v9')?.version, 'v9')
  assert.equal(chooseVersion(versions, undefined)?.version, 'v10')
  assert.equal(chooseVersion(versions, 'parcels')?.version, 'v10')
  assert.equal(chooseVersion(versions, 'v2'), null, 'a withdrawn version is not replaced silently')
  assert.equal(chooseVersion(versions, 'v3'), null, 'nor one that is not there')
  assert.equal(chooseVersion([], undefined), null)
})

test('an identifier of a subsystem has four plain parts, or is none', () => {
  const text = 'DBN/GOV/H18.12/CIVIL'
  const read = readSubsystemId(text)
  assert.equal(read && writeSubsystemId(read), text)
  for (const bad of [
    '',
    'DBN/GOV/H18.12',
    `${text}/X`,
    'DBN//H18/X',
    'DBN/GOV/../X',
    'DBN/GOV/H%2E/X',
    'DBN/GOV/H18/ă',
  ])
    assert.equal(readSubsystemId(bad), null)
})

const days = (fromOn: string, untilOn: string | null): Days => ({ fromOn, untilOn })

test('a right is given for days to come, and no day is given twice', () => {
  const today = '2026-11-26'
  const spring = days('2026-12-01', '2026-12-31')
  const cases: readonly (readonly [Days, readonly Days[], ReturnType<typeof decideGrant>])[] = [
    [days(today, null), [], null],
    [days('2026-11-25', null), [], 'from_past'],
    [days('2026-12-02', '2026-12-01'), [], 'ends_before'],
    [days('2026-12-01', '2026-12-01'), [], null],
    [days(today, '2026-11-30'), [spring], null],
    [days(today, '2026-12-01'), [spring], 'has_right'],
    [days('2026-12-31', null), [spring], 'has_right'],
    [days('2027-01-01', null), [spring], null],
    [days(today, null), [spring], 'has_right'],
    [days('2026-12-15', null), [days('2026-12-10', '2026-12-09')], null],
    [days('2027-01-01', null), [days('2026-01-01', null)], 'has_right'],
  ]
  for (const [wish, existing, refusal] of cases)
    assert.equal(decideGrant(wish, existing, today), refusal, JSON.stringify([wish, existing]))
})

const around = (fromOn: string) => {
  const yesterdayOf = (day: string) =>
    new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  const today = '2026-11-26'
  return { today, yesterday: yesterdayOf(today), dayBefore: yesterdayOf(fromOn) }
}

test('a right ends at once, or on a day that is earlier than its last', () => {
  const cases: readonly (readonly [Days, string | null, string])[] = [
    [days('2026-01-01', null), null, '2026-11-25'],
    [days('2026-01-01', null), '2026-11-26', '2026-11-26'],
    [days('2026-01-01', null), '2026-12-31', '2026-12-31'],
    [days('2026-11-26', null), null, '2026-11-25'],
    [days('2026-12-10', null), null, '2026-12-09'],
    [days('2026-12-10', null), '2026-12-09', 'before_first'],
    [days('2026-01-01', null), '2026-11-25', 'day_past'],
    [days('2026-01-01', '2026-12-31'), '2026-12-31', 'not_earlier'],
    [days('2026-01-01', '2026-12-31'), '2026-12-30', '2026-12-30'],
    [days('2026-01-01', '2026-11-25'), null, 'over'],
    [days('2026-12-10', '2026-12-09'), null, 'over'],
  ]
  for (const [right, lastOn, expected] of cases) {
    const decided = decideRightEnd(right, { lastOn, ...around(right.fromOn) })
    assert.equal(decided.ok ? decided.lastOn : decided.code, expected, JSON.stringify([right, lastOn]))
  }
})

const someDay = fc
  .integer({ min: -40, max: 40 })
  .map((offset) =>
    new Date(Date.parse('2026-11-26T00:00:00Z') + offset * 86_400_000).toISOString().slice(0, 10),
  )
const someDays = fc.tuple(someDay, fc.option(someDay)).map(([fromOn, untilOn]) => days(fromOn, untilOn))

test('however a right is ended: it holds on no day on which it did not before, and on none after its last', () => {
  fc.assert(
    fc.property(someDays, fc.option(someDay), someDay, (right, lastOn, day) => {
      const facts = around(right.fromOn)
      const decided = decideRightEnd(right, { lastOn, ...facts })
      if (!decided.ok) return
      const ended = { ...right, untilOn: decided.lastOn }
      if (holdsOn(ended, day)) assert.ok(holdsOn(right, day))
      if (day > decided.lastOn) assert.equal(holdsOn(ended, day), false)
      if (lastOn === null) assert.equal(rightStandingOn(ended, facts.today), 'over')
    }),
  )
})

test('whatever rights were given one after another: on no day are there two', () => {
  fc.assert(
    fc.property(fc.array(someDays, { maxLength: 12 }), someDay, (wishes, day) => {
      const given: Days[] = []
      for (const wish of wishes) if (decideGrant(wish, given, '2026-11-26') === null) given.push(wish)
      assert.ok(given.filter((right) => holdsOn(right, day)).length <= 1)
    }),
  )
})
