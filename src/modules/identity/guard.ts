import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context'
import { type AppError, requestProblem } from '#platform/errors'
import { findActorOf } from './accounts.ts'
import { problem } from './errors.ts'
import { type Actor, type CitizenActor, nobody, type OfficerActor } from './rules/actor.ts'
import { may, type Permission, permissions } from './rules/permissions.ts'
import { findActorOfSession } from './sessions.ts'
import { readToken } from './token.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is asking; known before any handler runs. */
    actor: Actor
    /** A form refused for want of a session, kept back until its fields have been read. */
    refusal: AppError | null
  }
  interface FastifyContextConfig {
    /** The row of the permission table that opens this route. A route without one does not start. */
    permission?: Permission
    /** The route knows who calls by keys of its own: accounts, their sessions and tokens mean nothing there. */
    foreignCallers?: true
  }
}

/** Finds who is asking, from the session cookie or the bearer token; may renew the cookie on `reply`. */
export type FindActor = (request: FastifyRequest, reply: FastifyReply) => Promise<Actor>

/** Answers a page that needs a sign-in with a redirect to it. For a form it is called when the fields can be read. */
export type OnRefusedPage = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

// An error page may be drawn before anybody was looked for: then it is nobody.
const actors = new WeakMap<FastifyRequest, Actor>()

/**
 * Guards every route: refuses by default, lets through whom the permission table names. A route that names no
 * permission stops the program at start. `onRefusedPage` answers a page that nobody asked for before signing in.
 */
export function guardRoutes(app: FastifyInstance, findActor: FindActor, onRefusedPage?: OnRefusedPage): void {
  app.decorateRequest<Actor, 'actor'>('actor', {
    getter() {
      return actors.get(this) ?? nobody
    },
    setter(actor) {
      actors.set(this, actor)
    },
  })
  app.decorateRequest('refusal', null)
  app.addHook('onRoute', ({ url, method, config }) => {
    const permission = (config as { permission?: string } | undefined)?.permission
    if (!permission || !(permission in permissions)) {
      throw new Error(`route ${String(method)} ${url} names no permission of the table`)
    }
  })
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    request.actor = await whoAsks(findActor, request, reply)
    const { permission } = request.routeOptions.config
    if (!permission || may(request.actor, permission)) return
    const isNobody = request.actor.kind === 'nobody'
    const refusal = requestProblem(isNobody ? 'request.not_signed_in' : 'request.not_allowed', { permission })
    if (!onRefusedPage || !isNobody || !wantsPage(request)) throw refusal
    if (request.method === 'POST') request.refusal = refusal
    else await onRefusedPage(request, reply)
  }
  app.addHook('onRequest', (request, reply, done) => {
    if (isForForeigners(request)) return done()
    admit(request, reply).then(() => done(), closed(done))
  })
  const refuse = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    await onRefusedPage?.(request, reply)
    if (!reply.sent) throw request.refusal
  }
  app.addHook('preValidation', (request, reply, done) => {
    if (!request.refusal) return done()
    refuse(request, reply).then(() => done(), closed(done))
  })
}

/** Whatever was thrown, nothing included, keeps the door shut. */
const closed =
  (done: (error: Error) => void) =>
  (thrown: unknown): void =>
    done(thrown instanceof Error ? thrown : requestProblem('internal', {}, { cause: thrown }))

/** The route has callers of its own and lets anybody in: nobody is looked for. */
function isForForeigners({ routeOptions: { config } }: FastifyRequest): boolean {
  const { foreignCallers = false, permission } = config
  return foreignCallers && permission !== undefined && may(nobody, permission)
}

const whoAsks = async (findActor: FindActor, request: FastifyRequest, reply: FastifyReply): Promise<Actor> =>
  request.routeOptions.config.foreignCallers ? nobody : await findActor(request, reply)

const wantsPage = ({ url, headers }: FastifyRequest): boolean =>
  !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html')

/**
 * Makes the finder of who is asking: a bearer token first, else the session cookie. A token that is not good is refused
 * with its reason (`identity.token_refused`), so that a script does not go on as nobody. A token costs an HMAC and a
 * look into memory; the database is asked once in ten seconds for each account.
 */
export function findActor(
  context: Pick<Context, 'db' | 'clock' | 'secret' | 'publicUrl' | 'config'>,
): FindActor {
  return async (request, reply) => {
    const token = bearerTokenOf(request)
    return token === undefined
      ? await findActorOfSession(context, request, reply)
      : await findActorOfToken(context, token)
  }
}

function bearerTokenOf({ headers }: FastifyRequest): string | undefined {
  const { authorization = '' } = headers
  return /^bearer /i.test(authorization) ? authorization.slice(7).trim() : undefined
}

async function findActorOfToken(
  context: Pick<Context, 'db' | 'clock' | 'secret'>,
  token: string,
): Promise<Actor> {
  const read = readToken(context.secret, token, context.clock.now())
  if (!read.ok) throw problem('identity.token_refused', { reason: read.reason })
  const actor = await findActorOf(context.db, read.claims)
  if (actor.kind === 'nobody') throw problem('identity.token_refused', { reason: 'account_inactive' })
  return actor
}

const officerPage = /^\/(officer|admin)(\/|$)/

/**
 * Lets `prepare` look something up before the pages of officers that are registered after this call, for whichever officer
 * asks. No other route pays for it.
 */
export function beforeOfficerPages(
  app: FastifyInstance,
  prepare: (request: FastifyRequest, officer: OfficerActor) => Promise<void>,
): void {
  app.addHook('onRoute', (route) => {
    if (!officerPage.test(route.url)) return
    const look = async (request: FastifyRequest) => {
      if (request.actor.kind === 'officer') await prepare(request, request.actor)
    }
    route.preHandler = [route.preHandler ?? [], look].flat()
  })
}

/** The officer who asks. Throws `request.not_allowed` for anybody else, who is past a door that was open to more. */
export function officerOf({ actor }: Pick<FastifyRequest, 'actor'>): OfficerActor {
  if (actor.kind !== 'officer') throw requestProblem('request.not_allowed')
  return actor
}

/** The citizen who asks, in the same way. */
export function citizenOf({ actor }: Pick<FastifyRequest, 'actor'>): CitizenActor {
  if (actor.kind !== 'citizen') throw requestProblem('request.not_allowed')
  return actor
}
