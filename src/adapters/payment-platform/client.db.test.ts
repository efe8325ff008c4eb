import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { after, before, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import {
  acceptPaymentCallback,
  askOrder,
  dayOf,
  findNewestOrder,
  findReconciliation,
  listCharges,
  listHeld,
  listReconciliationLines,
  makeVietQr,
  openCharge,
  type PaymentOrder,
  type PaymentPlatform,
  PlatformUnreachable,
  paymentJobs,
  reconcileDay,
  recordPayment,
  refundArrival,
  startPayment,
} from '#modules/payments'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { crashingDb } from '#test/crashing-db'
import { paying } from '#test/payments'
import { openPaymentPlatform } from './client.ts'
import { type PlatformFaults, type StandInPlatform, soundPlatform, startStandInPlatform } from './stand-in.ts'

const world = useContext()
const at = Temporal.Instant.from(testInstant)
const agencyId = makeId()
const cashier = { kind: 'officer', accountId: 'o-1', fullName: 'Quàng Thị Thu', agencyId } as const
let standIn: StandInPlatform
let platform: PaymentPlatform
let receiver: Server

/** Where the stand-in reports; what arrives is answered as the route would. */
before(async () => {
  await world.ready
  receiver = createServer(async (request, response) => {
    const call = { headers: request.headers, body: await json(request) }
    const taken = await acceptPaymentCallback(world.context, platform, 'platform', call).then(
      () => true,
      () => false,
    )
    response.writeHead(taken ? 202 : 401).end()
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', () => resolve()))
  const { port } = receiver.address() as AddressInfo
  standIn = await startStandInPlatform({ clock: world.context.clock, callbackUrl: `http://127.0.0.1:${port}/` })
  platform = openPaymentPlatform({ ...standIn, timeoutMs: 2000 })
})
beforeEach(() => standIn.setFaults(soundPlatform))
after(async () => {
  await standIn.stop()
  receiver.closeAllConnections()
  await new Promise((resolve) => receiver.close(resolve))
})

const givenCharge = (amountVnd = 8000) =>
  world.context.db
    .transaction()
    .execute((tx) => openCharge(tx, { dossierId: makeId(), agencyId, name: 'Lệ phí bản sao', amountVnd, at }))

const wantedOf = (chargeId: string) => ({ ...paying, chargeId })
const start = (chargeId: string) => startPayment(world.context, platform, wantedOf(chargeId))

async function startOrder(chargeId: string) {
  const started = await start(chargeId)
  assert.ok(started.kind === 'pay', started.kind)
  return started.order
}

const stateOf = async ({ dossierId, id }: { dossierId: string; id: string }) =>
  (await listCharges(world.context.db, dossierId)).find((charge) => charge.id === id)?.state
const orderState = async (chargeId: string) => (await findNewestOrder(world.context.db, chargeId))?.state
const payInCash = (chargeId: string) =>
  world.context.db
    .transaction()
    .execute((tx) =>
      recordPayment(tx, { chargeId, method: 'cash', reference: '00012047', at, actor: cashier, key: makeId() }),
    )
const count = async (query: string, values: unknown[] = []): Promise<number> =>
  (await world.context.pool.query(query, values)).rows[0].count
const arrivalsOf = (reference: string) =>
  count('select count(*) from payments.arrival where reference = $1', [reference])

const noReceipts = { give: async () => undefined, takeBack: async () => undefined }

/** Runs a job as the worker would. */
async function run(name: string, payload: object = {}): Promise<void> {
  const job = paymentJobs(platform, async () => undefined, noReceipts).find((one) => one.name === name)
  await job?.run(payload as never, { ...world.context, attempt: 1 })
}
const reconcileToday = () => reconcileDay(world.context, platform, dayOf(at), cashier)

test('an order is opened, paid at the platform and reported: the charge is paid, once, by the transaction', async () => {
  const charge = await givenCharge()
  const started = await start(charge.id)
  assert.ok(started.kind === 'pay')
  assert.match(started.payUrl, /^http:\/\/127\.0\.0\.1:\d+\/pay\/MC261126[0-9A-Z]{10}$/)
  const { transaction } = await standIn.pay(started.order.reference)
  const [paid] = await listCharges(world.context.db, charge.dossierId)
  assert.deepEqual([paid?.state, paid?.method, paid?.receiptReference], ['paid', 'online', transaction])
  assert.deepEqual(await start(charge.id), { kind: 'paid' })
})

test('two tabs open one order; it is the same one the next time', async () => {
  const charge = await givenCharge()
  const orders = await Promise.all([startOrder(charge.id), startOrder(charge.id), startOrder(charge.id)])
  assert.equal(new Set([...orders, await startOrder(charge.id)].map(({ reference }) => reference)).size, 1)
})

test('reported twice at once and asked for besides, a payment is counted once', async () => {
  standIn.setFaults({ callback: 'twice' })
  const charge = await givenCharge()
  const order = await startOrder(charge.id)
  await standIn.pay(order.reference)
  await Promise.all([askOrder(world.context, platform, order), askOrder(world.context, platform, order)])
  assert.equal(await arrivalsOf(order.reference), 1)
  assert.equal(await stateOf(charge), 'paid')
})

test('a callback that never comes, or is forged: the order is asked for, and nobody is asked to pay again', async () => {
  for (const callback of ['never', 'garbage'] as const) {
    standIn.setFaults({ callback })
    const charge = await givenCharge()
    const order = await startOrder(charge.id)
    await standIn.pay(order.reference)
    assert.equal(await stateOf(charge), 'due', callback)
    assert.deepEqual(await start(charge.id), { kind: 'paid' })
    assert.equal(await stateOf(charge), 'paid', callback)
  }
})

test('the job asks for what waits, in its turn', async () => {
  standIn.setFaults({ callback: 'never' })
  const charge = await givenCharge()
  const order = await startOrder(charge.id)
  await standIn.pay(order.reference)
  await world.context.pool.query('update payments.payment_order set ask_at = $2 where id = $1', [
    order.id,
    at.toString(),
  ])
  await run('payments.ask_waiting')
  assert.equal(await stateOf(charge), 'paid')
})

test('a platform that is down, answers nonsense, keeps us out, or hangs up after taking loses no order and makes no second one', async () => {
  const charge = await givenCharge()
  for (const line of ['down', 'garbage', 'huge', 'expired', 'cut_after_taking'] as const) {
    standIn.setFaults({ line })
    assert.deepEqual(await start(charge.id), { kind: 'unreachable' }, line)
  }
  const open = await findNewestOrder(world.context.db, charge.id)
  assert.deepEqual([open?.state, open?.payUrl], ['waiting', null])
  standIn.setFaults({ line: 'sound' })
  assert.equal((await startOrder(charge.id)).reference, open?.reference)
})

test('silent or a byte a second, the platform keeps nobody waiting beyond the time limit', async () => {
  const impatient = openPaymentPlatform({ ...standIn, timeoutMs: 150 })
  const charge = await givenCharge()
  for (const line of ['slow', 'drip'] as const) {
    standIn.setFaults({ line })
    assert.deepEqual(await startPayment(world.context, impatient, wantedOf(charge.id)), { kind: 'unreachable' })
  }
})

test('calls and answers get lost, or each comes twice: one order, one payment', async () => {
  for (const faults of [{ line: 'lossy' }, { line: 'duplicate', callback: 'twice' }] as const) {
    standIn.setFaults({ ...soundPlatform, ...faults })
    const charge = await givenCharge()
    let started = await start(charge.id)
    while (started.kind === 'unreachable') started = await start(charge.id)
    assert.ok(started.kind === 'pay')
    await standIn.pay(started.order.reference)
    assert.equal(await arrivalsOf(started.order.reference), 1)
    assert.equal(await stateOf(charge), 'paid')
  }
})

test('the report of an older payment comes after that of a newer: both are counted, each for its own', async () => {
  standIn.setFaults({ callback: 'reorder' })
  const [first, second] = [await givenCharge(), await givenCharge(9000)]
  const orders = [await startOrder(first.id), await startOrder(second.id)]
  await standIn.pay(orders[0]?.reference ?? '')
  assert.equal(await stateOf(first), 'due')
  await standIn.pay(orders[1]?.reference ?? '')
  assert.deepEqual([await stateOf(first), await stateOf(second)], ['paid', 'paid'])
})

test('a wrong amount is held, not counted; given back, the charge can be paid anew', async () => {
  standIn.setFaults({ amount: 'wrong' })
  const charge = await givenCharge()
  const order = await startOrder(charge.id)
  await standIn.pay(order.reference)
  assert.deepEqual([await stateOf(charge), await orderState(charge.id)], ['due', 'held'])
  assert.deepEqual(await start(charge.id), { kind: 'held' })
  const held = (await listHeld(world.context.db, agencyId, 100)).find(
    ({ reference }) => reference === order.reference,
  )
  assert.deepEqual([held?.outcome, held?.amountVnd], ['wrong_amount', 7000])
  const wanted = { arrivalId: held?.arrivalId ?? '', reason: 'Trả thiếu' }
  await Promise.all([1, 2].map(() => refundArrival(world.context, wanted, cashier)))
  standIn.setFaults({ line: 'cut_after_taking' })
  await assert.rejects(run('payments.send_refund', wanted), PlatformUnreachable)
  standIn.setFaults(soundPlatform)
  await run('payments.send_refund', wanted)
  assert.equal(
    standIn.transactions().filter(({ kind, reference }) => kind === 'refund' && reference === order.reference)
      .length,
    1,
  )
  await assert.rejects(refundArrival(world.context, wanted, cashier), { code: 'payments.nothing_to_refund' })
  const again = await startOrder(charge.id)
  assert.notEqual(again.reference, order.reference)
  await standIn.pay(again.reference)
  assert.equal(await stateOf(charge), 'paid')
})

test('paid at the counter and online at once: one is counted, the other is kept apart to be given back', async () => {
  const charge = await givenCharge()
  const order = await startOrder(charge.id)
  const [cash] = await Promise.all([payInCash(charge.id), standIn.pay(order.reference)])
  const held = (await listHeld(world.context.db, agencyId, 100)).filter(
    ({ reference }) => reference === order.reference,
  )
  assert.equal(held.length, cash.ok ? 1 : 0)
  assert.equal(await count('select count(*) from payments.payment where charge_id = $1', [charge.id]), 1)
})

test('a VietQR string is paid by an app of a bank: counted once; sent again by mistake, the second is given back', async () => {
  const charge = await givenCharge()
  const order = await startOrder(charge.id)
  const { bankBin = '', number = '' } = standIn.accounts.usual ?? {}
  const target = { kind: 'account', number } as const
  const text = makeVietQr({ bankBin, target, amountVnd: 8000, billNumber: order.reference, purpose: 'Lệ phí' })
  for (let times = 0; times < 2; times += 1) assert.equal(typeof (await standIn.transfer(text)), 'object')
  assert.equal(await stateOf(charge), 'paid')
  const held = (await listHeld(world.context.db, agencyId, 100)).filter(
    ({ reference }) => reference === order.reference,
  )
  assert.deepEqual(
    held.map(({ outcome }) => outcome),
    ['paid_already'],
  )
})

test('a day is compared with the statement; what only the platform had is found, kept as found, and taken in', async () => {
  standIn.setFaults({ callback: 'never' })
  const charge = await givenCharge()
  const order = await startOrder(charge.id)
  await standIn.pay(order.reference)
  await reconcileToday()
  const first = await findReconciliation(world.context.db, 'platform', dayOf(at).toString())
  const lines = await listReconciliationLines(world.context.db, first?.newest.id ?? '', {
    after: 0,
    limit: 200,
  })
  const line = lines.find(({ reference }) => reference === order.reference)
  assert.deepEqual([line?.verdict, line?.oursVnd, line?.theirsVnd], ['only_theirs', null, 8000])
  assert.equal(await stateOf(charge), 'paid')
  await standIn.pay(order.reference)
  await Promise.all([reconcileToday(), reconcileToday()])
  assert.equal(await arrivalsOf(order.reference), 2, 'each transaction once, whoever compares meanwhile')
  await reconcileToday()
  const second = await findReconciliation(world.context.db, 'platform', dayOf(at).toString())
  assert.deepEqual([second?.newest.differences, second?.times], [0, (first?.times ?? 0) + 3])
})

test('a statement that books our money under another order is a difference, and both references are kept', async () => {
  const [order, other] = [
    await startOrder((await givenCharge()).id),
    await startOrder((await givenCharge()).id),
  ]
  const { transaction } = await standIn.pay(order.reference)
  const misbooked: PaymentPlatform = {
    ...platform,
    statementOf: async (day) =>
      (await platform.statementOf(day)).map((line) =>
        line.transaction === transaction ? { ...line, reference: other.reference } : line,
      ),
  }
  await reconcileDay(world.context, misbooked, dayOf(at), cashier)
  const found = await findReconciliation(world.context.db, 'platform', dayOf(at).toString())
  assert.equal(found?.newest.differences, 1)
  const [line] = await listReconciliationLines(world.context.db, found.newest.id, { after: 0, limit: 1 })
  assert.deepEqual(
    [line?.transaction, line?.verdict, line?.reference, line?.theirsReference],
    [transaction, 'reference_differs', order.reference, other.reference],
  )
})

const step = fc.record({
  what: fc.constantFrom('start', 'pay', 'transfer', 'cash', 'ask', 'deliver', 'crash', 'reconcile'),
  charge: fc.nat({ max: 2 }),
  callback: fc.constantFrom('once', 'twice', 'held_back', 'reorder', 'never', 'garbage' as const),
  line: fc.constantFrom<PlatformFaults['line'][]>(
    ...([
      'sound',
      'sound',
      'sound',
      'down',
      'lossy',
      'duplicate',
      'cut_after_taking',
      'garbage',
      'expired',
    ] as const),
  ),
  amount: fc.constantFrom('right', 'right', 'wrong' as const),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What happens in a generated day to a charge and its newest order; what the faults break is broken as in life. */
const moves: Readonly<
  Record<Step['what'], (chargeId: string, order: PaymentOrder | null) => Promise<unknown>>
> = {
  start: (chargeId) => start(chargeId),
  cash: (chargeId) => payInCash(chargeId),
  deliver: () => standIn.deliver(),
  reconcile: () => reconcileToday().catch(() => undefined),
  pay: async (_, order) => order?.payUrl && (await standIn.pay(order.reference)),
  transfer: async (_, order) =>
    order && (await Promise.all([1, 2].map(() => standIn.pay(order.reference, order.amountVnd)))),
  ask: async (_, order) => order && (await askOrder(world.context, platform, order).catch(ignoreAway)),
  crash: async (_, order) =>
    order &&
    (await askOrder({ ...world.context, db: crashingDb(world.context.db) }, platform, order).catch(
      () => undefined,
    )),
}

async function play({ what, charge, ...faults }: Step, chargeIds: readonly string[]): Promise<void> {
  const chargeId = chargeIds[charge] ?? ''
  standIn.setFaults(faults)
  await moves[what](chargeId, await findNewestOrder(world.context.db, chargeId))
}
const ignoreAway = (error: unknown) => assert.ok(error instanceof PlatformUnreachable)

test('whatever is lost, told twice, late, or crashes: in the end payments are what the statement says', async () => {
  const { context } = world
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const charges = await Promise.all([givenCharge(), givenCharge(9000), givenCharge(15_000)])
      const ids = charges.map(({ id }) => id)
      for (const one of steps) await play(one, ids)
      standIn.setFaults(soundPlatform)
      await standIn.deliver()
      await reconcileToday()
      await reconcileToday()
      const day = await findReconciliation(context.db, 'platform', dayOf(at).toString())
      assert.equal(day?.newest.differences, 0)
      assert.equal(day?.newest.oursVnd, day?.newest.theirsVnd)
      const theirs = standIn.transactions().filter(({ kind }) => kind === 'payment')
      assert.equal(await count('select count(*) from payments.arrival'), theirs.length)
      assert.equal(
        await count("select count(*) from payments.arrival where outcome = 'counted'"),
        await count("select count(*) from payments.payment where method = 'online'"),
      )
      assert.equal(
        await count(`select count(*) from payments.charge c where (c.state = 'paid')
          <> (select count(*) = 1 from payments.payment p where p.charge_id = c.id)`),
        0,
      )
    }),
    { numRuns: 25 },
  )
})
