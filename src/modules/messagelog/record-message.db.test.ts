import assert from 'node:assert/strict'
import { createHash, createPublicKey, randomUUID, verify } from 'node:crypto'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { openDb, openPool } from '#platform/db'
import { useContext } from '#test/app'
import { linkOf } from './hash-tree.ts'
import { type LoggedMessage, listPublicKeys, type MessageToRecord, recordMessage } from './index.ts'
import { listChain, readHead } from './repository.ts'
import { noLink, writeEntryText } from './rules/entry-text.ts'
import { signedTextOf } from './signed-group.ts'

const world = useContext()

const message = (text = 'Kính gửi', messageId: string = randomUUID()): MessageToRecord => ({
  messageId,
  direction: 'in',
  kind: 'request',
  client: 'DIENBIEN/GOV/H18.9/mot-cua',
  target: 'DIENBIEN/GOV/H18/tra-cuu/dan-cu/v1',
  headers: { 'x-road-id': messageId, accept: 'application/json' },
  body: { sha256: createHash('sha256').update(text).digest('hex'), sizeBytes: Buffer.byteLength(text) },
  at: Temporal.Instant.from('2026-11-26T09:40:00.123+07:00'),
})

async function assertWhole(entries: readonly LoggedMessage[]): Promise<void> {
  const keys = new Map((await listPublicKeys(world.context.db)).map((key) => [key.keyId, key.publicKeyPem]))
  let previous = noLink
  for (const [index, entry] of entries.entries()) {
    const text = writeEntryText(entry)
    assert.equal(entry.number, index + 1)
    assert.equal(entry.previous, previous)
    assert.equal(entry.link, linkOf(text))
    const key = createPublicKey(keys.get(entry.keyId) ?? '')
    assert.ok(verify(null, Buffer.from(signedTextOf(text, entry) ?? ''), key, entry.signature))
    previous = entry.link
  }
}

test('a message is signed, and comes back from the log as it was recorded', async () => {
  const recorded = await recordMessage(world.context, message())
  const [kept] = await listChain(world.context.db, {
    first: recorded.number,
    limit: 1,
    previous: recorded.previous,
  })
  assert.deepEqual(JSON.parse(JSON.stringify(kept)), JSON.parse(JSON.stringify(recorded)))
})

test('messages recorded at once, by two processes and in transactions, stand in one chain without a gap', async () => {
  const { context } = world
  const pool = openPool(urlOf())
  const other = { ...context, db: openDb(pool) }
  const inTransaction = () =>
    context.db.transaction().execute((tx) => recordMessage({ ...context, db: tx }, message()))
  await Promise.all([
    ...Array.from({ length: 300 }, () => recordMessage(context, message())),
    ...Array.from({ length: 300 }, () => recordMessage(other, message())),
    ...Array.from({ length: 5 }, inTransaction),
  ])
  await other.db.destroy()
  const { number } = await readHead(context.db)
  assert.equal(number, 606)
  const entries = await listChain(context.db, { first: 1, limit: 1000, previous: noLink })
  await assertWhole(entries)
  const signatures = new Set(entries.map(({ signature }) => signature.toString('hex')))
  assert.ok(signatures.size < 100, `${signatures.size} signatures were made`)
})

const urlOf = (): string => (world.context.pool.options as { connectionString: string }).connectionString

test('a transaction that is undone leaves no entry and no gap', async () => {
  const { context } = world
  const before = await readHead(context.db)
  const undone = context.db.transaction().execute(async (tx) => {
    await recordMessage({ ...context, db: tx }, message())
    throw new Error('the act failed')
  })
  await assert.rejects(undone)
  assert.deepEqual(await readHead(context.db), before)
  assert.equal((await recordMessage(context, message())).number, before.number + 1)
})

test('a message the database cannot keep takes no other with it', async () => {
  const { context } = world
  const bad = { ...message(), client: 'a\u0000b' }
  const outcomes = await Promise.allSettled(
    [message(), bad, message()].map((one) => recordMessage(context, one)),
  )
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  )
})

test('nobody changes or removes an entry', async () => {
  const { pool } = world.context
  await assert.rejects(pool.query("update messagelog.log_entry set client = 'x'"), { code: '42501' })
  await assert.rejects(pool.query('delete from messagelog.log_entry'), { code: '42501' })
})
