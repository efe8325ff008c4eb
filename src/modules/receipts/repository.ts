import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { PaymentMethod } from '#modules/payments'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { ReceiptNumber, Series } from './rules/series.ts'

/** How the seal of a content stands; null: it is being set, or the content is. */
export type ReceiptSeal = 'no_seal' | 'failed' | 'sealed' | null

/**
 * Biên lai điện tử: what says that a fee was collected (NĐ 254/2026 Đ23). Never changed: what was wrong is cancelled, and
 * another stands instead of it, under a number of its own.
 */
export type EReceipt = Readonly<{
  id: string
  chargeId: string
  version: number
  dossierId: string
  dossierCode: string
  agencyId: string
  agencyName: string
  agencyAddress: string | null
  taxCode: string | null
  formSymbol: string
  receiptSymbol: string
  year: number
  number: number
  payerName: string
  payerAddress: string | null
  feeName: string
  amountVnd: number
  method: PaymentMethod
  paymentReference: string
  paidAt: Temporal.Instant
  issuedAt: Temporal.Instant
  /** The day of Việt Nam it was issued on. */
  issuedOn: string
  checkCode: string
  /** Of a receipt that replaces another: which, why, and who said so. */
  replaced: ReceiptNumber | null
  reason: string | null
  issuedByName: string | null
  cancellation: Cancellation | null
}>

export type Cancellation = Readonly<{
  kind: 'replaced' | 'refunded'
  at: Temporal.Instant
  reason: string
  byName: string
}>

/** Every receipt with its cancellation, and the symbols of what it replaces: the version before it of the same charge. */
export const selectReceipts = (db: Db | Tx) =>
  db
    .selectFrom('receipts.e_receipt as r')
    .leftJoin('receipts.receipt_cancellation as c', 'c.receipt_id', 'r.id')
    .leftJoin('receipts.e_receipt as p', (join) =>
      join.onRef('p.charge_id', '=', 'r.charge_id').on('p.version', '=', sql<number>`r.version - 1`),
    )
    .selectAll('r')
    .select([
      sql<string>`r.issued_on::text`.as('issued_day'),
      'c.kind as cancelled_kind',
      'c.cancelled_at',
      'c.reason as cancelled_reason',
      'c.by_name as cancelled_by_name',
      'p.form_symbol as replaced_form_symbol',
      'p.receipt_symbol as replaced_receipt_symbol',
    ])

type Row = Awaited<ReturnType<ReturnType<typeof selectReceipts>['executeTakeFirstOrThrow']>>

const toCancellation = (row: Row): Cancellation | null =>
  row.cancelled_at && {
    kind: row.cancelled_kind as Cancellation['kind'],
    at: instantOf(row.cancelled_at),
    reason: row.cancelled_reason ?? '',
    byName: row.cancelled_by_name ?? '',
  }

const toReplaced = ({ replaced_number: number, ...row }: Row): ReceiptNumber | null =>
  number === null
    ? null
    : {
        formSymbol: row.replaced_form_symbol ?? '',
        receiptSymbol: row.replaced_receipt_symbol ?? '',
        number,
      }

export const toReceipt = (row: Row): EReceipt => ({
  id: row.id,
  chargeId: row.charge_id,
  version: row.version,
  dossierId: row.dossier_id,
  dossierCode: row.dossier_code,
  agencyId: row.agency_id,
  agencyName: row.agency_name,
  agencyAddress: row.agency_address,
  taxCode: row.tax_code,
  formSymbol: row.form_symbol,
  receiptSymbol: row.receipt_symbol,
  year: row.year,
  number: row.number,
  payerName: row.payer_name,
  payerAddress: row.payer_address,
  feeName: row.fee_name,
  amountVnd: row.amount_vnd,
  method: row.method as PaymentMethod,
  paymentReference: row.payment_reference,
  paidAt: instantOf(row.paid_at),
  issuedAt: instantOf(row.issued_at),
  issuedOn: row.issued_day,
  checkCode: row.check_code,
  replaced: toReplaced(row),
  reason: row.reason,
  issuedByName: row.issued_by_name,
  cancellation: toCancellation(row),
})

