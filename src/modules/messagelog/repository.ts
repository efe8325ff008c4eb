import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import { byteArray, textArray } from '#platform/binary-array'
import type { Db, Tx } from '#platform/db'
import { isId } from '#platform/ids'
import { type Entry, noLink } from './rules/entry-text.ts'
import type { Signed } from './signed-group.ts'

/** An entry as it stands in the log. */
export type SignedEntry = Entry & Signed & Readonly<{ link: string }>

/** An entry on its way into the log, and its time as the log writes it. */
export type NewEntry = Readonly<{ entry: SignedEntry; writtenAt: string }>

/** The end of the chain: the number of its last entry and its link in hex. */
export type Head = Readonly<{ number: number; link: string }>

export const listKeyRows = (db: Db) =>
  db.selectFrom('messagelog.log_key').selectAll().orderBy('made_at').orderBy('id').execute()

export async function insertKey(
  db: Db,
  key: Readonly<{ id: string; publicKey: Buffer; sealed: Buffer; at: Temporal.Instant }>,
): Promise<void> {
  await db
    .insertInto('messagelog.log_key')
    .values({
      id: key.id,
      public_key: key.publicKey,
      sealed_private_key: key.sealed,
      made_at: key.at.toString(),
    })
    .execute()
}

export async function readHead(db: Db): Promise<Head> {
  const { number, link } = await db.selectFrom('messagelog.chain_head').selectAll().executeTakeFirstOrThrow()
  return { number, link: link.toString('hex') }
}

/** Nobody else appends until the transaction ends. */
export async function lockHead(tx: Tx): Promise<Head> {
  const head = tx.selectFrom('messagelog.chain_head').selectAll().forUpdate()
  const { number, link } = await head.executeTakeFirstOrThrow()
  return { number, link: link.toString('hex') }
}

/**
 * Appends entries behind `head` and moves the head, in one statement: one sync of the disk for all of them. False, and
 * nothing is written, when the chain does not end at `head` any more.
 */
export async function appendEntries(db: Db, head: Head, entries: readonly NewEntry[]): Promise<boolean> {
  const last = entries.at(-1)?.entry
  if (!last) return true
  const texts = (textOf: (entry: SignedEntry) => string) => textArray(entries.map(({ entry }) => textOf(entry)))
  const bytes = (bytesOf: (entry: SignedEntry) => Buffer) =>
    byteArray(entries.map(({ entry }) => bytesOf(entry)))
  const { firstEntry = null, lastEntry = null } = last.group ?? {}
  const { numAffectedRows } = await sql`
    with moved as (
      update messagelog.chain_head set number = ${last.number}, link = decode(${last.link}, 'hex')
      where number = ${head.number} and link = decode(${head.link}, 'hex') returning number
    )
    insert into messagelog.log_entry (number, id, message_id, direction, kind, client, target, headers,
      body_sha256, body_bytes, body_kept, at, key_id, signature, link, group_first, group_last, group_path)
    select ${head.number}::bigint + place, id::uuid, message_id, direction, kind, client, target, headers::json,
      body_sha256, body_bytes, body_kept, at::timestamptz, key_id, signature, decode(link, 'hex'),
      ${firstEntry}::bigint, ${lastEntry}::bigint, path
    from unnest(
      ${texts(({ id }) => id)}::text[], ${texts(({ messageId }) => messageId)}::text[],
      ${texts(({ direction }) => direction)}::text[], ${texts(({ kind }) => kind)}::text[],
      ${texts(({ client }) => client)}::text[], ${texts(({ target }) => target)}::text[],
      ${texts(({ headers }) => JSON.stringify(headers))}::text[], ${texts(({ body }) => body.sha256)}::text[],
      ${entries.map(({ entry }) => entry.body.sizeBytes)}::bigint[], ${entries.map(({ entry }) => entry.body.kept)}::boolean[],
      ${textArray(entries.map(({ writtenAt }) => writtenAt))}::text[], ${texts(({ keyId }) => keyId)}::text[],
      ${bytes(({ signature }) => signature)}::bytea[], ${texts(({ link }) => link)}::text[],
      ${last.group && bytes(({ group }) => group?.path ?? noPath)}::bytea[]
    ) with ordinality as given (id, message_id, direction, kind, client, target, headers, body_sha256, body_bytes,
      body_kept, at, key_id, signature, link, path, place)
    where exists (select from moved)`.execute(db)
  return numAffectedRows === BigInt(entries.length)
}

