import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { HttpApp } from '#platform/http'
import { testInstant, useContext } from '#test/app'
import { trustingProvider } from '#test/identity-providers'
import { movingClock, openBrowser, openSignInApp } from '#test/sign-in-app'
import { memoriesOf } from './accounts.ts'
import { takeParkedForm } from './refused-pages.ts'
import { demoCitizens } from './seed-demo.ts'
import { cookieNameOf, hashToken } from './sessions.ts'

const made = useContext()
const [huong, thanh] = demoCitizens

const guarded = { config: { permission: 'dossiers.read_own' } } as const
function addPages(context: Context) {
  return (app: HttpApp) => {
    app.get('/my/dossiers', guarded, async ({ actor }) => actor)
    app.get('/drafts/one', guarded, async (request) => takeParkedForm(context.db, request, '/drafts/one'))
    app.post('/drafts/one', guarded, async () => 'saved')
    app.post('/drafts/one/only-post', guarded, async () => 'saved')
    app.get('/officer/worklist', { config: { permission: 'dossiers.list_work' } }, async () => 'work')
  }
}

async function open(publicUrl = 'http://127.0.0.1:8080') {
  const clock = movingClock(testInstant)
  const context = { ...made.context, clock, publicUrl }
  const app = await openSignInApp(context, trustingProvider(), addPages(context))
  const browser = openBrowser(app)
  const signIn = async (who = huong) => {
    await browser.get('/sign-in/start?return=/my/dossiers')
    return await browser.get(`/sign-in/callback?state=state&person=${who?.personalId}`)
  }
  /** Lets the process forget, as another process or three seconds would. */
  const forget = () => {
    for (const token of browser.jar.values())
      memoriesOf(context.db).sessions.drop(hashToken(token).toString('hex'))
  }
  const forward = (by: Temporal.DurationLike) => {
    clock.forward(by)
    forget()
  }
  return { app, context, browser, signIn, forward, forget, cookie: cookieNameOf(context) }
}

test('a page that needs a sign-in leads to the right door and back', async () => {
  const { browser } = await open()
  const citizen = await browser.get('/my/dossiers?state=open')
  assert.equal(citizen.statusCode, 303)
  assert.equal(citizen.headers.location, '/sign-in?return=%2Fmy%2Fdossiers%3Fstate%3Dopen')
  const officer = await browser.get('/officer/worklist')
  assert.equal(officer.headers.location, '/officer/sign-in?return=%2Fofficer%2Fworklist')
})

test('a program that asks for no page is answered 401, and one without the right 403', async () => {
  const { app, browser, signIn } = await open()
  const refused = await app.inject({ url: '/api/v1/me' })
  assert.equal(refused.statusCode, 401)
  assert.equal(refused.json().code, 'request.not_signed_in')
  await signIn()
  assert.equal((await browser.get('/officer/worklist')).statusCode, 403)
})

test('a signed-in citizen is known, and the session is out of reach of scripts and other sites', async () => {
  const { browser, signIn } = await open()
  const answer = await signIn()
  assert.equal(answer.headers.location, '/my/dossiers')
  const cookie = answer.cookies.find(({ name }) => name === 'mc_session')
  assert.deepEqual(
    [cookie?.httpOnly, cookie?.sameSite, cookie?.secure, cookie?.path],
    [true, 'Lax', undefined, '/'],
  )
  const me = await browser.get('/api/v1/me')
  assert.equal(me.json().personalId, huong?.personalId)
  assert.equal(me.json().accountId, undefined)
})

test('over https the cookie is secure and bound to the host', async () => {
  const { signIn } = await open('https://motcua.example')
  const cookie = (await signIn()).cookies.find(({ name }) => name === '__Host-mc_session')
  assert.equal(cookie?.secure, true)
})

test('only a hash of the token is in the database', async () => {
  const { browser, context, signIn, cookie } = await open()
  await signIn()
  const { rows } = await context.pool.query('select * from identity.session')
  assert.ok(rows.length > 0)
  assert.ok(!JSON.stringify(rows).includes(browser.jar.get(cookie) ?? 'none'))
})

test('signing out ends the session everywhere', async () => {
  const { browser, signIn, cookie } = await open()
  await signIn()
  const token = browser.jar.get(cookie) ?? ''
  const out = await browser.post('/sign-out', {})
  assert.equal(out.headers.location, '/')
  assert.equal(browser.jar.has(cookie), false)
  browser.jar.set(cookie, token)
  assert.equal((await browser.get('/my/dossiers')).statusCode, 303)
})

test('signing in again ends the session this browser had', async () => {
  const { browser, signIn, forget, cookie } = await open()
  await signIn()
  const first = browser.jar.get(cookie) ?? ''
  await signIn(thanh)
  browser.jar.set(cookie, first)
  forget()
  assert.equal((await browser.get('/my/dossiers')).statusCode, 303)
})

test('two hours of rest end a citizen’s session, and work keeps it until twelve hours', async () => {
  const { browser, signIn, forward } = await open()
  await signIn()
  for (let hour = 0; hour < 11; hour += 1) {
    forward({ minutes: 60 })
    assert.equal((await browser.get('/my/dossiers')).statusCode, 200, `hour ${hour}`)
  }
  forward({ minutes: 60 })
  assert.match(String((await browser.get('/my/dossiers')).headers.location), /ended=1/)
  await signIn()
  forward({ minutes: 120 })
  assert.equal((await browser.get('/my/dossiers')).statusCode, 303)
})

