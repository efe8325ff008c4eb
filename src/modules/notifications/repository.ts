import { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'

export type MessageState = 'queued' | 'sent' | 'in_app' | 'undeliverable'

/** A message as it was written; `number` grows with each one and is the cursor of lists. */
export type Message = Readonly<{
  number: number
  id: string
  recipientName: string
  email: string | null
  subject: string
  body: string
  state: MessageState
  queuedAt: Temporal.Instant
  sentAt: Temporal.Instant | null
  attempt: number
  lastError: string | null
}>

const columns = [
  'number',
  'id',
  'recipient_name',
  'email',
  'subject',
  'body',
  'state',
  'queued_at',
  'sent_at',
  'attempt',
  'last_error',
] as const

type Row = Readonly<{
  number: number
  id: string
  recipient_name: string
  email: string | null
  subject: string
  body: string
  state: string
  queued_at: Date
  sent_at: Date | null
  attempt: number
  last_error: string | null
}>

const toInstant = (date: Date) => Temporal.Instant.fromEpochMilliseconds(date.getTime())

const toMessage = (row: Row): Message => ({
  number: row.number,
  id: row.id,
  recipientName: row.recipient_name,
  email: row.email,
  subject: row.subject,
  body: row.body,
  state: row.state as MessageState,
  queuedAt: toInstant(row.queued_at),
  sentAt: row.sent_at && toInstant(row.sent_at),
  attempt: row.attempt,
  lastError: row.last_error,
})

export type NewMessage = Readonly<{
  id: string
  key: string
  recipientName: string
  email: string | null
  phone: string | null
  subject: string
  body: string
  aboutKind: string
  aboutId: string
  at: Temporal.Instant
}>

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
      about_kind: message.aboutKind,
      about_id: message.aboutId,
      state: message.email ? 'queued' : 'in_app',
      queued_at: message.at.toString(),
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function findMessage(db: Db, id: string): Promise<Message | null> {
  const message = db.selectFrom('notifications.message').select(columns).where('id', '=', id)
  const row = await message.executeTakeFirst()
  return row ? toMessage(row) : null
}

/** What became of a queued message. Only a queued one changes: a repeat of the job alters nothing. */
export async function saveOutcome(
  db: Db,
  id: string,
  outcome: Readonly<{
    state: MessageState
    attempt: number
    sentAt?: Temporal.Instant
    lastError?: string | null
  }>,
): Promise<void> {
  const { state, attempt, sentAt, lastError = null } = outcome
  await db
    .updateTable('notifications.message')
    .set({ state, attempt, sent_at: sentAt?.toString() ?? null, last_error: lastError })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .execute()
}

/** Messages, newest first, at most `limit`; `before` is the number of the last one seen. */
export async function listMessages(
  db: Db,
  page: Readonly<{ before: number | null; limit: number }>,
): Promise<Message[]> {
  const messages = db.selectFrom('notifications.message').select(columns)
  const rows = await (page.before === null ? messages : messages.where('number', '<', page.before))
    .orderBy('number', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map(toMessage)
}
