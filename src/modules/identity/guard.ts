import type { FastifyInstance, FastifyRequest } from 'fastify'
import { requestProblem } from '#platform/errors'
import { type Actor, nobody } from './rules/actor.ts'
import { may, type Permission, permissions } from './rules/permissions.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; known before any handler runs. */
    actor: Actor
  }
  interface FastifyContextConfig {
    /** The row of the permission table that opens this route. A route without one does not start. */
    permission?: Permission
  }
}

/** Finds who is asking, from the session cookie or the bearer token. */
export type FindActor = (request: FastifyRequest) => Promise<Actor>

/**
 * Guards every route: refuses by default, lets through whom the permission table names. A route that names no
 * permission stops the program at start. `onRefusedPage` may answer a page instead (a redirect to sign in).
 */
export function guardRoutes(app: FastifyInstance, findActor: FindActor): void {
  app.decorateRequest<Actor, 'actor'>('actor', { getter: () => nobody })
  app.addHook('onRoute', ({ url, method, config }) => {
    const permission = (config as { permission?: string } | undefined)?.permission
    if (!permission || !(permission in permissions)) {
      throw new Error(`route ${String(method)} ${url} names no permission of the table`)
    }
  })
  app.addHook('onRequest', async (request) => {
    request.actor = nobody
    request.actor = await findActor(request)
    const { permission } = request.routeOptions.config
    if (permission && !may(request.actor, permission)) {
      throw requestProblem(request.actor.kind === 'nobody' ? 'request.not_signed_in' : 'request.not_allowed', {
        permission,
      })
    }
  })
}