test('a page after a quarter of an hour brings a new token; the old one lives a minute longer', async () => {
  const { browser, signIn, forward, forget, cookie } = await open()
  await signIn()
  const old = browser.jar.get(cookie) ?? ''
  forward({ minutes: 16 })
  await browser.get('/my/dossiers')
  const fresh = browser.jar.get(cookie) ?? ''
  assert.notEqual(fresh, old)
  assert.equal((await browser.get('/my/dossiers')).statusCode, 200)
  const withOld = async () => {
    browser.jar.set(cookie, old)
    forget()
    return (await browser.get('/my/dossiers')).statusCode
  }
  assert.equal(await withOld(), 200)
  browser.jar.set(cookie, fresh)
  forward({ seconds: 61 })
  assert.equal(await withOld(), 303)
  browser.jar.set(cookie, fresh)
  assert.equal((await browser.get('/my/dossiers')).statusCode, 200)
})

test('a new token that was lost on the way signs nobody out', async () => {
  const { browser, signIn, forward, cookie } = await open()
  await signIn()
  const old = browser.jar.get(cookie) ?? ''
  forward({ minutes: 16 })
  await browser.get('/my/dossiers')
  browser.jar.set(cookie, old)
  forward({ minutes: 20 })
  assert.equal((await browser.get('/my/dossiers')).statusCode, 200)
  assert.notEqual(browser.jar.get(cookie), old)
})

test('two pages at once renew the token once, and both are answered', async () => {
  const { browser, signIn, forward } = await open()
  await signIn()
  forward({ minutes: 16 })
  const answers = await Promise.all([browser.get('/my/dossiers'), browser.get('/my/dossiers')])
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [200, 200],
  )
  const given = answers.flatMap(({ cookies }) => cookies.filter(({ name }) => name === 'mc_session'))
  assert.equal(given.length, 1)
})

test('what was typed into a form whose session had ended comes back after signing in, once, to its person', async () => {
  const { browser, signIn, forward } = await open()
  await signIn()
  forward({ minutes: 130 })
  const refused = await browser.post('/drafts/one?from=2', { 'child.fullName': 'LÒ MINH AN', password: 'x' })
  assert.equal(refused.statusCode, 303)
  assert.equal(refused.headers.location, '/sign-in?return=%2Fdrafts%2Fone%3Ffrom%3D2&ended=1&kept=1')
  assert.match((await browser.get(String(refused.headers.location))).body, /24 giờ/)
  await signIn(thanh)
  assert.equal((await browser.get('/drafts/one')).body, 'null')
  await signIn()
  assert.deepEqual((await browser.get('/drafts/one')).json(), { 'child.fullName': 'LÒ MINH AN' })
  assert.equal((await browser.get('/drafts/one')).body, 'null')
})

test('a form with files keeps its fields; the files are asked for again', async () => {
  const { browser, signIn, forward, app } = await open()
  await signIn()
  forward({ minutes: 130 })
  const body = [
    '--x\r\ncontent-disposition: form-data; name="note"\r\n\r\nghi chú\r\n',
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF\r\n',
    '--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\na\r\n',
    '--x\r\ncontent-disposition: form-data; name="kind"\r\n\r\nb\r\n--x--\r\n',
  ].join('')
  const refused = await app.inject({
    method: 'POST',
    url: '/drafts/one',
    headers: { accept: 'text/html', 'content-type': 'multipart/form-data; boundary=x' },
    cookies: Object.fromEntries(browser.jar),
    payload: body,
  })
  for (const { name, value } of refused.cookies) browser.jar.set(name, value)
  await signIn()
  assert.deepEqual((await browser.get('/drafts/one')).json(), { note: 'ghi chú', kind: ['a', 'b'] })
})

test('a form without a page of its own leads back to the page it stood on; a stranger’s form is not kept', async () => {
  const { browser, context } = await open()
  const before = await context.pool.query('select count(*)::int as n from identity.parked_form')
  const refused = await browser.post(
    '/drafts/one/only-post',
    { a: 'b' },
    { host: 'motcua.example', referer: 'http://motcua.example/procedures/1.001193' },
  )
  assert.equal(refused.headers.location, '/sign-in?return=%2Fprocedures%2F1.001193')
  const after = await context.pool.query('select count(*)::int as n from identity.parked_form')
  assert.equal(after.rows[0].n, before.rows[0].n)
})

test('a parked form is bounded, and gone after a day', async () => {
  const { browser, signIn, forward, context } = await open()
  await signIn()
  forward({ minutes: 130 })
  await browser.post('/drafts/one', { small: 'a', large: 'x'.repeat(70_000) })
  const { rows } = await context.pool.query("select fields from identity.parked_form where fields ? 'small'")
  assert.deepEqual(Object.keys(rows[0].fields), ['small'])
  forward({ hours: 25 })
  await signIn()
  assert.equal((await browser.get('/drafts/one')).body, 'null')
})