const noPath = Buffer.alloc(0)

const entryRows = (db: Db) =>
  db
    .selectFrom('messagelog.log_entry')
    .select(['number', 'id', 'message_id', 'direction', 'kind', 'client', 'target', 'headers'])
    .select(['body_sha256', 'body_bytes', 'body_kept', 'key_id', 'signature', 'link'])
    .select(['group_first', 'group_last', 'group_path'])
    // To the microsecond: a change below the millisecond is a change too.
    .select(sql<string>`to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('at'))

type EntryRow = Awaited<ReturnType<ReturnType<typeof entryRows>['executeTakeFirstOrThrow']>>

/** As it stands; `previous` is filled by who knows the entry before. */
const toEntry = (row: EntryRow, previous: string): SignedEntry => ({
  number: row.number,
  previous,
  id: row.id,
  messageId: row.message_id,
  direction: row.direction as Entry['direction'],
  kind: row.kind as Entry['kind'],
  client: row.client,
  target: row.target,
  headers: row.headers as Record<string, string>,
  body: { sha256: row.body_sha256, sizeBytes: row.body_bytes, kept: row.body_kept },
  at: Temporal.Instant.from(row.at),
  keyId: row.key_id,
  signature: row.signature,
  group: groupOf(row),
  link: row.link.toString('hex'),
})

function groupOf({ group_first, group_last, group_path }: EntryRow): SignedEntry['group'] {
  if (group_first === null || group_last === null || group_path === null) return null
  return { firstEntry: group_first, lastEntry: group_last, path: group_path }
}

/** Entries in the order of the chain, from `first` on, at most `limit`; `previous` is the link before the first. */
export async function listChain(
  db: Db,
  { first, limit, previous }: Readonly<{ first: number; limit: number; previous: string }>,
): Promise<SignedEntry[]> {
  const rows = await entryRows(db).where('number', '>=', first).orderBy('number').limit(limit).execute()
  return rows.map((row, index) => toEntry(row, rows[index - 1]?.link.toString('hex') ?? previous))
}

/**
 * The entry with this id, or those of the message its sender gave this id: the newest `limit` of them, in the order of
 * the chain.
 */
export async function findEntries(db: Db, id: string, limit: number): Promise<SignedEntry[]> {
  const own = isId(id) ? await entryRows(db).where('id', '=', id).execute() : []
  const ofMessage = entryRows(db).where('message_id', '=', id).orderBy('number', 'desc').limit(limit)
  const rows = own.length > 0 ? own : (await ofMessage.execute()).reverse()
  const numbers = rows.map(({ number }) => number - 1)
  const before = await db
    .selectFrom('messagelog.log_entry')
    .select(['number', 'link'])
    .where('number', '=', sql<number>`any(${numbers}::bigint[])`)
    .execute()
  const links = new Map(before.map(({ number, link }) => [number, link.toString('hex')]))
  return rows.map((row) => toEntry(row, links.get(row.number - 1) ?? noLink))
}

/** Entries newest first, at most `limit`; `before` is the number of the last one seen, `messageId` whose to list. */
export async function listNewest(
  db: Db,
  { before, messageId, limit }: Readonly<{ before: number | null; messageId: string | null; limit: number }>,
): Promise<SignedEntry[]> {
  const rows = await entryRows(db)
    .$if(before !== null, (query) => query.where('number', '<', before ?? 0))
    .$if(messageId !== null, (query) => query.where('message_id', '=', messageId ?? ''))
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => toEntry(row, ''))
}
