import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Logger, runOnce, type TaskList } from 'graphile-worker'
import { findDossier } from '#modules/dossiers'
import { findOfficerActor } from '#modules/identity'
import { getAgency } from '#modules/organisations'
import { openCharge, recordPayment } from '#modules/payments'
import { addSeal, signingJobs, stopSeal } from '#modules/signing'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { maiHuong } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { noSigning, useApp } from '#test/whole-app'
import { checkReceipts, readUnsealed } from './check-receipts.ts'
import { issueReceipt } from './issue-receipt.ts'
import { receiptJobs, receiptSubjects } from './jobs.ts'
import type { EReceipt, Media } from './repository.ts'
import { listFiles } from './repository.ts'
import { sealWaiting } from './seal-again.ts'
import { setReceipt } from './set-receipt.ts'

const world = useApp()
let dossierId = ''
let agencyId = ''
before(async () => {
  await world.ready
  const dossier = await findDossier(world.context.db, await submitBirth(world.context, maiHuong))
  dossierId = dossier?.id ?? ''
  agencyId = dossier?.receivingAgencyId ?? ''
})

const at = (clock: string): Context => ({
  ...world.context,
  clock: fixedClock(`2026-11-26T${clock}:00+07:00`),
})

async function givenReceipt(context: Context): Promise<EReceipt> {
  const paidAt = context.clock.now()
  const chargeId = await context.db.transaction().execute(async (tx) => {
    const charge = { dossierId, agencyId, name: 'Lệ phí bản sao', amountVnd: 8000, at: paidAt }
    const { id } = await openCharge(tx, charge)
    const actor = { kind: 'officer', accountId: 'o-1', fullName: 'Quàng Thị Thu', agencyId } as const
    const how = { method: 'cash', reference: 'PT-0012', at: paidAt, actor, key: makeId() } as const
    assert.ok((await recordPayment(tx, { chargeId: id, ...how })).ok)
    return id
  })
  const receipt = await issueReceipt(context, chargeId)
  assert.ok(receipt)
  return receipt
}

async function givenSeal(context: Context): Promise<() => Promise<boolean>> {
  const administrator = await findOfficerActor(context.db, 'administrator')
  assert.ok(administrator)
  const { name } = await getAgency(context.db, agencyId)
  const id = await addSeal(context, administrator, {
    ...{ agencyId, agencyName: name, provider: 'away', account: 'seal', certificateId: 'seal' },
    ...{ certificateName: name, secret: null, imageSha256: null },
    ...{ validFromOn: '2026-01-01', validToOn: '2027-12-31' },
  })
  return () => stopSeal(context, administrator, id)
}

const quiet = new Logger(() => () => undefined)

/** What the worker does with what is queued; the provider of the seal is nowhere. */
async function work(context: Context): Promise<void> {
  const jobs = [...receiptJobs(null), ...signingJobs(noSigning, receiptSubjects)]
  const taskList: TaskList = Object.fromEntries(
    jobs.map((job) => [job.name, (payload: unknown) => job.run(payload as never, { ...context, attempt: 1 })]),
  )
  await runOnce({ pgPool: context.pool, taskList, logger: quiet, noHandleSignals: true })
}

const sealsOf = async ({ id }: EReceipt) =>
  (await listFiles(world.context.db, id)).map(({ media, seal }) => `${media} ${seal}`)
async function askedFor({ id }: EReceipt, media: Media): Promise<number> {
  const { rows } = await world.context.pool.query(
    'select count(*)::int as count from signing.document where subject_kind = $1 and subject_id = $2',
    [`e_receipt_${media}`, id],
  )
  return rows[0].count
}
const sealIt = async ({ id }: EReceipt, media: Media) =>
  await receiptSubjects[`e_receipt_${media}`].onSigned(world.context, {
    subjectId: id,
    signedSha256: media === 'pdf' ? 'a'.repeat(64) : 'b'.repeat(64),
  } as never)

