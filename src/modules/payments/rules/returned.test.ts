import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { pairReturned, type Returnable, type ReturnedSum } from './returned.ts'

const at = Temporal.Instant.from('2026-11-26T09:41:00+07:00')
const sum = (transaction: string, rest: Partial<Returnable> = {}): Returnable => ({
  ...{ transaction, reference: 'MC1', amountVnd: 8000, standing: 'unknown', returnedBy: null },
  ...rest,
})
const back = (transaction: string, payment: string | null = null, amountVnd = 8000): ReturnedSum => ({
  ...{ transaction, payment, reference: 'MC1', amountVnd, at },
})
const pairsOf = (...given: Parameters<typeof pairReturned>) =>
  [...pairReturned(...given)]
    .map(([payment, { transaction }]) => `${payment} ${transaction}`)
    .sort((one, other) => (one < other ? -1 : 1))

test('a sum is tied to the transaction that undoes it, by its name or else by reference and amount', () => {
  assert.deepEqual(pairsOf([sum('GD1'), sum('GD2')], [back('HT1', 'GD2')]), ['GD2 HT1'])
  assert.deepEqual(pairsOf([sum('GD1')], [back('HT1')]), ['GD1 HT1'])
  assert.deepEqual(pairsOf([sum('GD1', { reference: 'MC2' })], [back('HT1')]), [])
  assert.deepEqual(pairsOf([sum('GD1')], [back('HT1', 'GD1', 3000), back('HT2', null, 3000)]), [])
  assert.deepEqual(pairsOf([sum('GD1')], [back('HT1'), back('HT1')]), ['GD1 HT1'])
})

test('of equal sums it is the one we know was given back, asked to be, or was counted for nothing', () => {
  const counted = sum('GD1', { standing: 'counted' })
  const apart = sum('GD2', { standing: 'apart' })
  const asked = sum('GD3', { standing: 'asked_back' })
  assert.deepEqual(pairsOf([counted, apart, asked], [back('HT1')]), ['GD3 HT1'])
  assert.deepEqual(pairsOf([counted, apart, asked], [back('HT1'), back('HT2')]), ['GD2 HT2', 'GD3 HT1'])
  const known = sum('GD4', { standing: 'counted', returnedBy: 'HT1' })
  assert.deepEqual(pairsOf([known, apart], [back('HT1')]), ['GD4 HT1'])
  assert.deepEqual(pairsOf([known], [back('HT2')]), [])
})
