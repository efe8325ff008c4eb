import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { demoCitizens } from '#modules/identity'
import { recordUse, revokeItem, sharedPages, takeFromVault, vaultPages } from '#modules/vault'
import { html } from '#platform/html'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { findMarkupErrors } from '#test/html-validity'
import { trustingProvider } from '#test/identity-providers'
import { movingClock, openBrowser, openSignInApp } from '#test/sign-in-app'
import { keepPaper } from '#test/vault'

const made = useContext()
const [huong] = demoCitizens
const thanh = demoCitizens[1]

const frame = (_request: unknown, { title, main }: { title: string; main: ReturnType<typeof html> }) =>
  html`<!doctype html><html lang="vi"><head><title>${title}</title></head><body><main>${main}</main></body></html>`

async function open(person = huong) {
  const clock = movingClock(testInstant)
  const context = { ...made.context, clock }
  const provider = trustingProvider(person)
  const names = async (ids: readonly string[]) => new Map(ids.map((id) => [id, 'H18.137-261126-0047']))
  const app = await openSignInApp(context, provider, (server) => {
    void server.register(vaultPages(context, frame, names))
    void server.register(sharedPages(context, frame))
  })
  const browser = openBrowser(app)
  await browser.get('/sign-in/start?return=%2F')
  await browser.get('/sign-in/callback?state=state')
  const anybody = (url: string) => app.inject({ url, headers: { accept: 'text/html' } })
  return { context, clock, browser, anybody }
}

let count = 0
const keep = (item: Parameters<typeof keepPaper>[1] = {}) => {
  count += 1
  return keepPaper(made.context, { key: `page-${count}`, ...item })
}
const assertValid = async (markup: string) => assert.deepEqual(await findMarkupErrors(markup), [])
const textOf = (markup: string) => markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('the vault for its owner', () => {
  test('an empty vault says what will come into it; a full one says what each paper is worth', async () => {
    const { browser } = await open(demoCitizens[3])
    const empty = await browser.get('/my/papers')
    assert.match(empty.body, /Kho chưa có giấy tờ nào/)
    await assertValid(empty.body)

    const { browser: hers } = await open()
    await keep({ title: 'Giấy khai sinh', typeCode: 'KQ.G15.000031', validTo: null })
    await keep({ title: 'Giấy phép cũ', typeCode: 'MC.giay-phep', validTo: '2026-10-01' })
    const page = await hers.get('/my/papers')
    const text = textOf(page.body)
    assert.match(text, /Còn hiệu lực, không ghi ngày hết hạn/)
    assert.match(text, /Đã hết hạn sau ngày 01\/10\/2026/)
    assert.match(text, /Chưa dùng lại lần nào/)
    await assertValid(page.body)
    const searched = await hers.get('/my/papers?q=khai%20sinh')
    assert.match(searched.body, /Giấy khai sinh/)
    assert.doesNotMatch(searched.body, /<strong>Giấy phép cũ/)
  })

  test('a paper says where it was used: dossier, agency, purpose, when', async () => {
    const { browser, context } = await open()
    const item = await keep()
    const purpose = 'Nộp hồ sơ Đăng ký kết hôn'
    const taken = await takeFromVault(context, {
      ...{ item: item.code, actor: maiHuong, personalId: maiHuong.personalId, purpose, key: 'one' },
    })
    assert.ok(taken.ok)
    const papers = [{ paperId: taken.paper.id, component: 'marital_status' }]
    const handedIn = { dossierId: makeId(), reference: 'R', agencyName: 'UBND xã Mường Phăng', papers }
    await context.db.transaction().execute((tx) => recordUse(tx, { ...handedIn, at: context.clock.now() }))
    const page = await browser.get(`/my/papers/${item.code}`)
    await assertValid(page.body)
    const text = textOf(page.body)
    for (const said of [purpose, 'H18.137-261126-0047', 'UBND xã Mường Phăng', 'Đã dùng lại trong 1 hồ sơ'])
      assert.ok(text.includes(said), said)
    const file = await browser.get(`/my/papers/${item.code}/file?download`)
    assert.equal(file.statusCode, 200)
    assert.match(String(file.headers['content-disposition']), /^attachment/)
  })

  test('somebody else finds nothing: no paper, no file, no link', async () => {
    const item = await keep()
    const { browser } = await open(thanh)
    for (const address of ['', '/file', '/shares/ABCD-EFGH'])
      assert.equal((await browser.get(`/my/papers/${item.code}${address}`)).statusCode, 404, address)
    const terms = { purpose: 'Xin việc', recipient: 'Công ty', time: '1h' }
    assert.equal((await browser.post(`/my/papers/${item.code}/shares`, terms)).statusCode, 404)
  })
})

