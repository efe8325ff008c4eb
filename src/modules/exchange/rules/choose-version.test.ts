import assert from 'node:assert/strict'
import { test } from 'node:test'
import { chooseVersion, decideState, findWithdrawn, newestFirst, type VersionState } from './choose-version.ts'

const version = (name: string, state: VersionState = 'in_force') => ({ version: name, state })

test('the tenth version comes after the ninth', () => {
  const versions = [version('v9'), version('v10'), version('v1')]
  assert.deepEqual(
    newestFirst(versions).map((one) => one.version),
    ['v10', 'v9', 'v1'],
  )
  assert.equal(chooseVersion(versions, undefined)?.version, 'v10')
})

test('who calls a withdrawn version is told of that one, not of another', () => {
  const versions = [version('v3', 'withdrawn'), version('v2'), version('v1', 'withdrawn')]
  assert.equal(findWithdrawn(versions, 'v1')?.version, 'v1')
  assert.equal(findWithdrawn(versions, 'v2'), null)
  assert.equal(findWithdrawn(versions, 'v7'), null)
  assert.equal(findWithdrawn(versions, undefined)?.version, 'v3')
  assert.equal(findWithdrawn([version('v1')], undefined), null)
})

test('a version changes from the state in which it was seen', () => {
  const states = ['in_force', 'maintenance', 'withdrawn'] as const
  const change = (present: VersionState, state: VersionState, more: object = {}) =>
    decideState(present, { seen: present, state, providerEnded: false, ...more })
  for (const present of states)
    for (const state of states) {
      const stays = present === state && state !== 'maintenance'
      assert.equal(change(present, state), stays ? 'stands_so' : null, `${present} → ${state}`)
      assert.equal(change(present, state, { providerEnded: true }), 'provider_ended')
    }
  assert.equal(change('withdrawn', 'maintenance', { seen: 'in_force' }), 'changed_meanwhile')
})
