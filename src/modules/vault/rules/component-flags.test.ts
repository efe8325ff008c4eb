import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GivenPaper, judgeComponent } from './component-flags.ts'

const sent: GivenPaper = { origin: 'upload', vault: null }
const scanned: GivenPaper = { origin: 'digitisation', vault: null }
const result: GivenPaper = {
  origin: 'vault',
  vault: { source: 'own_result', typeCode: 'KQ.G15.000038' },
}
const copy: GivenPaper = {
  origin: 'vault',
  vault: { source: 'certified_digitisation', typeCode: 'MC.giay-chung-sinh' },
}
const national: GivenPaper = {
  origin: 'national_vault',
  vault: { source: 'national_vault', typeCode: 'KQ.G15.000032' },
}

test('the flags of a component are what happened to its papers', () => {
  const none = { digitised: false, reused: false, fromNationalVault: false, replacedByResult: null }
  const cases: readonly (readonly [string, readonly GivenPaper[], object])[] = [
    ['nothing was given', [], none],
    ['sent by the citizen', [sent], none],
    ['scanned at the counter', [scanned], { ...none, digitised: true }],
    ['a result of ours', [result], { ...none, reused: true, replacedByResult: 'KQ.G15.000038' }],
    ['a certified copy of before', [copy], { ...none, reused: true }],
    [
      'out of the national vault',
      [national],
      { ...none, reused: true, fromNationalVault: true, replacedByResult: 'KQ.G15.000032' },
    ],
    ['one page scanned, one taken', [scanned, copy, sent], { ...none, digitised: true, reused: true }],
    ['made by the system', [{ origin: 'form', vault: null }], none],
  ]
  for (const [name, papers, expected] of cases) assert.deepEqual(judgeComponent(papers), expected, name)
})
