import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FormSchema, StepSchema } from '#modules/eforms'
import { demoCitizens, seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import { approveVersion, forgetProcedures, getProcedureToday } from '#modules/procedures'
import type { Context } from '#platform/context'
import { html } from '#platform/html'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { findMarkupErrors } from '#test/html-validity'
import { loadPacks } from '#test/packs'
import { movingClock, openBrowser, openSignInApp } from '#test/sign-in-app'
import { draftPages } from './draft-pages.ts'

const made = useContext()
const code = '1.001193'
const [citizen] = demoCitizens

const frame = (_request: unknown, { title, main }: { title: string; main: ReturnType<typeof html> }) =>
  html`<!doctype html><html lang="vi"><head><title>${title}</title></head><body><main>${main}</main></body></html>`

async function open() {
  await seedDemoProvince(made.context)
  await seedDemoAccounts(made.context)
  await loadPacks(made.context)
  const context = { ...made.context, clock: movingClock(testInstant) }
  const secrets = { state: 'state', nonce: 'n', codeVerifier: 'v' }
  const app = await openSignInApp(
    context,
    {
      begin: async () => ({ ok: true, url: 'https://vneid.example/', secrets }),
      finish: async () => (citizen ? { ok: true, citizen } : { ok: false, code: 'cancelled' }),
    },
    (server) => {
      void server.register(draftPages(context, frame))
    },
  )
  const browser = openBrowser(app)
  await browser.get('/sign-in/start?return=%2F')
  await browser.get('/sign-in/callback?state=state')
  const started = await browser.post(`/procedures/${code}/start`, { x: '1' })
  return { context, browser, draft: String(started.headers.location) }
}

/** The form with the page about the child as `change` makes it, in force from today. */
async function approveForm(context: Context, change: (form: FormSchema) => FormSchema): Promise<void> {
  const procedure = await getProcedureToday(context, code)
  const { versionId: _, version: __, effectiveFrom: ___, issues: ____, status: _____, ...content } = procedure
  assert.ok(content.form)
  const at = context.clock.now()
  const effectiveFrom = at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate().toString()
  const decision = { number: '2/QĐ-UBND', decidedOn: effectiveFrom, decidedByName: 'Lường Thị Xuyến' }
  const approved = {
    content: { ...content, form: change(content.form) },
    files: {},
    effectiveFrom,
    decision: { ...decision, designId: makeId() },
    at,
  }
  const answer = await context.db.transaction().execute((tx) => approveVersion(tx, approved))
  assert.ok(answer.ok)
  forgetProcedures(context.db)
}

/** One question is new, one is gone, one takes two answers only. */
function changeChild(form: FormSchema): FormSchema {
  const child = form.properties.child as StepSchema
  const { origin: _, ...kept } = child.properties
  const homePlace = {
    type: 'string',
    title: 'Quê quán',
    'x-widget': 'radio',
    oneOf: [
      { const: 'father', title: 'Theo cha' },
      { const: 'mother', title: 'Theo mẹ' },
    ],
  } as const
  const weight = { type: 'integer', title: 'Cân nặng khi sinh (gam)', minimum: 300, maximum: 9000 } as const
  const properties = { ...kept, homePlace, weight }
  return { ...form, properties: { ...form.properties, child: { ...child, properties } } }
}

const typedChild = {
  fullName: 'Lò Minh An',
  sex: 'female',
  birthOn: '9/11/2026',
  birthPlace: 'Bệnh viện Đa khoa tỉnh',
  ethnicGroup: 'Thái',
  homePlace: 'Xã Mường Phăng',
  origin: 'usual',
}

const typedIn = async (context: Context, draft: string) => {
  const row = await context.db
    .selectFrom('drafts.draft')
    .select('typed')
    .where('reference', '=', draft.replace('/drafts/', ''))
    .executeTakeFirstOrThrow()
  return (row.typed as Record<string, Record<string, string>>).child
}

test('a draft moves to the new version of its form: it says what has changed, and nothing typed is lost', async () => {
  const { context, browser, draft } = await open()
  await browser.post(`${draft}/child`, typedChild)
  const before = (await browser.get(`${draft}/check`)).body
  assert.doesNotMatch(before, /có bản mới/)
  await approveForm(context, changeChild)

  const page = (await browser.get(`${draft}/child`)).body
  assert.match(page, /Thủ tục này có bản mới từ khi bạn bắt đầu\. Phần đã viết vẫn còn nguyên/)
  assert.match(page, /Câu hỏi mới:<\/p><ul><li><a href="[^"]+\/child#f-weight">Cân nặng khi sinh/)
  assert.match(page, /Hỏi khác trước[^<]+<\/p><ul><li><a href="[^"]+\/child#f-homePlace">Quê quán/)
  assert.match(page, /Trẻ thuộc trường hợp nào\?: bạn đã ghi “Con của cha, mẹ đi đăng ký”/)
  assert.match(page, /href="#f-homePlace"/, 'what does not fit any more is said at once')
  assert.match(page, /value="Bệnh viện Đa khoa tỉnh"/)
  assert.deepEqual(await findMarkupErrors(page), [])
  assert.deepEqual(await typedIn(context, draft), typedChild)

  const elsewhere = (await browser.get(`${draft}/mother`)).body
  assert.doesNotMatch(elsewhere, /Cân nặng/)
  assert.match(elsewhere, /\/check#changes/)
  const check = (await browser.get(`${draft}/check`)).body
  for (const found of [/id="changes"/, /Cân nặng khi sinh/, /child#f-homePlace/]) assert.match(check, found)
  for (const body of [elsewhere, check]) assert.deepEqual(await findMarkupErrors(body), [])

  const { origin, ...asked } = typedChild
  const answered = { ...asked, homePlace: 'mother', weight: '3200' }
  const saved = await browser.post(`${draft}/child`, answered)
  assert.equal(saved.headers.location, `${draft}/mother`)
  assert.deepEqual(await typedIn(context, draft), { ...answered, origin }, 'also what is asked no more')
})

test('a version that asks the same says so; what was looked at in the old one is not sent unseen', async () => {
  const { context, browser, draft } = await open()
  await browser.post(`${draft}/mother`, { fullName: 'Lò Thị Mai Hương', personalId: '999000000017' })
  const { versionId } = await getProcedureToday(context, code)
  await approveForm(context, (form) => ({ ...form, title: 'Tờ khai' }))
  assert.match((await browser.get(`${draft}/mother`)).body, /Các câu hỏi không đổi/)
  const sent = await browser.post(`${draft}/check`, { truth: 'true', version: versionId })
  assert.equal(sent.statusCode, 409)
  assert.match(sent.body, /Tờ khai vừa có bản mới/)
  assert.deepEqual(await findMarkupErrors(sent.body), [])
})
