import type { Temporal } from 'temporal-polyfill'

/** A message as it passed: `client` and `target` in the identifiers of the platform; a body is named by its content. */
export type Message = Readonly<{
  /** The id its sender gave it; a request and its response carry the same. */
  messageId: string
  /** Seen from here: `in` came to us, `out` left us. */
  direction: 'in' | 'out'
  kind: 'request' | 'response'
  client: string
  target: string
  headers: Readonly<Record<string, string>>
  /** `kept`: the content lies in the file store under its hash. */
  body: Readonly<{ sha256: string; sizeBytes: number; kept: boolean }>
  at: Temporal.Instant
}>

/** A message at its place in the chain; `previous` is the link of the entry before it, in hex. */
export type Entry = Message & Readonly<{ id: string; number: number; previous: string; keyId: string }>

/** The link that the first entry follows. */
export const noLink = '0'.repeat(64)

let last: Readonly<{ at: Temporal.Instant; text: string }> | null = null

/** A time as the log writes it: in UTC, to the microsecond, because that is what the database keeps of it. */
export function writeInstant(at: Temporal.Instant): string {
  // Many messages pass in the same millisecond.
  if (last?.at !== at) last = { at, text: at.toString({ fractionalSecondDigits: 6 }) }
  return last.text
}

/**
 * The text of an entry, which is what is hashed, and signed where it stands alone: a JSON array whose parts and order never change, the headers
 * in the order of their names. The same entry gives the same bytes on every machine. `writtenAt` is its time in `writeInstant`'s form.
 */
export function writeEntryText(entry: Entry, writtenAt = writeInstant(entry.at)): string {
  const { body, headers } = entry
  const inOrder = Object.keys(headers)
    .sort((left, right) => (left < right ? -1 : 1))
    .map((name) => [name, headers[name]])
  return JSON.stringify([
    'motcua-message-1',
    entry.number,
    entry.previous,
    entry.id,
    entry.messageId,
    entry.direction,
    entry.kind,
    entry.client,
    entry.target,
    inOrder,
    [body.sha256, body.sizeBytes, body.kept],
    writtenAt,
    entry.keyId,
  ])
}

/** What is signed for entries that were recorded together: which they are, and the root (hex) of the tree over their links. */
export const writeGroupText = (
  group: Readonly<{ firstEntry: number; lastEntry: number; root: string }>,
): string => JSON.stringify(['motcua-group-1', group.firstEntry, group.lastEntry, group.root])

/** What is time-stamped for a batch: which entries it holds, and the root (hex) of the tree over their links. */
export const writeBatchText = (
  batch: Readonly<{ number: number; firstEntry: number; lastEntry: number; root: string }>,
): string => JSON.stringify(['motcua-batch-1', batch.number, batch.firstEntry, batch.lastEntry, batch.root])
