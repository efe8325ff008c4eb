import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findAgencyByCode, seedDemoProvince } from '#modules/organisations'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { absentProvider, signInAs } from '#test/identity-providers'
import { movingClock, openSignInApp } from '#test/sign-in-app'
import { changeAccount } from './manage-accounts.ts'
import { appendOfficerAccounts } from './repository-accounts.ts'
import type { OfficerActor } from './rules/actor.ts'
import { demoCitizens } from './seed-demo.ts'
import { makeToken, writeToken } from './token.ts'

const made = useContext()
const administrator: OfficerActor = {
  kind: 'officer',
  accountId: makeId(),
  username: 'quan.tri',
  fullName: 'QUÀNG VĂN HƯỞNG',
  position: '',
  roles: ['administrator'],
  agencyId: makeId(),
  agencyCode: 'H18.137',
  agencyName: '',
}

async function open() {
  const clock = movingClock(testInstant)
  const context = { ...made.context, clock }
  const app = await openSignInApp(context, absentProvider)
  const [huong] = demoCitizens
  if (huong) await signInAs(context, huong)
  const ask = async (token: string, url = '/api/v1/me') =>
    await app.inject({ url, headers: { authorization: `Bearer ${token}` } })
  return { context, clock, ask }
}

test('a token speaks for its citizen for an hour, and not a second longer', async () => {
  const { context, clock, ask } = await open()
  const token = await makeToken(context, { account: '999000000017' })
  assert.equal((await ask(token)).json().personalId, '999000000017')
  clock.forward({ minutes: 59, seconds: 59 })
  assert.equal((await ask(token)).statusCode, 200)
  clock.forward({ seconds: 1 })
  const late = await ask(token)
  assert.deepEqual(
    [late.statusCode, late.json().code, late.json().reason],
    [401, 'identity.token_refused', 'expired'],
  )
})

test('a token that was changed, cut, or signed by another is not ours', async () => {
  const { context, ask } = await open()
  const token = await makeToken(context, { account: '999000000017' })
  const [version, body = '', mark] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const longer = Buffer.from(JSON.stringify({ ...claims, until: claims.until + 9999 })).toString('base64url')
  const stranger = writeToken(new TextEncoder().encode('another secret of 32 characters or more'), claims)
  const wrong = [
    `${version}.${longer}.${mark}`,
    `${version}.${body}`,
    `${version}.${body}.`,
    `${version}.${body}.${mark}.x`,
    `mct2.${body}.${mark}`,
    `${token}A`,
    stranger,
    'eyJhbGciOiJub25lIn0.e30.',
    '',
  ]
  for (const given of wrong) {
    const { statusCode, ...answer } = await ask(given)
    assert.deepEqual([statusCode, answer.json().reason], [401, 'malformed'], given)
  }
})

test('a closed account’s token is refused at once', async () => {
  const { context, ask } = await open()
  await seedDemoProvince(context)
  const agency = await findAgencyByCode(context.db, 'H18.137')
  const account = {
    id: makeId(),
    username: 'lo.van.an',
    fullName: 'LÒ VĂN AN',
    position: 'Công chức',
    officerId: null,
    agencyId: agency?.id ?? '',
    roles: ['case_officer'] as const,
    passwordHash: 'x',
    now: context.clock.now(),
  }
  await context.db.transaction().execute((tx) => appendOfficerAccounts(tx, [account]))
  const token = await makeToken(context, { account: 'lo.van.an' })
  const me = await ask(token)
  assert.deepEqual(me.json().roles, ['case_officer'])
  await changeAccount(context, 'lo.van.an', { kind: 'set_roles', roles: ['signatory'] }, administrator)
  assert.deepEqual((await ask(token)).json().roles, ['signatory'])
  await changeAccount(context, 'lo.van.an', { kind: 'deactivate' }, administrator)
  const refused = await ask(token)
  assert.deepEqual([refused.statusCode, refused.json().reason], [401, 'account_inactive'])
  await assert.rejects(makeToken(context, { account: 'lo.van.an' }), { code: 'identity.account_unknown' })
})

test('there is no token for an account that is not there', async () => {
  const { context } = await open()
  for (const account of ['999000000999', 'nobody', '']) {
    await assert.rejects(makeToken(context, { account }), { code: 'identity.account_unknown' })
  }
})
