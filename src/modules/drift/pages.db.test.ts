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
const ministry = openOtherSide('land_ministry', async () => undefined)
const world = useApp(async () => ({
  destinations: [other.destination, { ...ministry.destination, isLedThere: true }],
}))
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

test('a system that leads is told again of one dossier at a time, after a warning', async () => {
  const { context } = world
  const led = '/admin/sync/land_ministry'
  const dossiers: { id: string; code: string }[] = []
  for (let count = 0; count < 2; count++) {
    const code = await submitBirth(context)
    const id = (await findDossier(context.db, code))?.id ?? assert.fail()
    dossiers.push({ id, code })
    const to = { destination: 'land_ministry', dossierId: id, dossierCode: code }
    await context.db
      .transaction()
      .execute((tx) => appendDeliveries(tx, to, [{ number: 1, at: context.clock.now() }]))
  }
  const send = () => drain({ context, sources: noSources, pace: realPace }, ministry.destination)
  await send()
  for (const { code } of dossiers) ministry.tamper(code, 4)
  await compare(context, ministry.destination, 'Quản trị')
  const [first, second] = dossiers
  assert.ok(first && second)
  const shown = (await ask('GET', led)).body
  assert.match(shown, /ghi ở đó có thể mới là đúng/)
  assert.doesNotMatch(shown, /Gửi lại hồ sơ sai lệch/)
  assert.doesNotMatch((await ask('GET', led, 'leader')).body, /repair\//)
  assert.deepEqual(await findMarkupErrors(shown), [])
  assert.equal((await ask('POST', `${led}/repair`)).statusCode, 404)
  assert.equal((await ask('POST', `${led}/repair/${first.id}`, 'leader')).statusCode, 403)
  const answers = await Promise.all([1, 2].map(() => ask('POST', `${led}/repair/${first.id}`)))
  assert.deepEqual(answers.map(({ headers }) => headers.location).toSorted(), [
    `${led}?done=nothing#drifts`,
    `${led}?done=repair#drifts`,
  ])
  await send()
  assert.deepEqual([ministry.find(first.code)?.state, ministry.find(second.code)?.state], [1, 4])
  assert.match((await ask('GET', `${led}?done=nothing`)).body, /không còn sai lệch/)
})
