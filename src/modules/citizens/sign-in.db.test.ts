import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { openVneid, type StandInVneid, startStandInVneid } from '#adapters/vneid'
import { listAudit } from '#modules/audit'
import { findCitizenAccount } from '#modules/identity'
import { listLapsed, listRepresentations } from '#modules/representation'
import { listenOnLoopback } from '#platform/loopback'
import { readAtMost } from '#platform/read-at-most'
import { testInstant, useContext } from '#test/app'
import { findMarkupErrors } from '#test/html-validity'
import { movingClock, openBrowser, openSignInApp } from '#test/sign-in-app'
import { passVneid, signOutOfVneid } from '#test/vneid-browser'

const made = useContext()
const redirectUri = 'http://127.0.0.1:8080/sign-in/callback'
const opened: StandInVneid[] = []
after(() => Promise.all(opened.map(({ stop }) => stop())))

async function open() {
  const ear = createServer()
  const { url: backChannelLogoutUri, stop } = await listenOnLoopback(ear)
  const standIn = await startStandInVneid({ redirectUris: [redirectUri], backChannelLogoutUri })
  opened.push(standIn, { ...standIn, stop })
  const clock = movingClock(testInstant)
  const context = { ...made.context, clock }
  const app = await openSignInApp(context, openVneid({ ...standIn, redirectUri, log: context.log }), (server) =>
    server.get('/my/dossiers', { config: { permission: 'dossiers.read_own' } }, async () => 'mine'),
  )
  const told: string[] = []
  const tell = (payload: string) =>
    app.inject({
      ...{ method: 'POST', url: '/sign-in/back-channel-logout', payload },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  ear.on('request', async (request, response) => {
    const text = (await readAtMost(request, 20_000)).toString()
    told.push(text)
    const answers = await Promise.all([tell(text), tell(text)])
    response.writeHead(Math.min(...answers.map(({ statusCode }) => statusCode))).end()
  })
  const browser = openBrowser(app)
  const start = async (return_ = '/my/dossiers') =>
    String((await browser.get(`/sign-in/start?return=${encodeURIComponent(return_)}`)).headers.location)
  const back = async (address: string) => await browser.get(address.slice('http://127.0.0.1:8080'.length))
  return { context, clock, standIn, browser, start, back, app, told, tell }
}

test('a citizen goes to VNeID and comes back to the page they wanted, signed in', async () => {
  const { context, browser, start, back } = await open()
  assert.match((await browser.get('/sign-in?return=/my/dossiers')).body, /Đăng nhập bằng VNeID/)
  const answer = await back(await passVneid(await start(), '999000000017'))
  assert.equal(answer.statusCode, 303)
  assert.equal(answer.headers.location, '/my/dossiers')
  assert.equal((await browser.get('/my/dossiers')).body, 'mine')
  const account = await findCitizenAccount(context.db, { personalId: '999000000017' })
  assert.deepEqual(
    [account?.fullName, account?.birthDate, account?.assuranceLevel],
    ['LÒ THỊ MAI HƯƠNG', '1997-03-14', 2],
  )
  const [entry] = await listAudit(context.db, { kind: 'account', id: account?.id ?? '' })
  assert.deepEqual([entry?.action, entry?.actor.kind], ['identity.sign_in', 'citizen'])
})

test('a person stays one account, and the level is the one of the last sign-in', async () => {
  const { context, start, back } = await open()
  await back(await passVneid(await start(), '999000000055'))
  const first = await findCitizenAccount(context.db, { personalId: '999000000055' })
  await back(await passVneid(await start(), '999000000055'))
  const second = await findCitizenAccount(context.db, { personalId: '999000000055' })
  assert.equal(first?.id, second?.id)
  assert.equal(second?.assuranceLevel, 1)
})

test('a citizen of level 1 who needs level 2 is shown the way to it', async () => {
  const { browser, start, back } = await open()
  await back(await passVneid(await start(), '999000000055'))
  const page = await browser.get('/sign-in?level=2&return=/my/dossiers')
  assert.equal(page.statusCode, 200)
  assert.match(page.body, /tài khoản mức 2/)
})

test('an answer that this browser did not ask for signs nobody in', async () => {
  const { browser, start, back } = await open()
  const address = await passVneid(await start(), '999000000017')
  browser.jar.clear()
  const answer = await back(address)
  assert.equal(answer.statusCode, 400)
  assert.match(answer.body, /không khớp với lần đăng nhập này/)
  assert.equal((await browser.get('/my/dossiers')).statusCode, 303)
})

test('an answer whose state was changed signs nobody in', async () => {
  const { start, back } = await open()
  const address = new URL(await passVneid(await start(), '999000000017'))
  address.searchParams.set('state', 'another')
  assert.equal((await back(address.href)).statusCode, 400)
})

test('an answer that comes after ten minutes, or twice, signs nobody in', async () => {
  const { clock, browser, start, back } = await open()
  const address = await passVneid(await start(), '999000000017')
  clock.forward({ seconds: 601 })
  assert.equal((await back(address)).statusCode, 400)
  const again = await passVneid(await start(), '999000000017')
  const remembered = new Map(browser.jar)
  assert.equal((await back(again)).statusCode, 303)
  for (const [name, value] of remembered) browser.jar.set(name, value)
  const replayed = await back(again)
  assert.equal(replayed.statusCode, 400)
  assert.match(replayed.body, /đã dùng rồi/)
})

test('two sign-ins in two windows do not disturb each other', async () => {
  const { start, back } = await open()
  const [first, second] = [await start('/my/dossiers?window=1'), await start('/my/dossiers?window=2')]
  const answers = [
    await back(await passVneid(second, '999000000017')),
    await back(await passVneid(first, '999000000017')),
  ]
  assert.deepEqual(
    answers.map(({ headers }) => headers.location),
    ['/my/dossiers?window=2', '/my/dossiers?window=1'],
  )
})

test('who stops at VNeID is told what to do next', async () => {
  const { start, back } = await open()
  const answer = await back(await passVneid(await start(), null))
  assert.equal(answer.statusCode, 400)
  assert.match(answer.body, /Bạn đã dừng đăng nhập/)
})

test('a provider that is away is said so; everything else goes on', async () => {
  const { browser, standIn } = await open()
  await standIn.stop()
  const answer = await browser.get('/sign-in/start?return=/my/dossiers')
  assert.equal(answer.statusCode, 503)
  assert.match(answer.body, /VNeID không trả lời/)
  assert.match(answer.body, /quầy Một Cửa/)
  assert.equal((await browser.get('/sign-in')).statusCode, 200)
})

test('nobody is sent to another site after signing in', async () => {
  const { start, back } = await open()
  const answer = await back(await passVneid(await start('https://evil.example/'), '999000000017'))
  assert.equal(answer.headers.location, '/')
})

test('who signs out here is led to sign out there; the token that tells us is obeyed once', async () => {
  const { browser, app, start, back, told, tell } = await open()
  const cookies = new Map<string, string>()
  await back(await passVneid(await start(), '999000000017', cookies))
  const copied = openBrowser(app)
  for (const [name, value] of browser.jar) copied.jar.set(name, value)
  assert.equal((await copied.get('/my/dossiers')).body, 'mine')
  assert.equal((await browser.post('/sign-out', {})).headers.location, '/signed-out')
  assert.equal((await copied.get('/my/dossiers')).statusCode, 303, 'the cookie is worth nothing any more')
  const page = await browser.get('/signed-out')
  const there =
    page.body.match(/href="([^"]*session\/end[^"]*)"/)?.[1]?.replaceAll(/&(amp|#38|#x26);/g, '&') ?? ''
  assert.equal(await signOutOfVneid(there, cookies), 'http://127.0.0.1:8080/signed-out')
  assert.equal(told.length, 1)
  assert.equal((await tell(told[0] ?? '')).statusCode, 400, 'a token is obeyed once')
  assert.equal((await tell('logout_token=rubbish')).statusCode, 400)
})

test('signing out at VNeID ends the session here, and that is on record', async () => {
  const { context, browser, start, back, standIn } = await open()
  const cookies = new Map<string, string>()
  await back(await passVneid(await start(), '999000000024', cookies))
  assert.equal((await browser.get('/my/dossiers')).body, 'mine')
  const query = new URLSearchParams({
    client_id: 'motcua',
    post_logout_redirect_uri: new URL('/signed-out', redirectUri).href,
  })
  await signOutOfVneid(`${standIn.issuer}/session/end?${query}`, cookies)
  assert.equal((await browser.get('/my/dossiers')).statusCode, 303)
  const account = await findCitizenAccount(context.db, { personalId: '999000000024' })
  const entries = await listAudit(context.db, { kind: 'account', id: account?.id ?? '' })
  assert.deepEqual(
    entries.flatMap(({ action, detail }) => (action === 'citizens.provider_logout' ? [detail?.sessions] : [])),
    [1],
    'told twice at once, it is done once',
  )
})

test('a second account with the same personal id is joined only after a yes, at level 2, and can be unlinked', async () => {
  const { context, browser, start, back } = await open()
  await back(await passVneid(await start(), '999000000017'))
  const low = await back(await passVneid(await start(), '999000000017-b low'))
  assert.equal(low.statusCode, 400)
  assert.match(low.body, /đã gắn với một tài khoản VNeID khác/)
  browser.jar.clear()
  const asked = await back(await passVneid(await start(), '999000000017-b'))
  assert.equal(asked.headers.location, '/sign-in/link')
  assert.equal((await browser.get('/my/dossiers')).statusCode, 303, 'nobody is signed in yet')
  assert.match((await browser.get('/sign-in/link')).body, /Đây cũng là tài khoản của bạn/)
  const declined = await browser.post('/sign-in/link', { answer: 'no' })
  assert.equal(declined.headers.location, '/signed-out?link=declined')
  await back(await passVneid(await start(), '999000000017-b'))
  assert.equal((await browser.post('/sign-in/link', { answer: 'yes' })).headers.location, '/my/dossiers')
  const page = await browser.get('/my/identity')
  assert.match(page.body, /<code>SoDienThoai<\/code>/)
  assert.match(page.body, /VNeID không gửi/)
  const current = page.body.slice(page.body.indexOf('Đang đăng nhập'))
  await browser.post('/my/identity', { account: current.match(/name="account" value="([^"]+)"/)?.[1] ?? '' })
  assert.equal((await browser.get('/my/dossiers')).statusCode, 303, 'its sessions have ended')
  const again = await back(await passVneid(await start(), '999000000017-b'))
  assert.equal(again.headers.location, '/sign-in/link')
  const person = await findCitizenAccount(context.db, { personalId: '999000000017' })
  const entries = await listAudit(context.db, { kind: 'account', id: person?.id ?? '' })
  const actions = entries.map(({ action }) => action).filter((action) => /link/.test(action))
  assert.deepEqual(new Set(actions), new Set(['citizens.unlink', 'citizens.link']))
})

test('who asked for level 2 and came with level 1 is told so, and is signed in at level 1', async () => {
  const { browser, back } = await open()
  const url = String((await browser.get('/sign-in/start?level=2&return=/my/dossiers')).headers.location)
  const answer = await back(await passVneid(url, '999000000055'))
  assert.equal(answer.statusCode, 403)
  assert.match(answer.body, /Tài khoản của bạn là mức 1/)
  assert.equal((await browser.get('/my/dossiers')).body, 'mine')
})

test('the account of a company acts for it alone; its user may choose it later with an account of their own', async () => {
  const { browser, start, back, context } = await open()
  await back(await passVneid(await start(), '0109999002'))
  const bound = (await browser.get('/api/v1/me')).json()
  assert.deepEqual([bound.personalId, bound.actingFor?.number], ['999000000024', '0109999002'])
  assert.equal((await browser.post('/my/acting', { for: 'self' })).statusCode, 403)
  browser.jar.clear()
  const own = await back(await passVneid(await start(), '999000000024'))
  assert.equal(own.headers.location, '/my/acting?return=%2Fmy%2Fdossiers')
  const [one] = await listRepresentations(context, '999000000024')
  assert.match((await browser.get('/my/acting')).body, /HƯ CẤU NẬM RỐM/)
  await browser.post('/my/acting', { for: one?.id ?? '', return: '/my/dossiers' })
  assert.equal((await browser.get('/api/v1/me')).json().actingFor?.number, '0109999002')
  await browser.post('/my/acting', { for: 'self' })
  assert.equal((await browser.get('/api/v1/me')).json().actingFor, undefined)
  const stranger = await browser.post('/my/acting', { for: '00000000-0000-7000-8000-000000000000' })
  assert.equal(stranger.statusCode, 404)
})

test("a child's account names who represents it: that person may then act for the child, and nobody else", async () => {
  const { context, start, back } = await open()
  await back(await passVneid(await start(), '999000000093'))
  const [child] = await listRepresentations(context, '999000000048')
  assert.deepEqual(
    [child?.principal.name, child?.ground, child?.source, child?.birthDate],
    ['QUÀNG MINH KHÔI', 'registered_account', 'provider', '2017-06-01'],
  )
  assert.deepEqual(await listRepresentations(context, '999000000017'), [])
})

test('who acted for a company by its account may do so for 90 days; then its account has to show it once more', async () => {
  const { browser, clock, start, back } = await open()
  const enter = async (who: string) => {
    browser.jar.clear()
    return (await back(await passVneid(await start(), who))).headers.location
  }
  const acting = async () => (await browser.get('/api/v1/me')).json().actingFor?.number
  await enter('0109999002')
  clock.forward({ hours: 90 * 24 - 1 })
  assert.match(String(await enter('999000000024')), /^\/my\/acting/)
  const id = (await browser.get('/my/acting')).body.match(/name="for"[^>]*value="([0-9a-f-]{36})"/)?.[1] ?? ''
  await browser.post('/my/acting', { for: id })
  assert.equal(await acting(), '0109999002')

  clock.forward({ hours: 1 })
  assert.equal(await acting(), undefined, 'a session that is open acts for it no more')
  const page = (await browser.get('/my/acting')).body
  assert.match(page, /không còn được xác nhận\. Hãy đăng nhập lại bằng tài khoản của tổ chức/)
  assert.match(page, /Từ ngày 24\/02\/2027/)
  assert.doesNotMatch(page, new RegExp(`name="for"[^>]*value="${id}"`))
  assert.equal((await browser.post('/my/acting', { for: id })).statusCode, 404)
  assert.deepEqual(await findMarkupErrors(page), [])
  assert.equal(await enter('999000000024'), '/my/dossiers', 'there is nobody to choose')
  assert.match((await browser.get('/my/acting')).body, /không còn được xác nhận/)

  await enter('0109999002')
  assert.equal(await acting(), '0109999002')
  clock.forward({ hours: 89 * 24 })
  assert.match(String(await enter('999000000024')), /^\/my\/acting/)
  await browser.post('/my/acting', { for: id })
  assert.equal(await acting(), '0109999002', 'its account has proved the same right anew')
})

test('who registered the account of a child acts for the child until the day it is 18', async () => {
  const { context, clock, start, back } = await open()
  const children = async () =>
    (await listRepresentations(context, '999000000048')).map(({ principal }) => principal.name)
  await back(await passVneid(await start(), '999000000093'))
  const untilEve = clock.now().until('2035-05-31T16:59:59Z')
  clock.forward({ seconds: untilEve.total('seconds') })
  assert.deepEqual(await children(), ['QUÀNG MINH KHÔI'])
  clock.forward({ seconds: 1 })
  assert.deepEqual(await children(), [])
  const [lapsed] = await listLapsed(context, '999000000048')
  assert.deepEqual(lapsed?.lapse, { why: 'grown_up', on: '2035-06-01' })
  await back(await passVneid(await start(), '999000000093'))
  assert.deepEqual(await children(), [], 'what its account still says of a parent gives no right')
})
