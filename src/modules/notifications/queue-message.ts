import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { enqueue } from '#platform/jobs'
import { saveMessage } from './repository.ts'
import { addressOn, type Channel } from './rules/channels.ts'
import { hidePersonalIds, isMailbox } from './rules/discretion.ts'

/** The job that carries a message to its person; it holds the message's id, never its words. */
export const sendMessageJob = { name: 'notifications.send_message' } as const
export type SendMessage = Readonly<{ messageId: string }>

/**
 * Queues a message in the caller's transaction: it is sent if, and only if, the transaction commits, and once however
 * often `key` is queued. Without an address it stays in-app. `body` goes out by e-mail: that there is news, the dossier's
 * reference and a link to where the content is read after signing in; nothing of the content itself. `short` is what an
 * SMS or Zalo says: that there is news of `about`, and the link; without it the message goes by e-mail only.
 */
export async function queueMessage(
  tx: Tx,
  message: Readonly<{
    recipientName: string
    email: string | null
    phone: string | null
    subject: string
    body: string
    short?: Readonly<{ about: string; link: string }>
    /** The channel that the person asked for; null, or left out: the order of the settings. */
    preferred?: Channel | null
    /** The agency whose officers look after it when it does not arrive. */
    agencyId?: string | null
    aboutKind: string
    aboutId: string
    key: string
    at: Temporal.Instant
  }>,
): Promise<void> {
  const { short, at, phone, preferred = null, agencyId = null } = message
  const id = makeId(at.epochMilliseconds)
  const email = message.email && isMailbox(message.email) ? message.email : null
  const isReachable = email !== null || addressOn('sms', { email, phone, hasShort: !!short }) !== null
  const isNew = await saveMessage(tx, {
    ...{ id, email, phone, preferred, agencyId, at, key: message.key, recipientName: message.recipientName },
    ...{ aboutKind: message.aboutKind, aboutId: message.aboutId },
    subject: hidePersonalIds(message.subject).replace(/\s+/g, ' ').trim(),
    body: hidePersonalIds(message.body),
    brief: short ? hidePersonalIds(short.about).replace(/\s+/g, ' ').trim() : null,
    link: short?.link ?? null,
    state: isReachable ? 'queued' : 'in_app',
  })
  if (isNew && isReachable)
    await enqueue<SendMessage>(tx, sendMessageJob, { messageId: id }, { key: `notifications.${id}` })
}
