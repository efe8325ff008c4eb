import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { after, beforeEach, test } from 'node:test'
import fc from 'fast-check'
import { Logger, runOnce, type TaskList } from 'graphile-worker'
import {
  openPaymentPlatform,
  type StandInPlatform,
  soundPlatform,
  startStandInPlatform,
} from '#adapters/payment-platform'
import { openTaxAuthority, type StandInTaxAuthority, startStandInTaxAuthority } from '#adapters/tax-authority'
import { findDossier } from '#modules/dossiers'
import {
  acceptPaymentCallback,
  askOrder,
  dayOf,
  decideRefund,
  findNewestOrder,
  findReconciliation,
  listGivenBackThere,
  listGivenBackTwice,
  listHeld,
  listOpenRefunds,
  openCharge,
  type PaymentPlatform,
  paymentJobs,
  payOutArrival,
  reconcileDay,
  recordPayment,
  recordPayOut,
  refundArrival,
  settleGivenBackTwice,
  startPayment,
} from '#modules/payments'
import { receiptGiver, receiptJobs, summariseDay, type TaxAuthority } from '#modules/receipts'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { makeId } from '#platform/ids'
import { listenOnLoopback, type OnLoopback } from '#platform/loopback'
import { maiHuong, useDemo } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { paying } from '#test/payments'

const own = useDemo()
const officer = (accountId: string, fullName: string) => ({
  ...({ kind: 'officer', accountId, fullName } as const),
  get agencyId() {
    return world.agencyId
  },
})
const cashier = officer('o-1', 'Quàng Thị Thu')
const leader = officer('o-2', 'Lò Văn Hặc')

type World = Readonly<{
  context: Context
  dossierId: string
  agencyId: string
  standIn: StandInPlatform
  platform: PaymentPlatform
  taxStandIn: StandInTaxAuthority
  tax: TaxAuthority
  receiver: OnLoopback
}>
let world: World
/** Whether our side dies while it takes a callback. */
let crashes = false

beforeEach(async () => {
  const { context } = own.demo
  const dossier = await findDossier(context.db, await submitBirth(context, maiHuong))
  const receiver = await listenOnLoopback(
    createServer(async (request, response) => {
      const call = { headers: request.headers, body: await json(request) }
      const taking = crashes ? crashing(context) : context
      const isTaken = await acceptPaymentCallback(taking, world.platform, 'platform', call).then(
        () => true,
        () => false,
      )
      response.writeHead(isTaken ? 202 : 500).end()
    }),
  )
  const standIn = await startStandInPlatform({ clock: context.clock, callbackUrl: receiver.url })
  const taxStandIn = await startStandInTaxAuthority()
  world = {
    ...{ context, standIn, taxStandIn, receiver },
    dossierId: dossier?.id ?? '',
    agencyId: dossier?.receivingAgencyId ?? '',
    platform: openPaymentPlatform({ ...standIn, timeoutMs: 2000 }),
    tax: openTaxAuthority({ ...taxStandIn, timeoutMs: 2000 }),
  }
})
after(async () => {
  for (const one of [world.standIn, world.taxStandIn, world.receiver]) await one.stop()
})

/** A database whose transactions do their work, and are lost before they are kept. */
const crashing = (given: Context): Context => ({ ...given, db: dieAfter(given.db, 0) })

/** A database that keeps `many` transactions; the next one does its work and is lost, and none follows. */
function dieAfter(db: Db, many: number): Db {
  let begun = 0
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown
      if (name !== 'transaction') return typeof value === 'function' ? value.bind(target) : value
      begun += 1
      if (begun <= many) return () => target.transaction()
      return () => ({
        execute: (work: Parameters<ReturnType<typeof target.transaction>['execute']>[0]) =>
          target.transaction().execute(async (tx) => {
            await work(tx)
            throw new Error('the power went')
          }),
      })
    },
  })
}

