import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Frame } from '#components/frame'
import { withFormAddresses } from '#components/navigation'
import type { PaymentPlatform } from '#modules/payments'
import type { Context } from '#platform/context'
import { cashierPages } from './cashier-pages.ts'
import { payPages } from './pay-pages.ts'

/** Where a citizen pays what a dossier owes, and where a cashier compares the days with the platform. */
export const paymentPages = (
  context: Context,
  frames: Readonly<{ citizen: Frame; officer: Frame }>,
  platform: PaymentPlatform | null,
): FastifyPluginAsyncTypebox =>
  withFormAddresses(async (app) => {
    await app.register(payPages(context, frames.citizen, platform))
    await app.register(cashierPages(context, frames.officer, platform))
  })
