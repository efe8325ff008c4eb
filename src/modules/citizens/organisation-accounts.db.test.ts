import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoCitizens } from '#modules/identity'
import { useContext } from '#test/app'
import { identifiedAs } from '#test/identity-providers'
import { type Identified, signInCitizen } from './index.ts'
import { findPortalAccount, listOfSubject } from './repository.ts'
import { obeyLogout } from './sign-out.ts'

const world = useContext()
const [first, second] = demoCitizens
assert.ok(first && second)
const subject = { issuer: 'https://vneid.example', sub: 'the cooperative' }
const organisation = { kind: 'organisation', number: '0109999010', name: 'HỢP TÁC XÃ HƯ CẤU' } as const
const here = { address: '192.0.2.1' }
const as = (citizen: typeof first, more: Partial<Identified>): Identified => ({
  ...identifiedAs(citizen),
  subject,
  ...more,
})
const sessionsOf = async () =>
  (
    await world.context.pool.query(
      `select session.logout_url, session.ended_at is null as open, account.personal_id
       from identity.session join citizens.provider_account account on account.id = session.provider_account_id
       where account.sub = $1 order by session.started_at, session.id`,
      [subject.sub],
    )
  ).rows

test('the account of an organisation goes from hand to hand: each who is proved to use it is signed in, and signed out with it', async () => {
  const { context } = world
  const signIn = (citizen: typeof first) => signInCitizen(context, as(citizen, { organisation }), here)
  assert.ok((await signIn(first)).ok)
  const both = await Promise.all([signIn(second), signIn(second)])
  assert.deepEqual(
    both.map(({ ok }) => ok),
    [true, true],
  )
  const known = await listOfSubject(context.db, subject)
  assert.deepEqual(
    new Set(known.map(({ personalId, isOrganisation }) => `${personalId} ${isOrganisation}`)),
    new Set([`${first.personalId} true`, `${second.personalId} true`]),
  )
  const ended = await obeyLogout(context, { ok: true, ...subject, providerSession: null, key: 'one' })
  assert.equal(ended, 3)
  assert.ok((await sessionsOf()).every(({ open }) => !open))
  const nobody = { ok: true, issuer: subject.issuer, sub: 'nobody', providerSession: null, key: 'two' } as const
  assert.equal(await obeyLogout(context, nobody), 0)
})

test('the account of a person is never moved to another, nor does it become one of an organisation', async () => {
  const { context } = world
  const own = { subject: { ...subject, sub: 'a person' } }
  const taken = await signInCitizen(context, as(first, own), { ...here, confirmed: true })
  assert.ok(taken.ok)
  const refused = [as(second, own), as(second, { ...own, organisation })]
  for (const one of refused) {
    const answer = await signInCitizen(context, one, { ...here, confirmed: true })
    assert.deepEqual(answer.ok || answer.decision, 'speaks_for_another')
  }
})

test('what the portal calls an account, and where its session ends, is kept with the sign-in that said it', async () => {
  const { context } = world
  const claim = { name: 'TechID', means: 'portalAccount', state: 'kept', value: 'T000017' } as const
  const logoutUrl = 'https://vneid.example/logout'
  const answer = await signInCitizen(context, as(second, { organisation, told: [claim], logoutUrl }), here)
  assert.ok(answer.ok)
  const [account] = (await listOfSubject(context.db, subject)).filter(
    ({ personalId }) => personalId === second.personalId,
  )
  assert.ok(account)
  assert.equal(await findPortalAccount(context.db, account.accountId), 'T000017')
  assert.equal(await findPortalAccount(context.db, '00000000-0000-7000-8000-000000000000'), null)
  assert.equal((await sessionsOf()).at(-1)?.logout_url, logoutUrl)
})
