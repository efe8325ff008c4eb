import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import { acceptPaymentCallback, type PaymentPlatform } from '#modules/payments'
import type { Context } from '#platform/context'

const schema = {
  summary: 'Where a payment platform reports; its proof of origin is checked, a repeat changes nothing',
  tags: ['payments'],
  params: Type.Object({ provider: Type.String({ minLength: 1, maxLength: 40 }) }),
  body: Type.Object({}, { additionalProperties: true, description: 'As the platform writes it' }),
  response: { 202: Type.Object({}) },
} as const

/** The JSON API of payments, under `/api/v1`: where platforms call back. */
export const paymentRoutes =
  (context: Context, platform: PaymentPlatform | null): FastifyPluginAsyncTypebox =>
  async (app) => {
    const calling = { schema, config: { permission: 'payments.call_back' } } as const
    app.post('/payments/callbacks/:provider', calling, async ({ params, headers, body }, reply) => {
      await acceptPaymentCallback(context, platform, params.provider, { headers, body })
      return reply.status(202).send({})
    })
  }
