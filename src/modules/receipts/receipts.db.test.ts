import assert from 'node:assert/strict'
import { buffer, text } from 'node:stream/consumers'
import { beforeEach, test } from 'node:test'
import { findDossier } from '#modules/dossiers'
import { getAgency } from '#modules/organisations'
import { type MoneyOfficer, openCharge, recordPayment } from '#modules/payments'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { crashingDb } from '#test/crashing-db'
import { maiHuong, useDemo } from '#test/demo'
import { submitBirth } from '#test/dossiers'
import { extractPdfText } from '#test/pdf-text'
import { checkReceipts } from './check-receipts.ts'
import { issuedReceipts } from './find-issued.ts'
import { issueReceipt } from './issue-receipt.ts'
import { receiptJobs, receiptSubjects } from './jobs.ts'
import { type TaxAuthority, TaxAuthorityUnreachable, type TaxSummary } from './ports.ts'
import { replaceReceipt } from './replace-receipt.ts'
import { listFiles, listReceiptsOfCharge } from './repository.ts'
import { listLines, listSendings, listSummaries } from './repository-summaries.ts'
import { setReceipt } from './set-receipt.ts'
import { sendAgain, sendSummary, summariseDay } from './summarise-day.ts'

const own = useDemo()
let context: Context
let dossierId = ''
let agencyId = ''
let cashier: MoneyOfficer
beforeEach(async () => {
  if (dossierId) return
  context = own.demo.context
  const reference = await submitBirth(context, maiHuong)
  const dossier = await findDossier(context.db, reference)
  dossierId = dossier?.id ?? ''
  agencyId = dossier?.receivingAgencyId ?? ''
  cashier = { kind: 'officer', accountId: 'o-1', fullName: 'Quàng Thị Thu', agencyId }
})

async function givenPaid(amountVnd = 8000): Promise<string> {
  const at = context.clock.now()
  return await context.db.transaction().execute(async (tx) => {
    const { id } = await openCharge(tx, { dossierId, agencyId, name: 'Lệ phí bản sao', amountVnd, at })
    const how = { method: 'cash', reference: 'PT-0012', at, actor: cashier, key: makeId() } as const
    assert.ok((await recordPayment(tx, { chargeId: id, ...how })).ok)
    return id
  })
}

const issue = async (chargeId: string, given: Context = context) => {
  const receipt = await issueReceipt(given, chargeId)
  assert.ok(receipt)
  return receipt
}

async function numbers(): Promise<number[]> {
  const { rows } = await context.pool.query('select number from receipts.e_receipt order by number')
  return rows.map(({ number }) => number)
}
const withoutGaps = (given: readonly number[]) =>
  assert.deepEqual(
    given,
    given.map((_, index) => index + 1),
  )

test('many at once, twice each, and some that crash: each fee has one receipt, and no number is left out', async () => {
  const charges = await Promise.all(Array.from({ length: 12 }, () => givenPaid()))
  const tries = charges.flatMap((id, index) => [
    ...(index % 3 === 0
      ? [issueReceipt({ ...context, db: crashingDb(context.db) }, id).catch(() => null)]
      : []),
    issueReceipt(context, id),
    issueReceipt(context, id),
  ])
  await Promise.all(tries)
  for (const id of charges) assert.equal((await listReceiptsOfCharge(context.db, id)).length, 1)
  withoutGaps(await numbers())
  assert.equal(await issueReceipt(context, makeId()), null)
})

test('numbers begin at 1 on the first of January', async () => {
  const next = own.demo.at('2027-01-01T08:00:00+07:00')
  const receipt = await issue(await givenPaid(), next)
  assert.deepEqual([receipt.number, receipt.receiptSymbol, receipt.issuedOn], [1, 'BL-27E', '2027-01-01'])
  await context.pool.query('delete from graphile_worker._private_jobs')
})

