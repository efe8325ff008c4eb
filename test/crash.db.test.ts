import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import pg from 'pg'
import { type Answer, birthRegistration, postJson, uploadPapers } from '#test/api-client'
import { type Server, useServers } from '#test/server'

const servers = useServers()
const count = 200
const range = (length: number): number[] => Array.from({ length }, (_, index) => index)

let server: Server
let submission: ReturnType<typeof birthRegistration>

before(async () => {
  await servers.database.ready
  server = await servers.start(['--no-worker'])
  const names = ['giay-chung-sinh.pdf', 'giay-uy-quyen.pdf']
  const [certificate = '', letter = ''] = await uploadPapers(
    server.url,
    await servers.as('999000000017'),
    names,
  )
  submission = birthRegistration({ birth_certificate_of_clinic: certificate, letter_of_authority: letter })
})

type Send = (index: number) => Promise<Answer>

async function submitOf(prefix: string): Promise<Send> {
  const headers = await servers.as('999000000017')
  return (index) =>
    postJson(`${server.url}/api/v1/dossiers`, { headers, body: submission, key: `${prefix}-number-${index}` })
}

async function commandOf(account: string, command: object): Promise<(dossier: string) => Promise<Answer>> {
  const headers = await servers.as(account)
  return (dossier) => postJson(`${server.url}/api/v1/dossiers/${dossier}/commands`, { headers, body: command })
}

const orNull = (request: Promise<Answer>): Promise<Answer | null> => request.catch(() => null)

/** Kills the server without warning while what `send` sends is held fast in the database by `lock`. */
async function killWhileWriting(lock: string, send: () => Promise<Answer>[]): Promise<(Answer | null)[]> {
  const [owner, watcher] = await Promise.all([openOwner(), openOwner()])
  await owner.query('begin')
  await owner.query(lock)
  const answers = Promise.all(send().map(orNull))
  const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await watcher.query(waiting)).rowCount === 0) await setImmediate()
  await server.stop('SIGKILL')
  await owner.query('rollback')
  await Promise.all([owner.end(), watcher.end()])
  return await answers
}

/** A connection that may lock and may see what others wait for. */
async function openOwner(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: servers.database.url })
  await client.connect()
  return client
}

/** What the database holds of each dossier of one test, in one look. */
async function inspect(prefix: string) {
  const { rows } = await servers.database.pool.query<{
    reference: string
    attachments: number
    events: number
    audited: number
    jobs: number
  }>(
    `select reference,
      (select count(*)::int from dossiers.attachment where dossier_id = dossier.id) as attachments,
      (select count(*)::int from dossiers.dossier_event where dossier_id = dossier.id) as events,
      (select count(*)::int from audit.entry where subject_id = dossier.id::text and action = 'dossiers.submit') as audited,
      (select count(*)::int from graphile_worker._private_jobs
        where payload ->> 'dossierId' = dossier.id::text) as jobs
    from dossiers.dossier where submission_key like $1`,
    [`${prefix}-%`],
  )
  return rows
}

const strays = `select
  (select count(*)::int from audit.entry where action = 'dossiers.submit'
    and not exists (select from dossiers.dossier where id::text = subject_id)) as audited,
  (select count(*)::int from graphile_worker._private_jobs
    where payload ->> 'dossierId' is not null
      and not exists (select from dossiers.dossier where id::text = payload ->> 'dossierId')) as jobs`

