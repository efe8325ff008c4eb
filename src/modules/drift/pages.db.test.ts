import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDossier } from '#modules/dossiers'
import { appendDeliveries, drain, realPace } from '#modules/sync'
import { submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { noSources, openOtherSide } from '#test/sync'
import { useApp } from '#test/whole-app'
import { compare } from './compare.ts'

const other = openOtherSide('national_portal', async () => undefined)
const world = useApp(async () => ({ destinations: [other.destination] }))
const page = '/admin/sync/national_portal'
const ask = async (method: 'GET' | 'POST', url: string, account = 'administrator') =>
  await world.app.inject({ method, url, headers: { ...(await world.as(account)), accept: 'text/html' } })

test('what differs is shown on the page of the destination, told again, and agrees', async () => {
  const { context } = world
  const code = await submitBirth(context)
  const dossier = await findDossier(context.db, code)
  const to = { destination: 'national_portal', dossierId: dossier?.id ?? '', dossierCode: code }
  await context.db
    .transaction()
    .execute((tx) => appendDeliveries(tx, to, [{ number: 1, at: context.clock.now() }]))
  const send = () => drain({ context, sources: noSources, pace: realPace }, other.destination)
  await send()
  assert.match((await ask('GET', page)).body, /chưa đối soát/)
  other.tamper(code, 9)
  assert.equal((await ask('POST', `${page}/compare`, 'leader')).statusCode, 403)
  assert.equal((await ask('POST', `${page}/compare`)).headers.location, `${page}?done=compare#drifts`)
  await compare(context, other.destination, 'Quản trị')
  const differing = (await ask('GET', `${page}?done=compare`)).body
  assert.match(differing, /Còn khác/)
  assert.match(differing, /Đang đối soát/)
  assert.deepEqual(await findMarkupErrors(differing), [])
  await ask('POST', `${page}/repair`)
  await send()
  assert.equal(other.find(code)?.state, 1)
  await compare(context, other.destination, null)
  assert.match((await ask('GET', page)).body, /Đã khớp/)
})
