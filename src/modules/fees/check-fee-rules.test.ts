import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Errors } from 'typebox/value'
import { findFeeProblems } from './check-fee-rules.ts'
import { describeFees, hashFeeRules, rulesOfPublished } from './describe-fees.ts'
import { feeRulesSchema } from './fee-schema.ts'
import { listSharedBenefits, readSharedBenefits } from './list-shared-benefits.ts'
import type { FeeAmount, FeeRule } from './rules/fee-rule.ts'
import { ownFeeRules, withSharedBenefits } from './share-benefits.ts'

const fee = (...amounts: Partial<FeeAmount>[]): FeeRule => ({
  key: 'fee',
  name: 'Lệ phí',
  kind: 'statutory_fee',
  dueAt: 'intake',
  law: null,
  amounts: amounts.map((amount) => ({ amountVnd: 1_000, text: '1.000 đồng.', ...amount })),
})
const benefit = { key: 'half', name: 'Giảm', order: 1, law: null, percent: 50 }

const wrong: readonly [title: string, fees: FeeRule[], path: string, reason: RegExp][] = [
  ['a condition does not parse', [fee({ when: 'answers.a >' })], '0/amounts/0/when', /at character/],
  [
    'a condition asks for what fees do not know',
    [fee({ when: 'dossier.code = "1"' })],
    '0/amounts/0/when',
    /dossier/,
  ],
  ['a condition asks the clock', [fee({ when: 'today() > date(on)' })], '0/amounts/0/when', /clock/],
  ['a formula does not parse', [fee({ amountVnd: '= 1 +' })], '0/amounts/0/amountVnd', /at character/],
  ['a day does not exist', [fee({ from: '2026-02-30' })], '0/amounts/0', /2026-02-30/],
  ['a span ends before it begins', [fee({ from: '2026-03-02', until: '2026-03-01' })], '0/amounts/0', /before/],
  ['a row is never reached', [fee({}, { channels: ['online'] })], '0/amounts/1', /row 1/],
  ['two fees have one key', [fee({}), fee({})], '1/key', /twice/],
  [
    'a benefit has no measure',
    [{ ...fee({}), benefits: [{ ...benefit, percent: undefined } as never] }],
    '0/benefits/0',
    /either/,
  ],
  [
    'a benefit has two measures',
    [{ ...fee({}), benefits: [{ ...benefit, amountVnd: 5 }] }],
    '0/benefits/0',
    /either/,
  ],
]
for (const [title, fees, path, reason] of wrong) {
  test(`refused, with its place: ${title}`, () => {
    const [problem, ...others] = findFeeProblems(fees)
    assert.deepEqual([problem?.path.join('/'), others], [path, []])
    assert.match(problem?.reason.en ?? '', reason)
  })
}

test('rows that part days, ways and cases are taken', () => {
  const rows = [{ until: '2026-12-31' }, { when: 'copies > 3' }, { channels: ['online'] as const }, {}]
  assert.deepEqual(findFeeProblems([fee(...rows)]), [])
})

test('the shape is closed: a misspelt key, a fraction of a đồng and a negative amount are refused', () => {
  const bad = [
    { amuontVnd: 5 },
    { amountVnd: 0.5 },
    { amountVnd: -1 },
    { amountVnd: '8000' },
    { from: 'today' },
  ]
  for (const row of bad) assert.ok(Errors(feeRulesSchema, [fee(row as never)]).length > 0, JSON.stringify(row))
  assert.deepEqual(
    Errors(feeRulesSchema, [{ ...fee({}), benefits: [{ ...benefit, shared: true }] }]).length > 0,
    true,
  )
  assert.deepEqual([...Errors(feeRulesSchema, [fee({ amountVnd: null }, { amountVnd: '= 5' })])], [])
})

test('the shared list is well formed; what came from a scan says so, what lacks its ceiling is not in use', () => {
  const shared = listSharedBenefits()
  assert.ok(shared.every(({ toCheck }) => toCheck))
  const taxed = shared.filter(({ procedures }) => procedures.includes('1.007700'))
  assert.deepEqual(
    taxed.map(({ inUse }) => inUse),
    [false, false],
  )
  assert.throws(() => readSharedBenefits('benefits: [{ key: x }]'), /benefits\.yaml: /)
})

test('what is shared is added to the fees of the procedures it names, once, and can be taken out again', () => {
  const own = [{ ...fee({}), benefits: [benefit] }]
  const shared = withSharedBenefits(own, '1.004873', listSharedBenefits())
  assert.deepEqual(
    shared[0]?.benefits?.map(({ key }) => key),
    ['half', 'vneid_exemption_2026'],
  )
  assert.deepEqual(withSharedBenefits(shared, '1.004873', listSharedBenefits()), shared)
  assert.deepEqual(ownFeeRules(shared), own)
  assert.deepEqual(withSharedBenefits(own, '1.001193', listSharedBenefits()), own)
})

test('what is published says first what holds for all; rules made of published lines publish the same', () => {
  const rules = [fee({ when: 'copies > 3', amountVnd: 5 }, { until: '2026-12-31', channels: ['online'] })]
  const lines = describeFees(rules)
  assert.deepEqual(
    lines.map(({ amountVnd, channels }) => [amountVnd, channels.length]),
    [
      [1_000, 1],
      [5, 3],
    ],
  )
  assert.deepEqual(describeFees(rules, '2027-01-01').length, 1)
  assert.deepEqual(describeFees(rulesOfPublished(lines)), lines)
  assert.notEqual(hashFeeRules(rules), hashFeeRules([fee({})]))
})
