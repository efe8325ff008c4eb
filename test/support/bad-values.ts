/** A JSON Schema as far as these faults need it. */
export type Schema = Readonly<{
  type?: string | readonly string[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  additionalProperties?: boolean | Schema
  patternProperties?: Readonly<Record<string, Schema>>
  items?: Schema
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  const?: unknown
  enum?: readonly unknown[]
  pattern?: string
  format?: string
  minLength?: number
  minimum?: number
  minItems?: number
}>

/** Texts that fit the patterns of our schemas: the first that does is taken. */
const texts = [
  'registered',
  '2026-11-26',
  '999000000017',
  '0900000017',
  'mai@motcua.example',
  '03127',
  '1.001193',
]
const formats: Readonly<Record<string, string>> = {
  uuid: '01a20000-0000-7000-8000-000000000017',
  'date-time': '2026-11-26T02:40:00Z',
  date: '2026-11-26',
}

/** A value that fits `schema`, with every property that may be given. `branch` chooses among alternatives. */
export function sampleOf(schema: Schema, branch = 0): unknown {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return sampleOf(choices[branch % choices.length] ?? {})
  if ('const' in schema) return schema.const
  if (schema.enum) return schema.enum[0]
  const type = [schema.type].flat()[0] ?? (schema.properties ? 'object' : 'string')
  return sampleByType[type]?.(schema)
}

const sampleByType: Readonly<Record<string, (schema: Schema) => unknown>> = {
  object: ({ properties = {} }) =>
    Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, sampleOf(inner)])),
  array: ({ items }) => (items ? [sampleOf(items)] : []),
  integer: ({ minimum = 1 }) => Math.max(minimum, 1),
  number: ({ minimum = 1 }) => Math.max(minimum, 1),
  boolean: () => true,
  string: sampleText,
}

function sampleText({ pattern, format, minLength = 1 }: Schema): string {
  if (format) return formats[format] ?? 'x'
  const fitting = texts.find((text) => !pattern || new RegExp(pattern).test(text)) ?? ''
  return fitting.padEnd(minLength, 'x')
}

/** Values of every wrong kind, to be put where a field is expected. */
export const badValues: readonly unknown[] = [
  null,
  true,
  -1,
  1.5,
  1e308,
  Number.MAX_SAFE_INTEGER,
  '',
  'nothing_of_ours',
  'x'.repeat(100_000),
  'a\u0000b',
  'half a pair \ud800',
  "'; drop table dossiers.dossier; --",
  [],
  [[[[]]]],
  {},
  { a: { b: { c: {} } } },
]

type Path = readonly (string | number)[]

function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([name, inner]) => listPaths(inner, [...path, name]))]
}

function replaceAt(value: unknown, [name, ...rest]: Path, change: (object: unknown) => unknown): unknown {
  if (name === undefined) return change(value)
  const copy = structuredClone(value) as Record<string | number, unknown>
  copy[name] = replaceAt(copy[name], rest, change)
  return copy
}

/** The good value with one thing wrong: each field of each wrong kind, each field missing, a stranger in each object. */
export function spoil(good: unknown): unknown[] {
  const paths = listPaths(good)
  const replaced = paths.flatMap((path) => badValues.map((bad) => replaceAt(good, path, () => bad)))
  const missing = paths
    .filter((path) => path.length > 0)
    .map((path) => replaceAt(good, path.slice(0, -1), (object) => without(object, String(path.at(-1)))))
  const strangers = paths.map((path) => replaceAt(good, path, addStranger))
  return [...replaced, ...missing, ...strangers]
}

const without = (object: unknown, name: string): unknown =>
  Object.fromEntries(Object.entries(object as object).filter(([key]) => key !== name))

const addStranger = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value, stranger: 1 }
    : { stranger: 1 }

/** Bodies that are no JSON object at all, with what they say they are. */
export const brokenBodies: readonly (readonly [contentType: string | null, body: string | Buffer])[] = [
  ['application/json', ''],
  ['application/json', '   '],
  ['application/json', '{'],
  ['application/json', '{"a":}'],
  ['application/json', 'null'],
  ['application/json', '[]'],
  ['application/json', '"text"'],
  ['application/json', '1e999'],
  ['application/json', '['.repeat(50_000)],
  ['application/json', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['application/json', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['application/json', '{"__proto__":{"isAdmin":true}}'],
  ['application/json', '{"constructor":{"prototype":{"isAdmin":true}}}'],
  ['application/json', Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d])],
  ['application/json', `{"a":"${'x'.repeat(1_100_000)}"}`],
  ['application/json; charset=utf-16', '{}'],
  ['text/plain', '{}'],
  ['application/xml', '<dossier/>'],
  ['application/x-www-form-urlencoded', 'a=1'],
  ['multipart/form-data', 'no boundary'],
  ['multipart/form-data; boundary=x', '--x\r\n\r\n--x'],
  ['not a media type', '{}'],
  [null, '{}'],
]
