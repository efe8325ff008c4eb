import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { before, test } from 'node:test'
import { findOfficerActor } from '#modules/identity'
import { saveDefinition } from '#modules/running'
import { multipartForm } from '#test/multipart'
import { somePdf, somePng } from '#test/paper-samples'
import { buildPlan } from '#test/plan-builder'
import { startIn } from '#test/running'
import { keepPaper } from '#test/vault'
import { useApp } from '#test/whole-app'

const world = useApp()
const officers = { away: '', standIn: '', leader: '', agencyId: '' }
let definitionId = ''

before(async () => {
  await world.ready
  const { db } = world.context
  const [away, standIn, leader] = await Promise.all(
    ['case-officer', 'signatory', 'leader'].map((username) => findOfficerActor(db, username)),
  )
  assert.ok(away && standIn && leader)
  const { accountId, agencyId } = away
  Object.assign(officers, {
    ...{ away: accountId, standIn: standIn.accountId, leader: leader.accountId, agencyId },
  })
  const plan = buildPlan({ 'start s': {}, 'task work': { outcomes: ['yes'] }, 'end e': {} }, 's -> work -> e')
  definitionId = await saveDefinition(db, { key: 'keyed', xml: '<definitions/>', plan })
})

/** Writes without the header, with the reason. */
const withoutKey: Readonly<Record<string, string>> = {
  'POST /deadlines/preview': 'reckons, and writes nothing',
  'POST /verification': 'judges a file, and keeps nothing of it',
  'POST /exchange/token': 'OAuth2; each token is as good as the other',
  'POST /exchange/topics/:code/events': 'each event has an id of its publisher, and is taken once',
  'POST /exchange/ministry-reports': 'each report is known by its content, and is kept once',
  'POST /messages/reports/:carrier': 'in the words of the carrier: what became of one message',
  'POST /shipments/reports': 'in the words of the post: what became of one item',
  'POST /payments/callbacks/:provider': 'in the words of the payment platform: what became of one order',
  'POST /signing/callbacks/:provider': 'in the words of the provider: what became of one document',
  'POST /uploads': 'tus; an upload that nobody goes on with expires',
  'PATCH /uploads/:id': 'tus; a piece says from which byte it goes on',
  'DELETE /uploads/:id': 'tus; what is given up is gone',
}

test('every write takes an Idempotency-Key, or is known to need none', () => {
  const writes = world.routes.filter(
    ({ method, url }) => url.startsWith('/api/v1/') && ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method),
  )
  const keyless = writes.filter(({ schema }) => {
    const headers = schema?.headers as { properties?: object } | undefined
    return !('idempotency-key' in (headers?.properties ?? {}))
  })
  assert.deepEqual(
    new Set(keyless.map(({ method, url }) => `${method} ${url.slice('/api/v1'.length)}`)),
    new Set(Object.keys(withoutKey)),
  )
  assert.ok(writes.length > keyless.length + 12)
})

type Sent = { payload?: object | Buffer; headers?: Record<string, string> }
async function post(account: string, url: string, key: string | null, { payload, headers = {} }: Sent = {}) {
  const answer = await world.app.inject({
    ...{ method: 'POST', url: `/api/v1${url}` },
    headers: { ...(await world.as(account)), ...headers, ...(key && { 'idempotency-key': key }) },
    ...(payload && { payload }),
  })
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
}
const rowsOf = async (statement: string, ...values: unknown[]): Promise<number> =>
  Number((await world.context.pool.query(`select count(*) as count from ${statement}`, values)).rows[0].count)
const auditsOf = (action: string) => rowsOf('audit.entry where action = $1', action)

test('the same key and body make one delegation, also at once; another body is refused', async () => {
  const payload = { delegate: officers.standIn, fromOn: '2026-12-01', untilOn: '2026-12-03', reason: 'Phép' }
  const key = randomUUID()
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => post('case-officer', '/delegations', key, { payload })),
  )
  assert.deepEqual(
    answers,
    answers.map(() => ({ status: 201, body: { id: answers[0]?.body.id } })),
  )
  const reordered = Object.fromEntries(Object.entries(payload).reverse())
  assert.equal(
    (await post('case-officer', '/delegations', key, { payload: reordered })).body.id,
    answers[0]?.body.id,
  )
  assert.equal(await rowsOf('running.delegation'), 1)
  assert.equal(await auditsOf('running.delegate'), 1)
  const other = await post('case-officer', '/delegations', key, { payload: { ...payload, reason: 'Khác' } })
  assert.deepEqual([other.status, other.body.code], [422, 'request.key_reused'])
  const elsewhere = await post('case-officer', `/delegations/${answers[0]?.body.id}/end`, key)
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [422, 'request.key_reused'])
  assert.equal(await rowsOf('running.delegation where revoked_at is not null'), 0)
  const theirs = { ...payload, delegate: officers.away }
  assert.equal((await post('signatory', '/delegations', key, { payload: theirs })).status, 201)
})

