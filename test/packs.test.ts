import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { describePlace, listPackCodes, readPackOf } from '#modules/packs'
import { runScenarios } from '#modules/scenarios'

for (const code of await listPackCodes()) {
  const read = await readPackOf(code)
  describe(`pack ${code}`, () => {
    test('is well formed', () => {
      const problems = read.ok
        ? []
        : read.problems.map((one) => `${describePlace(one.file, one)}: ${one.reason.en}`)
      assert.deepEqual(problems, [])
    })
    if (!read.ok) return
    test('says by scenarios what it promises', () => assert.ok(read.pack.scenarios, 'cases.yaml is missing'))
    for (const { name, problems } of runScenarios(read.pack).results)
      test(name, () => {
        const found = problems.map(({ line, place, reason }) => `cases.yaml:${line} ${place.en}: ${reason.en}`)
        assert.deepEqual(found, [])
      })
  })
}
