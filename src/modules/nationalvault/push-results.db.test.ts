import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { Temporal } from 'temporal-polyfill'
import { openNationalVault, type StandInVault, startStandInVault } from '#adapters/national-vault'
import { fixedClock, systemClock } from '#platform/clock'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { maiHuong } from '#test/demo'
import { storedPaper } from '#test/vault'
import { checkNationalVault } from './check-pushes.ts'
import { findNextRound, pushResults } from './push-results.ts'
import { queueEnded, queueIssued } from './queue-push.ts'
import { listPushesOf, markAgain, tallyPushes } from './repository-pushes.ts'

const made = useContext()
let standIn: StandInVault
before(async () => {
  standIn = await startStandInVault({ papers: [] })
})
after(() => standIn.stop())
beforeEach(() => standIn.break(null))

const openVault = () => openNationalVault({ ...standIn.connection, timeoutMs: 3000, mostBytes: 1_000_000 })
const inHours = (hours: number) => () => systemClock.now().add({ hours })

async function queue(more: Readonly<{ sha256?: string }> = {}): Promise<string> {
  const { db, clock } = made.context
  const { sha256 } = await storedPaper(made.context)
  const resultId = makeId(systemClock.now().epochMilliseconds)
  const result = {
    ...{ resultId, dossierCode: 'H18.137-261126-0001', typeCode: 'KQ.G15.000038', sha256, ...more },
    ...{
      owner: { number: maiHuong.personalId, name: maiHuong.fullName },
      title: 'Giấy xác nhận',
      number: '7/XN',
    },
    ...{ issuer: { code: 'H18.137', name: 'UBND' }, issuedOn: '2026-11-26' },
  }
  for (let times = 0; times < 2; times += 1)
    await db.transaction().execute((tx) => queueIssued(tx, result, clock.now()))
  return resultId
}

const end = (resultId: string) =>
  made.context.db
    .transaction()
    .execute((tx) => queueEnded(tx, resultId, { kind: 'revoked', reason: 'Ghi sai' }, made.context.clock.now()))

test('a sealed result is told once and in order, also after an outage; what ended before it was told is told too', async () => {
  const { context } = made
  const { db } = context
  const resultId = await queue()
  await end(resultId)
  await end(makeId(systemClock.now().epochMilliseconds))
  standIn.break('down')
  assert.equal(await pushResults(context, openVault()), 0)
  const [failed, waiting] = await listPushesOf(db, [resultId])
  assert.deepEqual([failed?.tries, failed?.lastFailure, waiting?.tries], [1, 'unreachable', 0])
  assert.equal((await checkNationalVault(context)(0)).warning, null)
  const muchLater = { ...context, clock: fixedClock(testInstant.replace('09:40', '11:40')) }
  assert.match((await checkNationalVault(muchLater)(0)).warning ?? '', /the oldest for 120 min/)

  standIn.break(null)
  assert.equal(await pushResults(context, openVault()), 0, 'the back-off holds')
  assert.equal(await pushResults(context, openVault(), inHours(1)), 2)
  assert.deepEqual(
    standIn.told().map(({ kind }) => kind),
    ['1', '2'],
  )
  assert.deepEqual(await tallyPushes(db), { waiting: 0, refused: 0, oldestQueuedAt: null })
  assert.equal(await pushResults(context, openVault(), inHours(1)), 0)
})

test('away, the vault is asked with one push however many wait, later each time; back, all are told', async () => {
  const { context } = made
  for (let count = 0; count < 30; count += 1) await queue()
  standIn.break('down')
  let at: Temporal.Instant = systemClock.now()
  const waits: number[] = []
  for (let rounds = 1; rounds <= 6; rounds += 1) {
    const called = standIn.countCalls()
    for (let runs = 0; runs < 3; runs += 1) await pushResults(context, openVault(), () => at)
    assert.equal(standIn.countCalls() - called, 1)
    const next = await findNextRound(context.db)
    assert.ok(next)
    waits.push(next.since(at).total('seconds'))
    at = next
  }
  // Half of each wait is chance: 2.5 to 5 seconds at first, 30 to 60 in the end.
  assert.ok((waits[0] ?? 0) <= 6 && (waits[2] ?? 0) >= 10 && (waits[5] ?? 0) >= 30, waits.join())
  assert.ok(Math.max(...waits) <= 61, waits.join())
  standIn.break(null)
  assert.equal(await pushResults(context, openVault(), () => at.add({ minutes: 10 })), 30)
  assert.equal(await findNextRound(context.db), null)
})

test('what stands behind a refusal waits for a person and for no clock; sent again it goes in order', async () => {
  const { context } = made
  const resultId = await queue()
  standIn.break('error')
  await pushResults(context, openVault())
  await end(resultId)
  standIn.break(null)
  assert.equal(await findNextRound(context.db), null, 'the job does not queue itself')
  assert.equal(await pushResults(context, openVault(), inHours(1)), 0)
  const [refused] = await listPushesOf(context.db, [resultId])
  assert.equal(refused?.lastFailure, '7: Không có loại kết quả này')
  await context.db.transaction().execute((tx) => markAgain(tx, refused?.id ?? ''))
  assert.equal(await pushResults(context, openVault()), 2)
})

test('a file that is not there holds up none of the others', async () => {
  const lost = await queue({ sha256: '0'.repeat(64) })
  await queue()
  assert.equal(await pushResults(made.context, openVault()), 1)
  const [unread] = await listPushesOf(made.context.db, [lost])
  assert.deepEqual([unread?.tries, unread?.lastFailure, unread?.toldAt], [1, 'not_ready', null])
})
