import { formatMoment } from '#modules/calendar'
import { queueMessage } from '#modules/notifications'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { describeAlarm } from './describe-alarm.ts'
import { taskMessages } from './messages.ts'
import type { RungAlarm } from './repository-alarms.ts'

/** An alarm with the mailbox of its recipient; null when there is none. */
export type AddressedAlarm = RungAlarm & Readonly<{ email: string | null }>

/**
 * One message for each officer and dossier, whatever rang at once. It goes out by e-mail: it names the dossier and its
 * procedure, and nobody.
 */
export async function tellRecipients(
  { publicUrl }: Pick<Context, 'publicUrl'>,
  tx: Tx,
  rung: readonly AddressedAlarm[],
): Promise<void> {
  const say = taskMessages('vi')
  const together = Map.groupBy(rung, ({ dossierId, recipientId }) => `${dossierId}:${recipientId}`)
  for (const alarms of together.values()) {
    const [first] = alarms
    if (!first) continue
    const told = alarms.map(
      (alarm) => `${describeAlarm(alarm, 'vi')}. ${say.dueAt(formatMoment(alarm.dueAt, 'vi'))}.`,
    )
    await queueMessage(tx, {
      recipientName: first.recipientName,
      email: first.email,
      phone: null,
      subject: say.subject(first.dossierCode),
      body: [
        ...new Set(told),
        '',
        say.procedure(first.procedureName),
        say.open(`${publicUrl}/officer/dossiers/${first.dossierCode}`),
      ].join('\n'),
      aboutKind: 'alarm',
      aboutId: first.id,
      key: `alarm:${first.id}`,
      at: first.rungAt,
    })
  }
}
