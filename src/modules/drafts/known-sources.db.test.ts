import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findDossier } from '#modules/dossiers'
import type { FieldSchema, FormSchema, KnownAnswers, StepSchema } from '#modules/eforms'
import { useContext } from '#test/app'
import { birthAnswers, citizen, submitBirth } from '#test/dossiers'
import { approveForm, openDrafts } from '#test/drafts'
import { findMarkupErrors } from '#test/html-validity'

const made = useContext()

/** The home place comes from an earlier registration; where the mother lives, from a register that is not connected. */
function nameSources(form: FormSchema): FormSchema {
  const { child, mother } = form.properties as { child: StepSchema; mother: StepSchema }
  const homePlace = child.properties.homePlace as FieldSchema
  const residence = mother.properties.residence as FieldSchema
  const earlier = { ...homePlace, 'x-sources': [{ from: 'earlier_dossier', path: 'child.homePlace' }] } as const
  const registered = { ...residence, 'x-sources': [{ from: 'population', path: 'address' }] } as const
  return {
    ...form,
    properties: {
      ...form.properties,
      child: { ...child, properties: { ...child.properties, homePlace: earlier } },
      mother: { ...mother, properties: { ...mother.properties, residence: registered } },
    },
  }
}

test('what is known is shown with its source: the State’s is not asked, the person’s own may be changed', async () => {
  const { context, browser, begin } = await openDrafts(made.context)
  await approveForm(context, nameSources)
  const reference = await submitBirth(context)
  const stranger = await submitBirth(context, citizen('25', 'LÒ VĂN THÀNH'))
  const name = (await findDossier(context.db, reference))?.code ?? reference
  const draft = await begin()

  const child = (await browser.get(`${draft}/child`)).body
  assert.match(child, new RegExp(`value="${birthAnswers.child.homePlace}"`))
  assert.match(child, new RegExp(`Điền sẵn từ hồ sơ ${name}\\. Bạn sửa được`))
  assert.doesNotMatch(child, new RegExp(stranger))
  const delivery = (await browser.get(`${draft}/delivery`)).body
  assert.match(delivery, /Lấy từ <strong>tài khoản VNeID<\/strong>/)
  assert.doesNotMatch(delivery, /name="requesterName"/)
  const mother = (await browser.get(`${draft}/mother`)).body
  assert.match(mother, /name="residence"/, 'a register that is not connected gives nothing: it is asked')

  const { homePlace } = birthAnswers.child
  await browser.post(`${draft}/child`, { ...birthAnswers.child, birthOn: '9/11/2026', homePlace })
  await browser.post(`${draft}/delivery`, {
    requesterName: 'Người khác',
    relation: 'mother',
    receiveBy: 'counter',
  })
  const check = (await browser.get(`${draft}/check`)).body
  assert.match(check, new RegExp(`${homePlace}<small>Từ hồ sơ ${name}</small>`))
  assert.match(check, /LÒ THỊ MAI HƯƠNG<small>Từ tài khoản VNeID<\/small>/)
  assert.doesNotMatch(check, /Người khác/)
  for (const body of [child, delivery, check]) assert.deepEqual(await findMarkupErrors(body), [])

  await browser.post(`${draft}/child`, { ...birthAnswers.child, homePlace: '' })
  const emptied = (await browser.get(`${draft}/child`)).body
  assert.doesNotMatch(emptied, /Điền sẵn/, 'what the person took out is not filled in again')
})

test('who says that a register is wrong is asked after all, and what is written then stays', async () => {
  const registered: KnownAnswers = {
    ...{ from: 'population', fixed: true, disputable: true },
    find: async (_, asked) => {
      const label = { vi: 'CSDL quốc gia về dân cư', en: 'population database' }
      return new Map(asked.map((source) => [source, { value: 'Bản Cũ, xã Mường Phăng', label }]))
    },
  }
  const given = { ...made.context, knownSources: () => [registered] }
  const { browser, begin } = await openDrafts(given)
  const draft = await begin()
  const before = (await browser.get(`${draft}/mother`)).body
  assert.deepEqual(await findMarkupErrors(before), [])
  assert.match(before, /Lấy từ <strong>CSDL quốc gia về dân cư/)
  assert.doesNotMatch(before, /name="residence"/)
  await browser.post(`${draft}/mother`, { dispute: 'residence,nothing' })
  const after = (await browser.get(`${draft}/mother`)).body
  assert.deepEqual(await findMarkupErrors(after), [])
  assert.match(after, /name="residence"[^>]*value="Bản Cũ, xã Mường Phăng"|Bản Cũ, xã Mường Phăng<\/textarea>/)
  assert.match(after, /Điền sẵn từ CSDL quốc gia về dân cư\. Bạn sửa được/)
  await browser.post(`${draft}/mother`, { residence: 'Bản Mới, xã Mường Phăng' })
  assert.match((await browser.get(`${draft}/mother`)).body, /Bản Mới, xã Mường Phăng/)
})
