import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { useBrowser } from '#test/browser'

const acts = {
  approve: 'vgca_sign_approved',
  issue: 'vgca_sign_issued',
  copy: 'vgca_sign_copy',
  appendix: 'vgca_sign_appendix',
  comment: 'vgca_comment',
} as const

/** A page with a form for each act; the plug-in, where there is one, keeps what it was given and answers `answer`. */
const page = (plugin: boolean, answer = '{}'): string => `<!doctype html><html lang="vi"><title>Ký</title>
${
  plugin
    ? `<script>${Object.values(acts)
        .map(
          (name) => `window.${name}=(json,cb)=>{window.given=JSON.parse(json);cb(${JSON.stringify(answer)})};`,
        )
        .join('')}</script>`
    : ''
}
${Object.keys(acts)
  .map(
    (act) =>
      `<form id="${act}" action="/done" data-vgca="${act}" data-file="/papers/1?x=2" data-upload="/uploads/1" data-token="t" data-number="12/GXN" data-issued-on="2026-11-22" hidden><button>Ký</button><p role="status"></p></form>`,
  )
  .join('')}<script type="module" src="/vgca.js"></script></html>`

const script = await readFile('public/vgca.js', 'utf8')
const pages: Readonly<Record<string, string>> = {
  '/none': page(false),
  '/signs': page(true, JSON.stringify({ Status: 0 })),
  '/refuses': page(true, JSON.stringify({ Status: 1, Message: 'x' })),
  '/garbage': page(true, '<html>'),
}
const server = createServer((request, response) => {
  const path = request.url?.split('?')[0] ?? ''
  const type = path === '/vgca.js' ? 'text/javascript' : 'text/html; charset=utf-8'
  response.writeHead(200, { 'content-type': type })
  response.end(path === '/vgca.js' ? script : (pages[path] ?? '<p>done</p>'))
})
const { openPage } = useBrowser()
let origin = ''
before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
after(() => server.close())

test('without the plug-in its buttons stay hidden', async () => {
  const opened = await openPage()
  await opened.goto(`${origin}/none`)
  for (const act of Object.keys(acts)) assert.equal(await opened.locator(`#${act}`).isVisible(), false)
})

test('each of the five acts calls its own function with what its description names', async () => {
  const opened = await openPage()
  await opened.goto(`${origin}/refuses`)
  for (const act of Object.keys(acts)) {
    await opened.evaluate('window.given = null')
    await opened.locator(`#${act} button`).click()
    await opened.locator(`#${act} [role=status]`, { hasText: 'chưa ký được' }).waitFor()
    assert.deepEqual(await opened.evaluate('window.given'), {
      FileUploadHandler: `${origin}/uploads/1`,
      SessionId: '',
      JWTToken: 't',
      FileName: `${origin}/papers/1?x=2`,
      MetaData: [],
      DocNumber: '12/GXN',
      IssuedDate: '2026-11-22',
    })
  }
})

test('status 0 alone goes on; another answer leaves the document as it is', async () => {
  const opened = await openPage()
  await opened.goto(`${origin}/garbage`)
  await opened.locator('#approve button').click()
  await opened.locator('#approve [role=status]', { hasText: 'chưa ký được' }).waitFor()
  await opened.goto(`${origin}/signs`)
  await opened.locator('#issue button').click()
  await opened.waitForURL(`${origin}/done*`)
})
