import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { accountOf, isOver, judgeArrival, makeReference, nextAskAt, stateAfterArrival } from './order.ts'
import { type ComparedLine, reconcile, totalOf } from './reconcile.ts'

const at = Temporal.Instant.from('2026-11-26T09:41:00+07:00')

test('a sum is counted for a charge that is due and of that amount; every other is kept apart, with its reason', () => {
  const cases = [
    [{ orderedVnd: 8000, charge: 'due' }, 8000, 'counted'],
    [{ orderedVnd: 8000, charge: 'due' }, 7999, 'wrong_amount'],
    [{ orderedVnd: 8000, charge: 'paid' }, 8000, 'paid_already'],
    [{ orderedVnd: 8000, charge: 'cancelled' }, 8000, 'charge_cancelled'],
    [null, 8000, 'unknown_reference'],
  ] as const
  for (const [known, amountVnd, outcome] of cases) assert.equal(judgeArrival(known, amountVnd), outcome)
})

test('what is paid stays paid, whatever comes after; a closed order that is paid in the end is paid', () => {
  assert.equal(stateAfterArrival('waiting', 'counted'), 'paid')
  assert.equal(stateAfterArrival('closed', 'counted'), 'paid')
  assert.equal(stateAfterArrival('paid', 'paid_already'), 'paid')
  assert.equal(stateAfterArrival('waiting', 'wrong_amount'), 'held')
  assert.equal(stateAfterArrival('closed', 'wrong_amount'), 'closed')
})

test('an order is asked for soon, then every hour; one the platform never got is given up after a while', () => {
  const waits = [0, 1, 2, 9].map((asked) => nextAskAt(asked, at).since(at).total('minutes'))
  assert.deepEqual(waits, [1, 2, 5, 60])
  assert.equal(isOver('waiting', at, at.add({ hours: 99 })), false)
  assert.equal(isOver('closed', at, at), true)
  assert.deepEqual(
    [isOver('unknown', at, at.add({ minutes: 5 })), isOver('unknown', at, at.add({ hours: 1 }))],
    [false, true],
  )
})

test('a reference is short enough for the bill number of a QR, and says its day', () => {
  const reference = makeReference(Temporal.PlainDate.from('2026-11-26'), new Uint8Array(10).fill(255))
  assert.equal(reference, 'MC261126ZZZZZZZZZZ')
})

test('fees go to the account that the agency had on the day; where it had none, to that of the province', () => {
  const account = (number: string) => ({ bankBin: '970403', number, name: 'KHO BAC NHA NUOC' })
  const ofAgencies = [
    { ...account('2'), agency: 'H18.137', from: '2026-07-01' },
    { ...account('1'), agency: 'H18.137' },
    { ...account('3'), agency: 'H18.137', from: '2026-12-01' },
    { ...account('9'), agency: 'H18.138', from: '2026-12-01' },
  ]
  const accounts = { usual: account('0'), ofAgencies }
  const cases = [
    ['H18.137', '2026-06-30', '1'],
    ['H18.137', '2026-07-01', '2'],
    ['H18.137', '2026-12-01', '3'],
    ['H18.138', '2026-11-30', '0'],
    ['H18.1', '2026-12-01', '0'],
  ] as const
  for (const [agency, day, number] of cases)
    assert.equal(accountOf(accounts, agency, Temporal.PlainDate.from(day))?.number, number, `${agency} ${day}`)
  const none = { usual: null, ofAgencies }
  assert.equal(accountOf(none, 'H18.1', Temporal.PlainDate.from('2026-12-01')), null)
})

const line = (transaction: string, amountVnd: number, kind: 'payment' | 'refund' = 'payment') => ({
  ...{ kind, transaction, amountVnd },
  reference: 'MC2611260000000000',
})

test('a day is compared line by line: what differs stands first, and nothing is left out', () => {
  const ours = [line('T1', 8000), line('T2', 9000), line('T3', 1000), line('R1', 1000, 'refund')]
  const theirs = [line('T4', 500), line('T1', 8000), line('T2', 9500), line('R1', 1000, 'refund')]
  const compared = reconcile(ours, theirs).map(({ transaction, verdict }) => `${transaction} ${verdict}`)
  assert.deepEqual(compared, ['T2 amount_differs', 'T3 only_ours', 'T4 only_theirs', 'R1 equal', 'T1 equal'])
  assert.deepEqual([totalOf(ours), totalOf(theirs)], [17_000, 17_000])
})

test('a transaction that both sides book under different references is not equal', () => {
  const ours = [line('T1', 8000), line('T2', 9000), line('T3', 1000)]
  const elsewhere = { reference: 'MC2611261111111111' }
  const theirs = [
    { ...line('T1', 8000), ...elsewhere },
    { ...line('T2', 9500), ...elsewhere },
    line('T3', 1000),
  ]
  const compared = reconcile(ours, theirs).map((one) => [one.transaction, one.verdict, one.theirsReference])
  assert.deepEqual(compared, [
    ['T1', 'reference_differs', elsewhere.reference],
    ['T2', 'amount_differs', elsewhere.reference],
    ['T3', 'equal', null],
  ])
})

const someLines = fc.array(
  fc.record({
    kind: fc.constantFrom('payment', 'refund' as const),
    transaction: fc.constantFrom('T1', 'T2', 'T3', 'T4'),
    reference: fc.constantFrom('R1', 'R2'),
    amountVnd: fc.constantFrom(8000, 9000),
  }),
  { maxLength: 12 },
)

test('whatever both sides have: each line stands once, and what is equal is the same in every field', () => {
  fc.assert(
    fc.property(someLines, someLines, (ours, theirs) => {
      const compared = reconcile(ours, theirs)
      const had = (side: 'oursVnd' | 'theirsVnd') => compared.filter((one) => one[side] !== null).length
      assert.deepEqual([had('oursVnd'), had('theirsVnd')], [ours.length, theirs.length])
      const isIn = (lines: typeof ours, { kind, transaction, reference, oursVnd }: ComparedLine) =>
        lines.some(
          (one) =>
            one.kind === kind &&
            one.transaction === transaction &&
            one.reference === reference &&
            one.amountVnd === oursVnd,
        )
      for (const one of compared.filter(({ verdict }) => verdict === 'equal'))
        assert.ok(isIn(ours, one) && isIn(theirs, one))
      assert.deepEqual(
        reconcile(ours, ours).filter(({ verdict }) => verdict !== 'equal'),
        [],
        'a side agrees with itself',
      )
    }),
  )
})

test('a transaction that the statement has twice is found, not folded into one', () => {
  const compared = reconcile([line('T1', 8000)], [line('T1', 8000), line('T1', 8000)])
  assert.deepEqual(
    compared.map(({ verdict }) => verdict),
    ['only_theirs', 'equal'],
  )
})
