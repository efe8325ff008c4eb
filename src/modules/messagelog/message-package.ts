import { Temporal } from 'temporal-polyfill'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { type Entry, writeInstant } from './rules/entry-text.ts'

export const packageFormat = 'motcua-message-package-1'
/** A body above this is proved by its hash alone: the package is one file that is read as a whole. */
export const mostBodyBytes = 16 * 1024 * 1024
/** The largest package there can be. */
export const mostPackageBytes = 32 * 1024 * 1024

const closed = { additionalProperties: false } as const
const hash = Type.String({ pattern: '^[0-9a-f]{64}$' })
const whole = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
const base64 = Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$' })
const orNull = <Schema extends Parameters<typeof Type.Optional>[0]>(schema: Schema) =>
  Type.Union([schema, Type.Null()])

const entrySchema = Type.Object(
  {
    number: whole,
    previous: hash,
    id: Type.String(),
    messageId: Type.String(),
    direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
    kind: Type.Union([Type.Literal('request'), Type.Literal('response')]),
    client: Type.String(),
    target: Type.String(),
    headers: Type.Array(Type.Tuple([Type.String(), Type.String()])),
    body: Type.Object({ sha256: hash, sizeBytes: whole, kept: Type.Boolean() }, closed),
    at: Type.String({ format: 'date-time' }),
    keyId: hash,
  },
  closed,
)
const recordSchema = Type.Object(
  {
    entry: entrySchema,
    signature: base64,
    /** The entries that were signed together, and the way from the link of this one to the root; without it: its text alone. */
    group: Type.Optional(Type.Object({ firstEntry: whole, lastEntry: whole, path: Type.Array(hash) }, closed)),
    /** The content, where it was kept and is not too large. */
    body: orNull(base64),
    /** The batch the entry stands in, and the way from its link to the root; null: in none yet. */
    proof: orNull(Type.Object({ batch: whole, path: Type.Array(hash) }, closed)),
  },
  closed,
)
const batchSchema = Type.Object(
  {
    number: whole,
    firstEntry: whole,
    lastEntry: whole,
    root: hash,
    /** DER of a TimeStampToken (RFC 3161) with its certificates; null while the batch waits for one. */
    token: orNull(base64),
  },
  closed,
)
const contentSchema = Type.Object(
  {
    format: Type.Literal(packageFormat),
    exportedAt: Type.String({ format: 'date-time' }),
    records: Type.Array(recordSchema, { minItems: 1, maxItems: 16 }),
    batches: Type.Array(batchSchema, { maxItems: 16 }),
    keys: Type.Array(Type.Object({ keyId: hash, publicKey: base64 }, closed), { maxItems: 17 }),
  },
  closed,
)
const packageSchema = Type.Object(
  { content: contentSchema, seal: Type.Object({ keyId: hash, signature: base64 }, closed) },
  closed,
)
const check = Compile(packageSchema)

/** What a package says; its seal is a signature over the text of it. */
export type PackageContent = Static<typeof contentSchema>
export type PackageRecord = PackageContent['records'][number]
export type PackageBatch = PackageContent['batches'][number]
export type MessagePackage = Static<typeof packageSchema>

/** What the seal of a package is over. */
export const writeContent = (content: PackageContent): string => JSON.stringify(content)

/** An entry as a package writes it. */
export const packEntry = ({ headers, at, ...entry }: Entry): PackageRecord['entry'] => ({
  number: entry.number,
  previous: entry.previous,
  id: entry.id,
  messageId: entry.messageId,
  direction: entry.direction,
  kind: entry.kind,
  client: entry.client,
  target: entry.target,
  headers: Object.entries(headers),
  body: { sha256: entry.body.sha256, sizeBytes: entry.body.sizeBytes, kept: entry.body.kept },
  at: writeInstant(at),
  keyId: entry.keyId,
})

/** And back. Throws `RangeError` for a time that is none. */
export const unpackEntry = (packed: PackageRecord['entry']): Entry => ({
  ...packed,
  headers: Object.fromEntries(packed.headers),
  at: Temporal.Instant.from(packed.at),
})

const isEachOnce = (names: readonly (number | string)[]): boolean => new Set(names).size === names.length

/** Whether each batch, key, record and header is there once: of two with one name, one could be judged and the other believed. */
const isUnambiguous = ({ content: { records, batches, keys } }: MessagePackage): boolean =>
  isEachOnce(batches.map(({ number }) => number)) &&
  isEachOnce(keys.map(({ keyId }) => keyId)) &&
  isEachOnce(records.map(({ entry }) => entry.number)) &&
  records.every(({ entry }) => isEachOnce(entry.headers.map(([name]) => name)))

/**
 * Reads a package; null when it is none. There is one way to write each package: a space more, a key twice or a letter
 * written in another way makes it another file, and not a package.
 */
export function readPackage(bytes: Uint8Array): MessagePackage | null {
  if (bytes.length > mostPackageBytes) return null
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const given: unknown = JSON.parse(text)
    return check.Check(given) && isUnambiguous(given) && JSON.stringify(given) === text ? given : null
  } catch {
    return null
  }
}
