import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DecisionTableError, type DecisionTableSource, readDecisionTable } from '#platform/decision-table'

const inspection: DecisionTableSource = {
  key: 'inspection',
  name: 'Có kiểm tra thực địa không',
  hit: 'first',
  inputs: [
    { name: 'kind', label: 'Loại đất', expression: 'answers.site.kind' },
    { name: 'area', label: 'Diện tích', expression: '= answers.site.area' },
  ],
  outputs: [
    { name: 'inspect', label: 'Kiểm tra', type: 'boolean' },
    { name: 'days', label: 'Số ngày', type: 'number' },
  ],
  rules: [
    { when: ['"forest"', '-'], give: [true, 10], law: 'Điều 5' },
    { when: ['-', '>= 1000'], give: [true, '= if answers.site.area > 5000 then 8 else 5'] },
    { when: ['-', '-'], give: [false, null] },
  ],
}

const site = (kind: string, area: number) => ({ answers: { site: { kind, area } } })

const decisions: readonly [variables: Record<string, unknown>, value: unknown, hits: number[]][] = [
  [site('forest', 3), { inspect: true, days: 10 }, [0]],
  [site('field', 1000), { inspect: true, days: 5 }, [1]],
  [site('field', 6000), { inspect: true, days: 8 }, [1]],
  [site('field', 999), { inspect: false, days: null }, [2]],
  [{}, { inspect: false, days: null }, [2]],
]

for (const [variables, value, hits] of decisions) {
  test(`a table decides ${JSON.stringify(variables)} by rule ${hits}`, () => {
    assert.deepEqual(readDecisionTable(inspection).decide(variables), { value, hits })
  })
}

const byAge = (hit: DecisionTableSource['hit'], ...cells: string[]): DecisionTableSource => ({
  key: 'by_age',
  name: 'Theo tuổi',
  hit,
  inputs: [{ name: 'age', label: 'Tuổi' }],
  outputs: [{ name: 'group', label: 'Nhóm', type: 'text' }],
  rules: cells.map((cell, index) => ({ when: [cell], give: [`group ${index + 1}`] })),
})

test('one output is the value itself; all that hit are collected in their order', () => {
  assert.equal(readDecisionTable(byAge('unique', '< 18', '>= 18')).decide({ age: 18 }).value, 'group 2')
  const collected = readDecisionTable(byAge('collect', '> 5', '> 10', '> 20')).decide({ age: 12 })
  assert.deepEqual(collected, { value: ['group 1', 'group 2'], hits: [0, 1] })
})

test('no rule hits: nothing is decided', () => {
  assert.deepEqual(readDecisionTable(byAge('first', '> 5')).decide({ age: 3 }), { value: null, hits: [] })
})

test('where it was not foreseen that two rules hit, unique decides nothing and shows both', () => {
  const table = readDecisionTable(byAge('unique', '> limit', '> 10'))
  assert.deepEqual(table.decide({ age: 12, limit: 3 }), { value: null, hits: [0, 1] })
  assert.deepEqual([...table.names].sort(), ['age', 'limit'])
})

const refused: readonly [title: string, source: DecisionTableSource, reason: RegExp][] = [
  ['two rules could hit', byAge('unique', '[1..5]', '(4..9]'), /rule 2: could hit together with rule 1/],
  [
    'two rules are the same',
    byAge('unique', '"a"', '> limit', '> limit'),
    /rule 3: could hit together with rule 2/,
  ],
  ['a text is in two lists', byAge('unique', '"a", "b"', 'not("a")'), /rule 2: could hit/],
  ['a rule stands behind whatever', byAge('first', '-', '> 5'), /rule 2: earlier rules leave it nothing/],
  ['two rules cover a third', byAge('first', '< 10', '> 5', '[7..8]'), /rule 3: earlier/],
  ['a cell does not parse', byAge('first', '> 1', '> >'), /rule 2, column age, at \d+:/],
  ['a cell is empty', byAge('first', ''), /rule 1, column age/],
  ['a cell is missing', { ...inspection, rules: [{ when: ['-'], give: [true, 1] }] }, /when has 1 cells for 2/],
  ['a value has no column', { ...inspection, rules: [{ when: ['-', '-'], give: [true, 1, 2] }] }, /give has 3/],
  [
    'a value is of another type',
    { ...inspection, rules: [{ when: ['-', '-'], give: ['yes', 1] }] },
    /no boolean/,
  ],
  [
    'a value does not parse',
    { ...inspection, rules: [{ when: ['-', '-'], give: ['= 1 +', 1] }] },
    /column inspect/,
  ],
  [
    'an input asks the clock',
    { ...byAge('first', '-'), inputs: [{ name: 'a', label: 'a', expression: 'now()' }] },
    /clock/,
  ],
  ['there is no rule', byAge('first'), /needs 1 to 500 rules/],
  ['there is no output', { ...byAge('first', '-'), outputs: [] }, /an input and an output/],
  [
    'two columns have one name',
    { ...inspection, outputs: [{ name: 'area', label: 'x', type: 'text' }] },
    /called area/,
  ],
]

for (const [title, source, reason] of refused) {
  test(`refused: ${title}`, () => {
    assert.throws(
      () => readDecisionTable(source),
      (error: DecisionTableError) => error instanceof DecisionTableError && reason.test(error.message),
      title,
    )
  })
}

test('rules that part the values are taken, and so are those that cannot be told apart', () => {
  const taken: DecisionTableSource[] = [
    byAge('unique', '< 6', '[6..18)', '>= 18'),
    byAge('unique', '"a"', '"b"', 'not("a", "b")'),
    byAge('unique', 'true', 'false', 'null'),
    byAge('unique', '> limit', '<= limit'),
    byAge('first', '< 10', '< 20', '-'),
    byAge('first', 'true', 'false', '-'),
  ]
  for (const source of taken) assert.ok(readDecisionTable(source), JSON.stringify(source.rules))
})

test('a table of five hundred rules is judged at once, and numbers are read as they are written', () => {
  const cells = Array.from({ length: 499 }, (_, index) => `[${index * 10}..${index * 10 + 10})`)
  assert.ok(readDecisionTable(byAge('unique', ...cells, '>= 04990')))
  assert.ok(readDecisionTable(byAge('first', ...cells, '-')))
})
