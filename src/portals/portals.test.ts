import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { after, before, test } from 'node:test'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import { guardRoutes, nobody, type OfficerActor } from '#modules/identity'
import { assetBytes, serveAssets } from '#platform/assets'
import { type HttpApp, openHttp } from '#platform/http'
import { openLog } from '#platform/log'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { useBrowser } from '#test/browser'
import { findMarkupErrors } from '#test/html-validity'
import { makeCitizenFrame } from './citizen/layout.ts'
import { displayRoutes } from './display-routes.ts'
import { makeErrorPage } from './error-page.ts'
import { makeOfficerFrame } from './officer/layout.ts'
import { loadExhibits, previewPages } from './preview-page.ts'

const officer: OfficerActor = {
  kind: 'officer',
  accountId: '019ac000-0000-7000-8000-000000000001',
  username: 'ngan',
  fullName: 'Cà Thị Ngân',
  position: 'Công chức Tư pháp – Hộ tịch',
  roles: ['case_officer', 'reception_officer'],
  agencyId: '019ac000-0000-7000-8000-000000000002',
  agencyCode: 'H18.137',
  agencyName: 'UBND phường Điện Biên Phủ',
}

const frames = {
  citizen: makeCitizenFrame({ province: 'Điện Biên', demo: true }),
  officer: makeOfficerFrame({ demo: true }),
}

let app: HttpApp
let address = ''
const { openPage } = useBrowser()

before(async () => {
  app = openHttp({ log: openLog('silent'), errorPage: makeErrorPage(frames) })
  await app.register(cookie)
  await app.register(formbody)
  guardRoutes(app, async ({ url }) => (url.includes('officer') ? officer : nobody))
  serveAssets(app)
  await app.register(displayRoutes({ publicUrl: 'http://127.0.0.1' }))
  await app.register(previewPages(frames))
  address = await app.listen({ port: 0, host: '127.0.0.1' })
})
after(() => app.close())

const notDrawn =
  /(\.examples|\.test|^example|^frame|^document|^display|^brand|^navigation|^messages|^icon|^icon-symbols|^step-schema|^step-answers|^read-step)\.ts$/

test('every component has its examples', () => {
  const files = globSync('*.ts', { cwd: 'src/portals/components' })
  const missing = files.filter(
    (file) => !notDrawn.test(file) && !files.includes(file.replace('.ts', '.examples.ts')),
  )
  assert.deepEqual(missing, [])
})

test('every example is valid HTML', async () => {
  for (const { component, examples } of await loadExhibits()) {
    for (const { name, markup } of examples)
      assert.deepEqual(await findMarkupErrors(markup.text), [], `${component}: ${name}`)
  }
})

test('a page of either portal is valid HTML, and so is an error page', async () => {
  for (const url of ['/components', '/components?as=officer', '/nowhere', '/officer/nowhere']) {
    const { body } = await app.inject({ url, headers: { accept: 'text/html' } })
    assert.deepEqual(await findMarkupErrors(body), [], url)
  }
})

const citizens = '/components'
const officers = '/components?as=officer'

const looks: readonly [name: string, path: string, cookies: Record<string, string>][] = [
  ['citizens, light', citizens, {}],
  ['citizens, dark', citizens, { mc_scheme: 'dark' }],
  ['citizens, high contrast', citizens, { mc_scheme: 'light', mc_contrast: 'more' }],
  ['citizens, high contrast in the dark', citizens, { mc_scheme: 'dark', mc_contrast: 'more' }],
  ['citizens, largest text', citizens, { mc_text: '3' }],
  ['officers, light, in English', officers, { mc_language: 'en' }],
  ['officers, dark', officers, { mc_scheme: 'dark' }],
  ['officers, high contrast, largest text', officers, { mc_contrast: 'more', mc_text: '3' }],
]

for (const [name, path, cookies] of looks) {
  test(`nobody meets a barrier or scrolls sideways: ${name}`, async () => {
    const page = await openPage()
    const chosen = Object.entries(cookies).map(([key, value]) => ({ name: key, value, url: address }))
    await page.context().addCookies(chosen)
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(address + path)
      assert.deepEqual(await findBarriers(page), [], `${width} pixels wide`)
      assert.equal(await sidewaysPixels(page), 0, `${width} pixels wide`)
    }
  })
}

test('an error page has no barrier either', async () => {
  const page = await openPage({ viewport: { width: 360, height: 800 } })
  await page.goto(`${address}/nowhere`)
  assert.deepEqual(await findBarriers(page), [])
  assert.equal(await sidewaysPixels(page), 0)
})

test('a browser meets nothing that the security policy forbids', async () => {
  const page = await openPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  await page.goto(`${address}/components`)
  assert.deepEqual(complaints, [])
})

test('the reader chooses how pages look, without JavaScript, and comes back to the page', async () => {
  const page = await openPage({ javaScriptEnabled: false })
  await page.goto(`${address}/components`)
  await page.locator('footer summary').click()
  await page.getByLabel('Rất lớn').check()
  await page.getByLabel('Tối').check()
  await page.getByRole('button', { name: 'Lưu cách hiển thị' }).click()
  assert.equal(page.url(), `${address}/components`)
  const root = page.locator('html')
  assert.equal(await root.getAttribute('data-text'), '3')
  assert.equal(await root.getAttribute('data-color-scheme'), 'dark')
  await page.getByRole('button', { name: 'English' }).click()
  assert.equal(await root.getAttribute('lang'), 'en')
})

test('the display form never leads to another site', async () => {
  for (const back of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    const answer = await app.inject({ method: 'POST', url: '/display', payload: { back, text: '2' } })
    assert.equal(answer.headers.location, '/')
  }
})

test('a reader who saves data gets no web fonts', async () => {
  const { body } = await app.inject({ url: '/components', headers: { 'save-data': 'on' } })
  assert.doesNotMatch(body, /fonts\.css/)
})

test('styles and fonts leave room for the page within 60 KB', () => {
  const fonts = ['fonts/be-vietnam-pro-vi-400.woff2', 'fonts/be-vietnam-pro-vi-600.woff2']
  const bytes = ['motcua.css', 'fonts.css', 'favicon.svg', ...fonts].map(assetBytes)
  assert.ok(bytes.reduce((sum, next) => sum + next) < 44_000)
})
