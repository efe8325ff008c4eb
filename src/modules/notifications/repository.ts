import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import type { Channel } from './rules/channels.ts'
import type { MessageState } from './rules/delivery.ts'

/** A message as it was written; `number` grows with each one and is the cursor of lists. */
export type Message = Readonly<{
  number: number
  id: string
  recipientName: string
  email: string | null
  phone: string | null
  subject: string
  body: string
  /** What a short text names, and where its reader is led. */
  brief: string | null
  link: string | null
  preferred: Channel | null
  channels: readonly Channel[]
  round: number
  agencyId: string | null
  aboutKind: string
  aboutId: string
  state: MessageState
  queuedAt: Temporal.Instant
  sentAt: Temporal.Instant | null
  emptiedAt: Temporal.Instant | null
}>

const columns = [
  'number',
  'id',
  'recipient_name as recipientName',
  'email',
  'phone',
  'subject',
  'body',
  'brief',
  'link',
  'preferred',
  'channels',
  'round',
  'agency_id as agencyId',
  'about_kind as aboutKind',
  'about_id as aboutId',
  'state',
  'queued_at as queuedAt',
  'sent_at as sentAt',
  'emptied_at as emptiedAt',
] as const

/** Messages as they are read; another file of this module narrows it. */
export const selectMessages = (db: Db | Tx) => db.selectFrom('notifications.message').select(columns)
type Row = Awaited<ReturnType<ReturnType<typeof selectMessages>['executeTakeFirstOrThrow']>>

export const toMessage = (row: Row): Message => ({
  ...row,
  preferred: row.preferred as Channel | null,
  channels: row.channels as Channel[],
  state: row.state as MessageState,
  queuedAt: instantOf(row.queuedAt),
  sentAt: row.sentAt && instantOf(row.sentAt),
  emptiedAt: row.emptiedAt && instantOf(row.emptiedAt),
})

export type NewMessage = Pick<
  Message,
  | 'id'
  | 'recipientName'
  | 'email'
  | 'phone'
  | 'subject'
  | 'body'
  | 'brief'
  | 'link'
  | 'preferred'
  | 'agencyId'
  | 'aboutKind'
  | 'aboutId'
> &
  Readonly<{ key: string; at: Temporal.Instant; state: 'queued' | 'in_app' }>

/** Writes the message; false when its key was written before: then nothing is. */
export async function saveMessage(tx: Tx, message: NewMessage): Promise<boolean> {
  const row = await tx
    .insertInto('notifications.message')
    .values({
      id: message.id,
      key: message.key,
      recipient_name: message.recipientName,
      email: message.email,
      phone: message.phone,
      subject: message.subject,
      body: message.body,
      brief: message.brief,
      link: message.link,
      preferred: message.preferred,
      agency_id: message.agencyId,
      about_kind: message.aboutKind,
      about_id: message.aboutId,
      state: message.state,
      queued_at: message.at.toString(),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Holds the message, and with it all its deliveries, until the transaction ends. */
export async function lockMessage(tx: Tx, id: string): Promise<Message | null> {
  const row = await selectMessages(tx).where('id', '=', id).forUpdate().executeTakeFirst()
  return row ? toMessage(row) : null
}

/** How the message stands now; `sentAt` is kept once it is known. */
export async function saveMessageState(
  tx: Tx,
  id: string,
  { state, sentAt }: Readonly<{ state: MessageState; sentAt?: Temporal.Instant | undefined }>,
): Promise<void> {
  await tx
    .updateTable('notifications.message')
    .set((eb) => ({
      state,
      ...(sentAt && { sent_at: eb.fn.coalesce('sent_at', eb.val(sentAt.toString() as never)) }),
    }))
    .where('id', '=', id)
    .execute()
}

/** The order of channels in this round. */
export async function saveRound(
  tx: Tx,
  id: string,
  { round, channels }: Readonly<{ round: number; channels: readonly Channel[] }>,
): Promise<void> {
  await tx
    .updateTable('notifications.message')
    .set({ state: 'queued', round, channels: [...channels] })
    .where('id', '=', id)
    .execute()
}

/** Messages, newest first, at most `limit`; `before` is the number of the last one seen. */
export async function listMessages(
  db: Db,
  page: Readonly<{ before: number | null; limit: number }>,
): Promise<Message[]> {
  const messages = selectMessages(db)
  const rows = await (page.before === null ? messages : messages.where('number', '<', page.before))
    .orderBy('number', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(toMessage)
}

/** The newest messages about a thing, at most `limit`. */
export async function listMessagesAbout(
  db: Db,
  about: Readonly<{ kind: string; id: string }>,
  limit: number,
): Promise<Message[]> {
  const rows = await selectMessages(db)
    .where('about_kind', '=', about.kind)
    .where('about_id', '=', about.id)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toMessage)
}

/** Deletes the words and addresses of messages queued before `before` that are still there, at most `limit`; how many. */
export async function emptyMessages(
  tx: Tx,
  { before, at, limit }: Readonly<{ before: Temporal.Instant; at: Temporal.Instant; limit: number }>,
): Promise<number> {
  const old = await tx
    .selectFrom('notifications.message')
    .select('id')
    .where('emptied_at', 'is', null)
    .where('state', '<>', 'queued')
    .where('queued_at', '<', before.toString() as never)
    .orderBy('queued_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
  const ids = old.map(({ id }) => id)
  if (ids.length === 0) return 0
  await tx
    .updateTable('notifications.message')
    .set({
      ...{ recipient_name: '', email: null, phone: null, subject: '', body: '', brief: null, link: null },
      emptied_at: at.toString(),
    })
    .where('id', 'in', ids)
    .execute()
  await tx.updateTable('notifications.delivery').set({ address: '' }).where('message_id', 'in', ids).execute()
  return ids.length
}
