import { html, type Piece } from '#platform/html'
import type { EReceipt } from './repository.ts'
import { writeNumber } from './rules/series.ts'

/** What no XML may hold is left out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these are meant
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const text = (value: string): string => value.replace(forbidden, '')

/**
 * The receipt as XML: the content of NĐ 254/2026 Đ23 k2 under names of ours, since no text prescribes others; the seal of the
 * agency is an enveloped signature at its end. The same receipt gives the same bytes.
 */
export function writeReceiptXml(receipt: EReceipt, amountInWords: string): Buffer {
  const { agencyAddress, taxCode, payerAddress, replaced, reason } = receipt
  const or = (value: string | null, piece: (value: string) => Piece): Piece => value && piece(text(value))
  const made = html`<?xml version="1.0" encoding="UTF-8"?>
<eReceipt xmlns="urn:motcua:e-receipt:1" xml:lang="vi">
  <formSymbol>${receipt.formSymbol}</formSymbol>
  <receiptSymbol>${receipt.receiptSymbol}</receiptSymbol>
  <number>${writeNumber(receipt.number)}</number>
  <issuedOn>${receipt.issuedOn}</issuedOn>
  <issuedAt>${receipt.issuedAt.toString()}</issuedAt>
  <collector>
    <name>${text(receipt.agencyName)}</name>${or(
      taxCode,
      (code) => html`
    <taxCode>${code}</taxCode>`,
    )}${or(
      agencyAddress,
      (address) => html`
    <address>${address}</address>`,
    )}
  </collector>
  <payer>
    <name>${text(receipt.payerName)}</name>${or(
      payerAddress,
      (address) => html`
    <address>${address}</address>`,
    )}
  </payer>
  <fee>
    <name>${text(receipt.feeName)}</name>
    <amount currency="VND">${String(receipt.amountVnd)}</amount>
    <amountInWords>${amountInWords}</amountInWords>
  </fee>
  <payment method="${receipt.method}">
    <reference>${text(receipt.paymentReference)}</reference>
    <paidAt>${receipt.paidAt.toString()}</paidAt>
  </payment>
  <dossierCode>${receipt.dossierCode}</dossierCode>${
    replaced &&
    html`
  <replaces>
    <formSymbol>${replaced.formSymbol}</formSymbol>
    <receiptSymbol>${replaced.receiptSymbol}</receiptSymbol>
    <number>${writeNumber(replaced.number)}</number>
    <reason>${text(reason ?? '')}</reason>
  </replaces>`
  }
  <checkCode>${receipt.checkCode}</checkCode>
</eReceipt>
`
  return Buffer.from(made.text, 'utf8')
}
