import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type AccessFacts, decideAccess } from './access.ts'
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
