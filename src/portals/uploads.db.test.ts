import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import cookie from '@fastify/cookie'
import type { Page } from 'playwright-core'
import { button } from '#components/button'
import { fileField } from '#components/field'
import { type CitizenActor, guardRoutes } from '#modules/identity'
import { acceptFiles, findPaper, type ReceivedForm, receiveForm } from '#modules/papers'
import { uploadRoutes } from '#modules/uploads'
import { assetBytes, serveAssets } from '#platform/assets'
import { html } from '#platform/html'
import { type HttpApp, openHttp, sendPage } from '#platform/http'
import { useContext } from '#test/app'
import { useBrowser } from '#test/browser'
import { somePdf, somePng } from '#test/paper-samples'
import { makeCitizenFrame } from './citizen/layout.ts'

const setting = useContext()
const { openPage } = useBrowser()
const frame = makeCitizenFrame({ province: 'Điện Biên', demo: true })

const citizen: CitizenActor = {
  kind: 'citizen',
  accountId: 'c-1',
  personalId: '999000000048',
  fullName: 'Quàng Thị Bình',
  assuranceLevel: 2,
}

let app: HttpApp
let address = ''
const forms: ReceivedForm[] = []

before(async () => {
  await setting.ready
  const { context } = setting
  app = openHttp({ log: context.log, errorPage: (error) => html`${error.code}` })
  await app.register(cookie)
  await acceptFiles(app, context.config)
  guardRoutes(app, async () => citizen)
  serveAssets(app)
  await app.register(uploadRoutes(context), { prefix: '/api/v1' })
  app.get('/papers', { config: { permission: 'papers.upload' } }, async (request, reply) => {
    const field = fileField({ name: 'paper.one', label: 'Chọn tệp', language: 'vi', multiple: true })
    const main = html`<form class="mc-form" method="post" action="/papers" enctype="multipart/form-data" data-uploads>${field}${button({ text: 'Gửi tệp', name: 'add', value: '1' })}</form>`
    return sendPage(reply, frame(request, { title: 'Giấy tờ', main, scripts: ['uploads.js'] }))
  })
  app.post('/papers', { config: { permission: 'papers.upload' } }, async (request, reply) => {
    forms.push(await receiveForm(context, request))
    return sendPage(reply, frame(request, { title: 'Đã nhận', main: html`<h1>Đã nhận</h1>` }))
  })
  address = await app.listen({ port: 0, host: '127.0.0.1' })
})
after(() => app.close())

const choose = async (page: Page, name: string, buffer: Buffer) => {
  await page.goto(`${address}/papers`)
  await page.getByLabel('Chọn tệp').setInputFiles({ name, mimeType: 'application/pdf', buffer })
}

/** The line beside the field says how it went; then the form is sent by its button. */
const arrived = async (page: Page, line: RegExp) => {
  await page.getByRole('status').filter({ hasText: line }).waitFor()
  await page.getByRole('button', { name: 'Gửi tệp' }).click()
  await page.getByRole('heading', { name: 'Đã nhận' }).waitFor()
}

/** The paper that the last form named in a field of its own. */
async function lastUploaded() {
  const name =
    Object.keys(forms.at(-1)?.fields ?? {}).find((field) => field.startsWith('uploaded.paper.one.')) ?? ''
  return await findPaper(setting.context.db, name.split('.').at(-1) ?? '')
}

test('a chosen file is sent in pieces, and the form only names it', async () => {
  const page = await openPage()
  const content = somePdf(randomBytes(900_000).toString('hex'))
  await choose(page, 'Giấy chứng sinh.pdf', content)
  await arrived(page, /Đã gửi Giấy chứng sinh.pdf/)
  assert.deepEqual(forms.at(-1)?.papers, [])
  const paper = await lastUploaded()
  assert.deepEqual([paper?.name, paper?.sizeBytes], ['Giấy chứng sinh.pdf', content.length])
})

test('a link that breaks at nine tenths: the rest is sent when it is back, and nothing twice', async () => {
  const page = await openPage()
  const content = somePdf(randomBytes(1_400_000).toString('hex'))
  const offsets: number[] = []
  let broken = false
  await page.route('**/api/v1/uploads/**', async (route) => {
    const offset = Number(route.request().headers()['upload-offset'] ?? 0)
    if (offset > content.length * 0.8 && !broken) {
      broken = true
      await route.abort('internetdisconnected')
      return
    }
    if (route.request().method() === 'PATCH') offsets.push(offset)
    await route.continue()
  })
  await choose(page, 'a.pdf', content)
  await arrived(page, /Đã gửi a.pdf/)
  assert.ok(broken)
  assert.deepEqual(
    offsets,
    [...new Set(offsets)].sort((one, other) => one - other),
  )
  assert.equal((await lastUploaded())?.sizeBytes, content.length)
})

test('a file chosen before the script has come over a slow line is sent in pieces too', async () => {
  const page = await openPage()
  const come = Promise.withResolvers<void>()
  await page.route('**/uploads.js*', async (route) => {
    await come.promise
    await route.continue()
  })
  await page.goto(`${address}/papers`, { waitUntil: 'commit' })
  const content = somePdf(randomBytes(900_000).toString('hex'))
  await page
    .getByLabel('Chọn tệp')
    .setInputFiles({ name: 'c.pdf', mimeType: 'application/pdf', buffer: content })
  come.resolve()
  await arrived(page, /Đã gửi c.pdf/)
  assert.deepEqual(forms.at(-1)?.papers, [])
  assert.equal((await lastUploaded())?.sizeBytes, content.length)
})

test('what is refused goes with the form, whose answer says why', async () => {
  const page = await openPage()
  await choose(page, 'ảnh.pdf', somePng())
  await arrived(page, /Hãy bấm nút gửi/)
  const [paper] = forms.at(-1)?.papers ?? []
  assert.equal(paper?.result.ok === false && paper.result.code, 'content_not_as_named')
})

test('it weighs less than four kilobytes on the way', () => {
  assert.ok(assetBytes('uploads.js') < 6_000)
})

test('a button pressed meanwhile waits until the file has arrived', async () => {
  const page = await openPage()
  const content = somePdf(randomBytes(900_000).toString('hex'))
  await choose(page, 'b.pdf', content)
  await page.getByRole('button', { name: 'Gửi tệp' }).click()
  await page.getByRole('heading', { name: 'Đã nhận' }).waitFor()
  assert.equal((await lastUploaded())?.sizeBytes, content.length)
})
