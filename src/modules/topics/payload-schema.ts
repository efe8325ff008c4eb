import Schema from 'typebox/schema'
import type { BatchFault } from './rules/batch.ts'

type JsonSchema = Parameters<typeof Schema.Errors>[0]

/** The schema that a text holds; null when it is no JSON Schema of an object that can be checked with. */
export function readSchema(text: string): JsonSchema | null {
  try {
    const schema: unknown = JSON.parse(text, refusePattern)
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return null
    if ((schema as { type?: unknown }).type !== 'object') return null
    // A reference without an end shows itself at the first check.
    Schema.Errors(schema as JsonSchema, {})
    return schema as JsonSchema
  } catch {
    return null
  }
}

const deeper = { $ref: '#' }
const kind = { enum: ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'] }
const each = <Part>(names: string, schema: Part) =>
  Object.fromEntries(names.split(' ').map((name) => [name, schema]))

/** What a JSON Schema must look like where its words are known; with others a check would pass everything. */
const schemaOfSchemas: JsonSchema = {
  type: ['object', 'boolean'],
  properties: {
    type: { anyOf: [kind, { type: 'array', minItems: 1, items: kind }] },
    ...each('additionalProperties propertyNames contains not if then else', deeper),
    ...each('properties patternProperties dependentSchemas $defs definitions', {
      type: 'object',
      additionalProperties: deeper,
    }),
    ...each('allOf anyOf oneOf prefixItems', { type: 'array', minItems: 1, items: deeper }),
    items: { anyOf: [deeper, { type: 'array', items: deeper }] },
    required: { type: 'array', items: { type: 'string' } },
    enum: { type: 'array' },
    ...each('minLength maxLength minItems maxItems minProperties maxProperties', {
      type: 'integer',
      minimum: 0,
    }),
    ...each('minimum maximum exclusiveMinimum exclusiveMaximum', { type: 'number' }),
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    uniqueItems: { type: 'boolean' },
    ...each('pattern format $ref', { type: 'string' }),
  },
}

/** Where a text is no JSON Schema of an object: the place in it, or `''` for the whole; null when it is one. */
export function findSchemaFault(text: string): string | null {
  const schema = readSchema(text)
  if (!schema) return ''
  const [fits, errors] = Schema.Errors(schemaOfSchemas, schema)
  if (fits) return null
  const places = errors.map(({ instancePath }) => instancePath)
  return places.toSorted((one, other) => other.length - one.length)[0] ?? ''
}

/** Throws at a pattern that is none, however deep it stands. */
function refusePattern(name: string, value: unknown): unknown {
  if (name === 'pattern' && typeof value === 'string') new RegExp(value, 'u')
  return value
}

const mostFaults = 20

/** Where a payload does not fit the schema of its topic; `field` is its place in what was sent. */
export function checkBySchema(schema: JsonSchema, payload: unknown, field: string): BatchFault[] {
  const found = findErrors(schema, payload)
  if (!found) return [{ field, expected: 'a payload that the schema of the topic can be checked with' }]
  const [fits, errors] = found
  if (fits) return []
  return errors
    .filter(({ keyword }) => keyword !== 'boolean')
    .slice(0, mostFaults)
    .map(({ instancePath, message }) => ({ field: `${field}${instancePath}`, expected: message }))
}

/** Null: the check has no end for this payload, because the schema refers to itself. */
function findErrors(schema: JsonSchema, payload: unknown): ReturnType<typeof Schema.Errors> | null {
  try {
    return Schema.Errors(schema, payload)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
