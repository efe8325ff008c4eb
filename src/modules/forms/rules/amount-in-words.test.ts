import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { amountInWords, mostInWords, numberInWords } from './amount-in-words.ts'

const cases: readonly (readonly [number, string])[] = [
  [0, 'không'],
  [1, 'một'],
  [5, 'năm'],
  [10, 'mười'],
  [11, 'mười một'],
  [15, 'mười lăm'],
  [20, 'hai mươi'],
  [21, 'hai mươi mốt'],
  [24, 'hai mươi bốn'],
  [25, 'hai mươi lăm'],
  [55, 'năm mươi lăm'],
  [91, 'chín mươi mốt'],
  [100, 'một trăm'],
  [101, 'một trăm linh một'],
  [105, 'một trăm linh năm'],
  [110, 'một trăm mười'],
  [111, 'một trăm mười một'],
  [115, 'một trăm mười lăm'],
  [121, 'một trăm hai mươi mốt'],
  [555, 'năm trăm năm mươi lăm'],
  [1000, 'một nghìn'],
  [1001, 'một nghìn không trăm linh một'],
  [1010, 'một nghìn không trăm mười'],
  [1100, 'một nghìn một trăm'],
  [8000, 'tám nghìn'],
  [15_000, 'mười lăm nghìn'],
  [21_000, 'hai mươi mốt nghìn'],
  [105_000, 'một trăm linh năm nghìn'],
  [1_000_000, 'một triệu'],
  [1_000_005, 'một triệu không trăm linh năm'],
  [1_000_205, 'một triệu hai trăm linh năm'],
  [1_005_000, 'một triệu không trăm linh năm nghìn'],
  [21_021_021, 'hai mươi mốt triệu không trăm hai mươi mốt nghìn không trăm hai mươi mốt'],
  [1_000_000_000, 'một tỷ'],
  [1_000_000_001, 'một tỷ không trăm linh một'],
  [1_020_000_000, 'một tỷ không trăm hai mươi triệu'],
  [15_005_000_000, 'mười lăm tỷ không trăm linh năm triệu'],
  [1_000_000_000_000, 'một nghìn tỷ'],
  [1_005_000_000_000, 'một nghìn không trăm linh năm tỷ'],
  [1_000_000_000_000_000, 'một triệu tỷ'],
]

test('numbers are said as people say them', () => {
  assert.deepEqual(
    cases.map(([value]) => [value, numberInWords(value)]),
    cases,
  )
})

test('an empty ten is "linh" or, where people say so, "lẻ"', () => {
  assert.equal(numberInWords(1_105, 'lẻ'), 'một nghìn một trăm lẻ năm')
  assert.equal(amountInWords(105_000, 'lẻ'), 'Một trăm lẻ năm nghìn đồng')
})

test('an amount begins with a capital letter and names its unit', () => {
  assert.equal(amountInWords(15_000), 'Mười lăm nghìn đồng')
  assert.equal(amountInWords(0), 'Không đồng')
  assert.equal(amountInWords(80_000), 'Tám mươi nghìn đồng')
})

test('what is no amount is refused', () => {
  for (const value of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, mostInWords + 1])
    assert.throws(() => numberInWords(value), RangeError)
})

/** Reads words back the slow way, a word at a time, as a listener would write the figures down. */
function listen(words: string): number {
  const units: Record<string, number> = {
    ...{ không: 0, một: 1, mốt: 1, hai: 2, ba: 3, bốn: 4, năm: 5, lăm: 5, sáu: 6, bảy: 7, tám: 8, chín: 9 },
  }
  let [billions, sum, group, digit] = [0, 0, 0, 0]
  const close = (factor: number) => {
    sum += (group + digit) * factor
    group = 0
    digit = 0
  }
  const doings: Record<string, () => void> = {
    mười: () => {
      group += 10
      digit = 0
    },
    mươi: () => {
      group += digit * 10
      digit = 0
    },
    trăm: () => {
      group += digit * 100
      digit = 0
    },
    linh: () => undefined,
    nghìn: () => close(1000),
    triệu: () => close(1_000_000),
    tỷ: () => {
      close(1)
      billions = sum
      sum = 0
    },
  }
  for (const word of words.split(' ')) {
    const doing = doings[word]
    if (doing) doing()
    else digit = units[word] ?? Number.NaN
  }
  close(1)
  return billions * 1_000_000_000 + sum
}

const anyNumber = fc.oneof(
  fc.integer({ min: 0, max: 99_999 }),
  fc.integer({ min: 0, max: mostInWords }),
  // Few figures and many noughts: where the empty places are.
  fc
    .array(fc.constantFrom(0, 0, 1, 5), { minLength: 1, maxLength: 15 })
    .map((figures) => Number(figures.join(''))),
)

test('whoever writes down what is said has the same number', () => {
  fc.assert(
    fc.property(anyNumber, (value) => listen(numberInWords(value)) === value),
    { numRuns: 3000 },
  )
})

test('two numbers never sound the same, and none has a word that stands for nothing', () => {
  const said = new Set(Array.from({ length: 20_000 }, (_, value) => numberInWords(value)))
  assert.equal(said.size, 20_000)
  fc.assert(
    fc.property(anyNumber, (value) => {
      const words = numberInWords(value)
      return !/ {2}|^ | $|mười mươi|một mươi|không mươi|mươi năm|mười năm|mươi một|(linh|trăm) không/.test(
        words,
      )
    }),
  )
})
