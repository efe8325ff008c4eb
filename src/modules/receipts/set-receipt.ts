import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { formatMoment } from '#modules/calendar'
import { amountInWords, drawQr, spellOutAgency } from '#modules/forms'
import type { Context } from '#platform/context'
import { printPdf } from '#platform/pdf'
import { askSeal } from './ask-seal.ts'
import { paymentMethodNames } from './messages.ts'
import { appendFile, type EReceipt, findReceipt, listFiles, lockReceiptsOf, type Media } from './repository.ts'
import { writeNumber, writeReference } from './rules/series.ts'
import { writeReceiptXml } from './write-receipt-xml.ts'

/**
 * Sets a receipt as PDF/A to look at and as XML, keeps both, and has the seal of the agency set on each; without a seal they are
 * given out as they are, and say so, until they can be sealed (`sealWaiting`). Runs as often as it must: the same receipt is the
 * same bytes.
 */
export async function setReceipt(context: Context, receiptId: string): Promise<void> {
  const { db, files, clock } = context
  const receipt = await findReceipt(db, receiptId)
  if (!receipt || (await listFiles(db, receiptId)).length > 0) return
  const words = amountInWords(receipt.amountVnd)
  const contents: readonly (readonly [Media, Buffer])[] = [
    ['pdf', await printReceipt(context, receipt, words)],
    ['xml', writeReceiptXml(receipt, words)],
  ]
  const received = await Promise.all(
    contents.map(async ([media, bytes]) => ({ media, file: await files.receive(Readable.from([bytes])) })),
  )
  await db.transaction().execute(async (tx) => {
    const at = clock.now()
    await lockReceiptsOf(tx, receipt.chargeId)
    const isSet = (await listFiles(tx, receipt.id)).length > 0
    for (const { media, file } of received) {
      if (isSet) {
        await file.discard()
        continue
      }
      await file.keep()
      await appendFile(tx, receipt.id, { media, state: 'set', sha256: file.sha256, at })
      await askSeal(tx, { receiptId: receipt.id, media }, at)
    }
  })
}

const template = new URL('./templates/e-receipt.typ', import.meta.url)

async function printReceipt(context: Context, receipt: EReceipt, words: string): Promise<Buffer> {
  const { checkCode, issuedOn, replaced } = receipt
  const [year, month, day] = issuedOn.split('-')
  const checkUrl = `${context.publicUrl}/verify/${checkCode}`
  return await printPdf(await readFile(template, 'utf8'), {
    ...receipt,
    agencyName: spellOutAgency(receipt.agencyName),
    reference: writeReference(receipt.receiptSymbol, receipt.number),
    number: writeNumber(receipt.number),
    dayLine: `Ngày ${day} tháng ${month} năm ${year}`,
    method: paymentMethodNames('vi')[receipt.method],
    paidAt: formatMoment(receipt.paidAt, 'vi'),
    amount: String(receipt.amountVnd).replace(/\B(?=(\d{3})+$)/g, '.'),
    amountInWords: words,
    replaces: replaced && {
      formSymbol: replaced.formSymbol,
      reference: writeReference(replaced.receiptSymbol, replaced.number),
    },
    checkUrl,
    qr: drawQr(checkUrl),
  })
}
