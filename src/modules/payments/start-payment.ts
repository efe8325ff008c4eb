import { randomBytes } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import { askOrder } from './ask-order.ts'
import { type PaymentPlatform, type PlatformOrder, PlatformUnreachable } from './ports.ts'
import { lockCharge } from './repository.ts'
import { findNewestOrder, type PaymentOrder, saveOrder, savePayUrl } from './repository-orders.ts'
import type { Charge } from './rules/charge.ts'
import { accountOf, makeReference, nextAskAt } from './rules/order.ts'

type Server = Pick<Context, 'db' | 'clock' | 'log'>

/** `pay`: the citizen may pay. `held`: other money came for it first. `unreachable`: the platform is away; nothing is lost. */
export type StartedPayment =
  | Readonly<{ kind: 'pay'; order: PaymentOrder; payUrl: string }>
  | Readonly<{ kind: 'paid' | 'cancelled' | 'held' | 'unreachable' | 'not_found' }>

type Wanted = Pick<PlatformOrder, 'dossierCode' | 'agency' | 'procedure' | 'payer' | 'returnUrl'> &
  Readonly<{ chargeId: string; feeRule: Pick<PlatformOrder['fee'], 'code' | 'kind'> }>

/**
 * Opens an order at the platform for a charge that is due, or takes the one that is open. A citizen is asked to pay again
 * only after the platform was asked about the first time. The order is on record before the platform hears of it: whatever
 * breaks after that, it is asked for.
 */
export async function startPayment(
  server: Server,
  platform: PaymentPlatform,
  wanted: Wanted,
): Promise<StartedPayment> {
  try {
    const known = await findNewestOrder(server.db, wanted.chargeId)
    if (known?.state === 'waiting') await askOrder(server, platform, known)
    const opened = await openOrder(server, platform, wanted)
    if ('kind' in opened) return opened
    return { kind: 'pay', ...(await tellPlatform(server, platform, wanted, opened)) }
  } catch (error) {
    if (!(error instanceof PlatformUnreachable)) throw error
    server.log.warn({ err: error, charge: wanted.chargeId }, 'the payment platform is away')
    return { kind: 'unreachable' }
  }
}

type Opened = Readonly<{ order: PaymentOrder; charge: Charge }>

/** The charge is held meanwhile: two tabs, one order. */
async function openOrder(
  { db, clock }: Server,
  { key: provider }: PaymentPlatform,
  { chargeId, dossierCode }: Wanted,
): Promise<Opened | Readonly<{ kind: 'paid' | 'cancelled' | 'held' | 'not_found' }>> {
  return await db.transaction().execute(async (tx) => {
    const charge = await lockCharge(tx, chargeId)
    if (!charge) return { kind: 'not_found' }
    if (charge.state !== 'due') return { kind: charge.state }
    const open = await findNewestOrder(tx, chargeId)
    if (open?.state === 'held') return { kind: 'held' }
    if (open) return { order: open, charge }
    const openedAt = clock.now()
    const reference = makeReference(dayOf(openedAt), randomBytes(10))
    const { dossierId, amountVnd } = charge
    const order = await saveOrder(tx, {
      ...{ reference, provider, chargeId, dossierId, dossierCode, amountVnd, openedAt },
      askAt: nextAskAt(0, openedAt),
    })
    return { order, charge }
  })
}

/** The day of Việt Nam an instant falls on. */
export const dayOf = (at: Temporal.Instant): Temporal.PlainDate =>
  at.toZonedDateTimeISO('Asia/Ho_Chi_Minh').toPlainDate()

async function tellPlatform(
  { db }: Server,
  platform: PaymentPlatform,
  { chargeId: _, feeRule, ...wanted }: Wanted,
  { order, charge: { name } }: Opened,
) {
  if (order.payUrl) return { order, payUrl: order.payUrl }
  const { reference, amountVnd } = order
  const { payUrl } = await platform.createOrder({
    ...{ ...wanted, reference, amountVnd },
    fee: { ...feeRule, name },
    account: accountOf(platform.accounts, wanted.agency.code, dayOf(order.openedAt)),
  })
  await savePayUrl(db, order.id, payUrl)
  return { order: { ...order, payUrl }, payUrl }
}
