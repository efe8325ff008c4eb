import assert from 'node:assert/strict'
import { test } from 'node:test'
import { advanceDossier } from '#modules/dossiers'
import { AppError } from '#platform/errors'
import { findOfficer } from '#test/demo'
import { findMarkupErrors } from '#test/html-validity'
import { multipartForm } from '#test/multipart'
import { takeInRelocation } from '#test/relocation'
import { useApp } from '#test/whole-app'

const world = useApp()
const url = '/officer/delegations'
const director = 'signatory.so-xay-dung'
const appraiser = 'case-officer.so-xay-dung'

const open = async (address: string, account: string) => {
  const headers = { ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ url: address, headers })
}
async function give(address: string, account: string, fields: Record<string, string>) {
  const form = multipartForm(fields, [])
  const headers = { ...form.headers, ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ method: 'POST', url: address, headers, payload: form.payload })
}

/** The account that the page offers under a name. */
const accountOf = (page: string, name: string): string =>
  page.match(new RegExp(`value="([^"]+)"[^>]*>${name}`))?.[1] ?? ''

test('on leave, somebody stands in: the task is theirs on those days, and no longer when it is taken back', async () => {
  const { context } = world
  const name = await takeInRelocation(context, 'delegation-1')
  await advanceDossier(
    context,
    name,
    { command: { type: 'transfer' } },
    await findOfficer(context, 'reception.trung-tam'),
  )
  const page = (await open(url, appraiser)).body
  const stand = { ...(await findOfficer(context, director)), accountId: accountOf(page, 'Lò Văn Muôn') }
  const visit = {
    command: { type: 'complete_task', task: 'site_visit', outcome: 'matches', note: '' },
  } as const
  const refused = (error: unknown) => error instanceof AppError && error.code === 'dossiers.not_allowed'
  await assert.rejects(advanceDossier(context, name, visit, stand), refused)

  assert.match(page, /Chưa có ủy quyền nào/)
  assert.deepEqual(await findMarkupErrors(page), [])
  const typed = { delegate: stand.accountId, from: '26/11/2026', until: '27/11/2026', reason: 'Nghỉ phép' }
  const answer = await give(url, appraiser, typed)
  assert.equal(answer.headers.location, `${url}?done=given`, answer.body.slice(answer.body.indexOf('<main')))
  const given = (await open(url, appraiser)).body
  assert.match(given, /Lò Văn Muôn làm thay/)
  assert.deepEqual(await findMarkupErrors(given), [])
  assert.match((await open(url, director)).body, /Làm thay Hoàng Văn Kiên/)
  await advanceDossier(context, name, visit, stand)

  const [, end = ''] = given.match(/action="(\/officer\/delegations\/[^"]+\/end)"/) ?? []
  assert.equal((await give(end, appraiser, {})).headers.location, `${url}?done=ended`)
  assert.equal((await give(end, appraiser, {})).statusCode, 404)
})

test('what is missing or wrong is named at its field, and what was typed stays', async () => {
  const bare = await give(url, appraiser, { reason: 'Đi công tác', from: 'mai' })
  assert.equal(bare.statusCode, 422)
  for (const sentence of [/Chọn người làm thay/, /Nhập ngày theo dạng/, /Đi công tác/])
    assert.match(bare.body, sentence)
  assert.deepEqual(await findMarkupErrors(bare.body), [])
  const delegate = accountOf(bare.body, 'Lò Văn Muôn')
  const back = { delegate, from: '27/11/2026', until: '26/11/2026', reason: 'x' }
  assert.match((await give(url, appraiser, back)).body, /Ngày cuối không trước ngày đầu/)
})
