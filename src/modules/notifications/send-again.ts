import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { enqueue } from '#platform/jobs'
import { notificationsProblem } from './errors.ts'
import { type SendMessage, sendMessageJob } from './queue-message.ts'
import { reachOf } from './record-told.ts'
import { saveRound } from './repository.ts'
import { appendHandling, lockUndelivered } from './repository-undelivered.ts'
import { addressOn, type Channel } from './rules/channels.ts'

/** After so many rounds somebody has to call. */
const mostRounds = 6

/**
 * An officer has a message sent once more, over one channel: it did not arrive, or nobody knows. Throws
 * `notifications.not_undelivered`, `notifications.no_channel`, `notifications.sent_too_often`.
 */
export async function sendAgain(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  wanted: Readonly<{ messageId: string; channel: Channel }>,
  actor: OfficerActor,
): Promise<void> {
  const { messageId, channel } = wanted
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const message = await lockUndelivered(tx, messageId, actor)
    if (addressOn(channel, reachOf(message)) === null) throw notificationsProblem('notifications.no_channel')
    const round = message.round + 1
    if (round > mostRounds) throw notificationsProblem('notifications.sent_too_often')
    await saveRound(tx, messageId, { round, channels: [channel] })
    const { accountId, fullName: accountName } = actor
    await appendHandling(tx, { messageId, kind: 'sent_again', at, accountId, accountName, note: null })
    await enqueue<SendMessage>(tx, sendMessageJob, { messageId }, { key: `notifications.${messageId}` })
    await appendAudit(tx, {
      ...{ at, actor, action: 'notifications.send_again', detail: { channel } },
      ...{ subjectKind: message.aboutKind, subjectId: message.aboutId },
    })
  })
}
