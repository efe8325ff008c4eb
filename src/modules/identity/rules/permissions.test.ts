import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Actor, type CitizenActor, nobody, type OfficerActor, type Role, roles } from './actor.ts'
import { may, type Permission, permissions } from './permissions.ts'

const citizen = (assuranceLevel: 1 | 2): CitizenActor => ({
  kind: 'citizen',
  accountId: 'a',
  personalId: '999000000017',
  fullName: 'LÒ THỊ MAI HƯƠNG',
  assuranceLevel,
})
const officer = (...held: Role[]): OfficerActor => ({
  kind: 'officer',
  accountId: 'b',
  username: 'lo.van.an',
  fullName: 'LÒ VĂN AN',
  position: 'Công chức',
  roles: held,
  agencyId: 'c',
  agencyCode: 'H18.137',
  agencyName: 'UBND xã',
})
const all = Object.keys(permissions) as Permission[]

test('every permission can be given to somebody, and only to holders that exist', () => {
  const known = ['anyone', 'citizen_level_1', 'citizen_level_2', ...roles]
  for (const permission of all) {
    assert.ok(permissions[permission].length > 0, permission)
    assert.deepEqual(
      permissions[permission].filter((holder) => !known.includes(holder)),
      [],
      permission,
    )
  }
})

test('who is not signed in may do what anyone may, and nothing else', () => {
  for (const permission of all) {
    assert.equal(may(nobody, permission), (permissions[permission] as readonly string[]).includes('anyone'))
  }
})

test('an officer without a role is nobody', () => {
  for (const permission of all) assert.equal(may(officer(), permission), may(nobody, permission))
})

test('each role opens exactly the rows that name it, and two roles open both', () => {
  for (const permission of all) {
    const holders: readonly string[] = permissions[permission]
    for (const role of roles) {
      const isNamed = holders.includes('anyone') || holders.includes(role)
      assert.equal(may(officer(role), permission), isNamed, `${role} ${permission}`)
    }
    const isEither = may(officer('cashier'), permission) || may(officer('signatory'), permission)
    assert.equal(may(officer('cashier', 'signatory'), permission), isEither)
  }
})

test('level 2 may all that level 1 may', () => {
  for (const permission of all)
    if (may(citizen(1), permission)) assert.ok(may(citizen(2), permission), permission)
})

test('no officer door opens for a citizen, and a technical administrator does not read dossiers', () => {
  const officersOnly: Permission[] = ['identity.manage_accounts', 'dossiers.list_work', 'dossiers.intake']
  for (const permission of officersOnly) assert.equal(may(citizen(2), permission), false)
  const administrator: Actor = officer('administrator')
  for (const permission of all.filter((name) => name.startsWith('dossiers.'))) {
    assert.equal(may(administrator, permission), may(nobody, permission), permission)
  }
})