test('a server killed among 200 submissions loses none it answered, keeps none half, and makes none twice', async () => {
  const submit = await submitOf('crash')
  const early = range(count / 2).map((index) => orNull(submit(index)))
  await Promise.race(early)
  const late = await killWhileWriting('lock table dossiers.attachment in exclusive mode', () =>
    range(count / 2).map((index) => submit(count / 2 + index)),
  )
  const first = [...(await Promise.all(early)), ...late]
  const answered = first.filter((answer) => answer !== null)
  assert.ok(answered.length > 0 && answered.length <= count / 2, `${answered.length} were answered`)
  assert.deepEqual(new Set(answered.map(({ status }) => status)), new Set([201]))

  server = await servers.start(['--no-worker'])
  const kept = await inspect('crash')
  const references = new Set(kept.map(({ reference }) => reference))
  const lost = answered.filter(({ body }) => !references.has(body.reference))
  assert.deepEqual(lost, [])
  const half = kept.filter(
    ({ attachments, events, audited, jobs }) =>
      attachments !== 2 || events !== 1 || audited !== 1 || jobs !== 1,
  )
  assert.deepEqual(half, [])
  assert.deepEqual((await servers.database.pool.query(strays)).rows, [{ audited: 0, jobs: 0 }])

  const submitAgain = await submitOf('crash')
  const second = await Promise.all(range(count).map(submitAgain))
  assert.deepEqual(new Set(second.map(({ status }) => status)), new Set([201]))
  const changed = first.filter(
    (answer, index) => answer && answer.body.reference !== second[index]?.body.reference,
  )
  assert.deepEqual(changed, [])
  assert.equal(new Set(second.map(({ body }) => body.reference)).size, count)
  const final = await inspect('crash')
  assert.equal(final.length, count)
  assert.ok(final.every(({ events, audited, jobs }) => events === 1 && audited === 1 && jobs === 1))
})

async function listCodes(): Promise<number[]> {
  const { rows } = await servers.database.pool.query<{ number: number }>(
    "select split_part(code, '-', 3)::int as number from dossiers.dossier where code is not null order by 1",
  )
  return rows.map(({ number }) => number)
}

test('codes of one counter and day follow each other without a gap, even when the server is killed', async () => {
  const submit = await submitOf('code')
  const references = (await Promise.all(range(80).map(submit))).map(({ body }) => String(body.reference))
  const accept = await commandOf('reception', { type: 'accept' })
  const together = await Promise.all(references.slice(0, 40).map(accept))
  assert.deepEqual(new Set(together.map(({ status }) => status)), new Set([200]))
  assert.deepEqual(
    await listCodes(),
    range(40).map((index) => index + 1),
  )

  const rest = references.slice(40)
  const answered = await Promise.all(rest.slice(0, 10).map(accept))
  assert.ok(answered.every(({ status }) => status === 200))
  const interrupted = await killWhileWriting('select from dossiers.code_counter for update', () =>
    rest.slice(10).map(accept),
  )
  assert.deepEqual(new Set(interrupted), new Set([null]))
  server = await servers.start(['--no-worker'])
  const acceptAgain = await commandOf('reception', { type: 'accept' })
  const again = await Promise.all(rest.map(acceptAgain))
  const told = again.map(({ status, body }) => (status === 409 ? `${body.code} ${body.state}` : String(status)))
  assert.deepEqual(new Set(told.filter((said) => said !== '200')), new Set(['dossiers.wrong_state accepted']))
  assert.deepEqual(
    await listCodes(),
    range(80).map((index) => index + 1),
  )
})

test('two officers decide at once: one decides, the other is told the state, and nothing is written twice', async () => {
  const submit = await submitOf('race')
  const references = (await Promise.all(range(6).map(submit))).map(({ body }) => String(body.reference))
  const steps: readonly [string, object][] = [
    ['reception', { type: 'accept' }],
    ['reception', { type: 'transfer' }],
    ['case-officer', { type: 'submit_for_approval', note: '' }],
  ]
  for (const [account, command] of steps) {
    const answers = await Promise.all(references.map(await commandOf(account, command)))
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
  }
  const approve = await commandOf('signatory', { type: 'approve', note: '' })
  const reject = await commandOf('case-officer', { type: 'stop', reason: 'Người nộp đã rút yêu cầu' })
  for (const reference of references) {
    const answers = await Promise.all([approve(reference), reject(reference)])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
    const [won, told] = answers[0].status === 200 ? answers : [answers[1], answers[0]]
    assert.equal(told.body.state, won.body.state)
  }
  const { rows } = await servers.database.pool.query(
    `select max(number)::int as events, revision from dossiers.dossier join dossiers.dossier_event on dossier_id = id
     where submission_key like 'race-%' group by id, revision`,
  )
  assert.deepEqual(
    rows,
    references.map(() => ({ events: 5, revision: 5 })),
  )
})
