import type { Temporal } from 'temporal-polyfill'
import { formatMoment } from '#modules/calendar'
import { listOfficerContacts } from '#modules/identity'
import { queueMessage } from '#modules/notifications'
import type { Tx } from '#platform/db'
import { healthNames, operationMessages } from './messages.ts'
import type { OutsideSystem } from './ports.ts'
import type { Health } from './rules/health.ts'

export type Rang = Readonly<{
  system: OutsideSystem
  health: Health
  at: Temporal.Instant
  publicUrl: string
}>

/** An e-mail to each administrator that a system needs somebody; of one that comes and goes, one an hour. */
export async function tellAdministrators(tx: Tx, { system, health, at, publicUrl }: Rang): Promise<void> {
  const words = operationMessages('vi')
  const name = system.names.vi
  const administrators = await listOfficerContacts(tx, { role: 'administrator' })
  for (const { accountId, fullName, email } of administrators)
    await queueMessage(tx, {
      ...{ recipientName: fullName, email, phone: null, at },
      subject: words.toldSubject(name),
      body: [
        words.toldHealth(name, healthNames[health].vi, formatMoment(at, 'vi')),
        words.toldOpen(`${publicUrl}/admin/sync`),
      ].join('\n'),
      ...{ aboutKind: 'outside_system', aboutId: system.code },
      key: `outside_alarm:${system.code}:${at.toString().slice(0, 13)}:${accountId}`,
    })
}
