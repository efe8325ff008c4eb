import Schema from 'typebox/schema'
import type { BatchFault } from './rules/batch.ts'

type JsonSchema = Parameters<typeof Schema.Errors>[0]

/** The schema that a text holds; null when it is no JSON Schema of an object that can be checked with. */
export function readSchema(text: string): JsonSchema | null {
  try {
    const schema: unknown = JSON.parse(text)
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return null
    if ((schema as { type?: unknown }).type !== 'object') return null
    // A wrong pattern or an endless reference shows itself at the first check.
    Schema.Errors(schema as JsonSchema, {})
    return schema as JsonSchema
  } catch {
    return null
  }
}

/** Where a payload does not fit the schema of its topic; `field` is its place in what was sent. */
export function checkBySchema(schema: JsonSchema, payload: unknown, field: string): BatchFault[] {
  const [fits, errors] = Schema.Errors(schema, payload)
  if (fits) return []
  return errors
    .filter(({ keyword }) => keyword !== 'boolean')
    .slice(0, 20)
    .map(({ instancePath, message }) => ({ field: `${field}${instancePath}`, expected: message }))
}
