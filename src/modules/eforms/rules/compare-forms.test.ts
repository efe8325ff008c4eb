import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareForms } from './compare-forms.ts'
import type { FieldSchema, FormSchema } from './form-schema.ts'

const of = (properties: Record<string, FieldSchema>): FormSchema => ({
  type: 'object',
  properties: { one: { type: 'object', title: 'Một', properties } },
})
const text: FieldSchema = { type: 'string', title: 'Chữ', maxLength: 20 }

const cases: readonly (readonly [
  name: string,
  now: Record<string, FieldSchema>,
  expected: readonly string[],
])[] = [
  ['the same', { a: text, b: text }, []],
  ['another title', { a: { ...text, title: 'Khác', 'x-width': 'half' }, b: text }, []],
  ['another limit', { a: { ...text, maxLength: 10 }, b: text }, ['changed one.a']],
  ['a condition', { a: { ...text, 'x-when': 'answers.one.b != null' }, b: text }, ['changed one.a']],
  ['one more', { a: text, b: text, c: text }, ['added one.c']],
  ['one less', { a: text }, ['removed one.b']],
]

for (const [name, now, expected] of cases) {
  test(`what a newer form asks differently: ${name}`, () => {
    const changes = compareForms(of({ a: text, b: text }), of(now))
    const listed = Object.entries(changes).flatMap(([kind, fields]) =>
      fields.map(({ path }) => `${kind} ${path}`),
    )
    assert.deepEqual(listed, expected)
  })
}
