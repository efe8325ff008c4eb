import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import { findDossierById, type StoredDossier } from '#modules/dossiers'
import { type Agency, getAgency } from '#modules/organisations'
import { type Charge, findCharge, listCharges } from '#modules/payments'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { makeId, makeReference } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { receiptsProblem } from './errors.ts'
import {
  appendReceipt,
  type EReceipt,
  listReceipts,
  listReceiptsOfCharge,
  lockReceiptsOf,
  takeReceiptNumber,
} from './repository.ts'
import { appendUnsealed } from './repository-seals.ts'
import { summaryAt } from './rules/day.ts'
import { lastNumber, seriesOf, taxCodeOf, writeReference } from './rules/series.ts'

export type Issuing = Pick<Context, 'db' | 'clock' | 'config'>

/**
 * Gives the receipt of a charge that was paid, however it was paid (NĐ 254/2026 Đ24 k1). Asked again it answers the receipt that
 * was given; two at once give one. Number, receipt, audit entry and the jobs that set and tell it are one transaction: what is
 * given up leaves no gap. Null: the charge is not paid.
 */
export async function issueReceipt(context: Issuing, chargeId: string): Promise<EReceipt | null> {
  const { db } = context
  const [given] = await listReceiptsOfCharge(db, chargeId)
  if (given) return given
  const charge = await findCharge(db, chargeId)
  const dossier = charge && (await findDossierById(db, charge.dossierId))
  if (charge?.state !== 'paid' || !dossier) return null
  const agency = await getAgency(db, charge.agencyId)
  return await db.transaction().execute(async (tx) => {
    await lockReceiptsOf(tx, chargeId)
    const [other] = await listReceiptsOfCharge(tx, chargeId)
    if (other) return other
    return await giveOut(context, tx, { ...describe(context, charge, dossier, agency), ...first })
  })
}

const first = { version: 1, replaced: null, reason: null, issuedByName: null } as const

/** Everything a receipt says but for its number and moment. */
export type Unnumbered = Omit<
  EReceipt,
  | 'id'
  | 'formSymbol'
  | 'receiptSymbol'
  | 'year'
  | 'number'
  | 'issuedAt'
  | 'issuedOn'
  | 'checkCode'
  | 'cancellation'
>

function describe(
  { config }: Issuing,
  charge: Charge,
  dossier: StoredDossier,
  agency: Agency,
): Omit<Unnumbered, keyof typeof first> {
  return {
    chargeId: charge.id,
    dossierId: dossier.id,
    dossierCode: dossier.code ?? dossier.reference,
    agencyId: agency.id,
    agencyName: agency.name,
    agencyAddress: agency.address,
    taxCode: taxCodeOf(config, agency.code),
    payerName: dossier.applicantName,
    payerAddress: dossier.applicantAddress,
    feeName: charge.name,
    amountVnd: charge.amountVnd,
    method: charge.method ?? 'cash',
    paymentReference: charge.receiptReference ?? '',
    paidAt: charge.paidAt as NonNullable<Charge['paidAt']>,
  }
}

/** Numbers a receipt and writes it down, with all that follows from it. Throws `receipts.series_full`. */
export async function giveOut({ clock, config }: Issuing, tx: Tx, says: Unnumbered): Promise<EReceipt> {
  const issuedAt = clock.now()
  const day = localDay(issuedAt)
  const symbols = { formSymbol: config.RECEIPT_FORM_SYMBOL, receiptSymbol: config.RECEIPT_SYMBOL }
  const series = seriesOf(symbols, day.year)
  const number = await takeReceiptNumber(tx, says.agencyId, series)
  if (number > lastNumber) throw receiptsProblem('receipts.series_full')
  const receipt = {
    ...{ ...says, ...series, number, issuedAt, issuedOn: day.toString() },
    id: makeId(issuedAt.epochMilliseconds),
    checkCode: makeReference(),
  }
  await appendReceipt(tx, receipt)
  await appendUnsealed(tx, receipt)
  await appendAudit(tx, {
    at: issuedAt,
    actor: { kind: 'system' },
    action: 'receipts.issue',
    subjectKind: 'dossier',
    subjectId: says.dossierId,
    subjectCode: says.dossierCode,
    detail: { receiptSymbol: series.receiptSymbol, number, amountVnd: says.amountVnd },
  })
  await enqueue(tx, { name: 'receipts.set' }, { receiptId: receipt.id }, { key: `receipts.set:${receipt.id}` })
  await planSummary({ config }, tx, { agencyId: says.agencyId, at: issuedAt })
  return { ...receipt, cancellation: null }
}

/** Has what happened at `at` told to the tax authority on its day. */
export async function planSummary(
  { config }: Pick<Issuing, 'config'>,
  tx: Tx,
  { agencyId, at }: Readonly<{ agencyId: string; at: EReceipt['issuedAt'] }>,
): Promise<void> {
  const dayOn = localDay(at).toString()
  const runAt = summaryAt(at, config.RECEIPT_SUMMARY_AT)
  const key = `receipts.summarise:${agencyId}:${dayOn}`
  await enqueue(tx, { name: 'receipts.summarise' }, { agencyId, dayOn }, { key, runAt })
}

/** The numbers of the receipts of a dossier in force, by the ids of their charges; one that was not made yet is made now. */
export async function listReceiptNumbers(
  context: Issuing,
  dossierId: string,
): Promise<ReadonlyMap<string, string>> {
  const paid = (await listCharges(context.db, dossierId)).filter(({ state }) => state === 'paid')
  for (const { id } of paid) await issueReceipt(context, id)
  const inForce = (await listReceipts(context.db, dossierId)).filter(({ cancellation }) => !cancellation)
  return new Map(
    inForce.map(({ chargeId, receiptSymbol, number }) => [chargeId, writeReference(receiptSymbol, number)]),
  )
}
