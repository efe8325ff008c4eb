import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import {
  askOrder,
  checkPayments,
  dayOf,
  decideRefund,
  findChargeRefund,
  findReconciliation,
  listCharges,
  listGivenBackThere,
  listUncompared,
  openCharge,
  type PaymentPlatform,
  PlatformUnreachable,
  paymentJobs,
  reconcileDay,
  reconcileMissed,
  startPayment,
} from '#modules/payments'
import { makeId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { testInstant, useContext } from '#test/app'
import { crashingDb } from '#test/crashing-db'
import { paying } from '#test/payments'
import { openPaymentPlatform } from './client.ts'
import { type StandInPlatform, soundPlatform, startStandInPlatform } from './stand-in.ts'

const world = useContext()
const at = Temporal.Instant.from(testInstant)
const agencyId = makeId()
const cashier = { kind: 'officer', accountId: 'o-1', fullName: 'Quàng Thị Thu', agencyId } as const
const leader = { ...cashier, accountId: 'o-2', fullName: 'Lò Văn Hặc' } as const
let standIn: StandInPlatform
let platform: PaymentPlatform

/** No callback ever comes: what happened is asked for. */
before(async () => {
  await world.ready
  standIn = await startStandInPlatform({ clock: world.context.clock, callbackUrl: 'http://127.0.0.1:9/' })
  platform = openPaymentPlatform({ ...standIn, timeoutMs: 2000 })
})
const silent = { ...soundPlatform, callback: 'never' } as const
beforeEach(() => standIn.setFaults(silent))
after(() => standIn.stop())

const givenCharge = (amountVnd = 8000) =>
  world.context.db
    .transaction()
    .execute((tx) => openCharge(tx, { dossierId: makeId(), agencyId, name: 'Lệ phí bản sao', amountVnd, at }))

const start = (chargeId: string) => startPayment(world.context, platform, { ...paying, chargeId })

async function startOrder(chargeId: string) {
  const started = await start(chargeId)
  assert.ok(started.kind === 'pay', started.kind)
  return started.order
}

/** A charge that was paid online, and is counted. */
async function givenPaid() {
  const charge = await givenCharge()
  const order = await startOrder(charge.id)
  await standIn.pay(order.reference)
  await askOrder(world.context, platform, order)
  assert.equal(await stateOf(charge), 'paid')
  return { charge, order }
}

const stateOf = async ({ dossierId }: { dossierId: string }) =>
  (await listCharges(world.context.db, dossierId))[0]?.state

const noReceipts = { give: async () => undefined, takeBack: async () => undefined }

/** Runs a job as the worker would. */
async function run(name: string, payload: object = {}, now = at): Promise<void> {
  const job = paymentJobs(platform, async () => undefined, noReceipts).find((one) => one.name === name)
  assert.ok(job, name)
  await job.run(payload as never, { ...world.context, clock: { now: () => now }, attempt: 1 })
}
const reconcileToday = () => reconcileDay(world.context, platform, dayOf(at), cashier)

test('days that were missed are made up, the oldest first, and are spoken of until then', async () => {
  const { db } = world.context
  const first = dayOf(at)
  const inDays = (days: number) => at.add({ hours: 24 * days })
  const missedBy = async (days: number) =>
    (await listUncompared(db, 'platform', dayOf(inDays(days)))).map((day) => first.until(day).days)
  const warning = async (days: number) =>
    (await checkPayments({ db, clock: { now: () => inDays(days) } })(0)).warning

  await startOrder((await givenCharge()).id)
  await reconcileToday()
  assert.deepEqual(await missedBy(0), [], 'a day is compared when it is over')
  assert.deepEqual([await missedBy(3), await missedBy(70).then((days) => days.length)], [[0, 1, 2], 60])
  assert.equal(await warning(2), null)
  assert.match((await warning(3)) ?? '', new RegExp(`^1 days .* ${first}$`))
  const crashing = { db: crashingDb(db), clock: { now: () => inDays(3) } }
  await assert.rejects(reconcileDay(crashing, platform, first, cashier))
  standIn.setFaults({ line: 'down' })
  await assert.rejects(run('payments.reconcile', {}, inDays(3)), { code: 'payments.platform_away' })
  assert.deepEqual(await missedBy(3), [0, 1, 2])

  standIn.setFaults(silent)
  const asked: number[] = []
  const unreadable: PaymentPlatform = {
    ...platform,
    statementOf: async (day) => {
      asked.push(first.until(day).days)
      if (day.equals(first)) throw new PlatformUnreachable('doi-soat: the answer is not as it is described')
      return await platform.statementOf(day)
    },
  }
  const server = { db, clock: { now: () => inDays(3) } }
  await assert.rejects(reconcileMissed(server, unreadable, cashier), { code: 'payments.platform_away' })
  assert.deepEqual([asked, await missedBy(3)], [[0, 1, 2], [0]])
  await run('payments.reconcile', {}, inDays(3))
  assert.deepEqual([await missedBy(3), await warning(3)], [[], null])
})

test('what the platform gave back before we knew of it is not counted: asked, or told by its statement, named or not', async () => {
  for (const refund of ['given', 'unnamed'] as const)
    for (const learn of ['ask', 'statement'] as const) {
      standIn.setFaults({ refund })
      const charge = await givenCharge()
      const order = await startOrder(charge.id)
      const { transaction } = await standIn.pay(order.reference)
      standIn.giveBack(order.reference)
      await (learn === 'ask' ? askOrder(world.context, platform, order) : reconcileToday())
      const found = `${refund}, ${learn}`
      assert.equal(await stateOf(charge), 'due', found)
      const { rows } = await world.context.pool.query(
        `select a.outcome, r.state, r.asked_by from payments.arrival a join payments.refund r on r.arrival_id = a.id
         where a.transaction = $1`,
        [transaction],
      )
      assert.deepEqual(rows, [{ outcome: 'given_back', state: 'done', asked_by: 'platform' }], found)
      assert.equal((await start(charge.id)).kind, 'pay', found)
      await reconcileToday()
      const day = await findReconciliation(world.context.db, 'platform', dayOf(at).toString())
      assert.equal(day?.newest.differences, 0, found)
    }
})

test('an order that is said to be refunded, and not by what, is over and counts nothing', async () => {
  const charge = await givenCharge()
  const order = await startOrder(charge.id)
  await standIn.pay(order.reference)
  standIn.giveBack(order.reference)
  const terse: PaymentPlatform = {
    ...platform,
    ask: async (reference) => ({ ...(await platform.ask(reference)), returned: [] }),
  }
  assert.equal((await askOrder(world.context, terse, order)).state, 'closed')
  assert.equal(await stateOf(charge), 'due')
  await reconcileToday()
  assert.equal(await stateOf(charge), 'due', 'the statement names both')
})

test('a sum of an earlier day that went back on a later one is not counted; an order nobody can tell of stops no day', async () => {
  const [gone, untold] = [await givenCharge(), await givenCharge()]
  const orders = [await startOrder(gone.id), await startOrder(untold.id)] as const
  for (const { reference } of orders) await standIn.pay(reference)
  standIn.giveBack(orders[0].reference)
  const partial: PaymentPlatform = {
    ...platform,
    ask: async (reference) => {
      if (reference === orders[1].reference)
        throw new PlatformUnreachable('truy-van: the answer contradicts itself')
      return await platform.ask(reference)
    },
    statementOf: async (day) => (await platform.statementOf(day)).filter(({ kind }) => kind === 'payment'),
  }
  await reconcileDay(world.context, partial, dayOf(at), cashier)
  assert.deepEqual([await stateOf(gone), await stateOf(untold)], ['due', 'due'])
  const day = await findReconciliation(world.context.db, 'platform', dayOf(at).toString())
  assert.ok((day?.newest.differences ?? 0) > 0)
  await reconcileToday()
  assert.deepEqual([await stateOf(gone), await stateOf(untold)], ['due', 'paid'])
})

test('given back there after it was counted: a leader decides, and nothing is given back a second time', async () => {
  const decide = (chargeId: string) =>
    decideRefund(world.context, { chargeId, decisionNumber: '12/QĐ-UBND', reason: 'Thu nhầm' }, leader)
  const refundOf = (chargeId: string) => findChargeRefund(world.context.db, chargeId)
  const { charge, order } = await givenPaid()
  const [back] = standIn.giveBack(order.reference)
  await reconcileToday()
  const undecided = await listGivenBackThere(world.context.db, agencyId, 10)
  assert.deepEqual(
    undecided.map(({ chargeId }) => chargeId),
    [charge.id],
  )
  assert.equal(await stateOf(charge), 'paid')
  await decide(charge.id)
  const decided = await refundOf(charge.id)
  assert.deepEqual([decided?.state, decided?.reference], ['done', back?.transaction])
  assert.deepEqual(await listGivenBackThere(world.context.db, agencyId, 10), [])

  const { charge: other, order: second } = await givenPaid()
  const [unasked] = standIn.giveBack(second.reference)
  await decide(other.id)
  await sendAll()
  const ended = await refundOf(other.id)
  assert.deepEqual([ended?.state, ended?.reference], ['done', unasked?.transaction])
})

test('a refund that was refused and is decided anew is another refund; one that nobody answered is sent again', async () => {
  standIn.setFaults({ refund: 'refused' })
  const { charge } = await givenPaid()
  const wanted = { chargeId: charge.id, decisionNumber: '12/QĐ-UBND', reason: 'Thu nhầm' }
  const refund = async () => (await findChargeRefund(world.context.db, charge.id))?.state
  const idOf = async () =>
    (await world.context.pool.query(`${refundIds} where o.charge_id = $1`, [charge.id])).rows[0].id as string
  await decideRefund(world.context, wanted, cashier)
  const first = await idOf()
  await sendAll()
  assert.equal(await refund(), 'refused')
  standIn.setFaults({ refund: 'given' })
  await decideRefund(world.context, wanted, cashier)
  assert.notEqual(await idOf(), first)
  await world.context.pool.query("delete from graphile_worker._private_jobs where key like 'refund.%'")
  await run('payments.send_again')
  assert.deepEqual(await queuedRefunds(), [], 'it may still be on its way')
  await run('payments.send_again', {}, at.add({ hours: 1 }))
  await sendAll()
  assert.equal(await refund(), 'done')
})

test('what else follows money and was given up is tried once more', async () => {
  const { pool, db } = world.context
  const waits = `attempts = 24 and max_attempts = 25 and run_at <= now()`
  const own = "from graphile_worker._private_jobs where key = 'given up'"
  await db
    .transaction()
    .execute((tx) => enqueue(tx, { name: 'payments.take_receipt_back' }, {}, { key: 'given up' }))
  await pool.query("update graphile_worker._private_jobs set attempts = max_attempts where key = 'given up'")
  await run('payments.send_again')
  assert.equal((await pool.query(`select ${own} and ${waits}`)).rowCount, 1)
  await pool.query(`delete ${own}`)
})

const refundIds = `select r.id from payments.refund r join payments.arrival a on a.id = r.arrival_id
  join payments.payment_order o on o.id = a.order_id`

const queuedRefunds = async (): Promise<{ arrivalId: string }[]> =>
  (
    await world.context.pool.query(
      "select payload from graphile_worker._private_jobs where key like 'refund.%' order by id",
    )
  ).rows.map(({ payload }) => payload)

/** Sends the refunds that are queued, as the worker would. */
async function sendAll(): Promise<void> {
  for (const payload of await queuedRefunds()) await run('payments.send_refund', payload)
  await world.context.pool.query("delete from graphile_worker._private_jobs where key like 'refund.%'")
}
