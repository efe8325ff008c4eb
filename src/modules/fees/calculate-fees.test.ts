import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calculateFees } from './calculate-fees.ts'
import { listSharedBenefits } from './list-shared-benefits.ts'
import type { Benefit, FeeFacts, FeeRule } from './rules/fee-rule.ts'
import { withSharedBenefits } from './share-benefits.ts'

const certificate: FeeRule = {
  key: 'certificate',
  name: 'Lệ phí xác nhận tình trạng hôn nhân',
  kind: 'statutory_fee',
  dueAt: 'intake',
  law: 'Thông tư 85/2019/TT-BTC',
  amounts: [{ amountVnd: 15_000, text: '15.000 đồng.', law: 'Nghị quyết của Hội đồng nhân dân tỉnh' }],
}
const copies: FeeRule = {
  key: 'copies',
  name: 'Phí bản sao trích lục',
  kind: 'service_fee',
  dueAt: 'delivery',
  perCopy: true,
  law: 'Thông tư 281/2016/TT-BTC',
  amounts: [{ amountVnd: 8_000, text: '8.000 đồng một bản.' }],
}
const online: FeeFacts = { on: '2026-08-20', channel: 'online', answers: {}, applicant: {}, entitlements: [] }
const proven = { key: 'vneid_data', proof: 'Màn hình VNeID', at: '2026-08-20T08:00:00Z' }
const amountOf = (fee: FeeRule, facts: Partial<FeeFacts>) =>
  calculateFees([fee], { ...online, ...facts }).lines[0]?.amountVnd
const withBenefits = (...benefits: Partial<Benefit>[]): FeeRule => ({
  ...certificate,
  benefits: benefits.map((benefit, index) => ({
    key: `benefit_${index}`,
    name: `Mức ${index}`,
    order: 1,
    law: null,
    ...benefit,
  })),
})

const [marital = certificate] = withSharedBenefits([certificate], '1.004873', listSharedBenefits())
const resolution: readonly [facts: Partial<FeeFacts>, amountVnd: number][] = [
  [{ on: '2026-08-14', entitlements: [proven] }, 15_000],
  [{ on: '2026-08-15', entitlements: [proven] }, 0],
  [{ on: '2026-08-15' }, 15_000],
  [{ on: '2026-08-15', entitlements: [proven], channel: 'counter' }, 15_000],
  [{ on: '2027-02-28', entitlements: [proven] }, 0],
  [{ on: '2027-03-01', entitlements: [proven] }, 15_000],
]
for (const [facts, amountVnd] of resolution) {
  const how = `${facts.channel ?? 'online'} on ${facts.on}${facts.entitlements ? ' with the entitlement' : ''}`
  test(`1.004873 submitted ${how} costs ${amountVnd} đồng (NQ 66.22/2026/NQ-CP)`, () => {
    assert.equal(amountOf(marital, facts), amountVnd)
  })
}

test('each amount is explained, with its law, in both languages', () => {
  const [line] = calculateFees([marital], { ...online, entitlements: [proven] }).lines
  assert.deepEqual(
    line?.explanation.map(({ text, law }) => [text, law]),
    [
      ['Mức thu: 15.000 đồng', 'Nghị quyết của Hội đồng nhân dân tỉnh'],
      [
        'Miễn phí, lệ phí khi nộp trực tuyến, tài khoản mức độ 2 đã tích hợp đủ dữ liệu trên VNeID: không phải nộp',
        'Nghị quyết 66.22/2026/NQ-CP, Phụ lục II',
      ],
    ],
  )
  assert.equal(line?.explanation[0]?.textEn, 'Fee: 15,000 dong')
  assert.deepEqual([line?.benefits, line?.entitlements], [['vneid_exemption_2026'], ['vneid_data']])
})

test('an amount that the source leaves open stays open and says who sets it; exempt from it is nothing all the same', () => {
  const [open = certificate] = withSharedBenefits(
    [{ ...certificate, amounts: [{ amountVnd: null, text: 'Theo mức của Hội đồng nhân dân tỉnh.' }] }],
    '1.004873',
    listSharedBenefits(),
  )
  const normal = calculateFees([open, copies], { ...online, answers: { delivery: { copies: 2 } } })
  assert.deepEqual([normal.lines[0]?.amountVnd, normal.totalVnd, normal.open], [null, 16_000, true])
  assert.match(normal.lines[0]?.explanation[0]?.text ?? '', /Hội đồng nhân dân tỉnh/)
  const exempt = calculateFees([open], { ...online, entitlements: [proven] })
  assert.deepEqual([exempt.lines[0]?.amountVnd, exempt.totalVnd, exempt.open], [0, 0, false])
})

test('copies are multiplied; none asked for, none due; not known yet, the price of one is told', () => {
  const of = (answers: FeeFacts['answers']) => calculateFees([copies], { ...online, answers }).lines[0]
  assert.equal(of({ delivery: { copies: 3 } })?.amountVnd, 24_000)
  assert.equal(
    of({ delivery: { copies: 3 } })?.explanation[0]?.text,
    'Mức thu: 8.000 đồng một bản, 3 bản, thành 24.000 đồng',
  )
  assert.equal(of({ delivery: { copies: 0 } }), undefined)
  assert.equal(of({ delivery: {} }), undefined)
  assert.deepEqual([of({})?.amountVnd, of({})?.unitVnd], [null, 8_000])
})

