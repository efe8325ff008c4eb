/**
 * Mẫu số và ký hiệu: the series a receipt is numbered in. Both are fixed by the Ministry of Finance (NĐ 254/2026 Đ23 k2.a–b)
 * and come with its notice: they are settings. `{yy}` stands for the last two digits of the year.
 */
export type SeriesSettings = Readonly<{ formSymbol: string; receiptSymbol: string }>

/** A series of one year: numbers start at 1 on 1 January, or at first use, and end on 31 December (Đ23 k2). */
export type Series = Readonly<{ formSymbol: string; receiptSymbol: string; year: number }>

/** The series of a receipt that is issued in `year`. */
export function seriesOf({ formSymbol, receiptSymbol }: SeriesSettings, year: number): Series {
  const fill = (symbol: string): string => symbol.replaceAll('{yy}', String(year % 100).padStart(2, '0'))
  return { formSymbol: fill(formSymbol), receiptSymbol: fill(receiptSymbol), year }
}

/** The last number a series has: at most eight Arabic digits (Đ23 k2.c). */
export const lastNumber = 99_999_999

/** A number as it is written: `00000012`. */
export const writeNumber = (number: number): string => String(number).padStart(8, '0')

/** Which receipt: its symbols, which another year has others of, and its number in them. */
export type ReceiptNumber = Readonly<{ formSymbol: string; receiptSymbol: string; number: number }>

/** What a receipt is known by to people and to other systems: `BL-26E/00000012`. */
export const writeReference = (receiptSymbol: string, number: number): string =>
  `${receiptSymbol}/${writeNumber(number)}`

type TaxSettings = Readonly<{ RECEIPT_TAX_CODES: string; MOTCUA_DEMO: 'on' | 'off' }>

/**
 * The tax code of the agency of this code. Null: the settings name none. In the demonstration, where they name nobody's, each
 * agency has an invented one: `9990018137`.
 */
export function taxCodeOf({ RECEIPT_TAX_CODES: named, MOTCUA_DEMO: demo }: TaxSettings, agencyCode: string) {
  if (demo === 'on' && named.trim() === '')
    return `999${agencyCode.replace(/\D/g, '').slice(-7).padStart(7, '0')}`
  return readTaxCodes(named)?.get(agencyCode) ?? null
}

/**
 * Tax codes of the agencies that collect, as the settings have them: `H18.137=5600000001, H18.138=…`. An agency that is not
 * named has none. Null: it cannot be read.
 */
export function readTaxCodes(text: string): ReadonlyMap<string, string> | null {
  const pairs = text.split(',').map((part) => part.trim())
  const read = pairs.filter(Boolean).map((pair) => /^(\S+)=(\d{10}(?:-\d{3})?)$/.exec(pair))
  if (read.includes(null)) return null
  return new Map(read.map((found) => [found?.[1] ?? '', found?.[2] ?? '']))
}
