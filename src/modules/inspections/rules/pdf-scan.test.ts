import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openPdfScan } from './pdf-scan.ts'
import { scanPdfPiece } from './pdf-signs.ts'

const words = [
  '/Type /ObjStm ',
  '/JavaScript ',
  '/Java#53cript ',
  '/Encrypt 12 0 R ',
  '/Launched ',
  '/Encrypted ',
]

const content = fc
  .array(fc.tuple(fc.nat({ max: 900 }), fc.constantFrom('', '', '', ...words)), { maxLength: 40 })
  .map((parts) => Buffer.from(parts.map(([blanks, word]) => ' '.repeat(blanks) + word).join('')))

test('a file cut into pieces anywhere shows what it shows whole', () => {
  fc.assert(
    fc.property(content, fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1 }), (whole, lengths) => {
      const scan = openPdfScan()
      for (let at = 0, turn = 0; at < whole.length; turn += 1) {
        const length = lengths[turn % lengths.length] ?? 1
        scan.pass(whole.subarray(at, at + length))
        at += length
      }
      const expected = scanPdfPiece(whole)
      const found = scan.finish()
      assert.deepEqual(found.sign, expected.sign)
      if (!expected.sign) assert.deepEqual(found.objectStreams, expected.objectStreams)
    }),
    { numRuns: 400 },
  )
})

test('a name cut in the middle is no other name', () => {
  const scan = openPdfScan()
  scan.pass(Buffer.from(`${' '.repeat(1000)}/Launch`))
  scan.pass(Buffer.from(`ed ${' '.repeat(1000)}`))
  assert.equal(scan.finish().sign, null)
})
