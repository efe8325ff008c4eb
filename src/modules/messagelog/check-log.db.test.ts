import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { openTimestampAuthority, type StandInAuthority, startStandInAuthority } from '#adapters/authority'
import type { Context } from '#platform/context'
import { type Db, openDb, openPool, type Tx } from '#platform/db'
import { useContext } from '#test/app'
import { checkLog, keepBody, type MessageToRecord, recordMessage, stampBatches } from './index.ts'

const world = useContext()
const text = 'Kính gửi Ủy ban nhân dân xã'
const count = 9
let authority: StandInAuthority
/** The owner of the database, whom nothing forbids anything. */
let owner: Db

before(async () => {
  await world.ready
  const { context } = world
  authority = await startStandInAuthority({ clock: context.clock })
  const { connectionString } = context.pool.options as { connectionString: string }
  owner = openDb(openPool(connectionString, { role: 'none', max: 2 }))
  for (let index = 0; index < count; index += 3) {
    const bodies = await Promise.all([0, 1, 2].map((at) => keep(`${text} ${index + at}`)))
    // What is recorded at once is signed together.
    await Promise.all(bodies.map(record))
    await stampBatches(context, openTimestampAuthority({ url: authority.tsaUrl }))
  }
})
after(async () => {
  await owner.destroy()
  await authority.stop()
})

const keep = (body: string) => keepBody(world.context, Readable.from([Buffer.from(body)]), 1000)

const record = (body: MessageToRecord['body']) =>
  recordMessage(world.context, {
    ...{ messageId: randomUUID(), direction: 'in', kind: 'request', client: 'A/B/C/D', target: 'A/B/E/F/g' },
    headers: { accept: 'application/json', 'x-road-client': 'A/B/C/D' },
    ...{ body, at: world.context.clock.now() },
  })

/** What is found when the owner has changed something; afterwards it is as it was. */
async function foundAfter(
  change: (tx: Tx) => Promise<unknown>,
  trustAnchors: readonly Uint8Array[] = [],
): Promise<string[]> {
  const { context } = world
  const found: string[] = []
  const done = owner.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx)
    await change(tx)
    const { findings } = await checkLog({ ...(context as Context), db: tx, trustAnchors })
    found.push(...findings.map(({ code, number }) => `${code} ${number}`))
    throw new Error('back')
  })
  await assert.rejects(done, { message: 'back' })
  return found
}

const run = (statement: string) => (tx: Tx) => sql.raw(statement).execute(tx)

test('one byte changed in any column of any message is found', async () => {
  const letters = ['message_id', 'client', 'target'].map(
    (name) => [name, `overlay(${name} placing '~' from 1 + mod(number::int, length(${name})))`] as const,
  )
  const bytes = ['signature', 'link', 'group_path'].flatMap((name) =>
    [0, 17, 31].map((at) => [name, `set_byte(${name}, ${at}, get_byte(${name}, ${at}) # 1)`] as const),
  )
  const others = [
    ['id', `overlay(id::text placing case left(id::text, 1) when '0' then '1' else '0' end from 1)::uuid`],
    ['direction', "'out'"],
    ['kind', "'response'"],
    ['headers', `headers::jsonb || '{"accept": "application/jsoN"}'`],
    ['headers', `headers::jsonb || '{"x": ""}'`],
    ['headers', `headers::jsonb - 'accept'`],
    ['headers', `replace(headers::text, 'json"', 'jsom"')::json`],
    [
      'body_sha256',
      `overlay(body_sha256 placing case left(body_sha256, 1) when '0' then '1' else '0' end from 1)`,
    ],
    ['body_bytes', 'body_bytes + 1'],
    ['body_kept', 'not body_kept'],
    ['at', "at + interval '1 microsecond'"],
    ['group_first', 'group_first - 1'],
    ['group_last', 'group_last + 1'],
    ['group_first', 'null, group_last = null, group_path = null'],
    ['key_id', `overlay(key_id placing case left(key_id, 1) when '0' then '1' else '0' end from 1)`],
  ] as const
  for (const [column, value] of [...letters, ...bytes, ...others])
    for (const number of [1, 5, count]) {
      const found = await foundAfter(
        run(`update messagelog.log_entry set ${column} = ${value} where number = ${number}`),
      )
      assert.ok(
        found.some((one) => one.endsWith(` ${number}`)),
        `${column} of ${number}: ${found.join(', ')}`,
      )
    }
})

