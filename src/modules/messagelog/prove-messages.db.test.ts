import assert from 'node:assert/strict'
import { createHash, randomUUID, sign } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { openTimestampAuthority, type StandInAuthority, startStandInAuthority } from '#adapters/authority'
import type { TimestampAuthority } from '#modules/signing'
import type { Context } from '#platform/context'
import { testInstant, useContext } from '#test/app'
import { movingClock } from '#test/sign-in-app'
import { checkMessageLog } from './check-health.ts'
import {
  checkLog,
  exportPackage,
  keepBody,
  type LoggedMessage,
  listPublicKeys,
  type PackageTrust,
  recordMessage,
  stampBatches,
  verifyPackage,
} from './index.ts'
import {
  type MessagePackage,
  type PackageBatch,
  type PackageContent,
  type PackageRecord,
  readPackage,
  writeContent,
} from './message-package.ts'
import { readWaiting } from './repository-batches.ts'
import { getSigningKey } from './signing-key.ts'

const world = useContext()
const clock = movingClock(testInstant)
let authority: StandInAuthority
let timestamps: TimestampAuthority
before(async () => {
  authority = await startStandInAuthority({ clock })
  timestamps = openTimestampAuthority({ url: authority.tsaUrl, timeoutMs: 2000 })
})
after(() => authority.stop())

const open = (): Context => ({ ...world.context, clock })
const actor = { kind: 'nobody' } as const

async function record(text: string, messageId: string = randomUUID()): Promise<LoggedMessage> {
  const body = await keepBody(open(), bytesOf(text), 1000)
  const names = { client: 'DIENBIEN/GOV/H18.9/mot-cua', target: 'DIENBIEN/GOV/H18/dan-cu/tra-cuu' }
  const said = { direction: 'in', kind: 'request', headers: { accept: 'application/json' } } as const
  return await recordMessage(open(), { messageId, ...said, ...names, body, at: clock.now() })
}

async function* bytesOf(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}

const trust = async (): Promise<PackageTrust> => ({
  trustAnchors: [authority.root],
  keyIds: (await listPublicKeys(world.context.db)).map(({ keyId }) => keyId),
  at: clock.now(),
})

const codesOf = (reasons: readonly Readonly<{ code: string }>[]): string[] => reasons.map(({ code }) => code)

test('a message exported a day ago is proved, with its body and the hour at which it was there', async () => {
  for (const text of ['một', 'hai', 'ba', 'bốn']) await record(text)
  const { id, messageId } = await record('Kính gửi: đề nghị xác minh')
  await record('sáu')
  await stampBatches(open(), timestamps)
  const bytes = await exportPackage(open(), id, { timestamps, actor })
  clock.forward({ hours: 24 })
  const { verdict, reasons, messages } = await verifyPackage(bytes, await trust())
  assert.deepEqual([verdict, codesOf(reasons)], ['valid', []])
  assert.partialDeepStrictEqual(messages, [{ messageId, kind: 'request', direction: 'in' }])
  assert.ok(messages[0]?.stampedAt)
})

test('each byte of a package counts: one changed, and it is refused', async () => {
  const { id } = await record('x')
  const bytes = Buffer.from(await exportPackage(open(), id, { timestamps, actor }))
  const given = await trust()
  assert.equal((await verifyPackage(bytes, given)).verdict, 'valid')
  for (let at = 0; at < bytes.length; at += 1) {
    // The lowest bit, the one that makes a capital letter, and the one that makes no UTF-8 of it.
    const flip = [0x01, 0x20, 0x80][at % 3] ?? 1
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ flip
    const { verdict } = await verifyPackage(changed, given)
    assert.equal(verdict, 'invalid', `byte ${at} of ${bytes.length}`)
  }
})