const quiet = new Logger(() => () => undefined)

/** How a receipt is set is tested beside it. */
const jobsOf = (platform: PaymentPlatform) =>
  [...paymentJobs(platform, async () => undefined, receiptGiver), ...receiptJobs(world.tax)].filter(
    ({ name }) => name !== 'receipts.set',
  )

const mostRounds = 200

/** Works until nothing is queued that could be done now: who died may let go of a job a moment after the next has begun. */
async function workOff(): Promise<void> {
  const names = jobsOf(world.platform).map(({ name }) => name)
  for (let round = 0; round < mostRounds; round += 1) {
    await work()
    const { rows } = await world.context.pool.query(
      `select from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
       where t.identifier = any($1) and (j.locked_at is not null or j.last_error is not null or j.run_at <= now()) limit 1`,
      [names],
    )
    if (rows.length === 0) return
  }
}

/** What the worker does with what is queued; `dies`: after so many transactions it is dead. */
async function work(dies: number | null = null): Promise<void> {
  const { context, platform } = world
  const { pool } = context
  // That a job failed may be written after the worker has gone, on top of what stands here: it is told by its error.
  await pool.query(`update graphile_worker._private_jobs set run_at = now(), attempts = 0
    where attempts > 0 or last_error is not null`)
  const working = dies === null ? context : { ...context, db: dieAfter(context.db, dies) }
  const taskList: TaskList = Object.fromEntries(
    jobsOf(platform).map((job) => [
      job.name,
      (payload: unknown) => job.run(payload as never, { ...working, attempt: 1 }),
    ]),
  )
  await runOnce({ pgPool: pool, taskList, logger: quiet, noHandleSignals: true, concurrency: 2 })
}

const givenCharge = (amountVnd: number) =>
  world.context.db.transaction().execute((tx) =>
    openCharge(tx, {
      ...{ dossierId: world.dossierId, agencyId: world.agencyId, name: 'Lệ phí bản sao', amountVnd },
      at: world.context.clock.now(),
    }),
  )

const reconcile = (context: Context = world.context) =>
  reconcileDay(context, world.platform, dayOf(context.clock.now()), cashier)

const ignore = () => undefined

type Move = (chargeId: string, dies: number) => Promise<unknown>

/** What happens on a generated day to a charge and its newest order; what the faults break is broken as in life. */
const moves = {
  start: (chargeId) => startPayment(world.context, world.platform, { ...paying, chargeId }),
  pay: async (chargeId) => {
    const order = await findNewestOrder(world.context.db, chargeId)
    if (order?.payUrl) await world.standIn.pay(order.reference)
  },
  payTwice: async (chargeId) => {
    const order = await findNewestOrder(world.context.db, chargeId)
    if (order) await Promise.all([1, 2].map(() => world.standIn.pay(order.reference, order.amountVnd)))
  },
  giveBackThere: async (chargeId) => {
    const order = await findNewestOrder(world.context.db, chargeId)
    if (order) world.standIn.giveBack(order.reference)
  },
  payForNothing: () => world.standIn.pay('MC260000NOBODYKNWS', 5000),
  cash: (chargeId) =>
    world.context.db.transaction().execute((tx) => {
      const how = { method: 'cash', reference: 'PT-1', at: world.context.clock.now(), actor: cashier } as const
      return recordPayment(tx, { chargeId, ...how, key: makeId() })
    }),
  ask: async (chargeId, dies) => {
    const order = await findNewestOrder(world.context.db, chargeId)
    const asking = dies === 0 ? crashing(world.context) : world.context
    if (order) await askOrder(asking, world.platform, order)
  },
  deliver: () => world.standIn.deliver(),
  reconcile: (_, dies) => reconcile({ ...world.context, db: dieAfter(world.context.db, dies) }),
  refund: (chargeId: string) =>
    decideRefund(world.context, { chargeId, decisionNumber: '12/QĐ-UBND', reason: 'Thu nhầm' }, leader),
  giveBack: async () => {
    for (const { arrivalId } of await listHeld(world.context.db, world.agencyId, 100))
      await refundArrival(world.context, { arrivalId, reason: 'Trả thừa' }, cashier)
  },
  payOut: async () => {
    for (const { chargeId } of await listOpenRefunds(world.context.db, world.agencyId, 100))
      await recordPayOut(world.context, { chargeId, reference: 'PC-1' }, cashier).catch(ignore)
    for (const { arrivalId } of await listHeld(world.context.db, world.agencyId, 100))
      await payOutArrival(world.context, { arrivalId, reference: 'PC-2' }, cashier).catch(ignore)
  },
  settleTwice: async () => {
    for (const { arrivalId } of await listGivenBackTwice(world.context.db, world.agencyId, 100))
      await settleGivenBackTwice(world.context, { arrivalId, reference: 'PT-2' }, cashier)
  },
  decideAgain: async () => {
    for (const { chargeId, state } of await listOpenRefunds(world.context.db, world.agencyId, 100))
      if (state === 'refused') await moves.refund(chargeId)
    for (const { chargeId } of await listGivenBackThere(world.context.db, world.agencyId, 100))
      await moves.refund(chargeId)
  },
  summarise: () => summariseDay(world.context, { agencyId: world.agencyId, dayOn: '2026-11-26' }),
  work: () => work(),
  workAndDie: (_, dies) => work(dies),
} satisfies Record<string, Move>

