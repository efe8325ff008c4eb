import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '#modules/exchange'
import type { Context } from '#platform/context'
import { AppError, requestProblem } from '#platform/errors'
import { type IdentifyCaller, makeIdentifyCaller } from './identify-caller.ts'
import { listOwnTopics } from './list-own-topics.ts'
import { publishEvents } from './publish-events.ts'
import { readEvents } from './read-events.ts'
import { listing, publishing, reading } from './route-schemas.ts'
import { readInstant } from './rules/batch.ts'

/** The JSON API of topics, under `/api/v1`: what systems of the province read and publish, with tokens of the exchange. */
export const topicRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    const identify = makeIdentifyCaller(context)
    const config = { permission: 'topics.call', foreignCallers: true } as const

    // Asking is an act, and without an answer it would be none: there is no HEAD.
    const asking = { config, exposeHeadRoute: false } as const

    app.get('/exchange/topics', { ...asking, schema: listing }, async (request, reply) => {
      const caller = await callerOf(identify, request, reply)
      return { topics: await listOwnTopics(context, caller) }
    })

    app.get('/exchange/topics/:code/events', { ...asking, schema: reading }, async (request, reply) => {
      const caller = await callerOf(identify, request, reply)
      const { after, from, limit } = request.query
      const asked = { code: request.params.code, after, from: readFrom(from, after), limit }
      const { events, next, last } = await readEvents(context, caller, asked)
      return {
        events: events.map(({ topic: _, at, ...event }) => ({ ...event, at: at.toString() })),
        next,
        last,
      }
    })

    app.post('/exchange/topics/:code/events', { config, schema: publishing }, async (request, reply) => {
      const caller = await callerOf(identify, request, reply)
      const { code } = request.params
      return await publishEvents(context, caller, { code, events: request.body.events })
    })
  }

async function callerOf(
  identify: IdentifyCaller,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller> {
  reply.header('cache-control', 'no-store')
  try {
    return await identify(request.headers.authorization)
  } catch (error) {
    if (error instanceof AppError && error.status === 401)
      reply.header('www-authenticate', 'Bearer realm="exchange"')
    throw error
  }
}

/** The moment that `from` names; it is no cursor besides `after`. */
function readFrom(from: string | undefined, after: number | undefined) {
  if (from === undefined) return undefined
  const moment = readInstant(from)
  if (moment && after === undefined) return moment
  const expected = moment ? 'nothing, when `after` is given' : 'a moment, ISO 8601 with an offset'
  throw requestProblem('request.invalid', { in: 'querystring', fields: [{ field: 'from', expected }] })
}
