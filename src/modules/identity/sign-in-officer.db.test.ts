import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listAudit } from '#modules/audit'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { movingClock } from '#test/sign-in-app'
import { hashPassword } from './passwords.ts'
import { appendOfficerAccounts, findOfficerByUsername, saveOfficerActive } from './repository-accounts.ts'
import { signInOfficer } from './sign-in-officer.ts'

const made = useContext()
const password = 'ban-ten-muong-phang'
const clock = movingClock(testInstant)
let opened: Promise<Context> | undefined
const open = (): Promise<Context> => {
  opened ??= openWithOfficers()
  return opened
}

async function openWithOfficers(): Promise<Context> {
  const server = { ...made.context, clock }
  const passwordHash = await hashPassword(password)
  const account = {
    fullName: 'LÒ VĂN AN',
    position: '',
    officerId: null,
    agencyId: makeId(),
    roles: ['reception_officer'] as const,
    passwordHash,
    now: clock.now(),
  }
  const names = ['one', 'two', 'three', 'four', 'closed']
  const accounts = names.map((username) => ({ ...account, id: makeId(), username }))
  await server.db.transaction().execute((tx) => appendOfficerAccounts(tx, accounts))
  return server
}

const signIn = async (username: string, given = password, address = '192.0.2.1') =>
  await signInOfficer(await open(), { username, password: given, address })

test('the right password signs in, whatever the case and spaces of the name, and the audit says so', async () => {
  const server = await open()
  const answer = await signIn('  ONE ')
  assert.equal(answer.ok, true)
  const account = await findOfficerByUsername(server.db, 'one')
  const [entry] = await listAudit(server.db, { kind: 'account', id: account?.id ?? '' })
  assert.equal(entry?.action, 'identity.sign_in')
  assert.equal(entry?.actor.fullName, 'LÒ VĂN AN')
  assert.ok(account?.lastSignedInAt)
})

test('unknown name, wrong password and closed account are one answer', async () => {
  const server = await open()
  const closed = await findOfficerByUsername(server.db, 'closed')
  await server.db.transaction().execute((tx) => saveOfficerActive(tx, closed?.id ?? '', false, clock.now()))
  const answers = [await signIn('nobody-here'), await signIn('one', 'wrong'), await signIn('closed')]
  for (const answer of answers) assert.deepEqual(answer, { ok: false, code: 'wrong' })
})

test('what was typed for an unknown account is not kept', async () => {
  await signIn('my-secret-password-in-the-wrong-field')
  const entries = await listAudit((await open()).db, { kind: 'account', id: 'unknown' })
  assert.ok(entries.length > 0)
  assert.ok(!JSON.stringify(entries).includes('my-secret'))
})

test('after five mistakes an account waits, also for the right password, and then opens again', async () => {
  for (let count = 0; count < 5; count += 1) await signIn('two', 'wrong')
  assert.deepEqual(await signIn('two'), { ok: false, code: 'wait', waitSeconds: 60 })
  clock.forward({ seconds: 61 })
  assert.equal((await signIn('two')).ok, true)
  assert.deepEqual(await signIn('two', 'wrong'), { ok: false, code: 'wrong' })
})

test('many attempts at once are no way around the wait', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => signIn('three', 'wrong', '192.0.2.3')))
  const codes = answers.map((answer) => (answer.ok ? 'ok' : answer.code))
  assert.equal(codes.filter((code) => code === 'wrong').length, 5)
  assert.equal(codes.filter((code) => code === 'wait').length, 7)
})

test('an address that tries many names waits, and another address does not', async () => {
  const guess = (number: number) => signIn(`guess-${number}`, 'wrong', '2001:db8:1:2:3:4:5:6')
  for (let number = 0; number < 50; number += 10)
    await Promise.all(Array.from({ length: 10 }, (_, index) => guess(number + index)))
  const neighbour = await signIn('four', password, '2001:db8:1:2::9')
  assert.equal(neighbour.ok ? 'ok' : neighbour.code, 'wait')
  assert.equal((await signIn('four', password, '2001:db8:1:3::9')).ok, true)
})

test('two sign-ins at once give two sessions', async () => {
  const answers = await Promise.all([signIn('one'), signIn('one')])
  const tokens = answers.map((answer) => (answer.ok ? answer.token : ''))
  assert.ok(tokens.every(Boolean))
  assert.notEqual(tokens[0], tokens[1])
})