const step = fc.record({
  what: fc.constantFrom(...(Object.keys(moves) as (keyof typeof moves)[]), 'start', 'pay', 'pay', 'work'),
  charge: fc.nat({ max: 2 }),
  dies: fc.nat({ max: 3 }),
  crashes: fc.boolean(),
  callback: fc.constantFrom('once', 'once', 'twice', 'held_back', 'never', 'garbage' as const),
  line: fc.constantFrom('sound', 'sound', 'sound', 'down', 'cut_after_taking', 'garbage', 'expired' as const),
  amount: fc.constantFrom('right', 'right', 'right', 'wrong' as const),
  refund: fc.constantFrom('given', 'refused', 'unnamed' as const),
  tax: fc.constantFrom(null, null, 'down', 'garbage', 'cut_after_taking' as const),
})

/** Everything is whole again, and whoever has to do something does it, until nothing is left to do. */
async function settle(): Promise<void> {
  crashes = false
  world.standIn.setFaults(soundPlatform)
  world.taxStandIn.setFault(null)
  await world.standIn.deliver()
  await workOff()
  await reconcile()
  await moves.giveBack()
  await moves.decideAgain()
  await workOff()
  await moves.payOut()
  await workOff()
  await moves.summarise()
  await workOff()
  await reconcile()
  await moves.settleTwice()
}

/** What the cashier paid out because the platform would not give it back. */
const paidOut = (arrivalId: string) =>
  `select from payments.charge_refund f where f.arrival_id = ${arrivalId} and f.state = 'done'`

