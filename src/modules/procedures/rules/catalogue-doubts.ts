import type { IssueKind } from './procedure.ts'

/** Mã thủ tục: `1.001193`. A few codes of the national list break this form and are kept. */
export const isUsualCode = (code: string): boolean => /^\d\.\d{6}$/.test(code)

/** Số ký hiệu văn bản: `60/2014/QH13`, `66.7/2025/NQ-CP`, `816/QĐ-UBND`. */
export const isUsualLegalCode = (code: string): boolean =>
  /^\d{1,4}(\.\d{1,2})?\/((19|20)\d{2}\/)?[A-ZĐƯ][A-ZĐƯ0-9]*(-[A-ZĐƯ0-9]+)*$/.test(code)

const statedAmount = /(\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?:đồng|đ(?![\p{L}])|vnđ|vnd)/giu
const smallestFeeVnd = 1000
const largestFeeVnd = 1_000_000_000

/** The amounts of đồng that a text states: `400.000 đồng/hồ sơ` gives 400000. */
export const listStatedAmounts = (text: string): number[] =>
  [...text.matchAll(statedAmount)].map(([, digits = '']) => Number(digits.replace(/[.,]/g, '')))

/**
 * What a person should look at in one fee of the source: `value` in đồng (null: only words) and its description.
 * Known from the source: US dollars under the name of đồng, thousands left out, zeros too many, words that say another
 * amount than the number. Nothing of it is corrected here.
 */
export function doubtsOfFee(
  value: number | null,
  words: string,
  currency: string,
): readonly (readonly [IssueKind, string])[] {
  const doubts: [IssueKind, string][] = []
  const found = `${value ?? 'no number'}: ${words}`
  if (!/^(vnd|vnđ|đồng|việt nam đồng)?$/iu.test(currency) || /\b(usd|us\$|đô la)/iu.test(words)) {
    doubts.push(['fee_currency', `${currency} ${found}`])
  }
  if (value === null) return doubts
  if (
    !Number.isSafeInteger(value) ||
    value < 0 ||
    (value > 0 && value < smallestFeeVnd) ||
    value >= largestFeeVnd
  ) {
    doubts.push(['fee_amount_odd', found])
  }
  const stated = listStatedAmounts(words)
  const saysFree = /(^|[^\p{L}])miễn(?!\p{L})/iu.test(words)
  if ((stated.length > 0 && !stated.includes(value)) || (saysFree && value > 0)) {
    doubts.push(['fee_words_disagree', found])
  }
  return doubts
}
