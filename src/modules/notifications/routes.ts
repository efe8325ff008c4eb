import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Context } from '#platform/context'
import { acceptReport } from './accept-report.ts'
import type { MessageCarrier } from './ports.ts'

const schema = {
  summary: 'Where a carrier of messages reports; its proof of origin is checked, a repeat changes nothing',
  tags: ['notifications'],
  params: Type.Object({ carrier: Type.String({ minLength: 1, maxLength: 40 }) }),
  response: { 202: Type.Object({}) },
} as const

const mostBytes = 65_536

/** The JSON API of messages, under `/api/v1`: where carriers report. The body is read as text, for it is what was signed. */
export const notificationRoutes =
  (context: Context, carriers: readonly MessageCarrier[]): FastifyPluginAsyncTypebox =>
  async (app) => {
    const options = { parseAs: 'string', bodyLimit: mostBytes } as const
    app.removeContentTypeParser('application/json')
    app.addContentTypeParser('application/json', options, (_request, body, done) => done(null, body))
    const calling = { schema, config: { permission: 'notifications.report' } } as const
    app.post('/messages/reports/:carrier', calling, async ({ params, headers, body }, reply) => {
      const text = typeof body === 'string' ? body : ''
      await acceptReport(context, carriers, params.carrier, { headers, body: text })
      return await reply.status(202).send({})
    })
  }
