import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkAnswers } from './check-answers.ts'
import { checkForm } from './check-form.ts'
import type { FormSchema } from './rules/form-schema.ts'
import { sampleAnswers } from './sample-answers.ts'

const today = '2026-11-22'

const step = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'object',
  properties: { one: { type: 'object', title: 'Một', properties, ...more } },
})
const text = { type: 'string', title: 'Chữ' }
const pack = globSync('packs/*/form.json').sort((a, b) => a.localeCompare(b))
const readForm = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as FormSchema

for (const path of pack) {
  test(`${path} can be filled in`, () => {
    assert.deepEqual(checkForm(readForm(path), { today }), [])
  })
}

const refused: readonly (readonly [name: string, form: unknown, path: string, reason: RegExp])[] = [
  ['no object', 'x', '(form)', /must be object/],
  ['no step', { type: 'object', properties: {} }, '(form)', /fewer than 1/],
  ['a word that is not of the language', step({ a: { ...text, maxlength: 3 } }), 'one.a', /maxlength/],
  [
    'a step with the name of a page',
    { type: 'object', properties: { papers: step({ a: text }).properties.one } },
    '(form)',
    /property name/,
  ],
  [
    'a condition that does not parse',
    step({ a: { ...text, 'x-when': 'answers.one.a = ' } }),
    'one.a.x-when',
    /does not parse at letter/,
  ],
  [
    'a condition on what does not exist',
    step({ a: { ...text, 'x-when': 'answers.one.b = 1' } }),
    'one.a.x-when',
    /answers\.one\.b, which the form does not have/,
  ],
  [
    'a condition on a whole step',
    step({ a: { ...text, 'x-when': 'answers.one = null' } }),
    'one.a.x-when',
    /which answer is meant/,
  ],
  [
    'a condition on a stranger',
    step({ a: { ...text, 'x-when': 'dossier.channel = "online"' } }),
    'one.a.x-when',
    /asks for dossier/,
  ],
  ['a condition that is never true', step({ a: { ...text, 'x-when': '1 = 2' } }), 'one.a.x-when', /never true/],
  [
    'a condition with a choice that is none',
    step({ sex: { ...text, 'x-choices': 'sexes' }, a: { ...text, 'x-when': 'answers.one.sex = "boy"' } }),
    'one.a.x-when',
    /"boy", which is none/,
  ],
  [
    'a question that waits for itself',
    step({ a: { ...text, 'x-when': 'answers.one.b = "x"' }, b: { ...text, 'x-when': 'answers.one.a = "x"' } }),
    'one.a',
    /waits for itself/,
  ],
  [
    'values that wait for each other',
    step({ a: { ...text, 'x-value': 'answers.one.b' }, b: { ...text, 'x-value': 'answers.one.a' } }),
    'one.a',
    /waits for itself/,
  ],
  [
    'a least above the most',
    step({ a: { type: 'integer', title: 'Số', minimum: 5, maximum: 2 } }),
    'one.a',
    /minimum 5 is above maximum 2/,
  ],
  [
    'a constant that is no choice',
    step({ a: { ...text, 'x-choices': 'sexes', const: 'x' } }),
    'one.a',
    /none of the choices/,
  ],
  [
    'a pattern that no allowed length fits',
    step({ a: { ...text, pattern: '^\\d{12}$', maxLength: 5 } }, { required: ['a'] }),
    'one.a',
    /no answers fit/,
  ],
  ['a pattern without end', step({ a: { ...text, pattern: '^(a+)+$' } }), 'one.a', /endless/],
  ['a pattern that is none', step({ a: { ...text, pattern: '^(a$' } }), 'one.a', /cannot be used/],
  ['a required name that is no field', step({ a: text }, { required: ['b'] }), 'one.required', /names b/],
  [
    'a section with a stranger',
    step({ a: text }, { 'x-sections': [{ title: 'S', fields: ['z'] }] }),
    'one.x-sections.0.fields',
    /names z/,
  ],
  [
    'rows in rows',
    step({
      a: {
        type: 'array',
        title: 'R',
        items: { type: 'object', properties: { b: { type: 'array', title: 'R' } } },
      },
    }),
    'one.a.items.b.type',
    /allowed values/,
  ],
  [
    'rules that contradict each other',
    step(
      { a: { ...text, enum: ['x'] } },
      {
        required: ['a'],
        allOf: [{ if: { required: ['never'] }, else: { properties: { a: { const: 'y' } } } }],
      },
    ),
    'one.a',
    /no answers fit/,
  ],
  ['a hint to nothing', { ...step({ a: text }), 'x-subject': 'one.b' }, 'x-subject', /names one\.b/],
]

for (const [name, form, path, reason] of refused) {
  test(`a form is refused with place and reason: ${name}`, () => {
    const problems = checkForm(form, { today })
    const found = problems.find((problem) => problem.path === path && reason.test(problem.reason))
    assert.ok(found, JSON.stringify(problems))
  })
}

test('a form of a thousand questions is refused', () => {
  const many = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [`f${index}`, text]))
  const steps = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`s${index}`, { type: 'object', title: 'S', properties: many }]),
  )
  assert.match(checkForm({ type: 'object', properties: steps }, { today })[0]?.reason ?? '', /at most 300/)
})

/** Forms of the language: every kind of question, conditions on what stands before, rows, values. */
const kinds = fc.constantFrom<Record<string, unknown>>(
  { type: 'string', minLength: 3, maxLength: 9 },
  { type: 'string', pattern: '^[A-Z]{2}\\d{4}$' },
  { type: 'string', format: 'date', 'x-notAfter': 'today' },
  { type: 'string', 'x-choices': 'sexes' },
  { type: 'string', 'x-choices': 'place.commune' },
  { type: 'integer', minimum: 3, maximum: 7 },
  { type: 'number', minimum: 0.5, multipleOf: 0.5 },
  { type: 'boolean' },
  { type: 'integer', 'x-value': '2 + 3' },
  {
    type: 'array',
    minItems: 1,
    items: {
      type: 'object',
      properties: {
        a: { type: 'string', title: 'A', minLength: 2 },
        b: { type: 'integer', title: 'B', 'x-when': 'row.a != null' },
      },
      required: ['a', 'b'],
    },
  },
)
const forms = fc
  .array(fc.record({ kind: kinds, isRequired: fc.boolean(), isConditional: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((fields) => {
    const entries = fields.map(({ kind, isConditional }, index) => [
      `f${index}`,
      {
        title: `F${index}`,
        ...kind,
        ...(isConditional && index > 0 && { 'x-when': `answers.one.f${index - 1} != null` }),
      },
    ])
    const required = fields.flatMap(({ isRequired }, index) => (isRequired ? [`f${index}`] : []))
    return step(Object.fromEntries(entries), { required })
  })

test('whatever form the language allows, answers are found that it accepts', () => {
  fc.assert(
    fc.property(forms, fc.nat(50), (form, seed) => {
      assert.deepEqual(checkForm(form, { today }), [])
      const answers = sampleAnswers(form as unknown as FormSchema, { today, seed })
      assert.ok(answers)
      assert.deepEqual(checkAnswers(form as unknown as FormSchema, answers, { today }), [])
    }),
    { numRuns: 60 },
  )
})
