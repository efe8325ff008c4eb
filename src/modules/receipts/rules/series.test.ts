import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTaxCodes, seriesOf, taxCodeOf, writeReference } from './series.ts'

test('a series is of its year: its symbols bear it, its numbers have eight digits', () => {
  const settings = { formSymbol: 'BLP', receiptSymbol: 'BL-{yy}E' }
  assert.deepEqual(seriesOf(settings, 2027), { formSymbol: 'BLP', receiptSymbol: 'BL-27E', year: 2027 })
  assert.equal(writeReference('BL-27E', 12), 'BL-27E/00000012')
})

test('tax codes are read by agency; one that is none is said, not guessed', () => {
  const codes = readTaxCodes('H18.137=5600000001, H18.138=5600000001-002')
  assert.deepEqual([codes?.get('H18.137'), codes?.get('H18.138')], ['5600000001', '5600000001-002'])
  assert.equal(readTaxCodes('')?.size, 0)
  assert.equal(readTaxCodes('H18.137=12'), null)
})

test('an agency that the settings do not name has no tax code; only where a demonstration names none it is invented', () => {
  const named = 'H18.137=5600000001'
  assert.equal(taxCodeOf({ RECEIPT_TAX_CODES: named, MOTCUA_DEMO: 'off' }, 'H18.137'), '5600000001')
  assert.equal(taxCodeOf({ RECEIPT_TAX_CODES: named, MOTCUA_DEMO: 'on' }, 'H18.138'), null)
  assert.equal(taxCodeOf({ RECEIPT_TAX_CODES: '', MOTCUA_DEMO: 'off' }, 'H18.137'), null)
  assert.equal(taxCodeOf({ RECEIPT_TAX_CODES: '', MOTCUA_DEMO: 'on' }, 'H18.137'), '9990018137')
})
