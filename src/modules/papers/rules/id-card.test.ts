import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readIdCard } from './id-card.ts'

test('a card of the ordinary layout is read', () => {
  const reading = readIdCard(
    '999197000017||Lò Thị Mai Hương|14031997|Nữ|Bản Ten, Xã Mường Phăng, Điện Biên|01072021',
  )
  assert.deepEqual(reading, {
    ok: true,
    card: {
      personalId: '999197000017',
      formerIdNumber: null,
      fullName: 'Lò Thị Mai Hương',
      birthOn: '1997-03-14',
      sex: 'female',
      permanentResidence: 'Bản Ten, Xã Mường Phăng, Điện Biên',
      issuedOn: '2021-07-01',
      warnings: ['unknown_province'],
    },
  })
})

const refused: [string, string][] = [
  ['https://example.vn/x|1', 'not_an_id_card'],
  ['99909000000||Nguyễn Văn L|01011990|Nam|Hà Nội|01012021', 'wrong_personal_id'],
  ['999185000000||Trần Thị B|29021985|Nữ|Thôn 1|10072021', 'wrong_birth_date'],
  ['999190000000||Nguyễn Văn G|01011990|Nam|Hà Nội|01012021', 'sex_does_not_fit_number'],
  ['999091000000||Nguyễn Văn H|01011990|Nam|Hà Nội|01012021', 'year_does_not_fit_number'],
  ['999090000000|||01011990|Nam|Hà Nội|01012021', 'name_missing'],
  ['999090000000||Nguyễn Văn I|01011990|?|Hà Nội|01012021', 'wrong_sex'],
  ['999090000000||Nguyễn Văn I|01011990|Nam|Hà Nội|', 'wrong_issue_date'],
]
for (const [scanned, code] of refused) {
  test(`refused, ${code}: ${scanned.slice(0, 40)}`, () =>
    assert.deepEqual(readIdCard(scanned), { ok: false, code }))
}

type Vector = {
  id: string
  qr: string
  valid: boolean
  number?: string
  name?: string
  birthDate?: string
  issueDate?: string
}
const vectorsFile = '../shared/data/cccd/qr-vectors.json'

if (existsSync(vectorsFile)) {
  const { vectors } = JSON.parse(readFileSync(vectorsFile, 'utf8')) as { vectors: Vector[] }
  for (const { id, qr, valid, number, name, birthDate, issueDate } of vectors) {
    test(`a collected vector: ${id}`, () => {
      const reading = readIdCard(qr)
      assert.equal(reading.ok, valid)
      if (!reading.ok) return
      const { personalId, fullName, birthOn, issuedOn } = reading.card
      assert.deepEqual([personalId, fullName, birthOn, issuedOn], [number, name, birthDate, issueDate])
    })
  }
}
