const digits = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const
const billion = 1_000_000_000

/** How the empty place of the tens is read: `linh` in the north, `lẻ` in the south. */
export type Manner = 'linh' | 'lẻ'

/** The most that is said in words. */
export const mostInWords = 1_000_000_000_000_000

/**
 * A whole number from 0 to 10^15 in Vietnamese words: 1.000.205 is "một triệu hai trăm linh
 * năm", 1.000.005 "một triệu không trăm linh năm". One after a ten is "mốt", five is "lăm"; four stays "bốn", which is right everywhere.
 * Throws a RangeError for any other number.
 */
export function numberInWords(value: number, manner: Manner = 'linh'): string {
  if (!Number.isInteger(value) || value < 0 || value > mostInWords)
    throw new RangeError(`a whole number from 0 to ${mostInWords} is said in words, not ${value}`)
  return value === 0 ? digits[0] : sayBillions(value, manner).join(' ')
}

/** An amount as official papers repeat it: 15000 is "Mười lăm nghìn đồng". */
export function amountInWords(amountVnd: number, manner: Manner = 'linh'): string {
  const words = numberInWords(amountVnd, manner)
  return `${words.charAt(0).toLocaleUpperCase('vi')}${words.slice(1)} đồng`
}

/** Above a billion the same words begin again, with "tỷ" behind them: a thousand billion is "một nghìn tỷ". */
function sayBillions(value: number, manner: Manner): string[] {
  const rest = value % billion
  if (value < billion) return sayGroups(rest, false, manner)
  return [...sayBillions(Math.floor(value / billion), manner), 'tỷ', ...sayGroups(rest, true, manner)]
}

/** Millions, thousands and units. `follows`: something larger stands before, so that an empty hundred is said. */
function sayGroups(value: number, follows: boolean, manner: Manner): string[] {
  const groups = [
    [Math.floor(value / 1_000_000), 'triệu'],
    [Math.floor(value / 1000) % 1000, 'nghìn'],
    [value % 1000, ''],
  ] as const
  const words: string[] = []
  for (const [group, name] of groups) {
    if (group === 0) continue
    words.push(...sayHundreds(group, follows || words.length > 0, manner))
    if (name) words.push(name)
  }
  return words
}

function sayHundreds(value: number, follows: boolean, manner: Manner): string[] {
  const hundred = Math.floor(value / 100)
  const rest = value % 100
  if (hundred === 0 && !follows) return sayTens(rest)
  const words = [nameOf(hundred), 'trăm']
  if (rest === 0) return words
  return rest < 10 ? [...words, manner, nameOf(rest)] : [...words, ...sayTens(rest)]
}

/** 1 to 99. */
function sayTens(value: number): string[] {
  const ten = Math.floor(value / 10)
  const unit = value % 10
  if (ten === 0) return [nameOf(unit)]
  const words = ten === 1 ? ['mười'] : [nameOf(ten), 'mươi']
  return unit === 0 ? words : [...words, sayUnit(unit, ten)]
}

/** One and five sound otherwise behind a ten: "hai mươi mốt", but "mười một"; "mười lăm", "hai mươi lăm". */
function sayUnit(unit: number, ten: number): string {
  if (unit === 5) return 'lăm'
  return unit === 1 && ten > 1 ? 'mốt' : nameOf(unit)
}

const nameOf = (digit: number): string => digits[digit] ?? ''
