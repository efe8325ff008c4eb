import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Context } from '#platform/context'
import { isId } from '#platform/ids'
import { recordParcel } from './carry-shipment.ts'
import { shipmentsProblem } from './errors.ts'
import type { PublicPost } from './ports.ts'

const schema = {
  summary: 'Where the public post reports; its proof of origin is checked, a repeat changes nothing',
  tags: ['shipments'],
  response: { 202: Type.Object({}) },
} as const

/** The JSON API of post orders, under `/api/v1`: where the post reports. The body is read as text: that is what was signed. */
export const shipmentRoutes =
  ({ db, clock, log }: Context, post: PublicPost | null): FastifyPluginAsyncTypebox =>
  async (app) => {
    const options = { parseAs: 'string', bodyLimit: 65_536 } as const
    app.removeContentTypeParser('application/json')
    app.addContentTypeParser('application/json', options, (_request, body, done) => done(null, body))
    const calling = { schema, config: { permission: 'shipments.report' } } as const
    app.post('/shipments/reports', calling, async ({ headers, body }, reply) => {
      const report = post?.readReport({ headers, body: typeof body === 'string' ? body : '' })
      if (!report) {
        log.warn('a report that the post did not send, or not so')
        throw shipmentsProblem('shipments.report_refused')
      }
      const { key, told, reportKey } = report
      if (isId(key))
        await db
          .transaction()
          .execute((tx) => recordParcel(tx, key, { told, toldBy: 'report', reportKey, now: clock.now() }))
      return await reply.status(202).send({})
    })
  }