test('every column of a message is looked at by the test above', async () => {
  const { rows } = await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_schema = 'messagelog' and table_name = 'log_entry' order by 1`.execute(owner)
  assert.deepEqual(
    rows.map(({ name }) => name),
    [
      'at',
      'body_bytes',
      'body_kept',
      'body_sha256',
      'client',
      'direction',
      'group_first',
      'group_last',
      'group_path',
      'headers',
      'id',
      'key_id',
      'kind',
    ].concat(['link', 'message_id', 'number', 'signature', 'target']),
  )
})

test('each byte of a kept body counts, and a body that is gone is found', async () => {
  const { context } = world
  const { rows } = await sql<{ sha256: string }>`select body_sha256 as sha256 from messagelog.log_entry
    where number = 4`.execute(owner)
  const name = rows[0]?.sha256 ?? ''
  const path = join(context.config.MOTCUA_DATA_DIR, 'files', name.slice(0, 2), name.slice(2, 4), name)
  const whole = await readFile(path)
  for (let at = 0; at < whole.length; at += 1) {
    const changed = Buffer.from(whole)
    changed[at] = (changed[at] ?? 0) ^ 1
    await writeFile(path, changed)
    const { findings } = await checkLog(context, 4, 1)
    assert.deepEqual(findings, [{ code: 'body_damaged', number: 4 }])
  }
  await writeFile(path, whole)
  assert.deepEqual((await checkLog(context)).findings, [])
})

test('a message removed, moved, slipped in or cut off at the end is found', async () => {
  const swap = `update messagelog.log_entry set number = case number when 4 then 5 else 4 end where number in (4, 5)`
  const deferred =
    'alter table messagelog.log_entry drop constraint log_entry_pkey, drop constraint log_entry_group_check; '
  const tail = `delete from messagelog.log_entry where number = ${count}`
  const headBack = `update messagelog.chain_head set number = ${count - 1},
    link = (select link from messagelog.log_entry where number = ${count - 1})`
  assert.ok(
    (await foundAfter(run('delete from messagelog.log_entry where number = 5'))).includes('entry_missing 5'),
  )
  assert.ok(
    (await foundAfter(run('delete from messagelog.log_entry where number = 1'))).includes('entry_missing 1'),
  )
  assert.ok((await foundAfter(run(deferred + swap))).includes('entry_changed 4'))
  assert.ok((await foundAfter(run(tail))).includes(`entry_missing ${count}`))
  assert.ok((await foundAfter(run(`${tail}; ${headBack}`))).includes('batch_root_wrong 3'))
  const closeUp = `delete from messagelog.log_entry where number = 5;
    update messagelog.log_entry set number = number - 1 where number > 5`
  assert.ok((await foundAfter(run(deferred + closeUp))).includes('entry_changed 5'))
  const cutBatch = `delete from messagelog.log_entry where number > 6; update messagelog.chain_head
    set number = 6, link = (select link from messagelog.log_entry where number = 6)`
  assert.ok((await foundAfter(run(cutBatch))).includes('entry_missing 7'))
})

test('a changed batch, its time stamp, the end of the chain or a published key are found', async () => {
  const flip = (column: string, at = 0) => `set_byte(${column}, ${at}, get_byte(${column}, ${at}) # 1)`
  const changes = {
    'batch_root_wrong 2': `update messagelog.stamp_batch set root = ${flip('root')} where number = 2`,
    'batch_token_wrong 2': `update messagelog.stamp_batch set token = ${flip('token', 300)} where number = 2`,
    'batch_token_missing 1':
      'update messagelog.stamp_batch set token = null, stamped_at = null where number = 1',
    'batch_missing 3': 'delete from messagelog.stamp_batch where number = 2',
    [`head_wrong ${count}`]: `update messagelog.chain_head set link = ${flip('link')}`,
    'key_wrong 1': `update messagelog.log_key set public_key = ${flip('public_key', 20)}`,
  }
  for (const [code, change] of Object.entries(changes))
    assert.ok((await foundAfter(run(change))).includes(code), code)
  const earlier =
    "update messagelog.stamp_batch set stamped_at = stamped_at - interval '1 year' where number = 3"
  assert.ok((await foundAfter(run(earlier))).includes('batch_token_wrong 3'))
})

test('a time stamp by an authority that is not trusted is found; of a row of them the first is named', async () => {
  const { context } = world
  const stranger = await startStandInAuthority({ clock: context.clock })
  const nothing = async () => undefined
  const byStranger = async (tx: Tx) => {
    await run('update messagelog.stamp_batch set token = null, stamped_at = null where number = 2')(tx)
    await stampBatches({ ...context, db: tx as Db }, openTimestampAuthority({ url: stranger.tsaUrl }))
  }
  const roots = [authority.root]
  assert.deepEqual(await foundAfter(nothing, roots), [])
  assert.deepEqual(await foundAfter(byStranger, roots), ['batch_token_untrusted 2'])
  assert.deepEqual(await foundAfter(byStranger), [], 'nobody says whom to trust')
  assert.deepEqual(await foundAfter(nothing, [stranger.root]), ['batch_token_untrusted 1'])
  await stranger.stop()
  const muchLater = { ...context, clock: { now: () => context.clock.now().add({ hours: 24 * 365 * 40 }) } }
  const { findings } = await checkLog({ ...muchLater, trustAnchors: roots })
  assert.deepEqual(findings, [], 'its certificate has ended since, and held then')
})

test('a batch that is stamped again is found, and an end that is cut off with all that tells of it', async () => {
  const { context } = world
  const later = { now: () => context.clock.now().add({ hours: 1 }) }
  const second = await startStandInAuthority({ clock: later })
  const again = async (tx: Tx) => {
    await run('update messagelog.stamp_batch set token = null, stamped_at = null where number = 2')(tx)
    await stampBatches({ ...context, db: tx as Db }, openTimestampAuthority({ url: second.tsaUrl }))
  }
  assert.deepEqual(await foundAfter(again), ['batch_stamped_again 2'])
  await second.stop()
  await checkLog(context)
  const cut = `delete from messagelog.stamp_batch where number > 2; delete from messagelog.log_entry where number > 6;
    update messagelog.chain_head set number = 6, link = (select link from messagelog.log_entry where number = 6)`
  assert.deepEqual(await foundAfter(run(cut)), ['entry_missing 7'])
})
