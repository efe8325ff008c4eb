import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { saveMessageState } from './repository.ts'
import { appendHandling, lockUndelivered } from './repository-undelivered.ts'

/** An officer told the person by telephone what a message did not. Throws `notifications.not_undelivered`. */
export async function markCalled(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { messageId, note }: Readonly<{ messageId: string; note: string | null }>,
  actor: OfficerActor,
): Promise<void> {
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const message = await lockUndelivered(tx, messageId, actor)
    await saveMessageState(tx, messageId, { state: 'called' })
    const { accountId, fullName: accountName } = actor
    await appendHandling(tx, { messageId, kind: 'called', at, accountId, accountName, note })
    await appendAudit(tx, {
      ...{ at, actor, action: 'notifications.call' },
      ...{ subjectKind: message.aboutKind, subjectId: message.aboutId },
    })
  })
}
