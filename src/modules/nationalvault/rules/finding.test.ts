import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSamePaper, refuseUnfetched } from './finding.ts'

const asked = { ownerNumber: '999000000017', typeCodes: ['KQ.G15.000032'] }
const found = {
  ...{ typeCode: 'KQ.G15.000032', number: '52/2021', ownerNumber: '999000000017', isInForce: true, files: [1] },
}

test('what was found is compared with what was asked; what the vault does not say stands against nothing', () => {
  const cases = [
    [{}, null],
    [{ ownerNumber: null, isInForce: null }, null],
    [{ ownerNumber: '999000000099', isInForce: false }, 'other_owner'],
    [{ typeCode: 'KQ.G15.000038' }, 'not_asked'],
    [{ isInForce: false }, 'not_in_force'],
    [{ files: [] }, 'no_content'],
  ] as const
  for (const [change, expected] of cases)
    assert.equal(refuseUnfetched({ ...found, ...change }, asked), expected, JSON.stringify(change))
})

test('a paper is the same by kind and number; without a number none is', () => {
  assert.ok(isSamePaper(found, { typeCode: 'KQ.G15.000032', number: ' 52 / 2021' }))
  assert.ok(!isSamePaper(found, { typeCode: 'KQ.G15.000033', number: '52/2021' }))
  assert.ok(!isSamePaper({ ...found, number: null }, { ...found, number: null }))
})
