import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { organisationRoutes, seedDemoProvince } from '#modules/organisations'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'
import { useContext } from '#test/app'

const setting = useContext()
let app: HttpApp

type Page = { items: { code: string; fullName?: string; name: string }[]; nextCursor: string | null }
const get = async (url: string): Promise<Page> => (await app.inject({ url: `/api/v1${url}` })).json<Page>()

before(async () => {
  await setting.ready
  await seedDemoProvince(setting.context)
  app = openHttp({ log: setting.context.log, errorPage: () => html`` })
  await app.register(organisationRoutes(setting.context), { prefix: '/api/v1' })
})
after(() => app.close())

test('the communes of a province come in pages; the cursor leads to the end', async () => {
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await get(`/units?province=11&limit=20${cursor ? `&cursor=${cursor}` : ''}`)
    seen.push(...page.items.map(({ code }) => code))
    cursor = page.nextCursor
  }
  assert.equal(seen.length, 45)
  assert.deepEqual(seen, [...new Set(seen)].sort())
})

test('a commune is found by a part of its name, without marks', async () => {
  const { items } = await get('/units?province=11&q=muong nhe')
  assert.deepEqual(
    items.map(({ fullName }) => fullName),
    ['Xã Mường Nhé'],
  )
})

test('a percent sign is a character to look for, not a pattern', async () => {
  assert.equal((await get('/units?province=11&q=%25%25zz')).items.length, 0)
})

test('the people of a province find its departments', async () => {
  const { items } = await get('/agencies?province=11&kind=department')
  assert.equal(items.length, 13)
  assert.ok(items.some(({ name }) => name === 'Sở Xây dựng'))
})

test('a page longer than 200 is refused with the field', async () => {
  const answer = await app.inject({ url: '/api/v1/units?limit=1000' })
  assert.equal(answer.statusCode, 400)
  assert.equal(answer.json<{ fields: { field: string }[] }>().fields[0]?.field, 'limit')
})