/** What is found in a package that was changed and sealed anew by who holds the key. */
async function codesOfResealed(
  bytes: Uint8Array,
  change: (content: PackageContent) => unknown,
): Promise<string[]> {
  const key = await getSigningKey(open())
  const { content } = structuredClone(readPackage(bytes)) as MessagePackage
  change(content)
  const signature = sign(null, Buffer.from(writeContent(content)), key.privateKey).toString('base64')
  const sealed = JSON.stringify({ content, seal: { keyId: key.id, signature } })
  return codesOf((await verifyPackage(Buffer.from(sealed), await trust())).reasons)
}

test('even a package that is sealed anew proves nothing but what was signed, chained and stamped', async () => {
  const { id } = await record('gốc')
  const bytes = await exportPackage(open(), id, { timestamps, actor })
  const changes: Record<string, (record: PackageRecord, batch: PackageBatch) => unknown> = {
    'signature_wrong,path_wrong': ({ entry }) => Object.assign(entry, { client: 'ai đó' }),
    signature_wrong: (one) => Object.assign(one, { signature: Buffer.alloc(64).toString('base64') }),
    body_changed: (one) => Object.assign(one, { body: Buffer.from('khác').toString('base64') }),
    body_not_included: (one) => Object.assign(one, { body: null }),
    not_in_batch: (one) => Object.assign(one, { proof: null }),
    'path_wrong,token_wrong': (_, batch) => Object.assign(batch, { root: '0'.repeat(64) }),
    not_stamped: (_, batch) => Object.assign(batch, { token: null }),
  }
  assert.deepEqual(await codesOfResealed(bytes, () => undefined), [])
  for (const [codes, change] of Object.entries(changes)) {
    const found = await codesOfResealed(
      bytes,
      ({ records: [one], batches: [batch] }) => one && batch && change(one, batch),
    )
    assert.equal(found.join(), codes)
  }
})

test('nothing stands in a package twice: no message borrows the time stamp of another batch of the same number', async () => {
  const { id } = await record('bản gốc')
  const bytes = await exportPackage(open(), id, { timestamps, actor })
  const doubles: ((content: PackageContent) => unknown)[] = [
    ({ batches }) => batches.unshift({ ...(batches[0] ?? assert.fail()), root: '0'.repeat(64), token: null }),
    ({ batches }) => batches.push(batches[0] ?? assert.fail()),
    ({ keys }) => keys.push(keys[0] ?? assert.fail()),
    ({ records }) => records.push(records[0] ?? assert.fail()),
    ({ records }) => records[0]?.entry.headers.push(['x-a', '1'], ['x-a', '2']),
  ]
  for (const double of doubles)
    assert.deepEqual(await codesOfResealed(bytes, double), ['package_unreadable'], String(double))
})

/** One of several that were signed together, and not the first: that would be at its own place whatever is changed. */
async function recordTogether() {
  // On a busy machine each may come when the one before is on record already.
  for (let tries = 0; tries < 50; tries += 1) {
    const recorded = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((text) => record(text)))
    const found = recorded.find((one) => one.group && one.group.firstEntry < one.number)
    if (found) return found
  }
  throw new Error('no two messages were signed together')
}

test('of messages signed together one is proved without the others, and only at its own place', async () => {
  const { id, number } = await recordTogether()
  const bytes = await exportPackage(open(), id, { timestamps, actor })
  assert.deepEqual((await verifyPackage(bytes, await trust())).reasons, [])
  const changes: ((group: NonNullable<PackageRecord['group']>) => unknown)[] = [
    (group) => Object.assign(group, { firstEntry: number }),
    (group) => Object.assign(group, { lastEntry: group.lastEntry + 1 }),
    ({ path }) => path.pop(),
    ({ path }) => path.push('0'.repeat(64)),
    ({ path }) => path.splice(0, 1, '0'.repeat(64)),
  ]
  for (const change of changes) {
    const codes = await codesOfResealed(bytes, ({ records: [one] }) => one?.group && change(one.group))
    assert.deepEqual(codes, ['signature_wrong'], String(change))
  }
  const without = await codesOfResealed(bytes, ({ records: [one] }) => delete one?.group)
  assert.deepEqual(without, ['signature_wrong'])
})

