import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { isMadeOutTo, refuseCertificate } from './certificate.ts'

const validFrom = Temporal.Instant.from('2026-01-01T00:00:00Z')
const validTo = Temporal.Instant.from('2027-01-01T00:00:00Z')
const at = Temporal.Instant.from('2026-11-26T02:40:00Z')

test('certificates write a name in many ways, and it is the same name', () => {
  const cases: readonly (readonly [commonName: string, isTheirs: boolean])[] = [
    ['Tòng Văn Phú', true],
    ['TÒNG VĂN PHÚ', true],
    ['TONG VAN PHU', true],
    ['Tòng Văn Phú (UBND phường)', true],
    ['Tòng Văn Phúc', false],
    ['Văn Phú', false],
    ['', false],
  ]
  for (const [commonName, isTheirs] of cases)
    assert.equal(isMadeOutTo(commonName, 'Tòng Văn Phú'), isTheirs, commonName)
  assert.ok(isMadeOutTo('DIEU THI HANH', 'Điêu Thị Hạnh'))
})

test('a certificate is used while it holds, by whom it is made out to; a seal bears no name of a person', () => {
  const certificate = { commonName: 'Tòng Văn Phú', validFrom, validTo }
  const refusalAt = (instant: Temporal.Instant, fullName: string | null = 'Tòng Văn Phú') =>
    refuseCertificate(certificate, { at: instant, fullName })
  assert.equal(refusalAt(at), null)
  assert.equal(refusalAt(validTo.add({ seconds: 1 })), 'certificate_expired')
  assert.equal(refusalAt(validFrom.subtract({ seconds: 1 })), 'certificate_not_yet_valid')
  assert.equal(refusalAt(at, 'Lò Thị Inh'), 'certificate_of_another')
  assert.equal(refusalAt(at, null), null)
})
