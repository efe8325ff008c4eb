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
  listGivenBackTwice,
  listHeld,
  openCharge,
  type PaymentPlatform,
  paymentJobs,
  payOutArrival,
  reconcileDay,
  recordPayOut,
  refundArrival,
  settleGivenBackTwice,
  startPayment,
} from '#modules/payments'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
import { paying } from '#test/payments'
import { openPaymentPlatform } from './client.ts'
import { type StandInPlatform, soundPlatform, startStandInPlatform } from './stand-in.ts'

const world = useContext()
const at = Temporal.Instant.from(testInstant)
const agencyId = makeId()
const cashier = { kind: 'officer', accountId: 'o-1', fullName: 'Quàng Thị Thu', agencyId } as const
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

const start = (chargeId: string) => startPayment(world.context, platform, { ...paying, chargeId })

/** A charge for whose order a sum came. */
async function givenOrder(paidVnd: number) {
  const owed = { dossierId: makeId(), agencyId, name: 'Lệ phí bản sao', amountVnd: 8000, at }
  const charge = await world.context.db.transaction().execute((tx) => openCharge(tx, owed))
  const started = await start(charge.id)
  assert.ok(started.kind === 'pay', started.kind)
  await standIn.pay(started.order.reference, paidVnd)
  return { charge, order: started.order }
}

/** Too little came: it is held. */
async function givenHeld() {
  const { db } = world.context
  const { charge, order } = await givenOrder(7000)
  assert.equal((await askOrder(world.context, platform, order)).state, 'held')
  const held = (await listHeld(db, agencyId, 100)).find(({ reference }) => reference === order.reference)
  return { charge, order, arrivalId: held?.arrivalId ?? '' }
}

const rows = async (query: string, values: unknown[]) => (await world.context.pool.query(query, values)).rows

test('two press for the same sum at the same moment: it is one refund, and who came second changes nothing of it', async () => {
  const { order, arrivalId } = await givenHeld()
  const { pool } = world.context
  const holder = await pool.connect()
  await holder.query('select pg_advisory_lock(hashtextextended($1, 32))', [arrivalId])
  const pressed = ['Trả thiếu', 'Trả thiếu, bấm lần hai'].map((reason) =>
    refundArrival(world.context, { arrivalId, reason }, cashier),
  )
  const waiting = `select count(*) from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`
  while (Number((await rows(waiting, []))[0].count) < 2) await new Promise(setImmediate)
  await holder.query('select pg_advisory_unlock(hashtextextended($1, 32))', [arrivalId])
  holder.release()
  await Promise.all(pressed)
  const written = await rows('select id from audit.entry where action = $1 and subject_code = $2', [
    'payments.refund',
    order.reference,
  ])
  assert.equal(written.length, 1)
})

const noReceipts = { give: async () => undefined, takeBack: async () => undefined }

/** Sends a refund as the worker would. */
async function send(arrivalId: string): Promise<void> {
  const jobs = paymentJobs(platform, async () => undefined, noReceipts)
  const job = jobs.find(({ name }) => name === 'payments.send_refund')
  await job?.run({ arrivalId } as never, { ...world.context, attempt: 1 })
}

/** A sum that is held, and that the platform refused to give back. */
async function givenRefused() {
  const given = await givenHeld()
  standIn.setFaults({ refund: 'refused' })
  await refundArrival(world.context, { arrivalId: given.arrivalId, reason: 'Trả thiếu' }, cashier)
  await send(given.arrivalId)
  return given
}

const twice = async (arrivalId: string) =>
  (await listGivenBackTwice(world.context.db, agencyId, 100)).find((one) => one.arrivalId === arrivalId)
const settle = (arrivalId: string, reference: string, actor = cashier) =>
  settleGivenBackTwice(world.context, { arrivalId, reference }, actor)
const nothing = { code: 'payments.nothing_to_refund' }

