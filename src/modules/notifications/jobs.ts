import type { Context } from '#platform/context'
import { defineJob, type Job, type JobContext } from '#platform/jobs'
import type { Mailer } from './ports.ts'
import { type SendMessage, sendMessageJob } from './queue-message.ts'
import { findMessage, type Message, saveOutcome } from './repository.ts'

type Services = Pick<Context, 'clock' | 'publicUrl'>

/** What the worker can do for notifications. Without a mail server (`null`) messages stay in-app. */
export const notificationJobs = (mailer: Mailer | null): readonly Job<never, Services>[] => [
  defineJob<SendMessage, Services>(sendMessageJob.name, async ({ messageId }, context) => {
    const message = await findMessage(context.db, messageId)
    if (message?.state === 'queued') await send(mailer, message, context)
  }),
]

/**
 * Sends, then writes that it was sent. If we die in between, the letter goes out again under the same Message-ID, and the
 * receiving side shows it once. A mail server that is away is tried again, later each time; why is kept in the row.
 */
async function send(
  mailer: Mailer | null,
  { id, email, recipientName, subject, body }: Message,
  { db, clock, publicUrl, attempt }: JobContext & Services,
): Promise<void> {
  if (!mailer || !email) {
    return await saveOutcome(db, id, { state: 'in_app', attempt, lastError: 'no_mail_server' })
  }
  const letter = {
    messageId: `<${id}@${new URL(publicUrl).hostname}>`,
    to: { name: recipientName, address: email },
    subject,
    text: body,
  }
  try {
    const state = await mailer.send(letter)
    if (state === 'sent') return await saveOutcome(db, id, { state, attempt, sentAt: clock.now() })
    await saveOutcome(db, id, { state, attempt, lastError: 'refused_by_mail_server' })
  } catch (error) {
    await saveOutcome(db, id, { state: 'queued', attempt, lastError: codeOf(error) })
    throw error
  }
}

/** The code alone: what a mail server writes may hold the address. */
const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? 'unknown')
