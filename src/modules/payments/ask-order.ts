import type { Context } from '#platform/context'
import type { PaymentPlatform } from './ports.ts'
import { recordTold } from './record-told.ts'
import { findOrder, lockOrder, type PaymentOrder, saveAsked, saveOrderState } from './repository-orders.ts'
import { isOver, nextAskAt } from './rules/order.ts'

type Server = Pick<Context, 'db' | 'clock'>

/**
 * Asks the platform how an order stands and writes down what it says: sums that came and went, or that it collects no more. Answers
 * the order after that. Throws `PlatformUnreachable`; then nothing was written.
 */
export async function askOrder(
  { db, clock }: Server,
  platform: PaymentPlatform,
  order: PaymentOrder,
): Promise<PaymentOrder> {
  const { reference } = order
  const told = await platform.ask(reference)
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    const isAllReturned = told.state === 'refunded'
    await recordTold(tx, { ...told, isAllReturned, reference, provider: platform.key, toldBy: 'answer' }, at)
    const now = await lockOrder(tx, reference)
    if (now?.state !== 'waiting') return
    if (isOver(told.state, now.openedAt, at)) await saveOrderState(tx, now.id, 'closed', at)
    else await saveAsked(tx, now.id, nextAskAt(now.askedTimes, at))
  })
  return (await findOrder(db, reference)) ?? order
}