test('a receipt says what the law wants, on paper and as data; it is found by its code and by its content', async () => {
  const receipt = await issue(await givenPaid(1_234_000))
  await setReceipt(context, receipt.id)
  await setReceipt(context, receipt.id)
  const files = await listFiles(context.db, receipt.id)
  assert.deepEqual(
    files.map(({ media, seal }) => [media, seal]),
    [
      ['pdf', 'no_seal'],
      ['xml', 'no_seal'],
    ],
  )
  const [pdf, xml] = files
  const words = extractPdfText(await buffer(context.files.read(pdf?.sha256 ?? '')))
  for (const part of ['LÒ THỊ MAI HƯƠNG', '1.234.000', 'BL-26E', String(receipt.number).padStart(8, '0')])
    assert.ok(words.includes(part), part)
  const data = await text(context.files.read(xml?.sha256 ?? ''))
  assert.match(data, /<amountInWords>Một triệu hai trăm ba mươi bốn nghìn đồng<\/amountInWords>/)
  const found = await issuedReceipts(context).findByContent(xml?.sha256 ?? '')
  assert.deepEqual([found?.code, found?.state], [receipt.checkCode, 'in_force'])
  const sealed = { subjectId: receipt.id, signedSha256: 'a'.repeat(64) }
  await receiptSubjects.e_receipt_pdf.onSigned(context, sealed as never)
  assert.deepEqual(
    (await listFiles(context.db, receipt.id)).map(({ seal }) => seal),
    ['sealed', 'no_seal'],
  )
})

test('a receipt that names the payer wrongly is cancelled and replaced; it keeps its number, and is not replaced twice', async () => {
  const wrong = await issue(await givenPaid())
  const given = { payerName: 'LÒ THỊ MAI HOA', payerAddress: null, reason: 'Ghi sai tên người nộp' }
  const both = await Promise.allSettled([1, 2].map(() => replaceReceipt(context, wrong, given, cashier)))
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const [right, first] = await listReceiptsOfCharge(context.db, wrong.chargeId)
  assert.deepEqual(
    [right?.payerName, right?.replaced?.number, right?.cancellation],
    ['LÒ THỊ MAI HOA', wrong.number, null],
  )
  assert.deepEqual([first?.number, first?.cancellation?.kind], [wrong.number, 'replaced'])
  assert.ok(right)
  await assert.rejects(replaceReceipt(context, right, given, cashier), { code: 'receipts.nothing_new' })
  await assert.rejects(context.pool.query('update receipts.e_receipt set amount_vnd = 1'), { code: '42501' })
  await assert.rejects(context.pool.query('delete from receipts.e_receipt'), { code: '42501' })
})

test('corrected in the new year, a receipt names what it replaces by the symbols of the old one, wherever it says so', async () => {
  const wrong = await issue(await givenPaid())
  const given = { payerName: 'LÒ THỊ MAI HOA', payerAddress: null, reason: 'Ghi sai tên người nộp' }
  const next = own.demo.at('2027-01-02T08:00:00+07:00')
  const right = await replaceReceipt(next, wrong, given, cashier)
  const old = { formSymbol: 'BLP', receiptSymbol: 'BL-26E', number: wrong.number }
  const [kept] = await listReceiptsOfCharge(context.db, wrong.chargeId)
  assert.deepEqual([kept?.receiptSymbol, kept?.replaced, right.replaced], ['BL-27E', old, old])
  await setReceipt(next, right.id)
  const [pdf, xml] = await listFiles(context.db, right.id)
  const number = String(wrong.number).padStart(8, '0')
  const words = extractPdfText(await buffer(context.files.read(pdf?.sha256 ?? '')))
  assert.match(words, new RegExp(`Thay biên lai mẫu số\\s+BLP, số\\s+BL-26E/${number}`))
  const data = await text(context.files.read(xml?.sha256 ?? ''))
  assert.match(
    data,
    new RegExp(`<receiptSymbol>BL-26E</receiptSymbol>\\s*<number>${number}</number>\\s*<reason>`),
  )
  await summariseDay(next, { agencyId, dayOn: '2027-01-02' })
  const [summary] = await listSummaries(context.db, '2027-01-02', agencyId)
  const lines = await listLines(context.db, summary?.id ?? '')
  assert.deepEqual(
    lines.map(({ act, receiptSymbol, replaced }) => [act, receiptSymbol, replaced]),
    [
      ['cancelled', 'BL-26E', null],
      ['issued', 'BL-27E', old],
    ],
  )
})

