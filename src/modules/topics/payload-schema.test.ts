import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBySchema, readSchema } from './payload-schema.ts'

const schemaOf = (schema: unknown) => readSchema(JSON.stringify(schema)) ?? assert.fail('no schema')

test('what is no JSON Schema of an object is none', () => {
  const wrong = ['', '{', '[]', '"x"', 'null', '{}', '{"type":"array"}']
  for (const text of wrong) assert.equal(readSchema(text), null, text)
  assert.equal(readSchema('{"type":"object","properties":{"a":{"type":"string","pattern":"("}}}'), null)
  assert.equal(readSchema('{"type":"object","allOf":[{"$ref":"#"}]}'), null)
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
