import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier, findDossier } from '#modules/dossiers'
import { findOfficer } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { fieldsOfPage } from '#test/form'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { useApp } from '#test/whole-app'

const world = useApp()

async function open(url: string, account: string) {
  const headers = { ...(await world.as(account)), accept: 'text/html' }
  return (await world.app.inject({ url, headers })).body
}

async function give(url: string, account: string, fields: Record<string, string>) {
  const form = multipartForm(fields, [])
  const headers = { ...form.headers, ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ method: 'POST', url, headers, payload: form.payload })
}

/** A birth registration that the case officers of the ward have before them. */
async function inAppraisal(): Promise<string> {
  const reference = await submitBirth(world.context)
  for (const type of ['accept', 'transfer'] as const)
    await advanceDossier(
      world.context,
      reference,
      { command: { type } },
      await findOfficer(world.context, 'reception'),
    )
  return (await findDossier(world.context.db, reference))?.code ?? ''
}

test('a named officer is put in charge: chosen among those whose work the step is, and shown on the dossier', async () => {
  const name = await inAppraisal()
  const before = await open(`/officer/dossiers/${name}`, 'signatory')
  assert.match(before, /Chưa phân công thụ lý\. <a href="[^"]+\/commands\/assign">Phân công thụ lý<\/a>/)
  const url = `/officer/dossiers/${name}/commands/assign`
  const page = await open(url, 'signatory')
  assert.match(page, /Cà Thị Ngân, Công chức Tư pháp – Hộ tịch/)
  assert.ok(!page.includes('Sùng Thị Dua'), 'nobody of another agency')
  assert.ok(!page.includes('Lò Thị Inh'), 'nobody of another role')
  assert.deepEqual(await findMarkupErrors(page), [])
  const [, officer = ''] = page.match(/name="officer"[^>]*value="([^"]+)"/) ?? []
  const answer = await give(url, 'signatory', { ...fieldsOfPage(page), officer })
  assert.equal(answer.statusCode, 303, answer.body)
  assert.match(await open(`/officer/dossiers/${name}`, 'case-officer'), /Thụ lý: Cà Thị Ngân\./)
})

test('nobody chosen, or somebody of another agency: the page comes back and says what is expected', async () => {
  const name = await inAppraisal()
  const url = `/officer/dossiers/${name}/commands/assign`
  const { officer: _, ...fields } = fieldsOfPage(await open(url, 'signatory'))
  const stranger = '01a20000-0000-7000-8000-000000000017'
  for (const choice of [{}, { officer: stranger }, { officer: 'x' }]) {
    const answer = await give(url, 'signatory', { ...fields, ...choice })
    assert.equal(answer.statusCode, 422)
    assert.match(answer.body, /Chọn cán bộ thụ lý của cơ quan đang giữ hồ sơ/)
    assert.match(answer.body, /Cà Thị Ngân/)
  }
})
