import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBySchema, findSchemaFault, readSchema } from './payload-schema.ts'

const schemaOf = (schema: unknown) => readSchema(JSON.stringify(schema)) ?? assert.fail('no schema')

test('what is no JSON Schema of an object is none', () => {
  const wrong = ['', '{', '[]', '"x"', 'null', '{}', '{"type":"array"}']
  for (const text of wrong) assert.equal(readSchema(text), null, text)
  assert.equal(readSchema('{"type":"object","properties":{"a":{"type":"string","pattern":"("}}}'), null)
  assert.equal(readSchema('{"type":"object","allOf":[{"$ref":"#"}]}'), null)
  assert.equal(readSchema('{"type":"object","properties":{"a":{"patternProperties":{"(":{}}}}}'), null)
  assert.equal(readSchema('{"type":"object","properties":{"a":{"$ref":"#/$defs/none"}}}'), null)
})

test('the place is named at which a schema is none', () => {
  const faultOf = (schema: unknown) => findSchemaFault(JSON.stringify(schema))
  const withSheet = (sheet: unknown) => ({ type: 'object', properties: { sheet } })
  assert.equal(faultOf(withSheet({ type: 'nonsense' })), '/properties/sheet/type')
  assert.equal(faultOf(withSheet({ type: ['string', 'text'] })), '/properties/sheet/type/1')
  assert.equal(
    faultOf(withSheet({ type: 'array', items: { minLength: -1 } })),
    '/properties/sheet/items/minLength',
  )
  assert.equal(faultOf({ type: 'object', required: 'sheet' }), '/required')
  assert.equal(faultOf(withSheet({ $ref: 'https://example.org/sheet.json' })), '/properties/sheet/$ref')
  assert.equal(faultOf(withSheet({ $dynamicRef: '#sheet' })), '/properties/sheet/$dynamicRef')
  assert.equal(faultOf(withSheet({ dependentRequired: { a: 5 } })), '/properties/sheet/dependentRequired/a')
  assert.equal(faultOf({ type: 'object', required: ['toString'] }), '/required/0')
  assert.equal(findSchemaFault('{'), '')
  const fine = {
    ...{ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Thửa đất', type: 'object' },
    properties: {
      sheet: { type: ['integer', 'null'], minimum: 1, examples: [12] },
      parts: { type: 'array', items: { $ref: '#/$defs/part' }, uniqueItems: true },
      any: true,
    },
    ...{ required: ['sheet'], additionalProperties: false, $defs: { part: { enum: ['a', 'b'] } } },
  }
  assert.equal(faultOf(fine), null)
})

test('each thing that does not fit is named with its place', () => {
  const schema = schemaOf({
    type: 'object',
    required: ['sheet', 'parts'],
    properties: { sheet: { type: 'integer' }, parts: { type: 'array', items: { type: 'string' } } },
    additionalProperties: false,
  })
  assert.deepEqual(checkBySchema(schema, { sheet: 1, parts: ['a'] }, 'p'), [])
  const fields = (payload: object) => checkBySchema(schema, payload, 'p').map(({ field }) => field)
  assert.deepEqual(new Set(fields({ sheet: 'x', parts: ['a', 2] })), new Set(['p/parts/1', 'p/sheet']))
  assert.deepEqual(fields({ sheet: 1 }), ['p'])
  assert.deepEqual(fields({ sheet: 1, parts: [], more: 1 }), ['p'])
})

test('a schema that refers to itself takes what has an end, and refuses what has none', () => {
  const tree = schemaOf({ type: 'object', properties: { inner: { $ref: '#' } } })
  assert.deepEqual(checkBySchema(tree, { inner: { inner: {} } }, 'p'), [])
  const endless = schemaOf({ type: 'object', properties: { a: { allOf: [{ $ref: '#/properties/a' }] } } })
  assert.deepEqual(checkBySchema(endless, {}, 'p'), [])
  assert.equal(checkBySchema(endless, { a: 1 }, 'p')[0]?.field, 'p')
})