test('a receipt whose seal failed is sealed again, later each time, until it stands; what lasts for hours is told', async () => {
  const stop = await givenSeal(at('08:00'))
  const receipt = await givenReceipt(at('09:00'))
  await work(at('09:00'))
  assert.deepEqual(await sealsOf(receipt), ['pdf failed', 'xml failed'])
  await sealWaiting(at('09:29'))
  assert.equal(await askedFor(receipt, 'pdf'), 1)
  assert.equal((await readUnsealed(at('10:59'), null)).count, 0)
  await Promise.all([sealWaiting(at('09:30')), sealWaiting(at('09:30'))])
  assert.deepEqual(await sealsOf(receipt), ['pdf null', 'xml null'])
  assert.equal(await askedFor(receipt, 'pdf'), 2)
  await work(at('09:31'))
  await sealWaiting(at('10:20'))
  assert.equal(await askedFor(receipt, 'xml'), 2, 'the second time it waits for an hour')
  await sealWaiting(at('10:31'))
  assert.equal(await askedFor(receipt, 'xml'), 3)

  const late = at('11:01')
  assert.deepEqual(
    [(await readUnsealed(late, agencyId)).count, (await readUnsealed(late, makeId())).count],
    [1, 0],
  )
  assert.match((await checkReceipts(late)(0)).warning ?? '', /1 receipts without the seal/)
  await sealIt(receipt, 'xml')
  assert.equal((await readUnsealed(late, null)).count, 1, 'one of its files is not sealed')
  await sealIt(receipt, 'pdf')
  await receiptSubjects.e_receipt_pdf.onFailed(late, { subjectId: receipt.id } as never)
  assert.deepEqual(await sealsOf(receipt), ['pdf sealed', 'xml sealed'], 'what failed before changes nothing')
  assert.doesNotMatch((await checkReceipts(late)(0)).warning ?? '', /without the seal/)
  await sealWaiting(at('23:00'))
  assert.equal(await askedFor(receipt, 'pdf'), 3)
  assert.ok(await stop())
})

test('where the agency had no seal, everything is sealed once it has one; what was never made is made', async () => {
  const [first, second] = [await givenReceipt(at('09:00')), await givenReceipt(at('09:00'))]
  await Promise.all([setReceipt(at('09:00'), first.id), setReceipt(at('09:00'), first.id)])
  assert.deepEqual(await sealsOf(first), ['pdf no_seal', 'xml no_seal'])
  await world.context.pool.query('delete from graphile_worker._private_jobs')
  assert.deepEqual(await sealsOf(second), [], 'its job was lost')
  await sealWaiting(at('09:30'))
  await work(at('09:31'))
  assert.deepEqual(await sealsOf(second), ['pdf no_seal', 'xml no_seal'])
  assert.equal(await askedFor(first, 'pdf'), 0)

  const stop = await givenSeal(at('15:00'))
  await sealWaiting(at('15:10'))
  for (const receipt of [first, second]) {
    assert.deepEqual(await sealsOf(receipt), ['pdf null', 'xml null'])
    for (const media of ['pdf', 'xml'] as const) await sealIt(receipt, media)
  }
  assert.equal((await readUnsealed(at('23:00'), null)).count, 0)
  assert.ok(await stop())
})

test('the cashier reads which receipts are not signed, and has them signed; without a seal it is said', async () => {
  const now = world.context
  const old = { ...now, clock: fixedClock('2026-11-26T07:00:00+07:00') }
  const receipt = await givenReceipt(old)
  await setReceipt(old, receipt.id)
  const ask = async (url: string, account = 'cashier') => {
    const headers = { accept: 'text/html', ...(await world.as(account)) }
    const { body } = await world.app.inject({ url, headers })
    assert.deepEqual(await findMarkupErrors(body), [], url)
    return body
  }
  const press = async (receipt?: string, account = 'cashier') => {
    const headers = { ...(await world.as(account)), 'content-type': 'application/x-www-form-urlencoded' }
    const payload = receipt ? `receipt=${receipt}` : ''
    return await world.app.inject({ method: 'POST', url: '/officer/receipts/seals', headers, payload })
  }
  const url = `/officer/receipts/${receipt.id}`
  assert.match(
    await ask('/officer/receipts'),
    /1 biên lai quá 2 giờ chưa có chữ ký số.*action="\/officer\/receipts\/seals"/s,
  )
  assert.doesNotMatch(await ask('/officer/receipts', 'cashier.muong-nhe'), /chưa có chữ ký số/)
  assert.doesNotMatch(await ask('/officer/receipts', 'auditor'), /officer\/receipts\/seals/)
  assert.match(await ask(url), /cơ quan chưa có chữ ký số.*Ký số lại/s)
  assert.equal((await press(receipt.id)).headers.location, `${url}?done=no_seal`)
  assert.match(await ask(`${url}?done=no_seal`), /chưa có chữ ký số còn hiệu lực/)
  assert.equal((await press(receipt.id, 'cashier.muong-nhe')).statusCode, 404)
  assert.equal((await press(receipt.id, 'auditor')).statusCode, 403)

  await givenSeal(now)
  assert.equal((await press()).headers.location, '/officer/receipts?done=sealing')
  await work(now)
  assert.deepEqual(await sealsOf(receipt), ['pdf failed', 'xml failed'])
  assert.match(await ask(url), /ký số không thành/)
  const both = await Promise.all([press(receipt.id), press(receipt.id)])
  assert.deepEqual(
    both.map(({ headers }) => headers.location),
    [`${url}?done=sealing`, `${url}?done=sealing`],
  )
  await sealWaiting(now)
  assert.deepEqual([await askedFor(receipt, 'pdf'), await askedFor(receipt, 'xml')], [2, 2])
})
