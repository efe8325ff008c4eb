import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeDocumentNumber } from './document-number.ts'

test('a document number is written by the format of the installation', () => {
  const issued = { number: 7, year: 2026, agencyCode: 'H18.42' }
  assert.equal(writeDocumentNumber('{number}/KQ-{agency}', issued), '07/KQ-H18.42')
  assert.equal(writeDocumentNumber('{number}/{year}/KQ', { ...issued, number: 128 }), '128/2026/KQ')
})
