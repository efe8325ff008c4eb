import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FormSchema, StepSchema } from '#modules/eforms'
import { getProcedureToday } from '#modules/procedures'
import type { Context } from '#platform/context'
import { useContext } from '#test/app'
import { approveForm, birthCode, openDrafts } from '#test/drafts'
import { findMarkupErrors } from '#test/html-validity'

const made = useContext()

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
  const { context, browser, begin } = await openDrafts(made.context)
  const draft = await begin()
  await browser.post(`${draft}/child`, typedChild)
  const before = (await browser.get(`${draft}/check`)).body
  assert.doesNotMatch(before, /có bản mới/)
  await approveForm(context, changeChild)

  const page = (await browser.get(`${draft}/child`)).body
  assert.match(page, /Thủ tục này có bản mới từ khi bạn bắt đầu\. Phần đã viết vẫn còn nguyên/)
  assert.match(page, /Câu hỏi mới:<\/p><ul><li><a href="[^"]+\/child#f-weight">Cân nặng khi sinh/)
  assert.match(
    page,
    /Hỏi khác trước[^<]+<\/p><ul><li><a href="[^"]+\/child#f-homePlace">Quê quán<\/a> \(bạn đã ghi “Xã Mường Phăng”\)/,
  )
  assert.match(page, /Trẻ thuộc trường hợp nào\? \(bạn đã ghi “Con của cha, mẹ đi đăng ký”\)/)
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
  const { context, browser, begin } = await openDrafts(made.context)
  const draft = await begin()
  await browser.post(`${draft}/mother`, { fullName: 'Lò Thị Mai Hương', personalId: '999000000017' })
  const { versionId } = await getProcedureToday(context, birthCode)
  await approveForm(context, (form) => ({ ...form, title: 'Tờ khai' }))
  assert.match((await browser.get(`${draft}/mother`)).body, /Các câu hỏi không đổi/)
  const sent = await browser.post(`${draft}/check`, { truth: 'true', version: versionId })
  assert.equal(sent.statusCode, 409)
  assert.match(sent.body, /Tờ khai vừa có bản mới/)
  assert.deepEqual(await findMarkupErrors(sent.body), [])
})
