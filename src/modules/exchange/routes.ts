import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Type } from 'typebox'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { makeRateLimit } from '#platform/rate-limit'
import { nextCursor, orNull, paging } from '#platform/schema-parts'
import { authenticateClient } from './authenticate-client.ts'
import { problem } from './errors.ts'
import { listMaintenanceFor } from './load-catalogue.ts'
import { listOfferings, listVersions, type Offering, type OfferingVersion } from './repository.ts'
import { writeSubsystemId } from './rules/identifier.ts'
import { standingAt } from './rules/maintenance.ts'
import { tokenRoute } from './token-route.ts'

const maintenancePeriod = {
  fromAt: Type.String({ description: 'ISO 8601, UTC' }),
  untilAt: Type.String({ description: 'ISO 8601, UTC' }),
  notice: Type.String(),
}

const listing = {
  summary: 'List what the systems of the province offer one another',
  tags: ['exchange'],
  querystring: Type.Object(paging(100, 50, { format: 'uuid' })),
  response: {
    200: Type.Object({
      offerings: Type.Array(
        Type.Object({
          address: Type.String({ description: 'What follows the address of the gateway' }),
          title: Type.String(),
          summary: Type.String(),
          member: Type.String(),
          contact: Type.String(),
          versions: Type.Array(
            Type.Object({
              version: Type.String(),
              state: Type.Unsafe<'in_force' | 'maintenance' | 'withdrawn'>({
                type: 'string',
                enum: ['in_force', 'maintenance', 'withdrawn'],
                description: 'As the gateway has it now',
              }),
              notice: orNull(Type.String()),
              planned: Type.Array(Type.Object(maintenancePeriod), {
                description: 'Maintenance that is announced and not over',
              }),
            }),
          ),
        }),
      ),
      nextCursor,
    }),
  },
} as const

const listingMaintenance = {
  summary: 'What is or will be under maintenance of all your system may call',
  description: 'For the systems of the province, with the bearer token of their key on the exchange.',
  tags: ['exchange'],
  response: {
    200: Type.Object({
      maintenance: Type.Array(
        Type.Object({
          address: Type.String({ description: 'What follows the address of the gateway' }),
          version: Type.String(),
          fromAt: orNull(Type.String({ description: 'ISO 8601, UTC; null: it has begun' })),
          untilAt: orNull(Type.String({ description: 'ISO 8601, UTC; null: until further notice' })),
          notice: orNull(Type.String()),
        }),
      ),
    }),
  },
} as const

/** The JSON API of the exchange, under `/api/v1`: tokens for the systems of the province, and the catalogue. */
export const exchangeRoutes =
  (context: Context): FastifyPluginAsyncTypebox =>
  async (app) => {
    await app.register(tokenRoute(context))

    app.get(
      '/exchange/offerings',
      { config: { permission: 'exchange.read' }, schema: listing },
      ({ query: { limit: most, cursor } }) => readOfferings(context, most, cursor),
    )

    const own = { permission: 'exchange.read_maintenance', foreignCallers: true } as const
    const asked = makeRateLimit({ most: 60, windowMs: 60_000 })
    // Without its answer the question would be none: there is no HEAD.
    const asking = { config: own, schema: listingMaintenance, exposeHeadRoute: false } as const
    app.get('/exchange/maintenance', asking, async (request, reply) => {
      const caller = await authenticateClient(context, request.headers.authorization)
      if (!caller) {
        reply.header('www-authenticate', 'Bearer realm="exchange"')
        throw problem('exchange.client_refused', { error: 'invalid_token' })
      }
      const wait = asked(caller.subsystemId)
      if (wait !== null) throw requestProblem('request.too_many', { retryAfterSeconds: wait })
      const found = await listMaintenanceFor(context, caller.subsystemId)
      return {
        maintenance: found.map(({ offering, version, planned, notice }) => ({
          address: addressOf(context, offering),
          version,
          fromAt: planned?.fromAt.toString() ?? null,
          untilAt: planned?.untilAt.toString() ?? null,
          notice,
        })),
      }
    })
  }

const addressOf = ({ config }: Context, one: Offering): string =>
  `/r1/${writeSubsystemId({ ...one, instance: config.EXCHANGE_INSTANCE })}/${one.code}`

/** A page of the catalogue, each version as it stands now. */
async function readOfferings(context: Context, most: number, cursor: string | undefined) {
  const now = context.clock.now()
  const found = await listOfferings(context.db, { after: cursor, limit: most + 1 })
  const shown = found.slice(0, most)
  const versions = await listVersions(
    context.db,
    shown.map(({ id }) => id),
    now,
  )
  const toVersion = (one: OfferingVersion) => {
    const { state, notice } = standingAt(one, now)
    const planned = one.planned.map(({ fromAt, untilAt, notice: told }) => ({
      fromAt: fromAt.toString(),
      untilAt: untilAt.toString(),
      notice: told,
    }))
    return { version: one.version, state, notice, planned }
  }
  return {
    offerings: shown.map((one) => ({
      address: addressOf(context, one),
      title: one.title,
      summary: one.summary,
      member: one.memberName,
      contact: one.contact,
      versions: (versions.get(one.id) ?? []).map(toVersion),
    })),
    nextCursor: found.length > most ? (shown.at(-1)?.id ?? null) : null,
  }
}
