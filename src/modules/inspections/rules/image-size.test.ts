import assert from 'node:assert/strict'
import { test } from 'node:test'
import { someJpeg, somePng, someWebp } from '#test/paper-samples'
import { readImageSize } from './image-size.ts'

const whole: [string, Buffer][] = [
  ['image/png', somePng(3000, 2000)],
  ['image/jpeg', someJpeg(3000, 2000)],
  ['image/webp', someWebp(3000, 2000)],
]
for (const [mediaType, content] of whole) {
  test(`the header of ${mediaType} says how large it is`, () => {
    assert.deepEqual(readImageSize(mediaType, content), { width: 3000, height: 2000 })
  })
  test(`${mediaType} cut off anywhere is either read rightly or not at all`, () => {
    for (let end = 0; end < Math.min(content.length, 3100); end += 1) {
      const size = readImageSize(mediaType, content.subarray(0, end))
      assert.ok(size === null || size.width === 3000)
    }
  })
}

test('an image of no pixels is no image', () => assert.equal(readImageSize('image/png', somePng(0, 5)), null))

test('the extended and the lossy WebP say their size too', () => {
  const extended = Buffer.concat([Buffer.from('RIFF----WEBPVP8X'), Buffer.alloc(14)])
  extended.writeUIntLE(2999, 24, 3)
  extended.writeUIntLE(1999, 27, 3)
  const lossy = Buffer.concat([Buffer.from('RIFF----WEBPVP8 '), Buffer.alloc(14)])
  lossy.writeUInt16LE(3000, 26)
  lossy.writeUInt16LE(2000, 28)
  for (const content of [extended, lossy]) {
    assert.deepEqual(readImageSize('image/webp', content), { width: 3000, height: 2000 })
  }
})
