import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { entriesOf, isArray, listSignatureFields, readPdf } from '#modules/pdfs'
import { systemClock } from '#platform/clock'
import { printPdf } from '#platform/pdf'
import { openPdfsig } from '#test/pdfsig'
import { openSigningKit } from '#test/signed-pdfs'
import { verifyPdf } from './index.ts'

const kit = await openSigningKit()
const pdfsig = openPdfsig([kit.authority.root])
after(async () => {
  pdfsig.close()
  await kit.close()
})

/** The same numbers in every run: a change that gets through is found again. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function changeOneByte(pdf: Uint8Array, random: (below: number) => number): Uint8Array {
  const [field] = listSignatureFields(readPdf(pdf))
  const range = entriesOf(field?.value).get('ByteRange')
  assert.ok(isArray(range))
  const [, firstLength = 0, second = 0, secondLength = 0] = range.items as number[]
  const place = random(firstLength + secondLength)
  const changed = Uint8Array.from(pdf)
  const at = place < firstLength ? place : second + place - firstLength
  changed[at] = (changed[at] ?? 0) ^ (1 + random(255))
  return changed
}

test('pdfsig and our own judgement refuse each of 1,000 random changes of one byte of what was signed', async () => {
  const paper = await printPdf('= Giấy phép\nKết quả giải quyết', {})
  const pdf = await kit.sign(paper, await kit.issue({ algorithm: 'ecdsa-p256' }), { stamped: true })
  assert.equal(await pdfsig.countRefused([pdf]), 0)
  const random = makeRandom(20261122)
  const changed = Array.from({ length: 1000 }, () => changeOneByte(pdf, random))
  assert.equal(await pdfsig.countRefused(changed), 1000)
  const options = { trustAnchors: [kit.authority.root], revocation: null, at: systemClock.now() }
  const passed = new Set<string>()
  for (const one of changed) {
    const { verdict, signatures } = await verifyPdf(one, options)
    const intact = signatures.some(
      ({ integrity, coverage }) => integrity === 'intact' && coverage === 'whole_file',
    )
    if (verdict === 'valid' || intact) passed.add(verdict)
  }
  assert.deepEqual([...passed], [])
})
