import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { type GroupCommit, makeGroupCommit } from '#platform/group-commit'
import { makeId } from '#platform/ids'
import { linkOf } from './hash-tree.ts'
import { appendEntries, type Head, lockHead, type NewEntry, readHead, type SignedEntry } from './repository.ts'
import { type Message, writeEntryText, writeInstant } from './rules/entry-text.ts'
import { type Signed, signAlone, signGroup } from './signed-group.ts'
import { getSigningKey, type SigningKey } from './signing-key.ts'

type World = Pick<Context, 'db' | 'secret' | 'clock'>

/** What is given to be recorded; a body that was not kept in the file store is recorded by its hash alone. */
export type MessageToRecord = Omit<Message, 'body'> &
  Readonly<{ body: Readonly<{ sha256: string; sizeBytes: number; kept?: boolean }> }>

/** A message in the log: `number` is its place in the chain, `link` (hex) the hash of its entry. */
export type LoggedMessage = SignedEntry

type Pending = Readonly<{ message: MessageToRecord; key: SigningKey }>

const writers = new WeakMap<Db, GroupCommit<Pending, LoggedMessage>>()

/**
 * Signs a message and appends it to the chain; it is durable when this returns. With the database, messages that arrive
 * together are written together, and that is how the gateway calls it. With a transaction as `db` the message is kept
 * if, and only if, the transaction commits, and everybody else waits for its end: for rare messages only.
 */
export async function recordMessage(world: World, message: MessageToRecord): Promise<LoggedMessage> {
  const { db } = world
  const key = await getSigningKey(world)
  if (db.isTransaction) {
    const head = await lockHead(db as Tx)
    const chained = chain(head, [{ message, key }])
    await appendEntries(db, head, chained)
    return chained[0]?.entry as LoggedMessage
  }
  const writer = writers.get(db) ?? makeWriter(db)
  writers.set(db, writer)
  return await writer({ message, key })
}

/** One group at a time: the next one needs the link this one ends with. */
function makeWriter(db: Db): GroupCommit<Pending, LoggedMessage> {
  let known: Head | null = null
  return makeGroupCommit<Pending, LoggedMessage>(
    async (items) => {
      const head = known ?? (await readHead(db))
      known = null
      const hoped = chain(head, items)
      const entries = (await appendEntries(db, head, hoped)) ? hoped : await appendLocked(db, items)
      const last = entries.at(-1)?.entry
      known = last ? { number: last.number, link: last.link } : null
      return entries.map(({ entry }) => entry)
    },
    { maxItems: 512, maxInFlight: 1 },
  )
}

/** Another process has appended meanwhile: now with the end of the chain held. */
const appendLocked = (db: Db, items: readonly Pending[]): Promise<readonly NewEntry[]> =>
  db.transaction().execute(async (tx) => {
    const head = await lockHead(tx)
    const entries = chain(head, items)
    if (!(await appendEntries(tx, head, entries)))
      throw new Error('the end of the message log moved while it was held')
    return entries
  })

/** The links follow each other; what is recorded together is signed together. */
function chain(head: Head, items: readonly Pending[]): NewEntry[] {
  let { number, link } = head
  const texts: string[] = []
  const chained = items.map(({ message, key }) => {
    number += 1
    const { sha256, sizeBytes, kept = false } = message.body
    const writtenAt = writeInstant(message.at)
    const id = makeId(message.at.epochMilliseconds)
    const body = { sha256, sizeBytes, kept }
    const entry = { ...message, body, id, number, previous: link, keyId: key.id, link: '' }
    const text = writeEntryText(entry, writtenAt)
    texts.push(text)
    link = linkOf(text)
    entry.link = link
    return { entry, writtenAt }
  })
  const links = chained.map(({ entry }) => entry.link)
  const signed = signAll(items, texts, { links, firstEntry: head.number + 1 })
  return chained.map(({ entry, writtenAt }, index) => ({
    entry: Object.assign(entry, signed[index] as Signed),
    writtenAt,
  }))
}

/** Two keys meet only while the secret is being changed; then each entry is signed alone. */
function signAll(
  items: readonly Pending[],
  texts: readonly string[],
  { links, firstEntry }: Readonly<{ links: readonly string[]; firstEntry: number }>,
): Signed[] {
  const [first] = items
  if (items.length > 1 && first && items.every(({ key }) => key === first.key))
    return signGroup(first.key.privateKey, firstEntry, links)
  return items.map(({ key }, index) => signAlone(key.privateKey, texts[index] ?? ''))
}
