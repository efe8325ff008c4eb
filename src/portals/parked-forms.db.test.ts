import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openApp } from '#app'
import { advanceDossier } from '#modules/dossiers'
import { demoCitizens, demoPassword } from '#modules/identity'
import { testInstant } from '#test/app'
import { findOfficer } from '#test/demo'
import { citizen, submitBirth, submitMaritalStatus } from '#test/dossiers'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { trustingProvider } from '#test/identity-providers'
import { movingClock, openBrowser } from '#test/sign-in-app'
import { noSigning, useApp } from '#test/whole-app'

const world = useApp()
const [huong] = demoCitizens

/** A browser on a server whose clock moves; `signIn` as an officer by username, or as the demo's first citizen. */
async function open() {
  const clock = movingClock(testInstant)
  const identityProvider = trustingProvider(huong)
  const app = await openApp({ ...world.context, clock }, { identityProvider, signing: noSigning })
  const browser = openBrowser(app)
  const signIn = async (username: string | null) => {
    if (username) return await browser.post('/officer/sign-in', { username, password: demoPassword })
    await browser.get('/sign-in/start?return=/')
    return await browser.get('/sign-in/callback?state=state')
  }
  /** Opens the page, lets the session end, sends the form, signs in again; answers where it led and the page then. */
  const returnTo = async (username: string | null, page: string, typed: Record<string, string>, url = page) => {
    await signIn(username)
    const opened = await browser.get(page)
    assert.equal(opened.statusCode, 200, opened.body)
    clock.forward({ hours: 13 })
    const shown = fieldsOfPage(opened.body)
    const { key = '', revision = '' } = shown
    const ended = await browser.post(url, url === page ? { ...shown, ...typed } : { key, revision })
    assert.equal(ended.statusCode, 303)
    await signIn(username)
    const back = await browser.get(page)
    return { location: String(ended.headers.location), body: back.body, again: (await browser.get(page)).body }
  }
  return { app, returnTo }
}

const words = /trước khi hết phiên đăng nhập vẫn còn nguyên/

async function assertBack({ location, body, again }: { location: string; body: string; again: string }) {
  assert.match(location, /kept=1/)
  assert.match(body, words)
  assert.deepEqual(await findMarkupErrors(body), [])
  assert.doesNotMatch(again, words)
}

test('what an officer typed at the counter is there after signing in again', async () => {
  const { app, returnTo } = await open()
  const typed = {
    procedure: '1.001193',
    fullName: 'QUÀNG THỊ BÌNH',
    'child-fullName': 'LÒ MINH AN',
    v: 'accept',
  }
  const back = await returnTo('reception', '/officer/intake', typed)
  await assertBack(back)
  const fields = fieldsOfPage(back.body)
  for (const [name, text] of Object.entries(typed)) if (name !== 'v') assert.equal(fields[name], text)
  await app.close()
})

test('what an officer ticked as seen to make fees lower is there after signing in again, with its paper', async () => {
  const { app, returnTo } = await open()
  const typed = {
    procedure: '1.004873',
    'seen.poor_household': 'true',
    seenProof: 'Giấy chứng nhận hộ nghèo số 12',
    v: 'accept',
  }
  const back = await returnTo('reception', '/officer/intake', typed)
  await assertBack(back)
  const fields = fieldsOfPage(back.body)
  for (const [name, text] of Object.entries(typed)) if (name !== 'v') assert.equal(fields[name], text)
  await app.close()
})

test('what an officer typed to give a command is there after signing in again', async () => {
  const { app, returnTo } = await open()
  const reference = await submitBirth(world.context, citizen('24', 'LƯỜNG VĂN KHÁNH'))
  const page = `/officer/dossiers/${reference}/commands/refuse`
  const reason = 'Không thuộc địa bàn của phường'
  const back = await returnTo('reception', page, { reason })
  await assertBack(back)
  assert.equal(fieldsOfPage(back.body).reason, reason)
  await app.close()
})

test('a press of a button that typed nothing is not said to be kept', async () => {
  const { app, returnTo } = await open()
  const reference = await submitBirth(world.context, citizen('24', 'LƯỜNG VĂN KHÁNH'))
  const page = `/officer/dossiers/${reference}`
  const { location, body } = await returnTo('reception', page, {}, `${page}/commands/accept`)
  assert.doesNotMatch(location, /kept=1/)
  assert.doesNotMatch(body, words)
  await app.close()
})

test('why a citizen withdraws is there after signing in again', async () => {
  const { app, returnTo } = await open()
  const reference = await submitBirth(world.context, citizen('17', 'LÒ THỊ MAI HƯƠNG'))
  const reception = await findOfficer(world.context, 'reception')
  await advanceDossier(world.context, reference, { command: { type: 'accept' } }, reception)
  const back = await returnTo(null, `/my/dossiers/${reference}/withdraw`, { reason: 'Khai nhầm tên của cháu' })
  await assertBack(back)
  assert.equal(fieldsOfPage(back.body).reason, 'Khai nhầm tên của cháu')
  await app.close()
})

test('the reason and the new day of an apology are there after signing in again', async () => {
  const { app, returnTo } = await open()
  const submitted = '2026-11-25T08:00:00+07:00'
  const name = await submitMaritalStatus(world.context, citizen('48', 'QUÀNG THỊ BÌNH'), submitted)
  const reception = await findOfficer(world.context, 'reception')
  const { code } = await advanceDossier(world.context, name, { command: { type: 'accept' } }, reception)
  const typed = { reason: 'Chờ công an xã trả lời', until: '2/12/2026', command: 'send' }
  const back = await returnTo('signatory', `/officer/dossiers/${code}/extension`, typed)
  await assertBack(back)
  assert.match(back.body, /Chờ công an xã trả lời/)
  assert.match(back.body, /value="2\/12\/2026"/)
  await app.close()
})