test('what is no package, or a package cut short or with more behind it, is refused', async () => {
  const { id } = await record('y')
  const bytes = Buffer.from(await exportPackage(open(), id, { timestamps, actor }))
  const others = ['', '{}', 'null', '[1', bytes.subarray(0, -1), `${bytes} `, `${bytes}\n`, `\uFEFF${bytes}`]
  for (const other of others)
    assert.equal(
      (await verifyPackage(Buffer.from(other), await trust())).verdict,
      'invalid',
      String(other).slice(0, 9),
    )
})

test('a package is not proved for who trusts neither the key nor the authority, and each is said', async () => {
  const { id } = await record('z')
  const bytes = await exportPackage(open(), id, { timestamps, actor })
  const { verdict, reasons } = await verifyPackage(bytes, { trustAnchors: [], keyIds: [], at: clock.now() })
  assert.equal(verdict, 'indeterminate')
  assert.deepEqual(codesOf(reasons), ['key_unknown', 'token_untrusted'])
})

test('a request and its response are exported together under the id their sender gave', async () => {
  const messageId = `x-road ${randomUUID()}`
  await record('hỏi', messageId)
  await record('đáp', messageId)
  const bytes = await exportPackage(open(), messageId, { timestamps, actor })
  const { verdict, messages } = await verifyPackage(bytes, await trust())
  assert.deepEqual([verdict, messages.length], ['valid', 2])
  await assert.rejects(exportPackage(open(), randomUUID(), { timestamps, actor }), {
    code: 'messagelog.not_found',
  })
})

test('while the authority is away batches wait and say so; when it is back they are stamped in order', async () => {
  authority.setFaults({ tsa: 'down' })
  const { id } = await record('chờ')
  await stampBatches(open(), timestamps)
  await record('cũng chờ')
  await stampBatches(open(), timestamps)
  const waiting = await readWaiting(world.context.db)
  assert.partialDeepStrictEqual(waiting, { batches: 2, problem: 'unreachable' })
  const away = await verifyPackage(await exportPackage(open(), id, { timestamps, actor }), await trust())
  assert.deepEqual([away.verdict, codesOf(away.reasons)], ['indeterminate', ['not_stamped']])
  clock.forward({ minutes: 61 })
  const { ok, warning } = await checkMessageLog(open())(100)
  assert.equal(ok, true)
  assert.match(warning ?? '', /has not answered for 61 min/)
  authority.setFaults({ tsa: null })
  await stampBatches(open(), timestamps)
  assert.equal((await readWaiting(world.context.db)).batches, 0)
  assert.equal((await checkMessageLog(open())(100)).warning, null)
})

test('without an authority batches wait, and the log goes on', async () => {
  await record('không có nơi cấp dấu thời gian')
  await stampBatches(open(), null)
  assert.partialDeepStrictEqual(await readWaiting(world.context.db), { batches: 1, problem: 'no_authority' })
  await stampBatches(open(), timestamps)
})

test('a body larger than may be kept is refused, and nothing of it is left', async () => {
  await assert.rejects(keepBody(open(), bytesOf('dài quá'), 3), { code: 'messagelog.body_too_large' })
  const sha256 = createHash('sha256').update('dài quá').digest('hex')
  assert.equal(await world.context.files.has(sha256), false)
})

test('a log that nobody touched has no faults', async () => {
  const { faults, findings, lastEntry, bodies } = await checkLog(open())
  assert.deepEqual([faults, findings], [0, []])
  assert.ok(lastEntry > 10 && bodies === lastEntry)
  const part = await checkLog(open(), 3, 4)
  assert.deepEqual([part.faults, part.firstEntry, part.lastEntry], [0, 3, 6])
})

test('the time of proof is the one the authority said', async () => {
  const at = Temporal.Instant.from(clock.now().toString())
  const { id } = await record('giờ')
  const { messages } = await verifyPackage(
    await exportPackage(open(), id, { timestamps, actor }),
    await trust(),
  )
  assert.ok(messages[0]?.stampedAt && Math.abs(messages[0].stampedAt.since(at).total('seconds')) <= 1)
})
