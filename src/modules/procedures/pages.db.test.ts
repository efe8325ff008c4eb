import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import cookie from '@fastify/cookie'
import { displayOf } from '#components/display'
import { renderDocument } from '#components/document'
import type { Frame } from '#components/frame'
import { listAudit } from '#modules/audit'
import { guardRoutes, type OfficerActor } from '#modules/identity'
import { serveAssets } from '#platform/assets'
import { html } from '#platform/html'
import { type HttpApp, openHttp } from '#platform/http'
import { findBarriers, sidewaysPixels } from '#test/accessibility'
import { useContext } from '#test/app'
import { useBrowser } from '#test/browser'
import { findMarkupErrors } from '#test/html-validity'
import { loadPacks } from '#test/packs'
import { importProcedures } from './import-procedures.ts'
import { procedureAdminPages, procedurePages } from './pages.ts'
import { findDescribed } from './repository.ts'

const world = useContext()
const { openPage } = useBrowser()
let app: HttpApp
let address = ''
let ready: Promise<void> | undefined

const frame: Frame = (request, { title, main, wide }) =>
  renderDocument({
    title,
    display: displayOf(request),
    body: [html`<main id="main"${!wide && html` class="mc-main"`}>${main}</main>`],
  })

const administrator: OfficerActor = {
  kind: 'officer',
  accountId: '019ac000-0000-7000-8000-000000000001',
  username: 'huong',
  fullName: 'Quàng Văn Hưởng',
  position: 'Quản trị hệ thống',
  roles: ['administrator'],
  agencyId: '019ac000-0000-7000-8000-000000000002',
  agencyCode: 'H18',
  agencyName: 'UBND tỉnh Điện Biên',
}

const described = {
  code: '1.900001',
  name: 'Thủ tục cấp thẻ đọc sách',
  isWard: true,
  categoriesDetails: [{ name: 'Thư viện' }],
  executionSteps: [{ name: '', description: 'Nộp tại quầy.\n\nNhận thẻ.' }],
  executionMethods: [{ submissionMethod: 'DIRECT', processingTime: 'Tùy trường hợp', fees: [{ value: 155 }] }],
  executionCases: [
    {
      name: 'Hồ sơ',
      profileComponents: [{ name: '- Đơn <b>', originalQty: 1, copyQty: 0 }, { name: 'Lưu ý' }],
    },
  ],
}

async function start(): Promise<void> {
  await loadPacks(world.context)
  const folder = await mkdtemp(join(tmpdir(), 'motcua-pages-'))
  await writeFile(join(folder, 'one.json'), JSON.stringify(described))
  await importProcedures(world.context, [folder])
  await rm(folder, { recursive: true })
  app = openHttp({ log: world.context.log, errorPage: (error) => html`${error.code}` })
  await app.register(cookie)
  guardRoutes(app, async () => administrator)
  serveAssets(app)
  await app.register(procedurePages(world.context, { frame }))
  await app.register(procedureAdminPages(world.context, { frame }))
  const config = { permission: 'procedures.read' } as const
  app.post('/procedures/:code/start', { config }, async () => 'started')
  app.get('/track', { config }, async () => 'track')
  address = await app.listen({ port: 0, host: '127.0.0.1' })
}
before(() => {
  ready = undefined
})
after(() => app.close())

const get = async (url: string, language = 'vi') => {
  ready ??= start()
  await ready
  const answer = await app.inject({ url, cookies: { mc_language: language }, headers: { accept: 'text/html' } })
  return { status: answer.statusCode, body: answer.body }
}

const pages = [
  '/',
  '/search?q=dang+ky+khai+sinh',
  '/search?q=dang+ky+khia+sinh',
  '/search?q=zzzz',
  '/procedures',
  '/procedures?field=H%E1%BB%99+t%E1%BB%8Bch',
  '/procedures/1.001193',
  '/procedures/2.000815',
  '/procedures/2.000648',
  '/procedures/1.900001',
  '/admin/procedures',
  '/admin/procedures/1.001193',
  '/admin/procedures/1.900001',
]

test('every page is valid HTML, in Vietnamese and in English', async () => {
  for (const language of ['vi', 'en']) {
    for (const url of pages) {
      const { status, body } = await get(url, language)
      assert.equal(status, 200, url)
      assert.deepEqual(await findMarkupErrors(body), [], `${language} ${url}`)
    }
  }
})

test('no page has a barrier or scrolls sideways on a phone', async () => {
  await get('/')
  const page = await openPage({ viewport: { width: 360, height: 740 } })
  for (const url of pages) {
    await page.goto(`${address}${url}`)
    assert.deepEqual(await findBarriers(page), [], url)
    assert.equal(await sidewaysPixels(page), 0, url)
  }
})

test('the procedure page says the answer, what is needed and what is not, and how to start', async () => {
  const { body } = await get('/procedures/1.001193')
  assert.match(body, /<strong>Ngay trong ngày làm việc<\/strong>/)
  assert.match(body, /Giấy chứng sinh/)
  assert.match(body, /từ Cơ sở dữ liệu quốc gia về dân cư/)
  assert.match(body, /<form[^>]+method="post" action="\/procedures\/1.001193\/start"/)
  assert.match((await get('/procedures/1.001193', 'en')).body, /The same working day/)
})

test('a procedure of the counter has no start button, a described one says that it cannot be applied for', async () => {
  assert.doesNotMatch((await get('/procedures/2.000815')).body, /\/start"/)
  const { body } = await get('/procedures/1.900001')
  assert.match(body, /chưa nộp được tại đây/)
  assert.match(body, /Đơn &#60;b&#62;/)
  assert.doesNotMatch(body, /\/start"/)
})

test('the administrator sees what is to settle, in words', async () => {
  assert.match((await get('/admin/procedures')).body, /5 điểm|4 điểm|3 điểm/)
  const { body } = await get('/admin/procedures/1.900001')
  assert.match(body, /Thời hạn bằng lời/)
  assert.match(body, /Số tiền khác thường/)
  assert.match(body, /Ghi chú lẫn trong giấy tờ/)
})

test('an unknown procedure, a foreign cursor: a page that says so, not a failure', async () => {
  assert.equal((await get('/procedures/9.999999')).status, 404)
  assert.equal((await get('/search?q=x&cursor=nonsense')).status, 400)
})

test('an issue is settled once, by name, and the act is in the audit log', async () => {
  await get('/')
  const url = '/admin/procedures/1.900001/issues/1/settle'
  for (const attempt of [1, 2]) {
    const answer = await app.inject({ method: 'POST', url })
    assert.equal(answer.statusCode, 303, String(attempt))
  }
  const { body } = await get('/admin/procedures/1.900001')
  assert.equal(body.match(/Quàng Văn Hưởng đã rà/g)?.length, 1)
  assert.doesNotMatch(body, new RegExp(url))
  const subject = (await findDescribed(world.context.db, '1.900001'))?.versionId ?? ''
  const entries = await listAudit(world.context.db, { kind: 'procedure_version', id: subject })
  assert.deepEqual(
    entries.map(({ action }) => action),
    ['procedures.settle_issue'],
  )
  const absent = await app.inject({ method: 'POST', url: url.replace('/1/', '/999/') })
  assert.equal(absent.statusCode, 303)
})
