import type { Context } from '#platform/context'
import { isId } from '#platform/ids'
import { notificationsProblem } from './errors.ts'
import type { MessageCarrier } from './ports.ts'
import { recordTold } from './record-told.ts'
import { findDelivery } from './repository-delivery.ts'
import { readMessageSettings } from './settings.ts'

/**
 * What a carrier reports by itself. Its proof of origin is checked by its adapter; a report that comes again, or speaks of
 * nothing we sent, changes nothing. Throws `notifications.report_refused`, `notifications.unknown_carrier`.
 */
export async function acceptReport(
  context: Pick<Context, 'db' | 'clock' | 'log' | 'config'>,
  carriers: readonly MessageCarrier[],
  name: string,
  call: Parameters<MessageCarrier['readReport']>[0],
): Promise<void> {
  const { db, clock, log } = context
  const carrier = carriers.find(({ key }) => key === name)
  if (!carrier) throw notificationsProblem('notifications.unknown_carrier')
  const report = carrier.readReport(call)
  if (!report) {
    log.warn({ carrier: name }, 'a report that the carrier did not send, or not so')
    throw notificationsProblem('notifications.report_refused')
  }
  const { key, reference, told, reportKey } = report
  const delivery = isId(key) ? await findDelivery(db, key) : null
  if (delivery?.channel !== carrier.channel) return
  const { messageId, id: deliveryId } = delivery
  const settings = readMessageSettings(context)
  await db.transaction().execute((tx) =>
    recordTold(tx, {
      ...{ messageId, deliveryId, reference, reportKey, carrier, settings },
      ...{ state: told.state, why: told.why, toldBy: 'report', now: clock.now() },
    }),
  )
}
