import type { Context } from '#platform/context'
import { paymentsProblem } from './errors.ts'
import type { PaymentPlatform } from './ports.ts'
import { recordArrival } from './record-arrival.ts'

/**
 * What a platform reports by itself. Its proof of origin is checked by its adapter; a report that says nothing was paid
 * changes nothing, the order is asked for in its turn. Throws `payments.callback_refused`, `payments.unknown_provider`.
 */
export async function acceptPaymentCallback(
  { db, clock, log }: Pick<Context, 'db' | 'clock' | 'log'>,
  platform: PaymentPlatform | null,
  provider: string,
  call: Parameters<PaymentPlatform['readCallback']>[0],
): Promise<void> {
  if (platform?.key !== provider) throw paymentsProblem('payments.unknown_provider')
  const told = platform.readCallback(call)
  if (!told) {
    log.warn({ provider }, 'a callback that the payment platform did not send, or not so')
    throw paymentsProblem('payments.callback_refused')
  }
  const { payment } = told
  if (!payment) return
  await db
    .transaction()
    .execute((tx) => recordArrival(tx, { ...payment, provider, toldBy: 'callback' }, clock.now()))
}