test('what was refused leaves no key: it may be sent again when it is right', async () => {
  const key = randomUUID()
  const payload = { delegate: officers.standIn, fromOn: '2026-12-09', untilOn: '2026-12-08', reason: 'Phép' }
  assert.equal((await post('case-officer', '/delegations', key, { payload })).status, 422)
  const right = { ...payload, untilOn: '2026-12-10' }
  assert.equal((await post('case-officer', '/delegations', key, { payload: right })).status, 201)
  const short = await post('case-officer', '/delegations', 'short', { payload: right })
  assert.deepEqual([short.status, short.body.fields[0].field], [400, 'idempotency-key'])
})

test('a delegation that is ended twice under one key is ended, not unknown', async () => {
  const payload = { delegate: officers.standIn, fromOn: '2027-01-04', untilOn: '2027-01-05', reason: 'Phép' }
  const { body } = await post('case-officer', '/delegations', null, { payload })
  const key = randomUUID()
  const url = `/delegations/${body.id}/end`
  assert.equal((await post('case-officer', url, key)).status, 204)
  assert.equal((await post('case-officer', url, key)).status, 204)
  assert.equal((await post('case-officer', url, null)).status, 404)
})

test('officers are named by their usernames; a name that nobody has is refused, and its field is named', async () => {
  const payload = { delegate: 'signatory', fromOn: '2027-03-01', untilOn: '2027-03-02', reason: 'Phép' }
  const key = randomUUID()
  const made = await post('leader', '/delegations', key, { payload: { ...payload, account: 'case-officer' } })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  assert.equal(
    await rowsOf(
      'running.delegation where id = $1 and account_id = $2 and delegate_id = $3',
      made.body.id,
      officers.away,
      officers.standIn,
    ),
    1,
  )
  for (const field of ['account', 'delegate']) {
    const wrong = { ...payload, account: 'case-officer', [field]: 'no-such-officer' }
    const { status, body } = await post('leader', '/delegations', null, { payload: wrong })
    assert.deepEqual([status, body.code, body.field], [422, 'running.officer_unknown', field])
  }
  const { id } = await startTask()
  const url = `/process-tasks/${id}/reassign`
  const given = await post('leader', url, null, { payload: { account: 'case-officer' } })
  assert.deepEqual([given.status, typeof given.body.claimedBy], [200, 'string'])
})

test('an incident that is settled twice under one key is settled once', async () => {
  const { id: taskId } = await startTask()
  const id = randomUUID()
  await world.context.pool.query(
    `insert into running.incident (id, instance_id, token, node, kind, reason, at)
     select $1, instance_id, 1, 'work', 'agency', 'x', now() from running.task where id = $2`,
    [id, taskId],
  )
  const key = randomUUID()
  const answers = await Promise.all(
    [1, 2].map(() => post('administrator', `/process-incidents/${id}/settle`, key)),
  )
  assert.deepEqual(
    answers.map(({ status }) => status),
    [204, 204],
  )
  assert.equal(await auditsOf('running.settle_incident'), 1)
  assert.equal((await post('administrator', `/process-incidents/${id}/settle`, null)).status, 409)
})

async function startTask() {
  const { openTasks } = await startIn(world.context, definitionId, officers.agencyId)
  const [task] = openTasks
  assert.ok(task)
  return task
}

