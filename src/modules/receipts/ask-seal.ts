import type { Temporal } from 'temporal-polyfill'
import { queueSeal } from '#modules/signing'
import type { Tx } from '#platform/db'
import { appendFile, type EReceipt, findReceipt, listFiles, type Media } from './repository.ts'
import { lockUnsealed, saveUnsealed } from './repository-seals.ts'
import { nextSealAt, type UnsealedState } from './rules/seal.ts'
import { writeNumber, writeReference } from './rules/series.ts'

/**
 * Asks for the seal of the agency on a file of a receipt, as it was set, and answers how it stands then. `to_set`: there is no
 * file yet. Null: the seal stands on it. Asked twice at once, or while it is being set, it is set once; `tries`: only if nobody
 * asked since it was read.
 */
export async function askSeal(
  tx: Tx,
  { receiptId, media, tries: seen }: Readonly<{ receiptId: string; media: Media; tries?: number }>,
  at: Temporal.Instant,
): Promise<UnsealedState | null> {
  const unsealed = await lockUnsealed(tx, { receiptId, media })
  if (unsealed && seen !== undefined && seen !== unsealed.tries) return unsealed.state
  const receipt = unsealed && (await findReceipt(tx, receiptId))
  if (!receipt) return null
  const tries = unsealed.tries + 1
  const sha256 = (await listFiles(tx, receiptId)).find((file) => file.media === media)?.sha256
  const state = sha256 ? await queue(tx, receipt, { media, sha256 }, at) : 'to_set'
  await saveUnsealed(tx, { ...unsealed, state, tries }, state === 'no_seal' ? null : nextSealAt(tries, at))
  return state
}

async function queue(
  tx: Tx,
  receipt: EReceipt,
  { media, sha256 }: Readonly<{ media: Media; sha256: string }>,
  at: Temporal.Instant,
): Promise<'asked' | 'no_seal'> {
  const asked = {
    agencyId: receipt.agencyId,
    sha256,
    name: `${fileNameOf(receipt)}.${media}`,
    appearance: 'form',
    reason: `Biên lai thu phí, lệ phí số ${writeReference(receipt.receiptSymbol, receipt.number)}`,
    subject: { kind: `e_receipt_${media}`, id: receipt.id },
  }
  if ((await queueSeal(tx, asked, at)).ok) return 'asked'
  await appendFile(tx, receipt.id, { media, state: 'no_seal', sha256: null, at })
  return 'no_seal'
}

/** What the files of a receipt are called: `bien-lai-BL-26E-00000012`. */
export const fileNameOf = ({ receiptSymbol, number }: EReceipt): string =>
  `bien-lai-${receiptSymbol.replaceAll(/[^0-9A-Za-z-]/g, '-')}-${writeNumber(number)}`
