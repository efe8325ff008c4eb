import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { explainFinding, findingCodes } from '#modules/signatures'
import {
  agrees,
  type Compared,
  codesOf,
  compareWithPdfsig,
  writeVerificationTable,
} from '#test/verification-table'

let compared: ReadonlyMap<string, readonly Compared[]>
const all = (): readonly Compared[] => [...compared.values()].flat()

before(async () => {
  compared = await compareWithPdfsig()
})

test('more than 60 signed PDFs, good and bad, come to the verdict and the findings they must', () => {
  assert.ok(all().length > 60)
  const wrong = all().filter(({ given, report }) => {
    const codes = codesOf(report)
    const level = report.signatures[0]?.level
    const rightLevel = given.level === undefined || given.level === level
    return !(
      report.verdict === given.verdict &&
      (given.codes ?? []).every((code) => codes.has(code)) &&
      rightLevel
    )
  })
  assert.deepEqual(
    wrong.map(({ given, report }) => [
      given.name,
      report.verdict,
      [...codesOf(report)],
      report.signatures[0]?.level,
    ]),
    [],
  )
})

test('where we and pdfsig differ, the reason is known', () => {
  const unexplained = all().filter((row) => agrees(row) !== (row.given.difference === undefined))
  assert.deepEqual(
    unexplained.map(({ given, report, accepts }) => [given.name, report.verdict, accepts, given.difference]),
    [],
  )
})

test('what we accept and pdfsig refuses is only what time stamps prove and signers named by their key', () => {
  const laxer = all().filter((row) => !agrees(row) && row.report.verdict === 'valid')
  assert.deepEqual([...new Set(laxer.map(({ given }) => given.difference))].sort(), ['signer', 'time'])
})

test('every finding has its sentence in both languages', () => {
  const known = new Set(findingCodes)
  const said = all().flatMap(({ report }) => [...codesOf(report)])
  assert.deepEqual(
    said.filter((code) => !known.has(code)),
    [],
  )
  for (const code of findingCodes) {
    const [vi, en] = (['vi', 'en'] as const).map((one) => explainFinding({ code, weight: 'note' }, one))
    assert.ok(vi !== en && vi !== code, code)
  }
})

test('docs/verification.md shows this comparison', () => {
  assert.equal(readFileSync('docs/verification.md', 'utf8'), writeVerificationTable(compared))
})
