import { defineMessages, type Language } from '#platform/i18n'
import { formatVnd } from '#platform/money'
import type { Charge } from './rules/charge.ts'

const sentences = defineMessages(
  {
    due: (amount: string) => `${amount}, chưa nộp`,
    paid: (amount: string, reference: string) => `${amount}, đã nộp, chứng từ số ${reference}`,
    paidOnline: (amount: string, transaction: string) =>
      `${amount}, đã nộp trực tuyến, mã giao dịch ${transaction}`,
    refunded: (amount: string) => `${amount}, đã nộp và đã hoàn lại`,
    cancelled: (amount: string) => `${amount}, đã hủy, không phải nộp`,
    cash: 'Tiền mặt tại quầy',
    transfer: 'Chuyển khoản',
    online: 'Thanh toán trực tuyến',
  },
  {
    due: (amount: string) => `${amount}, not paid yet`,
    paid: (amount: string, reference: string) => `${amount}, paid, voucher no. ${reference}`,
    paidOnline: (amount: string, transaction: string) => `${amount}, paid online, transaction ${transaction}`,
    refunded: (amount: string) => `${amount}, paid and given back`,
    cancelled: (amount: string) => `${amount}, cancelled, nothing to pay`,
    cash: 'Cash at the counter',
    transfer: 'Bank transfer',
    online: 'Online payment',
  },
)

/** Names of the ways to pay, and the sentence for each state of a charge. */
export const paymentMessages = sentences

/** The payment platform where it acts by itself; what it does is recorded under its Vietnamese name. */
export const platformNames = { vi: 'Nền tảng thanh toán', en: 'Payment platform' } as const

/** Why a sum went back that nobody here had asked for. */
export const returnedUnasked = 'Nền tảng thanh toán tự hoàn'

/** Who acted, from the name that was recorded: the platform is called what it is called in the reader's language. */
export const actorName = (recorded: string, language: Language): string =>
  recorded === platformNames.vi ? platformNames[language] : recorded

/** A charge in one line: `15.000 đồng, đã nộp, biên lai số 00012047`. */
export function describeCharge(charge: Charge, language: Language): string {
  const amount = formatVnd(charge.amountVnd, language)
  if (charge.refundedAt) return sentences(language).refunded(amount)
  const state = charge.method === 'online' ? 'paidOnline' : charge.state
  return sentences(language)[state](amount, charge.receiptReference ?? '')
}

/** Why a charge is what it is, a sentence with its law for each step; nothing where an officer set the amount by hand. */
export const explainCharge = ({ reckoning }: Charge, language: Language): string[] =>
  (reckoning?.explanation ?? []).map(({ text, textEn, law }) => {
    const sentence = language === 'en' ? textEn : text
    return law === null ? sentence : `${sentence} (${law})`
  })
