import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { listAudit } from '#modules/audit'
import { makeId } from '#platform/ids'
import { useDatabase } from '#test/db'
import { describeCharge, explainCharge } from './messages.ts'
import { openCharge } from './open-charge.ts'
import { recordArrival } from './record-arrival.ts'
import { recordPayment } from './record-payment.ts'
import { cancelCharges, listCharges } from './repository.ts'

const database = useDatabase()
const at = Temporal.Instant.from('2026-11-26T09:41:00+07:00')

function givenCharge(dossierId = makeId(), amountVnd = 15_000) {
  const charge = { dossierId, agencyId: makeId(), name: 'Lệ phí xác nhận tình trạng hôn nhân', amountVnd, at }
  return database.db.transaction().execute((tx) => openCharge(tx, charge))
}

function pay(chargeId: string, cashier: string, key: string, reference = '00012047') {
  const actor = { kind: 'officer', accountId: cashier } as const
  const payment = { chargeId, method: 'cash', reference, at, actor, key } as const
  return database.db.transaction().execute((tx) => recordPayment(tx, payment))
}

const countPayments = async (chargeId: string) => {
  const { rows } = await database.pool.query('select 1 from payments.payment where charge_id = $1', [chargeId])
  return rows.length
}

test('a charge is due, then paid with its receipt; the payment is on record', async () => {
  const { db } = database
  const charge = await givenCharge()
  assert.equal(describeCharge(charge, 'vi'), '15.000 đồng, chưa nộp')
  const result = await pay(charge.id, 'o-1', 'k-1')
  assert.ok(result.ok)
  assert.equal(describeCharge(result.charge, 'vi'), '15.000 đồng, đã nộp, chứng từ số 00012047')
  assert.deepEqual(await listCharges(db, charge.dossierId), [result.charge])
  const [entry] = await listAudit(db, { kind: 'charge', id: charge.id })
  assert.equal(entry?.action, 'payments.record')
})

test('a charge keeps how it was reckoned: the table, the sentences with their law, the entitlements with their proof', async () => {
  const { db } = database
  const dossierId = makeId()
  const reckoning = {
    ruleHash: 'a-table',
    explanation: [{ text: 'Mức thu: 15.000 đồng', textEn: 'Fee: 15,000 dong', law: 'Nghị quyết 10/2026' }],
    entitlements: [{ key: 'vneid_data', proof: 'Màn hình VNeID', at: '2026-11-26T02:41:00Z' }],
  }
  const charge = { dossierId, agencyId: makeId(), name: 'Lệ phí', amountVnd: 15_000, at, reckoning }
  await db.transaction().execute((tx) => openCharge(tx, charge))
  const [kept] = await listCharges(db, dossierId)
  assert.deepEqual(kept?.reckoning, reckoning)
  assert.deepEqual(kept && explainCharge(kept, 'vi'), ['Mức thu: 15.000 đồng (Nghị quyết 10/2026)'])
  const byHand = await givenCharge()
  assert.deepEqual([byHand.reckoning, explainCharge(byHand, 'en')], [null, []])
})

test('two cashiers take the money at once: one wins, the other is told', async () => {
  const { id } = await givenCharge()
  const results = await Promise.all([pay(id, 'o-1', 'k-a', '1'), pay(id, 'o-2', 'k-b', '2')])
  const told = results.map((result) => (result.ok ? 'ok' : result.code))
  assert.deepEqual(told.sort(), ['already_paid', 'ok'])
  assert.equal(await countPayments(id), 1)
})

test('the same payment sent again answers as the first time and takes nothing twice', async () => {
  const { id } = await givenCharge()
  const results = await Promise.all([pay(id, 'o-1', 'k-c'), pay(id, 'o-1', 'k-c'), pay(id, 'o-1', 'k-c')])
  assert.ok(results.every(({ ok }) => ok))
  assert.deepEqual(results[0], results[1])
  assert.equal(await countPayments(id), 1)
})

test('a transaction told at once under two references is kept once, and that it was contradicted is on record', async () => {
  const payment = {
    provider: 'platform',
    toldBy: 'callback',
    transaction: 'T-17',
    amountVnd: 8000,
    paidAt: at,
  } as const
  const told = (reference: string) =>
    database.db.transaction().execute((tx) => recordArrival(tx, { ...payment, reference }, at))
  const [one, other] = await Promise.all([told('MC-17'), told('MC-18')])
  assert.deepEqual(one, other)
  const [entry, ...more] = await listAudit(database.db, { kind: 'payment_order', id: one.reference })
  assert.deepEqual(
    [entry?.action, more.map(({ action }) => action)],
    ['payments.contradict', ['payments.receive']],
  )
})

test('one request may pay several charges under one key', async () => {
  const dossierId = makeId()
  const [one, two] = [await givenCharge(dossierId), await givenCharge(dossierId, 8_000)]
  assert.ok((await pay(one.id, 'o-1', 'k-d')).ok && (await pay(two.id, 'o-1', 'k-d')).ok)
})

test('a withdrawn dossier owes nothing more; what was paid stays paid', async () => {
  const { db } = database
  const dossierId = makeId()
  const [paid, due] = [await givenCharge(dossierId), await givenCharge(dossierId)]
  await pay(paid.id, 'o-1', 'k-e')
  const cancelled = await db.transaction().execute((tx) => cancelCharges(tx, dossierId, at))
  assert.deepEqual(cancelled, [due.id])
  assert.deepEqual(await pay(due.id, 'o-1', 'k-f'), { ok: false, code: 'cancelled' })
  assert.equal((await listCharges(db, dossierId)).find(({ id }) => id === paid.id)?.state, 'paid')
})

test('a charge that does not exist cannot be paid', async () => {
  assert.deepEqual(await pay(makeId(), 'o-1', 'k-g'), { ok: false, code: 'not_found' })
})

for (const amountVnd of [0, -1, 1.5, Number.NaN, 1e15]) {
  test(`${amountVnd} đồng is no amount`, async () => {
    await assert.rejects(givenCharge(makeId(), amountVnd), { code: 'payments.wrong_amount' })
  })
}

test('the database itself takes no charge of nothing and no payment without a receipt', async () => {
  const { pool } = database
  const { id } = await givenCharge()
  await assert.rejects(pool.query('update payments.charge set amount_vnd = 0 where id = $1', [id]), {
    code: '23514',
  })
  await assert.rejects(pool.query("update payments.charge set state = 'paid' where id = $1", [id]), {
    code: '23514',
  })
  await assert.rejects(pool.query('delete from payments.payment'), { code: '42501' })
})