test('of the rows the first that fits counts: by day, way, and what was answered', () => {
  const late: FeeRule = {
    ...certificate,
    amounts: [
      { when: 'date(on) > date(answers.child.birthOn) + duration("P60D")', amountVnd: null, text: 'Quá hạn.' },
      { channels: ['online'], until: '2026-12-31', amountVnd: 4_000, text: 'Trực tuyến.' },
      {
        amountVnd: '= if count(answers.pages) > 2 then 2 * 2000 + (count(answers.pages) - 2) * 1000 else 2000',
        text: 'Theo trang.',
      },
    ],
  }
  const born = (birthOn: string) => ({ answers: { child: { birthOn } } })
  assert.equal(amountOf(late, { ...born('2026-06-20'), on: '2026-08-20' }), null)
  assert.equal(amountOf(late, { ...born('2026-06-21'), on: '2026-08-20' }), 4_000)
  assert.equal(amountOf(late, { on: '2027-01-01', answers: { pages: [1, 2, 3] } }), 5_000)
  assert.equal(amountOf(late, { on: '2027-01-01', answers: { pages: 'x' } }), 2_000)
  assert.equal(amountOf({ ...late, amounts: [{ amountVnd: '= 0.5', text: 'x' }] }, {}), null)
  assert.equal(amountOf({ ...late, amounts: [{ from: '2027-01-01', amountVnd: 1, text: 'x' }] }, {}), undefined)
})

test('a benefit is for its category, its condition, and not before somebody has settled what is to check', () => {
  const poor = withBenefits({ category: 'poor_household', percent: 100 })
  assert.equal(amountOf(poor, { applicant: { categories: ['poor_household'] } }), 0)
  assert.equal(amountOf(poor, { applicant: { categories: ['disability'] } }), 15_000)
  assert.equal(
    amountOf(withBenefits({ when: 'answers.vehicle.kind = "car"', percent: 50 }), {
      answers: { vehicle: { kind: 'car' } },
    }),
    7_500,
  )
  assert.equal(amountOf(withBenefits({ percent: 100, inUse: false }), {}), 15_000)
})

test('of one order the highest benefit wins, and the others are named as not added', () => {
  const fee = withBenefits({ percent: 30 }, { percent: 50 }, { amountVnd: 10_000 })
  const [line] = calculateFees([fee], online).lines
  assert.equal(line?.amountVnd, 7_500)
  assert.deepEqual(line?.benefits, ['benefit_1'])
  assert.match(line?.explanation.at(-1)?.text ?? '', /không cộng thêm: Mức 2; Mức 0/)
})

test('a lower rate for everybody comes first, what a person is entitled to is taken from the rest', () => {
  const half = { percent: 50, until: '2026-12-31', order: 1, law: 'Thông tư 64/2025/TT-BTC' }
  const fee = withBenefits({ percent: 10, order: 2 }, half)
  assert.equal(amountOf(fee, { on: '2026-12-31' }), 6_750)
  assert.equal(amountOf(fee, { on: '2027-01-01' }), 13_500)
  const [line] = calculateFees([fee], online).lines
  assert.deepEqual(line?.benefits, ['benefit_1', 'benefit_0'])
})

test('a reduction has its ceiling, and what is left is rounded down to whole đồng', () => {
  assert.equal(amountOf(withBenefits({ percent: 50, mostVnd: 5_000 }), {}), 10_000)
  assert.equal(amountOf(withBenefits({ percent: 33 }), {}), 10_050)
  assert.equal(
    amountOf({ ...withBenefits({ percent: 50 }), amounts: [{ amountVnd: 9_999, text: 'x' }] }, {}),
    4_999,
  )
})

const anyBenefit = fc.record(
  {
    percent: fc.integer({ min: 1, max: 100 }),
    order: fc.integer({ min: 1, max: 3 }),
    mostVnd: fc.integer({ min: 0, max: 2_000_000 }),
    from: fc.constantFrom('2026-08-19', '2026-08-20', '2026-08-21'),
    until: fc.constantFrom('2026-08-19', '2026-08-20', '2026-08-21'),
  },
  { requiredKeys: ['percent', 'order'] },
)

test('whatever benefits there are, nobody pays less than nothing or more than the base, and one more never costs more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 999_999_999_999 }),
      fc.array(anyBenefit, { maxLength: 6 }),
      anyBenefit,
      (baseVnd, benefits, more) => {
        const amounts = [{ amountVnd: baseVnd, text: 'x' }]
        const few = amountOf({ ...withBenefits(...benefits), amounts }, {}) ?? -1
        assert.ok(few >= 0 && few <= baseVnd && Number.isSafeInteger(few), String(few))
        const ofOneOrder = [...benefits, more].map((benefit) => ({ ...benefit, order: 1 }))
        const one = amountOf({ ...withBenefits(...ofOneOrder.slice(0, -1)), amounts }, {}) ?? -1
        const two = amountOf({ ...withBenefits(...ofOneOrder), amounts }, {}) ?? -1
        assert.ok(two <= one, `${two} > ${one}`)
      },
    ),
  )
})