describe('a shared paper', () => {
  async function share(more: Record<string, string> = {}) {
    const opened = await open()
    const item = await keep()
    const terms = { purpose: 'Xin việc làm', recipient: 'Công ty chè', time: '1d', ...more }
    const answer = await opened.browser.post(`/my/papers/${item.code}/shares`, terms)
    assert.equal(answer.statusCode, 303, answer.body)
    const ownHref = String(answer.headers.location)
    const page = await opened.browser.get(ownHref)
    await assertValid(page.body)
    const path = page.body.match(/\/shared\/[\w-]+/)?.[0] ?? ''
    assert.ok(path)
    return { ...opened, item, ownHref, path }
  }

  test('is seen by whoever has the link, not by search engines, and the owner sees every look', async () => {
    const { anybody, browser, path, ownHref } = await share()
    const seen = await anybody(path)
    assert.equal(seen.statusCode, 200)
    await assertValid(seen.body)
    const text = textOf(seen.body)
    assert.match(text, /Xin việc làm/)
    assert.match(text, /9 giờ 40, thứ Sáu 27\/11\/2026/)
    assert.doesNotMatch(text, /999000000017/)
    assert.match(String(seen.headers['x-robots-tag']), /noindex/)
    assert.equal(seen.headers['cache-control'], 'no-store')
    assert.equal((await anybody(`${path}/file`)).statusCode, 200)
    const own = textOf((await browser.get(ownHref)).body)
    assert.match(own, /Xem trang.*từ địa chỉ 127\.0\.0\.1/)
    assert.match(own, /Mở tệp.*từ địa chỉ 127\.0\.0\.1/)
  })

  test('is closed from the very moment of its end', async () => {
    const { anybody, clock, path } = await share({ time: '1h' })
    clock.forward({ minutes: 59, seconds: 59 })
    assert.equal((await anybody(path)).statusCode, 200)
    clock.forward({ seconds: 1 })
    const closed = await anybody(path)
    assert.equal(closed.statusCode, 410)
    assert.match(closed.body, /Đường dẫn đã hết hạn/)
    await assertValid(closed.body)
    assert.equal((await anybody(`${path}/file`)).statusCode, 410)
  })

  test('is closed when its owner ends it, and the refused look is on record', async () => {
    const { anybody, browser, path, ownHref } = await share()
    await browser.post(`${ownHref}/end`, {})
    await browser.post(`${ownHref}/end`, {})
    const closed = await anybody(`${path}/file`)
    assert.equal(closed.statusCode, 410)
    assert.match(closed.body, /Chủ giấy tờ đã thu hồi/)
    const own = await browser.get(ownHref)
    assert.match(own.body, /Bị từ chối/)
    await assertValid(own.body)
  })

  test('of three who open the file at once for the last two times, two get it', async () => {
    const { anybody, path } = await share({ most: '2' })
    const answers = await Promise.all([1, 2, 3].map(() => anybody(`${path}/file`)))
    const codes = answers.map(({ statusCode }) => statusCode)
    assert.equal(codes.filter((code) => code === 200).length, 2, String(codes))
    assert.match((await anybody(path)).body, /mở đủ số lần cho phép/)
  })

  test('that is revoked by its issuer is shown to nobody any more', async () => {
    const { anybody, context, item, path } = await share()
    const doing = { actor: { kind: 'system', fullName: 'UBND' }, at: context.clock.now() } as const
    await context.db.transaction().execute((tx) => revokeItem(tx, item.code, 'Cấp sai', doing))
    for (const address of [path, `${path}/file`]) {
      const closed = await anybody(address)
      assert.equal(closed.statusCode, 410)
      assert.match(closed.body, /bị cơ quan cấp thu hồi/)
    }
  })

  test('a link that was never made is told so, and who tries many is told to wait', async () => {
    const { anybody } = await open()
    const first = await anybody('/shared/nothing')
    assert.equal(first.statusCode, 404)
    await assertValid(first.body)
    const all = []
    for (let number = 0; number < 61; number += 1) all.push((await anybody(`/shared/${number}`)).statusCode)
    assert.equal(all.at(-1), 429)
  })

  test('what is missing in the form is said, and what was typed stays', async () => {
    const { browser } = await open()
    const item = await keep()
    const typed = { purpose: 'x', recipient: 'Công ty chè', most: '-1' }
    const page = await browser.post(`/my/papers/${item.code}/shares`, typed)
    assert.equal(page.statusCode, 422)
    for (const said of ['ít nhất 3 chữ cái', 'trong bao lâu', 'từ 1 đến 1000', 'value="Công ty chè"'])
      assert.ok(page.body.includes(said), said)
    await assertValid(page.body)
    const old = await keep({ validTo: '2026-11-25' })
    const terms = { purpose: 'Xin việc', recipient: 'Công ty', time: '7d' }
    const refused = await browser.post(`/my/papers/${old.code}/shares`, terms)
    assert.equal(refused.statusCode, 422)
  })
})
