import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier, findDossier } from '#modules/dossiers'
import { findOfficer } from '#test/demo'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { takeInRelocation } from '#test/relocation'
import { useApp } from '#test/whole-app'

const world = useApp()
const appraiser = 'case-officer.so-xay-dung'

async function open(url: string, account: string) {
  const headers = { ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ url, headers })
}

async function give(url: string, account: string, fields: Record<string, string>) {
  const form = multipartForm(fields, [])
  const headers = { ...form.headers, ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ method: 'POST', url, headers, payload: form.payload })
}

/** A dossier whose site is to be seen while two agencies are asked. */
async function inInspection(key: string): Promise<string> {
  const reference = await takeInRelocation(world.context, key)
  const desk = await findOfficer(world.context, 'reception.trung-tam')
  await advanceDossier(world.context, reference, { command: { type: 'transfer' } }, desk)
  return (await findDossier(world.context.db, reference))?.code ?? ''
}

const taskOf = (page: string): string => page.match(/\/officer\/dossiers\/[^"]+\/tasks\/[^"]+/)?.[0] ?? ''

test('a task is kept half done, refused without its reason, completed, and then says that it is done', async () => {
  const name = await inInspection('task-pages-1')
  const dossier = (await open(`/officer/dossiers/${name}`, appraiser)).body
  assert.match(dossier, /Các bước đang chờ/)
  assert.match(dossier, /Sở Nông nghiệp và Môi trường/)
  assert.deepEqual(await findMarkupErrors(dossier), [])
  const url = taskOf(dossier)
  const page = (await open(url, appraiser)).body
  assert.match(page, /<h1>Kiểm tra thực địa<\/h1>/)
  assert.deepEqual(await findMarkupErrors(page), [])
  const fields = { ...fieldsOfPage(page), note: 'Móng lệch 1,2 m' }

  const kept = await give(url, appraiser, { ...fields, press: 'keep' })
  assert.equal(kept.headers.location, `${url}?done=keep`)
  assert.match((await open(url, appraiser)).body, /Móng lệch 1,2 m/)

  const none = await give(url, appraiser, { ...fields, press: 'complete' })
  assert.equal(none.statusCode, 422)
  assert.match(none.body, /Chọn kết quả của bước này/)
  const silent = await give(url, appraiser, { ...fields, note: '', outcome: 'differs', press: 'complete' })
  assert.equal(silent.statusCode, 422)
  assert.match(silent.body, /Kết quả này cần nêu lý do/)

  const done = await give(url, appraiser, { ...fields, outcome: 'differs', press: 'complete' })
  assert.equal(done.headers.location, `/officer/dossiers/${name}?done=complete_task`)
  const again = await give(url, appraiser, { ...fields, outcome: 'matches', press: 'complete' })
  assert.equal(again.statusCode, 409)
  assert.match(again.body, /Bước này không còn chờ nữa/)
  assert.match(again.body, /Móng lệch 1,2 m/, 'what was typed is said back')
})

test('who takes a task has it: others see whose it is, until it is given back', async () => {
  const name = await inInspection('task-pages-2')
  const url = taskOf((await open(`/officer/dossiers/${name}`, appraiser)).body)
  const fields = fieldsOfPage((await open(url, appraiser)).body)
  assert.equal((await give(url, appraiser, { ...fields, press: 'claim' })).statusCode, 303)
  assert.match((await open(url, appraiser)).body, /Hoàng Văn Kiên đang làm/)
  assert.match((await open(url, appraiser)).body, /Trả lại việc/)
  assert.equal((await give(url, appraiser, { ...fields, press: 'release' })).statusCode, 303)
  assert.match((await open(url, appraiser)).body, /Chưa ai nhận/)
})

test('an agency that is asked sees the dossier and its own task; the list of tasks leads there', async () => {
  const name = await inInspection('task-pages-3')
  const list = await open('/officer/tasks', 'case-officer.so-cong-thuong')
  assert.equal(list.statusCode, 200)
  assert.deepEqual(await findMarkupErrors(list.body), [])
  assert.ok(list.body.includes(name))
  assert.match(list.body, /Cho ý kiến/)
  const dossier = (await open(`/officer/dossiers/${name}`, 'case-officer.so-cong-thuong')).body
  assert.ok(!/Yêu cầu bổ sung</.test(dossier), 'who is asked decides nothing else')
  assert.equal((await open(`/officer/dossiers/${name}`, 'case-officer.so-tu-phap')).statusCode, 404)
  for (const cursor of ['x', 'YWJj', '%00'])
    assert.ok([200, 400].includes((await open(`/officer/tasks?after=${cursor}`, appraiser)).statusCode), cursor)
})