test('a held sum that the platform will not give back is paid out by voucher, once: then the charge can be paid anew', async () => {
  const pay = (arrivalId: string, reference: string, actor = cashier) =>
    payOutArrival(world.context, { arrivalId, reference }, actor)
  const untouched = await givenHeld()
  await assert.rejects(pay(untouched.arrivalId, 'PC-1'), nothing, 'the platform was not asked')
  const { charge, order, arrivalId } = await givenRefused()
  assert.deepEqual(await start(charge.id), { kind: 'held' })
  await assert.rejects(pay(arrivalId, '  '), { code: 'payments.decision_missing' })
  const stranger = { ...cashier, agencyId: makeId() }
  await assert.rejects(pay(arrivalId, 'PC-1', stranger as typeof cashier), { code: 'request.not_found' })
  await Promise.all([1, 2].map(() => pay(arrivalId, 'PC-1')))
  await assert.rejects(pay(arrivalId, 'PC-2'), nothing)
  await assert.rejects(refundArrival(world.context, { arrivalId, reason: 'Trả thiếu' }, cashier), nothing)

  const written = await rows('select detail from audit.entry where action = $1 and subject_code = $2', [
    'payments.pay_out',
    order.reference,
  ])
  assert.deepEqual(
    written.map(({ detail }) => [detail.reference, detail.amountVnd]),
    [['PC-1', 7000]],
  )
  assert.equal(
    (await listHeld(world.context.db, agencyId, 100)).some((one) => one.arrivalId === arrivalId),
    false,
  )
  const again = await start(charge.id)
  assert.ok(again.kind === 'pay' && again.order.reference !== order.reference)
  await standIn.pay(again.order.reference)
  await askOrder(world.context, platform, again.order)
  assert.equal((await listCharges(world.context.db, charge.dossierId))[0]?.state, 'paid')
})

test('paid out here and given back there after all: it is shown until a cashier settles it, held or counted', async () => {
  const held = await givenRefused()
  await payOutArrival(world.context, { arrivalId: held.arrivalId, reference: 'PC-3' }, cashier)
  standIn.setFaults(silent)
  const counted = await givenOrder(8000)
  await askOrder(world.context, platform, counted.order)
  const decision = { chargeId: counted.charge.id, decisionNumber: '12/QĐ-UBND', reason: 'Thu nhầm' }
  await decideRefund(world.context, decision, cashier)
  const refund = () => findChargeRefund(world.context.db, counted.charge.id)
  const countedId = (await refund())?.arrivalId ?? ''
  standIn.setFaults({ refund: 'refused' })
  await send(countedId)
  await recordPayOut(world.context, { chargeId: counted.charge.id, reference: 'PC-4' }, cashier)
  assert.deepEqual([await twice(held.arrivalId), await twice(countedId)], [undefined, undefined])
  await assert.rejects(settle(countedId, 'PT-4'), nothing)

  for (const { order } of [held, counted]) standIn.giveBack(order.reference)
  for (let times = 0; times < 2; times += 1) await reconcileDay(world.context, platform, dayOf(at), cashier)
  const day = await findReconciliation(world.context.db, 'platform', dayOf(at).toString())
  assert.equal(day?.newest.differences, 0, 'both sides have that it went back there')
  const shown = [await twice(held.arrivalId), await twice(countedId)]
  assert.deepEqual(
    shown.map((one) => [one?.voucher, one?.amountVnd, one?.paidOutByName]),
    [
      ['PC-3', 7000, cashier.fullName],
      ['PC-4', 8000, cashier.fullName],
    ],
  )
  assert.equal((await refund())?.reference, 'PC-4', 'what the cashier wrote down stands')
  assert.match(
    (await checkPayments(world.context)(0)).warning ?? '',
    /2 sums that were paid out here and given back there/,
  )

  await assert.rejects(settle(held.arrivalId, ' '), { code: 'payments.decision_missing' })
  const stranger = { ...cashier, agencyId: makeId() } as typeof cashier
  await assert.rejects(settle(held.arrivalId, 'PT-3', stranger), { code: 'request.not_found' })
  await Promise.all([1, 2].map(() => settle(held.arrivalId, 'Thu lại, phiếu thu PT-3')))
  await settle(countedId, 'Thu lại, phiếu thu PT-4')
  assert.deepEqual([await twice(held.arrivalId), await twice(countedId)], [undefined, undefined])
  const settled = await rows('select id from audit.entry where action = $1', ['payments.settle'])
  assert.equal(settled.length, 2)
})
