import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FeelError, readFeel, readFeelTest } from '#platform/feel'

const cases: readonly [source: string, variables: Record<string, unknown>, value: unknown][] = [
  ['outcome = "approve"', { outcome: 'approve' }, true],
  ['outcome = "approve"', {}, false],
  ['answers.child.count > 2', { answers: { child: { count: 3 } } }, true],
  ['answers.child.count > 2', { answers: {} }, null],
  ['count(agencies) * 2', { agencies: ['a', 'b'] }, 4],
  ['some x in opinions satisfies x.agrees = false', { opinions: [{ agrees: true }, { agrees: false }] }, true],
  ['date("2026-11-30") + duration("P1D")', {}, '2026-12-01'],
  ['bornOn >= "2020-01-01"', { bornOn: '2026-03-04' }, true],
  ['if age >= 60 then 0 else 8000', { age: 61 }, 0],
]

for (const [source, variables, value] of cases) {
  test(`${source} of ${JSON.stringify(variables)} is ${JSON.stringify(value)}`, () => {
    const expression = readFeel(source)
    assert.deepEqual(expression.evaluate(variables), value)
    assert.deepEqual(expression.evaluate(variables), value, 'asked again, it says the same')
  })
}

test('an expression names the variables it asks for, not those it binds and not the functions it calls', () => {
  const { names } = readFeel('some x in opinions satisfies x.agrees and count(agencies) > limit')
  assert.deepEqual([...names].sort(), ['agencies', 'limit', 'opinions'])
})

test('what does not parse is refused with the place', () => {
  for (const [source, position] of [
    ['a +', 3],
    ['', 0],
    ['a > 3 and today() > b', 10],
  ] as const) {
    assert.throws(
      () => readFeel(source),
      (error: FeelError) => {
        assert.ok(error instanceof FeelError, String(error))
        assert.equal(error.position, position)
        return true
      },
    )
  }
  assert.throws(() => readFeelTest('> >'), FeelError)
  assert.throws(() => readFeel(`"${'a'.repeat(2001)}"`), /longer than 2000/)
})

test('a cell of a table is asked of a value', () => {
  assert.equal(readFeelTest('>= 60').matches(60, {}), true)
  assert.equal(readFeelTest('"online", "post"').matches('counter', {}), false)
  assert.equal(readFeelTest('-').matches(null, {}), true)
  assert.equal(readFeelTest('> limit').matches(5, { limit: 3 }), true)
})

test('two comparison signs in a row, as other languages write them, are refused instead of never being true', () => {
  for (const source of ['x == 1', 'x = = 1', 'x => 3', 'not(x == 1)', 'x != = 1'])
    assert.throws(() => readFeel(source), /two comparison signs|Unrecognized|Incomplete/, source)
  for (const source of ['x in > 1', 'x in (> 1, < 0)', 'x in [1..2]']) assert.ok(readFeel(source))
})
