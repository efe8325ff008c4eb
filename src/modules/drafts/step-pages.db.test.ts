import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useContext } from '#test/app'
import { openDrafts } from '#test/drafts'
import { findMarkupErrors } from '#test/html-validity'

const made = useContext()
let opened: ReturnType<typeof openDrafts> | undefined

/** A new draft of the procedure, with what its place asks already answered. */
async function begin(code: string) {
  opened ??= openDrafts(made.context)
  const { browser } = await opened
  const { headers } = await browser.post(`/procedures/${code}/start`, { x: '1' })
  const draft = String(headers.location)
  return { browser, draft }
}

const owner = { phone: '0900 000 017', foundedBy: 'family' }
const spouse = {
  'members.0.fullName': 'Lò Văn Bình',
  'members.0.personalId': '999 000 000 025',
  'members.0.relation': 'chồng',
}
const marriage = { use: 'marriage', again: 'first' }

test('a step is asked where an answer asks for it, and passed by where none does', async () => {
  const { browser, draft } = await begin('1.001612')
  const alone = await browser.post(`${draft}/owner`, { ...owner, foundedBy: 'one' })
  assert.equal(alone.headers.location, `${draft}/business`, alone.body)
  const passed = await browser.get(`${draft}/family`)
  assert.equal(passed.headers.location, draft)
  const together = await browser.post(`${draft}/owner`, owner)
  assert.equal(together.headers.location, `${draft}/family`)
})

test('rows are added and removed by buttons, and nothing typed is lost', async () => {
  const { browser, draft } = await begin('1.001612')
  await browser.post(`${draft}/owner`, owner)
  const first = await browser.get(`${draft}/family`)
  assert.match(first.body, /name="members.0.fullName"/, 'one row stands there from the beginning')
  const added = await browser.post(`${draft}/family`, { members: '1', ...spouse, add: 'members' })
  assert.equal(added.headers.location, `${draft}/family#f-members-1-title`)
  const two = await browser.get(`${draft}/family`)
  assert.match(two.body, /name="members.1.fullName"/)
  assert.match(two.body, /value="Lò Văn Bình"/)
  assert.deepEqual(await findMarkupErrors(two.body), [])
  const son = { 'members.1.fullName': 'Lò Minh Quân' }
  const typed = { members: '2', ...spouse, ...son, remove: 'members.0' }
  const removed = await browser.post(`${draft}/family`, typed)
  assert.equal(removed.headers.location, `${draft}/family#f-members`)
  const left = await browser.get(`${draft}/family`)
  assert.match(
    left.body,
    /name="members.0.fullName"[^>]*value="Lò Minh Quân"|value="Lò Minh Quân"[^>]*name="members.0.fullName"/,
  )
  assert.doesNotMatch(left.body, /Lò Văn Bình|members\.1/)
})

test('what is wrong in a row stands at its field and in the summary, which leads to it', async () => {
  const { browser, draft } = await begin('1.001612')
  await browser.post(`${draft}/owner`, owner)
  const wrong = { members: '2', ...spouse, 'members.1.fullName': 'Lò Minh Quân', 'members.1.personalId': '12' }
  const { statusCode, body } = await browser.post(`${draft}/family`, wrong)
  assert.equal(statusCode, 422)
  assert.match(body, /<a href="#f-members-1-personalId">[^<]*12 chữ số/)
  assert.match(body, /id="f-members-1-personalId-error"/)
  assert.match(body, /<a href="#f-members-1-relation">/)
  assert.match(body, /value="Lò Minh Quân"/)
  assert.deepEqual(await findMarkupErrors(body), [])
})

test('what is reckoned is shown and follows the rows; the last look shows both', async () => {
  const { browser, draft } = await begin('1.001612')
  await browser.post(`${draft}/owner`, owner)
  await browser.post(`${draft}/family`, { members: '1', ...spouse, people: '99' })
  const page = await browser.get(`${draft}/family`)
  assert.match(page.body, /mc-reckoned__value">2</)
  assert.doesNotMatch(page.body, /name="people"/)
  const look = await browser.get(`${draft}/check`)
  assert.match(look.body, /Thành viên 1/)
  assert.match(look.body, /Lò Văn Bình/)
  assert.match(look.body, /999 000 000 025/)
  assert.deepEqual(await findMarkupErrors(look.body), [])
})

test('communes are offered by the province that was chosen, and named on the last look', async () => {
  const { browser, draft } = await begin('1.001612')
  await browser.post(`${draft}/owner`, owner)
  const chosen = await browser.post(`${draft}/business`, { province: '11', name: 'Quán Mai', refresh: '1' })
  assert.equal(chosen.statusCode, 303)
  const page = await browser.get(`${draft}/business`)
  assert.match(page.body, /<option value="03127">Phường Điện Biên Phủ<\/option>/)
  assert.match(page.body, /value="Quán Mai"/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  await browser.post(`${draft}/business`, { province: '11', commune: '03127' })
  assert.match((await browser.get(`${draft}/check`)).body, /Phường Điện Biên Phủ/)
})

test('a page comes back once with the questions that its answers bring, before it finds them missing', async () => {
  const { browser, draft } = await begin('1.004873')
  const fresh = await browser.get(`${draft}/purpose`)
  assert.doesNotMatch(fresh.body, /name="partnerName"/)
  const brought = await browser.post(`${draft}/purpose`, marriage)
  assert.equal(brought.statusCode, 200)
  assert.match(brought.body, /<a href="#f-partnerName">/)
  assert.match(brought.body, /name="partnerName"/)
  assert.doesNotMatch(brought.body, /ds-error-summary/)
  assert.deepEqual(await findMarkupErrors(brought.body), [])
  const missing = await browser.post(`${draft}/purpose`, marriage)
  assert.equal(missing.statusCode, 422)
  assert.match(missing.body, /ds-error-summary/)
})

test('what was typed for a question is there again when it is asked again, and is not sent meanwhile', async () => {
  const { browser, draft } = await begin('1.004873')
  const partner = { partnerName: 'Quàng Văn Thành', marriagePlace: 'Phường Điện Biên Phủ' }
  await browser.post(`${draft}/purpose`, marriage)
  await browser.post(`${draft}/purpose`, { ...marriage, ...partner })
  await browser.post(`${draft}/purpose`, { ...partner, use: 'other', again: 'first' })
  await browser.post(`${draft}/purpose`, { use: 'other', otherUse: 'Vay vốn', again: 'first' })
  const look = await browser.get(`${draft}/check`)
  assert.match(look.body, /Vay vốn/)
  assert.doesNotMatch(look.body, /Quàng Văn Thành/)
  const again = await browser.post(`${draft}/purpose`, { ...marriage, otherUse: 'Vay vốn' })
  assert.match(again.body, /value="Quàng Văn Thành"/)
})
