import { maskName } from '#modules/dossiers'
import type { IssuedDocument, IssuedDocuments } from '#modules/verification'
import type { Context } from '#platform/context'
import {
  type EReceipt,
  findReceiptByCheckCode,
  findReceiptByContent,
  listReceiptContents,
} from './repository.ts'
import { writeReference } from './rules/series.ts'

const states = { replaced: 'replaced', refunded: 'revoked' } as const

/** The receipts that were issued here, as much of them as a stranger may know. */
export const issuedReceipts = ({ db }: Pick<Context, 'db'>): IssuedDocuments => {
  const describe = async (receipt: EReceipt | null): Promise<IssuedDocument | null> =>
    receipt && {
      code: receipt.checkCode,
      kind: 'e_receipt',
      title: `Biên lai thu phí, lệ phí: ${receipt.feeName}`,
      agencyName: receipt.agencyName,
      number: writeReference(receipt.receiptSymbol, receipt.number),
      issuedAt: receipt.issuedAt,
      holder: maskName(receipt.payerName),
      state: receipt.cancellation ? states[receipt.cancellation.kind] : 'in_force',
      stateReason: receipt.cancellation?.reason ?? null,
      sha256s: await listReceiptContents(db, receipt.id),
    }
  return {
    findByCode: async (code) => await describe(await findReceiptByCheckCode(db, code)),
    findByContent: async (sha256) => await describe(await findReceiptByContent(db, sha256)),
  }
}