/** One row of figures of ours. */
async function figures(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await world.context.pool.query(`select
    (select count(*) from payments.arrival) as arrivals,
    (select count(*) from payments.arrival where outcome = 'counted') as counted,
    (select count(*) from payments.payment where method = 'online') as online,
    (select count(*) from payments.payment) as payments,
    (select coalesce(sum(amount_vnd), 0) from payments.payment) as "paymentsVnd",
    (select count(*) from receipts.e_receipt) as receipts,
    (select coalesce(sum(amount_vnd), 0) from receipts.e_receipt) as "receiptsVnd",
    (select max(number) from receipts.e_receipt) as "lastNumber",
    (select count(*) from payments.charge c where (c.state = 'paid') <> exists (
      select from payments.payment p where p.charge_id = c.id)) as "chargesOff",
    (select count(*) from receipts.e_receipt r where exists (
        select from receipts.receipt_cancellation c where c.receipt_id = r.id) <> exists (
        select from payments.charge_refund f where f.charge_id = r.charge_id and f.state = 'done')) as "receiptsOff",
    (select count(*) from receipts.receipt_cancellation) as cancelled,
    (select coalesce(sum(r.amount_vnd), 0) from receipts.e_receipt r where r.method = 'online' and not exists (
      select from receipts.receipt_cancellation c where c.receipt_id = r.id)) as "onlineInForceVnd",
    (select count(*) from payments.refund r where state not in ('done', 'paid_out') and not exists (${paidOut(`r.arrival_id`)})) as "refundsOpen",
    (select coalesce(sum(r.amount_vnd), 0) from payments.refund r
      where r.state = 'paid_out' or (r.state = 'refused' and exists (${paidOut(`r.arrival_id`)}))) as "paidOutInsteadVnd",
    (select count(*) from payments.payment_order o where o.state = 'held' and not exists (
      select from payments.arrival a left join payments.refund r on r.arrival_id = a.id where a.order_id = o.id
        and a.outcome <> 'counted' and (r.state is null or r.state not in ('done', 'paid_out')))) as "heldForNothing",
    (select count(*) from payments.charge_refund where state <> 'done') as "chargeRefundsOpen",
    (select count(*) from receipts.day_summary where state <> 'accepted') as "summariesOpen"`)
  return Object.fromEntries(Object.entries(rows[0]).map(([name, value]) => [name, Number(value)]))
}

test('whatever is lost, doubled, late, garbled or crashes: in the end payments, receipts, statement and taxes agree', async () => {
  const { standIn, taxStandIn, context } = world
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 14 }), async (steps) => {
      const charges = await Promise.all([8000, 9000, 15_000].map(givenCharge))
      for (const { what, charge, dies, crashes: dying, tax, ...faults } of steps) {
        crashes = dying
        standIn.setFaults(faults)
        taxStandIn.setFault(tax)
        const move: Move = moves[what]
        await move(charges[charge]?.id ?? '', dies).catch(ignore)
      }
      await settle()

      const ours = await figures()
      const theirs = standIn.transactions()
      const day = await findReconciliation(context.db, 'platform', dayOf(context.clock.now()).toString())
      assert.equal(
        day?.newest.differences,
        0,
        'every line of the statement is a line of ours, and the other way',
      )
      assert.equal(
        day?.newest.theirsVnd,
        (ours.onlineInForceVnd ?? 0) + (ours.paidOutInsteadVnd ?? 0),
        'what the platform keeps, receipts in force say, or it was paid out here instead',
      )
      assert.equal(ours.arrivals, theirs.filter(({ kind }) => kind === 'payment').length)
      assert.equal(ours.counted, ours.online)
      assert.deepEqual([ours.receipts, ours.receiptsVnd], [ours.payments, ours.paymentsVnd])
      assert.equal(ours.lastNumber ?? 0, ours.receipts, 'no number is left out')
      const { chargesOff, receiptsOff, refundsOpen, chargeRefundsOpen, summariesOpen, heldForNothing } = ours
      assert.deepEqual([chargesOff, receiptsOff], [0, 0])
      assert.equal(heldForNothing, 0, 'nobody is kept from paying by money that went back')
      assert.deepEqual(await listGivenBackTwice(context.db, world.agencyId, 1), [])
      assert.deepEqual([refundsOpen, chargeRefundsOpen, summariesOpen], [0, 0, 0])
      const lines = taxStandIn.taken().flatMap(({ DSBienLai }) => DSBienLai)
      assert.equal(lines.filter(({ LoaiDong }) => LoaiDong === 1).length, ours.receipts)
      assert.equal(lines.filter(({ LoaiDong }) => LoaiDong === 2).length, ours.cancelled)
    }),
    { numRuns: 20 },
  )
})
