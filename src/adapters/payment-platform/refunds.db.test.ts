import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import {
  askOrder,
  listHeld,
  openCharge,
  type PaymentPlatform,
  refundArrival,
  startPayment,
} from '#modules/payments'
import { makeId } from '#platform/ids'
import { testInstant, useContext } from '#test/app'
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

const start = (chargeId: string) =>
  startPayment(world.context, platform, {
    ...{ chargeId, dossierCode: 'H18.137.01-261126-0001', payerName: 'LÒ THỊ MAI HƯƠNG' },
    returnUrl: 'http://127.0.0.1:8080/my/dossiers/H18.137.01-261126-0001/pay',
  })

/** A charge for whose order too little came: it is held. */
async function givenHeld() {
  const { db } = world.context
  const charge = await db
    .transaction()
    .execute((tx) =>
      openCharge(tx, { dossierId: makeId(), agencyId, name: 'Lệ phí bản sao', amountVnd: 8000, at }),
    )
  const started = await start(charge.id)
  assert.ok(started.kind === 'pay', started.kind)
  const { order } = started
  await standIn.pay(order.reference, 7000)
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
