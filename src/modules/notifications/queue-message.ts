import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { saveMessage } from './repository.ts'
import { hidePersonalIds, isMailbox } from './rules/discretion.ts'

/** The job that sends a message by e-mail; it carries the message's id, never its words. */
export const sendMessageJob = { name: 'notifications.send_message' } as const
export type SendMessage = Readonly<{ messageId: string }>

/**
 * Queues a message in the caller's transaction: it is sent if, and only if, the transaction commits, and once however
 * often `key` is queued. Without a mailbox it stays in-app. `body` goes out by e-mail: that there is news, the dossier's
 * reference and a link to where the content is read after signing in; nothing of the content itself.
 */
export async function queueMessage(
  tx: Tx,
  message: Readonly<{
    recipientName: string
    email: string | null
    phone: string | null
    subject: string
    body: string
    aboutKind: string
    aboutId: string
    key: string
    at: Temporal.Instant
  }>,
): Promise<void> {
  const id = makeId(message.at.epochMilliseconds)
  const email = message.email && isMailbox(message.email) ? message.email : null
  const subject = hidePersonalIds(message.subject).replace(/\s+/g, ' ').trim()
  const isNew = await saveMessage(tx, { ...message, id, email, subject, body: hidePersonalIds(message.body) })
  if (isNew && email)
    await enqueue<SendMessage>(tx, sendMessageJob, { messageId: id }, { key: `notifications.${id}` })
}
