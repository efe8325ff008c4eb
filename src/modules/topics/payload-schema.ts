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
    if (!leadsSomewhere(schema, schema)) return null
    return schema as JsonSchema
  } catch {
    return null
  }
}

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** Whether every reference within the schema has its target there. */
function leadsSomewhere(part: unknown, whole: unknown): boolean {
  if (!isObject(part)) return true
  const { $ref } = part
  if (typeof $ref === 'string' && $ref.startsWith('#/') && follow($ref, whole) === undefined) return false
  return Object.values(part).every((deeper) => leadsSomewhere(deeper, whole))
}

/** What stands at a JSON pointer (RFC 6901) written as a fragment. Throws `URIError` where it is none. */
function follow(pointer: string, whole: unknown): unknown {
  const steps = pointer.slice(2).split('/')
  const nameOf = (step: string) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
  return steps
    .map(nameOf)
    .reduce<unknown>(
      (place, name) => (isObject(place) && Object.hasOwn(place, name) ? place[name] : undefined),
      whole,
    )
}

const deeper = { $ref: '#' }
const kind = { enum: ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'] }
const each = <Part>(names: string, schema: Part) =>
  Object.fromEntries(names.split(' ').map((name) => [name, schema]))

/** Names that every object has anyway are none that could be asked for. */
const names = {
  type: 'array',
  items: { type: 'string', not: { enum: Object.getOwnPropertyNames(Object.prototype) } },
}

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
    required: names,
    enum: { type: 'array' },
    ...each('minLength maxLength minItems maxItems minProperties maxProperties', {
      type: 'integer',
      minimum: 0,
    }),
    ...each('minimum maximum exclusiveMinimum exclusiveMaximum', { type: 'number' }),
    multipleOf: { type: 'number', exclusiveMinimum: 0 },
    uniqueItems: { type: 'boolean' },
    ...each('pattern format', { type: 'string' }),
    // Within the schema itself: what stands elsewhere is not fetched.
    $ref: { type: 'string', pattern: '^#(/|$)' },
    $dynamicRef: false,
    dependentRequired: { type: 'object', additionalProperties: names },
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
  if (name === 'patternProperties' && isObject(value))
    for (const pattern of Object.keys(value)) new RegExp(pattern, 'u')
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

/** Null: the check has no end for this payload, because the schema refers to itself, or a pattern of it cannot be read. */
function findErrors(schema: JsonSchema, payload: unknown): ReturnType<typeof Schema.Errors> | null {
  try {
    return Schema.Errors(schema, payload)
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return null
    throw error
  }
}