test('a repeat does not undo what was done to a task since', async () => {
  const { id } = await startTask()
  const claim = randomUUID()
  assert.equal((await post('case-officer', `/process-tasks/${id}/claim`, claim)).body.claimedByMe, true)
  const release = randomUUID()
  assert.equal((await post('case-officer', `/process-tasks/${id}/release`, release)).body.claimedBy, null)
  const again = await post('case-officer', `/process-tasks/${id}/claim`, claim)
  assert.deepEqual([again.status, again.body.claimedBy], [200, null])
  const draft = randomUUID()
  const write = (text: string, key: string | null) =>
    post('case-officer', `/process-tasks/${id}/draft`, key, { payload: { draft: { text } } })
  assert.equal((await write('một', draft)).status, 204)
  assert.equal((await write('hai', null)).status, 204)
  assert.equal((await write('một', draft)).status, 204)
  assert.equal((await write('ba', draft)).status, 422)
  const payload = { account: officers.away }
  const reassign = randomUUID()
  const given = await post('leader', `/process-tasks/${id}/reassign`, reassign, { payload })
  assert.deepEqual([given.status, given.body.draft], [200, { text: 'hai' }])
  assert.equal((await post('case-officer', `/process-tasks/${id}/release`, null)).status, 200)
  const repeated = await post('leader', `/process-tasks/${id}/reassign`, reassign, { payload })
  assert.deepEqual([repeated.status, repeated.body.claimedBy], [200, null])
})

test('a paper is shared by one link, which is kept nowhere; the repeat says how it stands', async () => {
  const { code } = await keepPaper(world.context, { key: 'keyed-1' })
  const payload = { purpose: 'Xin việc', recipient: 'Công ty', time: '1d' }
  const key = randomUUID()
  const share = () => post('999000000017', `/vault/papers/${code}/shares`, key, { payload })
  const [first, second] = await Promise.all([share(), share()])
  assert.equal(first?.status, 201, JSON.stringify(first?.body))
  assert.deepEqual(first, second)
  assert.equal(await auditsOf('vault.share'), 1)
  const secret = first?.body.address.split('/').at(-1)
  assert.equal(await rowsOf('repeats.keyed_write where kept::text like $1', `%${secret}%`), 0)
  await world.context.pool.query('update vault.share set revoked_at = shared_at where code = $1', [
    first?.body.code,
  ])
  const ended = await share()
  assert.deepEqual([ended.body.address, ended.body.state], [first?.body.address, 'revoked'])
})

test('a paper is taken once under one key', async () => {
  const { code } = await keepPaper(world.context, { key: 'keyed-2' })
  const key = randomUUID()
  const payload = { purpose: 'Nộp hồ sơ', key: 'place-1' }
  const take = (body: object) => post('999000000017', `/vault/papers/${code}/take`, key, { payload: body })
  const first = await take(payload)
  assert.equal(first.status, 201, JSON.stringify(first.body))
  assert.deepEqual(await take(payload), first)
  assert.equal((await take({ ...payload, key: 'place-2' })).body.code, 'request.key_reused')
  assert.equal(await auditsOf('vault.take'), 1)
})

test('files sent again under their key are the papers they were; other contents or names are refused', async () => {
  const before = await rowsOf('papers.paper')
  const files = [
    { field: 'a', name: 'giay.pdf', content: somePdf() },
    { field: 'b', name: 'anh.png', content: await somePng() },
  ]
  const key = randomUUID()
  const upload = (some: typeof files) => post('999000000017', '/files', key, multipartForm({}, some))
  const [first, second] = await Promise.all([upload(files), upload(files)])
  assert.equal(first?.status, 201, JSON.stringify(first?.body))
  assert.deepEqual(first, second)
  assert.deepEqual(await upload(files), first)
  assert.equal(await rowsOf('papers.paper'), before + 2)
  const renamed = files.map((file, index) => (index === 0 ? { ...file, name: 'khac.pdf' } : file))
  const changed = files.map((file, index) => (index === 0 ? { ...file, content: somePdf('khác') } : file))
  for (const other of [renamed, changed, files.slice(1)])
    assert.equal((await upload(other)).body.code, 'request.key_reused')
  assert.equal(await rowsOf('papers.paper'), before + 2)
  const id = first?.body.files[0].id
  const read = await world.app.inject({
    url: `/api/v1/files/${id}`,
    headers: await world.as('999000000017'),
  })
  assert.equal(read.statusCode, 200)
})

test('a key is good for thirty days; then it is cleared by whoever writes next', async () => {
  const { pool } = world.context
  await pool.query(
    `insert into repeats.keyed_write (account_id, key, fingerprint, kept, kept_at)
     select $1, 'old-key-' || n, 'x', 'null', '2026-10-01' from generate_series(1, 5) as n`,
    [officers.away],
  )
  const payload = { delegate: officers.standIn, fromOn: '2027-02-01', untilOn: '2027-02-02', reason: 'Phép' }
  assert.equal((await post('case-officer', '/delegations', 'old-key-3', { payload })).status, 201)
  assert.equal(await rowsOf("repeats.keyed_write where key like 'old-key-%'"), 1)
})
