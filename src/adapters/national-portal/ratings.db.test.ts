import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { findDossierById } from '#modules/dossiers'
import { fetchRatings, listRatings, type RatingSystem, ratingGauges, tellRatings } from '#modules/ratings'
import { fixedClock } from '#platform/clock'
import { findOfficer } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { dossierWith } from '#test/sync'
import { useApp } from '#test/whole-app'
import { openNationalPortal } from './client.ts'
import { type StandInPortal, startStandInPortal } from './stand-in.ts'

let standIn: StandInPortal
before(async () => {
  standIn = await startStandInPortal()
})
after(() => standIn.stop())

const openPortal = (): RatingSystem => {
  const { ratings } = openNationalPortal({ ...standIn.connection, timeoutMs: 2000 })
  if (!ratings) throw new Error('the classic portal knows ratings')
  return ratings
}
const world = useApp(async () => ({
  ratingSystems: [openPortal()],
}))

const owner = '999000000017'
const ask = async (account: string, url: string, form?: Record<string, string>) =>
  await world.app.inject({
    method: form ? 'POST' : 'GET',
    url,
    headers: {
      ...(await world.as(account)),
      accept: 'text/html',
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form && { payload: new URLSearchParams(form).toString() }),
  })

async function refusedDossier(): Promise<string> {
  const { context } = world
  const officer = (username: string) => findOfficer(context, username)
  const paper = () => Promise.reject(new Error('none is needed'))
  const id = await dossierWith({ context, at: () => context, officer, paper }, ['refuse'])
  const dossier = await findDossierById(context.db, id)
  return dossier?.code ?? dossier?.reference ?? ''
}

const all = { agencyId: null, month: null, before: null, limit: 50 }

test('who rates a finished dossier does it once, what was chosen is kept, and the portal is told when it is back', async () => {
  const { context } = world
  const open = await submitBirth(context)
  assert.equal((await ask(owner, `/my/dossiers/${open}/rating`, { time: '2' })).statusCode, 409)
  const code = await refusedDossier()
  const url = `/my/dossiers/${code}/rating`
  assert.match((await ask(owner, `/my/dossiers/${code}`)).body, new RegExp(url))
  assert.equal((await ask('999000000024', url)).statusCode, 404)
  const nothing = await ask(owner, url, { comment: 'Cán bộ nhiệt tình' })
  assert.equal(nothing.statusCode, 422)
  assert.match(nothing.body, /Cán bộ nhiệt tình/)
  assert.deepEqual(await findMarkupErrors(nothing.body), [])
  standIn.setFault('down')
  const said = { time: '2', attitude: '1', comment: 'Cán bộ nhiệt tình' }
  const both = await Promise.all([ask(owner, url, said), ask(owner, url, said)])
  assert.deepEqual(both.map(({ statusCode }) => statusCode).sort(), [303, 409])
  const done = (await ask(owner, `${url}?done=rate`)).body
  assert.match(done, /Cảm ơn bạn/)
  assert.deepEqual(await findMarkupErrors(done), [])

  assert.equal(await tellRatings(context, openPortal()), 0)
  assert.equal(await ratingGauges(context)[0]?.read(), 1)
  standIn.setFault(null)
  const later = { ...context, clock: fixedClock(context.clock.now().add({ minutes: 2 }).toString()) }
  assert.equal(await tellRatings(later, openPortal()), 1)
  assert.equal(await tellRatings(later, openPortal()), 0)
  assert.deepEqual(
    standIn.ratings.told().map(({ MaHoSo, NoiDung }) => [MaHoSo, NoiDung]),
    [[code, 'Cán bộ nhiệt tình']],
  )
})

test('what was given at the portal is kept once, of an unknown dossier too, and found when that one is known', async () => {
  const { context } = world
  const code = await refusedDossier()
  const before = (await listRatings(context.db, all)).length
  standIn.ratings.rate(code, { attitude: 0, publicity: 1 }, 'Phải đi lại nhiều')
  standIn.ratings.rate('G99.01-20261101-0000001', { time: 1 }, null)
  standIn.setFault('garbage')
  await assert.rejects(fetchRatings(context, openPortal()))
  standIn.setFault(null)
  const atOnce = [fetchRatings(context, openPortal()), fetchRatings(context, openPortal())]
  assert.deepEqual((await Promise.all(atOnce)).toSorted(), [0, 2])
  standIn.setFault('duplicate')
  assert.equal(await fetchRatings(context, openPortal()), 0)
  standIn.setFault(null)
  const ratings = await listRatings(context.db, all)
  assert.equal(ratings.length, before + 2)
  assert.equal(ratings.filter(({ dossierId }) => dossierId === null).length, 1)
})

test('officers see the ratings of their agency with averages, an auditor all, and others none', async () => {
  const own = (await ask('reception', '/officer/ratings')).body
  assert.match(own, /Phải đi lại nhiều/)
  assert.match(own, /Thái độ phục vụ/)
  assert.doesNotMatch(own, /G99\.01/)
  assert.deepEqual(await findMarkupErrors(own), [])
  const auditor = await ask('auditor', '/officer/ratings')
  assert.match(auditor.body, /G99\.01/)
  assert.doesNotMatch((await ask('auditor', '/officer/ratings?month=2026-01')).body, /G99\.01-/)
  assert.equal((await ask('administrator', '/officer/ratings')).statusCode, 403)
  assert.equal((await ask('reception', '/officer/ratings?before=nonsense')).statusCode, 200)
})
