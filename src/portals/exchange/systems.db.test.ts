import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { listAudit } from '#modules/audit'
import { issueClientToken } from '#modules/exchange'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'

const world = useApp()
const here = '/admin/exchange'
const clerk = {
  ...{ memberClass: 'GOV', memberCode: 'H18.16', memberName: 'Sở Xây dựng', systemCode: 'PERMITS' },
  ...{ systemName: 'Cấp phép', contact: '0900 000 033', minuteLimit: '60', dayLimit: '1.000' },
}

const headers = async () => ({ ...(await world.as('administrator')), accept: 'text/html' })
const get = async (url: string) => await world.app.inject({ url, headers: await headers() })
const post = async (url: string, fields: Readonly<Record<string, string>> = {}) =>
  await world.app.inject({
    ...{ method: 'POST', url, payload: new URLSearchParams(fields).toString() },
    headers: { ...(await headers()), 'content-type': 'application/x-www-form-urlencoded' },
  })
const only = async (query: string): Promise<string> => (await world.context.pool.query(query)).rows[0].found
const idOf = (code: string) => only(`select id as found from exchange.subsystem where code = '${code}'`)
const nameOfMember = () => only("select name as found from exchange.member where code = 'H18.16'")
/** What the list above a form says. */
const problemsOf = (body: string) =>
  [...body.matchAll(/<li><a href="#f-[^>]+>([^<]+)<\/a>/g)].map(([, sentence = '']) => sentence)

before(async () => {
  await world.ready
  assert.equal((await post(here, clerk)).headers.location, `${here}?done=entered`)
})

test('a member keeps its name when another system is entered under another one, until it is said that it is renamed', async () => {
  const other = { ...clerk, systemCode: 'HOUSING', systemName: 'Nhà ở', memberName: 'Sở XD' }
  const refused = await post(here, other)
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /đang có tên “Sở Xây dựng”/)
  assert.match(refused.body, /name="renamesMember"/)
  assert.deepEqual(await findMarkupErrors(refused.body), [])
  assert.equal(await nameOfMember(), 'Sở Xây dựng')
  const done = await post(here, { ...other, renamesMember: 'yes' })
  assert.equal(done.headers.location, `${here}?done=entered`)
  assert.equal(await nameOfMember(), 'Sở XD')
  const id = await only("select id as found from exchange.member where code = 'H18.16'")
  const [entry] = await listAudit(world.context.db, { kind: 'member', id })
  assert.deepEqual(entry?.detail, { from: 'Sở Xây dựng', to: 'Sở XD' })
})

test('a system is changed from its row: the form is filled with what it has', async () => {
  const id = await idOf('PERMITS')
  assert.ok((await get(here)).body.includes(`href="${here}?edit=${id}#enter"`))
  const page = await get(`${here}?edit=${id}`)
  for (const value of ['H18.16', 'PERMITS', 'Cấp phép', '0900 000 033', '60', '1000'])
    assert.ok(page.body.includes(`value="${value}"`), value)
  assert.match(page.body, /<option value="GOV" selected>/)
  assert.deepEqual(await findMarkupErrors(page.body), [])
  const absent = '00000000-0000-4000-8000-000000000000'
  assert.equal((await get(`${here}?edit=${absent}`)).statusCode, 404)
})

test('a key is revoked after it was shown whose it is, and for a reason', async () => {
  const made = await post(`${here}/${await idOf('PERMITS')}/keys`)
  const [, clientId = '', clientSecret = ''] = /-u (client-[0-9a-f]{16}):([\w-]{43}) /.exec(made.body) ?? []
  const url = `${here}/keys/${clientId}/revoke`
  assert.ok((await get(here)).body.includes(`href="${url}"`))
  const asked = await get(url)
  assert.match(asked.body, /không khôi phục được[\s\S]*Cấp phép/)
  assert.deepEqual(await findMarkupErrors(asked.body), [])
  const unsaid = await post(url)
  assert.equal(unsaid.statusCode, 422)
  assert.match(unsaid.body, /Nhập lý do thu hồi khóa/)
  assert.ok(await issueClientToken(world.context, { clientId, clientSecret }))
  assert.equal((await post(url, { reason: 'Lộ mật khẩu' })).headers.location, `${here}?done=revoked`)
  assert.equal(await issueClientToken(world.context, { clientId, clientSecret }), null)
  const [entry] = await listAudit(world.context.db, { kind: 'credential', id: clientId })
  assert.deepEqual(entry?.detail, { reason: 'Lộ mật khẩu' })
  assert.equal((await get(url)).statusCode, 404)
  assert.equal((await post(url, { reason: 'Lần nữa' })).headers.location, `${here}?done=revoked_before`)
})

test('each line of an error list names its field', async () => {
  const forms = [
    await post(here, { memberClass: 'GOV' }),
    await post('/admin/exchange/offerings', { sandboxUrl: 'x', keepBytes: '1048577' }),
  ]
  for (const { body, statusCode } of forms) {
    assert.equal(statusCode, 422)
    const problems = problemsOf(body)
    assert.ok(problems.length > 6)
    assert.deepEqual(problems, [...new Set(problems)])
    assert.ok(body.indexOf('<h1>') < body.indexOf('ds-error-summary'))
  }
})
