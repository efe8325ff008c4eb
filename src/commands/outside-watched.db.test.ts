import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openNationalPortal, type StandInPortal, startStandInPortal } from '#adapters/national-portal'
import { openPaymentPlatform } from '#adapters/payment-platform'
import { openPost } from '#adapters/post'
import { openWatch } from '#modules/operations'
import { absentProvider, noSigning, useApp } from '#test/whole-app'
import { listHeldDestinations, watchOutside } from './outside-watched.ts'

let standIn: StandInPortal
before(async () => {
  standIn = await startStandInPortal()
})
after(() => standIn.stop())

const openSides = () => {
  const portal = openNationalPortal({ ...standIn.connection, timeoutMs: 2000 })
  const { ratings, inquiries, catalogue, code } = portal
  assert.ok(ratings && inquiries)
  return {
    ...{ identityProvider: absentProvider, signing: noSigning },
    ...{
      destinations: [portal],
      filedSources: [portal],
      ratingSystems: [ratings],
      inquirySystems: [inquiries],
    },
    nationalCatalogue: { code, ...catalogue },
  }
}
const world = useApp(async () => openSides())
const page = '/admin/sync/national_portal'
const post = async (url: string, fields: Readonly<Record<string, string>>) =>
  await world.app.inject({
    ...{ method: 'POST', url, payload: new URLSearchParams(fields).toString() },
    headers: { ...(await world.as('administrator')), 'content-type': 'application/x-www-form-urlencoded' },
  })

/** What each side of the portal says to a program that starts now. */
async function askEach(): Promise<string[]> {
  const { db } = world.context
  const sides = openSides()
  const { watch, ready, close } = openWatch(world.context, () => listHeldDestinations(db, sides.destinations))
  await ready
  const { destinations, filedSources, ratingSystems, inquirySystems, nationalCatalogue } = watchOutside(
    watch,
    sides,
  )
  const calls = [
    ...destinations.map((one) => one.ask('H99.1-261126-0001')),
    ...filedSources.map((one) => one.listFiled()),
    ...ratingSystems.map((one) => one.listRatings(null)),
    ...inquirySystems.map((one) => one.listAsked(null)),
    nationalCatalogue.readPage(null),
  ]
  const said = calls.map((call: Promise<unknown>) =>
    call.then(
      () => 'answered',
      (error: Error) => error.message,
    ),
  )
  const all = await Promise.all(said)
  await close()
  return all
}

test('who holds the national portal holds all of its sides: drift, filings, ratings, questions and the catalogue ask nothing', async () => {
  assert.deepEqual(
    await askEach(),
    Array.from({ length: 5 }, () => 'answered'),
  )
  const before = standIn.countCalls()
  await post(`${page}/hold`, { reason: 'Bảo trì' })
  assert.deepEqual(
    await askEach(),
    Array.from({ length: 5 }, () => 'held by an administrator'),
  )
  assert.equal(standIn.countCalls(), before)
  const { body } = await world.app.inject({ url: '/admin/sync', headers: await world.as('administrator') })
  assert.match(body, /Danh mục quốc gia<\/a>(?:(?!<tr>).)*?Đang tạm dừng/s)
  await post(`${page}/release`, {})
  assert.deepEqual(
    await askEach(),
    Array.from({ length: 5 }, () => 'answered'),
  )
})

test('a held system is not called, and what it reports by itself is read all the same', async () => {
  const { watch, ready, close } = openWatch(world.context, async () => ['payment_platform', 'post'])
  await ready
  const url = 'http://127.0.0.1:9'
  const accounts = { usual: null, ofAgencies: [] }
  const payments = openPaymentPlatform({ url, accounts, partnerCode: 'm', secret: 's', callbackSecret: 'c' })
  const held = watchOutside(watch, {
    ...openSides(),
    payments,
    post: openPost({ url, token: 't', reportSecret: 'c' }),
  })
  await assert.rejects(held.payments.ask('MC261126ABCDEFGHJK'), { message: 'held by an administrator' })
  const call = { headers: {}, body: '' }
  assert.deepEqual([held.payments.readCallback(call), held.post.readReport(call)], [null, null])
  await close()
})
