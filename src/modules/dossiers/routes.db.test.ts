import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findOfficerActor } from '#modules/identity'
import { birthRegistration } from '#test/api-client'
import { submitBirth } from '#test/dossiers'
import { useApp } from '#test/whole-app'

const world = useApp()

async function ask(account: string, url: string, body?: object) {
  const answer = await world.app.inject({
    method: body ? 'POST' : 'GET',
    url: `/api/v1${url}`,
    headers: await world.as(account),
    ...(body && { payload: body }),
  })
  return { status: answer.statusCode, body: answer.json() }
}

test('a command that brings no papers takes none, and nobody names a component', async () => {
  const url = `/dossiers/${await submitBirth(world.context)}/commands`
  const paper = '01a20000-0000-7000-8000-000000000017'
  for (const body of [
    { type: 'accept', papers: [{ component: 'result', paper }] },
    { type: 'withdraw', reason: 'Thôi', papers: [{ component: 'result', paper }] },
    { type: 'approve', note: '', papers: [{ component: 'birth_certificate_of_clinic', paper }] },
    { type: 'supplement', papers: [] },
    { type: 'supplement', papers: [{ component: 'result', componentName: 'Giấy khai sinh', paper }] },
  ]) {
    const refused = await ask('reception', url, body)
    assert.deepEqual([refused.status, refused.body.code], [400, 'request.invalid'], JSON.stringify(body))
  }
  assert.equal((await ask('reception', url, { type: 'accept' })).status, 200)
})

test('citizens read the events without what officers tell each other', async () => {
  const reference = await submitBirth(world.context)
  for (const [account, command] of [
    ['reception', { type: 'accept' }],
    ['reception', { type: 'transfer' }],
    ['case-officer', { type: 'submit_for_approval', note: 'Nghi khai man' }],
    ['signatory', { type: 'approve', note: 'Đã hỏi công an' }],
  ] as const)
    assert.equal((await ask(account, `/dossiers/${reference}/commands`, command)).status, 200, command.type)
  const outside = await ask('999000000017', `/dossiers/${reference}/events`)
  assert.equal(outside.body.events.length, 5)
  assert.doesNotMatch(JSON.stringify(outside.body), /khai man|công an/)
  const inside = await ask('signatory', `/dossiers/${reference}/events`)
  assert.match(JSON.stringify(inside.body), /khai man.*công an/)
})

test('an officer says for whom, and does not file online', async () => {
  const submission = birthRegistration({})
  const nobody = await ask('reception', '/dossiers', { ...submission, channel: 'counter' })
  assert.deepEqual([nobody.status, nobody.body.code], [422, 'dossiers.applicant_missing'])
  assert.equal(nobody.body.fields[0].field, 'applicant')
  const applicant = { fullName: 'QUÀNG THỊ BÌNH', personalId: '999000000048' }
  const online = await ask('reception', '/dossiers', { ...submission, applicant })
  assert.deepEqual([online.status, online.body.code], [422, 'dossiers.channel_closed'])
})

test('an officer is put in charge by username or by account: it is written down as the account, and is one command', async () => {
  const reference = await submitBirth(world.context)
  const url = `/dossiers/${reference}/commands`
  for (const type of ['accept', 'transfer'])
    assert.equal((await ask('reception', url, { type })).status, 200, type)
  const account = await findOfficerActor(world.context.db, 'case-officer')
  assert.ok(account)
  const headers = { ...(await world.as('signatory')), 'idempotency-key': 'in-charge' }
  for (const officer of ['case-officer', account.accountId]) {
    const payload = { type: 'assign', officer }
    const answer = await world.app.inject({ method: 'POST', url: `/api/v1${url}`, headers, payload })
    assert.equal(answer.statusCode, 200, answer.body)
  }
  const { body } = await ask('signatory', `/dossiers/${reference}`)
  assert.equal(body.handler, account.fullName)
  const { events } = (await ask('signatory', `/dossiers/${reference}/events`)).body
  const assigned = events.filter(({ type }: { type: string }) => type === 'assign')
  assert.deepEqual(
    assigned.map(({ detail }: { detail: { officer: string } }) => detail.officer),
    [account.accountId],
  )
  const refused = await ask('signatory', url, { type: 'assign', officer: 'no-such-officer' })
  assert.deepEqual([refused.status, refused.body.code], [422, 'dossiers.officer_unknown'])
})

test('a made-up cursor is refused, and named', async () => {
  const places = ['2026-02-30 10:00:00+00', '9999999-01-01 00:00:00+00', 'x']
  const texts = places.map((at) =>
    Buffer.from(`${at}|01a20000-0000-7000-8000-000000000017`).toString('base64url'),
  )
  for (const cursor of [...texts, 'x', '+275760-09-13T00:00:00Z']) {
    const query = `?cursor=${encodeURIComponent(cursor)}`
    for (const [who, list] of [
      ['reception', '/worklist'],
      ['999000000017', '/dossiers'],
    ] as const) {
      const { status, body } = await ask(who, `${list}${query}`)
      assert.deepEqual([status, body.code, body.fields?.[0].field], [400, 'request.invalid', 'cursor'], cursor)
    }
  }
})