test('refused for want of a tax code, a summary is sent again with the code that was entered since, its lines unchanged', async () => {
  const of = { agencyId, dayOn: '2026-12-10' }
  const on = own.demo.at('2026-12-10T09:00:00+07:00')
  const withCodes = (codes: string): Context => ({
    ...on,
    config: { ...on.config, MOTCUA_DEMO: 'off', RECEIPT_TAX_CODES: codes },
  })
  const told: TaxSummary[] = []
  const authority: TaxAuthority = {
    send: async (summary) => {
      told.push(summary)
      if (summary.taxCode === null) return { state: 'refused', reason: 'Thiếu mã số thuế' }
      return { state: 'accepted', reference: 'TN00000002' }
    },
  }
  const [without, code] = [withCodes(''), (await getAgency(context.db, agencyId)).code]
  await issue(await givenPaid(), without)
  await summariseDay(without, of)
  const [summary] = await listSummaries(context.db, of.dayOn, agencyId)
  assert.ok(summary)
  await sendSummary(without, authority, summary.id)
  assert.match((await checkReceipts(without)(0)).warning ?? '', new RegExp(`without a tax code: ${code}`))
  const entered = withCodes(`${code}=5600000001`)
  assert.doesNotMatch((await checkReceipts(entered)(0)).warning ?? '', /without a tax code/)
  assert.equal(await sendAgain(entered, summary.id, cashier), true)
  await sendSummary(entered, authority, summary.id)
  assert.deepEqual(
    told.map(({ taxCode }) => taxCode),
    [null, '5600000001'],
  )
  assert.deepEqual(told[1], { ...told[0], taxCode: '5600000001' })
  assert.equal((await listSummaries(context.db, of.dayOn, agencyId))[0]?.state, 'accepted')
})

test('the day is told once, whole, however often it is summed up and however the authority fails; its answers are kept', async () => {
  const dayOn = '2026-11-26'
  const of = { agencyId, dayOn }
  const told = new Map<string, TaxSummary>()
  let mood: 'away' | 'refuses' | 'takes' = 'away'
  const authority: TaxAuthority = {
    send: async (summary) => {
      if (mood === 'away') throw new TaxAuthorityUnreachable('nobody answers')
      if (mood === 'refuses') return { state: 'refused', reason: 'Mã số thuế không khớp' }
      told.set(summary.id, summary)
      return { state: 'accepted', reference: 'TN00000001' }
    },
  }
  await Promise.all([summariseDay(context, of), summariseDay(context, of)])
  const [summary, ...more] = await listSummaries(context.db, dayOn, agencyId)
  assert.ok(summary && more.length === 0)
  await assert.rejects(sendSummary(context, authority, summary.id), TaxAuthorityUnreachable)
  mood = 'refuses'
  await sendSummary(context, authority, summary.id)
  mood = 'takes'
  assert.equal(await sendAgain(context, summary.id, cashier), true)
  for (let times = 0; times < 2; times += 1) await sendSummary(context, authority, summary.id)
  const sendings = await listSendings(context.db, summary.id, 10)
  assert.deepEqual(
    sendings.map(({ outcome }) => outcome),
    ['accepted', 'refused', 'unreachable'],
  )
  const { rows } = await context.pool.query(
    `select (select count(*)::int from receipts.e_receipt where issued_on = $1) as issued,
      (select count(*)::int from receipts.receipt_cancellation where cancelled_on = $1) as cancelled`,
    [dayOn],
  )
  const acts = told.get(summary.id)?.lines.map(({ act }) => act) ?? []
  assert.equal(acts.filter((act) => act === 'issued').length, rows[0].issued)
  assert.equal(acts.filter((act) => act === 'cancelled').length, rows[0].cancelled)

  // What comes after it was sent is in the next one.
  await issue(await givenPaid())
  await summariseDay(context, of)
  const [, second] = await listSummaries(context.db, dayOn, agencyId)
  assert.deepEqual([second?.number, second?.lines, second?.state], [2, 1, 'waiting'])
  const tomorrow = { ...own.demo.at('2026-11-27T08:00:00+07:00') }
  assert.match((await checkReceipts(tomorrow)(0)).warning ?? '', /without acceptance/)
  const catchUp = receiptJobs(authority).find(({ name }) => name === 'receipts.catch_up')
  await catchUp?.run({} as never, { ...tomorrow, attempt: 1 })
  await sendSummary(tomorrow, authority, second?.id ?? '')
  assert.doesNotMatch((await checkReceipts(tomorrow)(0)).warning ?? '', /without acceptance/)
})
