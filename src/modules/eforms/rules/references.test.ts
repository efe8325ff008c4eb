import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listReferences, sortByNeeds } from './references.ts'

const cases: readonly (readonly [source: string, expected: ReturnType<typeof listReferences>])[] = [
  ['answers.child.sex = "male"', { answers: ['child.sex'], row: [], vague: false }],
  ['answers . child . sex', { answers: ['child.sex'], row: [], vague: false }],
  ['row.age > 5 and answers.a.b = 1', { answers: ['a.b'], row: ['age'], vague: false }],
  ['"answers.x" = "row"', { answers: [], row: [], vague: false }],
  ['count(answers.family.children)', { answers: ['family.children'], row: [], vague: false }],
  ['answers.child', { answers: [], row: [], vague: true }],
  ['today > "2026-01-01"', { answers: [], row: [], vague: false }],
]

test('an expression says which answers it depends on', () => {
  for (const [source, expected] of cases) assert.deepEqual(listReferences(source), expected, source)
})

test('each thing is settled after what it needs, and what waits in a circle is named', () => {
  const items = [
    { path: 'c', needs: ['b'] },
    { path: 'a', needs: ['gone'] },
    { path: 'b', needs: ['a'] },
  ]
  assert.deepEqual(
    sortByNeeds(items).order.map(({ path }) => path),
    ['a', 'b', 'c'],
  )
  assert.deepEqual(sortByNeeds([...items, { path: 'x', needs: ['x'] }]).circle, ['x'])
})
