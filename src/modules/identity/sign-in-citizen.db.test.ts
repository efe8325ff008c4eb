import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openVneid, type StandInVneid, startStandInVneid } from '#adapters/vneid'
import { listAudit } from '#modules/audit'
import { testInstant, useContext } from '#test/app'
import { movingClock, openBrowser, openSignInApp } from '#test/sign-in-app'
import { passVneid } from '#test/vneid-browser'
import { findCitizenAccount } from './repository-accounts.ts'

const made = useContext()
const redirectUri = 'http://127.0.0.1:8080/sign-in/callback'
const opened: StandInVneid[] = []
after(() => Promise.all(opened.map(({ stop }) => stop())))

async function open() {
  const standIn = await startStandInVneid({ redirectUris: [redirectUri] })
  opened.push(standIn)
  const clock = movingClock(testInstant)
  const context = { ...made.context, clock }
  const app = await openSignInApp(context, openVneid({ ...standIn, redirectUri, log: context.log }), (server) =>
    server.get('/my/dossiers', { config: { permission: 'dossiers.read_own' } }, async () => 'mine'),
  )
  const browser = openBrowser(app)
  const start = async (return_ = '/my/dossiers') =>
    String((await browser.get(`/sign-in/start?return=${encodeURIComponent(return_)}`)).headers.location)
  const back = async (address: string) => await browser.get(address.slice('http://127.0.0.1:8080'.length))
  return { context, clock, standIn, browser, start, back }
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
