import assert from 'node:assert/strict'
import { EventEmitter, once } from 'node:events'
import { after, before, test } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import type { Page } from 'playwright-core'
import { textField } from '#components/field'
import { savedLine } from '#components/saved-line'
import { guardRoutes, nobody } from '#modules/identity'
import { assetBytes, serveAssets } from '#platform/assets'
import { html } from '#platform/html'
import { type HttpApp, openHttp, sendPage } from '#platform/http'
import { openLog } from '#platform/log'
import { useBrowser } from '#test/browser'
import { makeCitizenFrame } from './citizen/layout.ts'

const frame = makeCitizenFrame({ province: 'Điện Biên', demo: true })
const permission = 'portal.read_home'

let app: HttpApp
let address = ''
let stored = ''
let down = false
/** Tells when the server was asked to save: a beacon outlives its page, so the browser cannot tell. */
const server = new EventEmitter()
const { openPage } = useBrowser()

before(async () => {
  app = openHttp({ log: openLog('silent'), errorPage: (error) => html`${error.code}` })
  await app.register(cookie)
  await app.register(formbody)
  guardRoutes(app, async () => nobody)
  serveAssets(app)
  app.get('/draft', { config: { permission } }, async (request, reply) => {
    const main = html`<form class="mc-form" method="post" action="/draft" data-autosave="/draft/autosave">${textField({ name: 'fullName', label: 'Họ tên', language: 'vi', value: stored })}${savedLine('Đã mở tờ khai.')}</form>`
    return sendPage(reply, frame(request, { title: 'Tờ khai', main, scripts: ['autosave.js'] }))
  })
  app.post<{ Body: { fullName: string } }>(
    '/draft/autosave',
    { config: { permission } },
    async (request, reply) => {
      server.emit('asked')
      if (down) return reply.status(503).send()
      stored = request.body.fullName
      return reply.status(204).send()
    },
  )
  address = await app.listen({ port: 0, host: '127.0.0.1' })
})
after(() => app.close())

const sentence = (page: Page, text: string | RegExp) =>
  page.locator('[data-saved]', { hasText: text }).waitFor()

test('what is written saves itself, and the page says when', async () => {
  const page = await openPage()
  await page.goto(`${address}/draft`)
  await page.getByLabel('Họ tên').fill('LÒ MINH AN')
  await sentence(page, /Đã lưu nháp lúc \d+ giờ \d\d/)
  assert.equal(stored, 'LÒ MINH AN')
})

test('what is written while the network is dead stays on the device and is sent when it is back', async () => {
  const page = await openPage()
  await page.goto(`${address}/draft`)
  await page.context().setOffline(true)
  await page.getByLabel('Họ tên').fill('LÒ MINH ANH')
  await sentence(page, /được giữ trên máy này/)
  await page.context().setOffline(false)
  await sentence(page, /Đã lưu nháp lúc/)
  assert.equal(stored, 'LÒ MINH ANH')
})

/** Writes `text` on a page whose saving fails, and closes the page. */
async function writeAndLose(page: Page, text: string): Promise<void> {
  down = true
  await page.goto(`${address}/draft`)
  await page.getByLabel('Họ tên').fill(text)
  await sentence(page, /được giữ trên máy này/)
  const lastTry = once(server, 'asked')
  await page.goto(`${address}/assets/none`)
  await lastTry
  down = false
}

test('a page closed while nothing could be saved finds its answers again', async () => {
  const page = await openPage()
  await writeAndLose(page, 'LÒ MINH ÁNH')
  await page.goto(`${address}/draft`)
  assert.equal(await page.getByLabel('Họ tên').inputValue(), 'LÒ MINH ÁNH')
  await sentence(page, /Đã lưu nháp lúc/)
  assert.equal(stored, 'LÒ MINH ÁNH')
})

test('answers saved elsewhere since are not overwritten by what was kept here', async () => {
  const page = await openPage()
  await writeAndLose(page, 'cũ')
  stored = 'LÒ MINH ANH THƯ'
  await page.goto(`${address}/draft`)
  assert.equal(await page.getByLabel('Họ tên').inputValue(), 'LÒ MINH ANH THƯ')
})

test('a page left in a hurry sends what was written', async () => {
  const page = await openPage()
  await page.goto(`${address}/draft`)
  await page.getByLabel('Họ tên').fill('LÒ AN')
  const arrived = once(server, 'asked')
  await page.goto(`${address}/draft?again`)
  await arrived
  assert.equal(stored, 'LÒ AN')
})

test('what is written before the script has come over a slow line is saved too', async () => {
  const page = await openPage()
  const come = Promise.withResolvers<void>()
  await page.route('**/autosave.js*', async (route) => {
    await come.promise
    await route.continue()
  })
  await page.goto(`${address}/draft`, { waitUntil: 'commit' })
  await page.getByLabel('Họ tên').fill('LÒ THỊ ÁNH')
  come.resolve()
  await sentence(page, /Đã lưu nháp lúc/)
  assert.equal(stored, 'LÒ THỊ ÁNH')
})

test('all scripts together stay small', () => {
  assert.ok(assetBytes('autosave.js') < 15_000)
})
