import type { Temporal } from 'temporal-polyfill'
import type { OfficerActor } from '#modules/identity'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { notificationsProblem } from './errors.ts'
import { lockMessage, type Message, selectMessages, toMessage } from './repository.ts'

/** Việc đã làm: what an officer did about a message that did not arrive. */
export type Handling = Readonly<{
  messageId: string
  kind: 'sent_again' | 'called'
  at: Temporal.Instant
  accountName: string
  note: string | null
}>

export async function appendHandling(
  tx: Tx,
  handling: Handling & Readonly<{ accountId: string }>,
): Promise<void> {
  await tx
    .insertInto('notifications.handling')
    .values({
      id: makeId(handling.at.epochMilliseconds),
      message_id: handling.messageId,
      kind: handling.kind,
      at: handling.at.toString(),
      account_id: handling.accountId,
      account_name: handling.accountName,
      note: handling.note,
    })
    .execute()
}

/** What was done about these messages, oldest first. */
export async function listHandlings(db: Db, messageIds: readonly string[]): Promise<Handling[]> {
  if (messageIds.length === 0) return []
  const rows = await db
    .selectFrom('notifications.handling')
    .select(['message_id as messageId', 'kind', 'at', 'account_name as accountName', 'note'])
    .where('message_id', 'in', messageIds)
    .orderBy('id')
    .limit(1000)
    .execute()
  return rows.map((row) => ({ ...row, kind: row.kind as Handling['kind'], at: instantOf(row.at) }))
}

/**
 * Messages that did not arrive, or of which nobody knows, newest first. `agencyId`: those of one agency; null: of all.
 */
export async function listUndelivered(
  db: Db,
  page: Readonly<{ agencyId: string | null; before: number | null; limit: number }>,
): Promise<Message[]> {
  const { agencyId, before, limit } = page
  let messages = selectMessages(db).where('state', 'in', ['undeliverable', 'unknown'])
  if (agencyId !== null) messages = messages.where('agency_id', '=', agencyId)
  if (before !== null) messages = messages.where('number', '<', before)
  return (await messages.orderBy('number', 'desc').limit(limit).execute()).map(toMessage)
}

/** The agency whose undelivered messages an officer looks after; null: those of all, for who runs the system. */
export const agencyInCharge = ({ roles, agencyId }: Pick<OfficerActor, 'roles' | 'agencyId'>): string | null =>
  roles.includes('administrator') ? null : agencyId

/** Holds a message that did not arrive and that this officer may look after. Throws `notifications.not_undelivered`. */
export async function lockUndelivered(tx: Tx, messageId: string, actor: OfficerActor): Promise<Message> {
  const message = await lockMessage(tx, messageId)
  const agency = agencyInCharge(actor)
  const isOpen = message?.state === 'undeliverable' || message?.state === 'unknown'
  if (!message || !isOpen || (agency !== null && message.agencyId !== agency))
    throw notificationsProblem('notifications.not_undelivered')
  return message
}