/** One at a time for a charge: its receipt is issued once, cancelled once. */
export async function lockReceiptsOf(tx: Tx, chargeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`receipts:${chargeId}`}, 35))`.execute(tx)
}

/** The receipts of a charge, the newest first: at most one is in force. */
export async function listReceiptsOfCharge(db: Db | Tx, chargeId: string): Promise<EReceipt[]> {
  const rows = await selectReceipts(db)
    .where('r.charge_id', '=', chargeId)
    .orderBy('r.version', 'desc')
    .limit(100)
    .execute()
  return rows.map(toReceipt)
}

/** The receipts of a dossier in the order they were issued; at most 100. */
export async function listReceipts(db: Db, dossierId: string): Promise<EReceipt[]> {
  const rows = await selectReceipts(db)
    .where('r.dossier_id', '=', dossierId)
    .orderBy('r.id')
    .limit(100)
    .execute()
  return rows.map(toReceipt)
}

export async function findReceipt(db: Db | Tx, id: string): Promise<EReceipt | null> {
  const row = await selectReceipts(db).where('r.id', '=', id).executeTakeFirst()
  return row ? toReceipt(row) : null
}

/** By the code printed on it. */
export async function findReceiptByCheckCode(db: Db, checkCode: string): Promise<EReceipt | null> {
  const row = await selectReceipts(db).where('r.check_code', '=', checkCode).executeTakeFirst()
  return row ? toReceipt(row) : null
}

/** By a content it ever had. */
export async function findReceiptByContent(db: Db, sha256: string): Promise<EReceipt | null> {
  const files = db.selectFrom('receipts.receipt_file').select('receipt_id').where('sha256', '=', sha256)
  const row = await selectReceipts(db).where('r.id', 'in', files).limit(1).executeTakeFirst()
  return row ? toReceipt(row) : null
}

/**
 * The next number of a series, held until the transaction ends: who comes at the same moment waits, and takes the same number
 * when this one is given up.
 */
export async function takeReceiptNumber(tx: Tx, agencyId: string, series: Series): Promise<number> {
  const { formSymbol, receiptSymbol, year } = series
  const row = await tx
    .insertInto('receipts.receipt_counter')
    .values({
      agency_id: agencyId,
      form_symbol: formSymbol,
      receipt_symbol: receiptSymbol,
      year,
      last_number: 1,
    })
    .onConflict((conflict) =>
      conflict.constraint('receipt_counter_pkey').doUpdateSet((eb) => ({
        last_number: eb('receipts.receipt_counter.last_number', '+', 1),
      })),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow()
  return row.last_number
}

/** Writes a receipt; `cancellation` is a row of its own. */
export async function appendReceipt(tx: Tx, receipt: Omit<EReceipt, 'cancellation'>): Promise<void> {
  await tx
    .insertInto('receipts.e_receipt')
    .values({
      id: receipt.id,
      charge_id: receipt.chargeId,
      version: receipt.version,
      dossier_id: receipt.dossierId,
      dossier_code: receipt.dossierCode,
      agency_id: receipt.agencyId,
      agency_name: receipt.agencyName,
      agency_address: receipt.agencyAddress,
      tax_code: receipt.taxCode,
      form_symbol: receipt.formSymbol,
      receipt_symbol: receipt.receiptSymbol,
      year: receipt.year,
      number: receipt.number,
      payer_name: receipt.payerName,
      payer_address: receipt.payerAddress,
      fee_name: receipt.feeName,
      amount_vnd: receipt.amountVnd,
      method: receipt.method,
      payment_reference: receipt.paymentReference,
      paid_at: receipt.paidAt.toString(),
      issued_at: receipt.issuedAt.toString(),
      issued_on: receipt.issuedOn,
      check_code: receipt.checkCode,
      replaced_number: receipt.replaced?.number ?? null,
      reason: receipt.reason,
      issued_by_name: receipt.issuedByName,
    })
    .execute()
}

export async function appendCancellation(
  tx: Tx,
  receiptId: string,
  cancelled: Cancellation & Readonly<{ on: string }>,
): Promise<void> {
  await tx
    .insertInto('receipts.receipt_cancellation')
    .values({
      receipt_id: receiptId,
      cancelled_at: cancelled.at.toString(),
      cancelled_on: cancelled.on,
      kind: cancelled.kind,
      reason: cancelled.reason,
      by_name: cancelled.byName,
    })
    .execute()
}

export type Media = 'pdf' | 'xml'

/** Written again it is the same row. */
export async function appendFile(
  tx: Tx,
  receiptId: string,
  file: Readonly<{ media: Media; state: string; sha256: string | null; at: Temporal.Instant }>,
): Promise<void> {
  await tx
    .insertInto('receipts.receipt_file')
    .values({ receipt_id: receiptId, ...file, at: file.at.toString() })
    .onConflict((conflict) => conflict.constraint('receipt_file_once_key').doNothing())
    .execute()
}

export type ReceiptFile = Readonly<{ media: Media; sha256: string; seal: ReceiptSeal }>

/** What is given out of a receipt: the last content of each media, and how its seal stands. */
export async function listFiles(db: Db | Tx, receiptId: string): Promise<ReceiptFile[]> {
  const rows = await db
    .selectFrom('receipts.receipt_file')
    .select(['media', 'state', 'sha256'])
    .where('receipt_id', '=', receiptId)
    .orderBy('number')
    .limit(100)
    .execute()
  const unsealed = await db
    .selectFrom('receipts.unsealed_file')
    .select(['media', 'state'])
    .where('receipt_id', '=', receiptId)
    .execute()
  return (['pdf', 'xml'] as const).flatMap((media): ReceiptFile[] => {
    const own = rows.filter((row) => row.media === media)
    const sha256 = own.findLast((row) => row.sha256 !== null)?.sha256
    if (!sha256) return []
    const state = unsealed.find((row) => row.media === media)?.state ?? 'sealed'
    const seal = (['no_seal', 'failed', 'sealed'] as const).find((one) => one === state) ?? null
    return [{ media, sha256, seal }]
  })
}

/** Every content a receipt ever had. */
export async function listReceiptContents(db: Db, receiptId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('receipts.receipt_file')
    .select('sha256')
    .where('receipt_id', '=', receiptId)
    .where('sha256', 'is not', null)
    .orderBy('number')
    .limit(100)
    .execute()
  return rows.flatMap(({ sha256 }) => sha256 ?? [])
}
