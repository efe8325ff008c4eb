import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GreyPicture, isBlank, measureSkew } from './skew.ts'

/** Lines of "words" on paper, turned clockwise by so many degrees, with grain. */
function page(degrees: number, noise = 0): GreyPicture {
  const [width, height] = [990, 1400]
  const [sine, cosine] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)]
  let seed = 7
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return seed / 2_147_483_648
  }
  const pixels = Uint8Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [(at % width) - width / 2, Math.floor(at / width) - height / 2]
    const across = x * cosine + y * sine + 10_000
    const down = -x * sine + y * cosine + 10_000
    const inside = Math.abs(x) < 400 && Math.abs(y) < 620
    const ink = inside && down % 26 < 11 && across % 61 < 48 && across % 9 < 6
    return Math.max(0, Math.min(255, (ink ? 30 : 245) + Math.round((random() - 0.5) * noise)))
  })
  return { pixels, width, height }
}

for (const degrees of [-9, -4.3, -1, -0.4, 0, 0.3, 0.7, 2.5, 6.1, 9.5]) {
  test(`a page that hangs by ${degrees}° is measured within 0.3°, also one with grain`, () => {
    assert.ok(Math.abs(measureSkew(page(degrees)) - degrees) <= 0.3)
    assert.ok(Math.abs(measureSkew(page(degrees, 40)) - degrees) <= 0.3)
  })
}

test('an empty page, with the grain and the shadow of a sheet, is blank; one with a line of text is not', () => {
  const empty = (grain: number) => ({
    pixels: Uint8Array.from({ length: 990 * 1400 }, (_, at) => 235 + ((at * 7919) % grain)),
    width: 990,
    height: 1400,
  })
  assert.equal(isBlank(empty(15)), true)
  assert.equal(measureSkew(empty(15)), 0)
  assert.equal(isBlank(page(0)), false)
})
