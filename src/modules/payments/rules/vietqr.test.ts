import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkSumOf, makeVietQr, plainText, readVietQr, type VietQr } from './vietqr.ts'

/** The vectors of NAPAS, "QR Format T&C" 1.0 (09/2021): the string up to `6304`, and its check sum. */
const vectors = [
  ['00020101021138570010A00000072701270006970403011200110123456780208QRIBFTTA53037045802VN6304', 'F4E5'],
  ['00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN6304', '4F52'],
  [
    '00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN62340107NPS68690819thanh toan don hang6304',
    '2E2E',
  ],
  [
    '00020101021238600010A00000072701300006970403011697040311012345670208QRIBFTTC530370454061800005802VN62340107NPS68690819thanh toan don hang6304',
    'A203',
  ],
] as const

const account = { bankBin: '970403', target: { kind: 'account', number: '0011012345678' } } as const
const card = { bankBin: '970403', target: { kind: 'card', number: '9704031101234567' } } as const
const bare = { amountVnd: null, billNumber: null, purpose: null }
const order = { amountVnd: 180_000, billNumber: 'NPS6869', purpose: 'thanh toan don hang' }

for (const [text, checkSum] of vectors) {
  test(`the check sum of NAPAS: ${checkSum}`, () => assert.equal(checkSumOf(text), checkSum))
}

test('what NAPAS wrote is written again, character by character, and read', () => {
  const known: [VietQr, string][] = [
    [{ ...card, ...bare }, vectors[1].join('')],
    [{ ...account, ...order }, vectors[2].join('')],
    [{ ...card, ...order }, vectors[3].join('')],
  ]
  for (const [qr, text] of known) {
    assert.equal(makeVietQr(qr), text)
    assert.deepEqual(readVietQr(text), { ok: true, qr })
  }
})

test('the first vector of NAPAS counts its account wrong: it is not read, and not written so', () => {
  assert.deepEqual(readVietQr(vectors[0].join('')), { ok: false, code: 'malformed' })
  const right = makeVietQr({ ...account, ...bare })
  assert.match(right, /01130011012345678.*6304/)
  assert.equal(right.slice(-4), '9E6F')
})

test('one character changed, dropped or added is found', () => {
  const text = makeVietQr({ ...account, ...order })
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === '1' ? '2' : '1'
    assert.equal(readVietQr(text.slice(0, at) + other + text.slice(at + 1)).ok, false, `changed at ${at}`)
    assert.equal(readVietQr(text.slice(0, at) + text.slice(at + 1)).ok, false, `dropped at ${at}`)
    assert.equal(readVietQr(`${text.slice(0, at)}1${text.slice(at)}`).ok, false, `added at ${at}`)
  }
})

test('a QR of something else, of another currency or of no digits is told apart', () => {
  const withSum = (text: string) => `${text}6304${checkSumOf(`${text}6304`)}`
  assert.deepEqual(readVietQr(withSum('00020153038405802VN')), { ok: false, code: 'not_vietqr' })
  assert.deepEqual(readVietQr('https://motcua.example/track/346C-346C-346C'), { ok: false, code: 'malformed' })
  assert.deepEqual(readVietQr(makeVietQr({ ...account, ...order }).toLowerCase()).ok, false)
  assert.deepEqual(readVietQr(''), { ok: false, code: 'malformed' })
})

test('a purpose loses its marks and what is beyond 25 characters; a wrong part is refused', () => {
  assert.equal(plainText('Lệ phí đăng ký kết hôn có yếu tố nước ngoài'), 'Le phi dang ky ket hon co')
  for (const wrong of [
    { ...account, ...bare, bankBin: '9704' },
    { ...account, ...bare, amountVnd: 0.5 },
    { ...account, ...bare, target: { kind: 'account', number: '0011-0123' } } as const,
  ])
    assert.throws(() => makeVietQr(wrong), RangeError)
})

test('what is written is read as it was meant, whatever it is', () => {
  const digits = (minLength: number, maxLength: number) =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength })
  const text = fc.option(digits(1, 25))
  const plain = { noNullPrototype: true }
  const qr = fc.record(
    {
      bankBin: digits(6, 6),
      target: fc.record(
        { kind: fc.constantFrom('account' as const, 'card' as const), number: digits(1, 19) },
        plain,
      ),
      amountVnd: fc.option(fc.integer({ min: 1, max: 999_999_999 })),
      billNumber: text,
      purpose: text,
    },
    plain,
  )
  fc.assert(
    fc.property(qr, (given) => assert.deepEqual(readVietQr(makeVietQr(given)), { ok: true, qr: given })),
  )
})
