import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDossierCode, writeDossierCode } from './dossier-code.ts'

const cases: [string, string, number, string][] = [
  ['H18.137.01', '2026-11-25', 42, 'H18.137.01-261125-0042'],
  ['H18.137.01', '2026-11-25', 12_345, 'H18.137.01-261125-12345'],
  ['H56', '2025-01-07', 12, '000.00.00.H56-250107-0012'],
]
for (const [agencyCode, day, number, code] of cases) {
  test(`number ${number} of ${agencyCode} on ${day} is ${code}`, () => {
    assert.equal(writeDossierCode({ agencyCode, day, number }), code)
    assert.equal(readDossierCode(code), code)
  })
}

test('a code is read as people type it', () => {
  assert.equal(readDossierCode(' h18.137.01 – 261125 – 0042 '), 'H18.137.01-261125-0042')
  assert.equal(readDossierCode('G09.20-20260609-0092637'), 'G09.20-20260609-0092637')
  for (const wrong of ['', 'H18', "H18'; drop table", '0042']) assert.equal(readDossierCode(wrong), null)
})
