import { createHash, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { actingForOf, findRepresentation } from '#modules/representation'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { findActorOf, memoriesOf } from './accounts.ts'
import {
  type AccountKey,
  appendSession,
  endSessionOf,
  endSessionsFrom,
  findSession,
  type ProviderSession,
  rotateSession,
  type Session,
  type SessionGround,
  saveActingFor,
  saveSeen,
} from './repository.ts'
import { type Actor, nobody } from './rules/actor.ts'
import {
  decideSession,
  isPreviousGood,
  needsRotation,
  needsTouch,
  rotationGraceSeconds,
} from './rules/session.ts'

export type { SessionGround } from './repository.ts'

type Server = Pick<Context, 'db' | 'clock' | 'publicUrl'>
/** Whoever acts for another does so as long as their right holds, whatever the session was opened with. */
type Reading = Server & Pick<Context, 'config'>

export const makeSecretToken = (): string => randomBytes(32).toString('base64url')
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()

const isSecure = ({ publicUrl }: Pick<Context, 'publicUrl'>): boolean => publicUrl.startsWith('https:')

/** Under https the browser itself keeps the cookie to this very host (`__Host-`). */
export const cookieNameOf = (context: Pick<Context, 'publicUrl'>): string =>
  isSecure(context) ? '__Host-mc_session' : 'mc_session'

/** Out of reach of scripts and of other sites' forms; ends with the browser. */
export const cookieOptions = (context: Pick<Context, 'publicUrl'>) =>
  ({ httpOnly: true, sameSite: 'lax', secure: isSecure(context), path: '/' }) as const

/** The session token a browser sent, if any. */
export const sessionTokenOf = (context: Server, request: FastifyRequest): string | undefined =>
  request.cookies[cookieNameOf(context)] || undefined

/** Opens a session in the transaction of the sign-in; a session the browser had before ends. Gives the token. */
export async function openSession(
  tx: Tx,
  account: AccountKey,
  {
    now,
    before,
    ground = null,
  }: Readonly<{ now: Temporal.Instant; before?: string | undefined; ground?: SessionGround | null }>,
): Promise<string> {
  if (before) await endSessionOf(tx, hashToken(before), now)
  const token = makeSecretToken()
  await appendSession(tx, account, { hash: hashToken(token), ground }, now)
  return token
}

export function giveSessionCookie(context: Server, reply: FastifyReply, token: string): void {
  reply.setCookie(cookieNameOf(context), token, cookieOptions(context))
}

/** Finds a session by its token, also one that is over; null when it never was, or the token was replaced. */
export async function findSessionOf(context: Server, token: string): Promise<Session | null> {
  const hash = hashToken(token)
  const { sessions } = memoriesOf(context.db)
  const session = await sessions.get(hash.toString('hex'), () => findSession(context.db, hash))
  const isReplaced = session?.isPrevious && !isPreviousGood(session.previousUntil, context.clock.now())
  return isReplaced ? null : session
}

/** Who the session cookie speaks for; keeps the session alive, and on a page gives it a new token every quarter of an hour. */
export async function findActorOfSession(
  context: Reading,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Actor> {
  const token = sessionTokenOf(context, request)
  const session = token ? await findSessionOf(context, token) : null
  const now = context.clock.now()
  if (!token || !session || decideSession(session, now) !== 'alive') return nobody
  const isPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
  if (isPage && needsRotation(session, now)) await giveFreshToken(context, reply, session, token)
  else await keepAlive(context, session, token)
  return await actOf(context, await findActorOf(context.db, session), session)
}

/** The person as this sign-in knows them: its level, and for whom they chose to act as long as they may. */
async function actOf(context: Reading, actor: Actor, session: Session): Promise<Actor> {
  if (actor.kind !== 'citizen') return actor
  const { actingForId, chooses, assuranceLevel } = session
  const representation = actingForId
    ? await findRepresentation(context, { id: actingForId, personalId: actor.personalId })
    : null
  // The account of an organisation that no longer counts speaks for nobody, its user included.
  if (actingForId && !representation && !chooses) return nobody
  return {
    ...actor,
    assuranceLevel: assuranceLevel ?? actor.assuranceLevel,
    ...(chooses && { chooses }),
    ...(representation && { actingFor: actingForOf(representation) }),
  }
}

/** The sign-in the cookie of this request came from; null when there is none that is alive. */
export async function findSignInOf(
  context: Server,
  request: FastifyRequest,
): Promise<Pick<Session, 'id' | 'idToken' | 'logoutUrl' | 'providerAccountId'> | null> {
  const token = sessionTokenOf(context, request)
  const session = token ? await findSessionOf(context, token) : null
  return session && decideSession(session, context.clock.now()) === 'alive' ? session : null
}

/** From now on the session acts for that principal, or null: for its person. */
export async function chooseActingFor(
  context: Server,
  request: FastifyRequest,
  tx: Tx,
  representationId: string | null,
): Promise<void> {
  const session = await findSignInOf(context, request)
  if (session) await saveActingFor(tx, session.id, representationId)
}

/** Forgets what this process remembers of the session of this request: it was changed. */
export function forgetSession(context: Server, request: FastifyRequest): void {
  const token = sessionTokenOf(context, request)
  if (token) memoriesOf(context.db).sessions.drop(hashToken(token).toString('hex'))
}

/** Ends every session that came from a provider's account, or from one session there. Gives how many; call `forget` after the commit. */
export async function endSessionsOfProvider(
  tx: Tx,
  db: Context['db'],
  which: ProviderSession,
  now: Temporal.Instant,
): Promise<Readonly<{ count: number; forget: () => void }>> {
  const hashes = await endSessionsFrom(tx, which, now)
  const forget = () => {
    for (const hash of hashes) memoriesOf(db).sessions.drop(hash.toString('hex'))
  }
  return { count: hashes.length, forget }
}

async function giveFreshToken(
  context: Server,
  reply: FastifyReply,
  session: Session,
  token: string,
): Promise<void> {
  const fresh = makeSecretToken()
  const hashes = { presented: hashToken(token), fresh: hashToken(fresh) }
  const isFirst = await rotateSession(context.db, session, hashes, context.clock.now())
  memoriesOf(context.db).sessions.drop(hashes.presented.toString('hex'))
  if (isFirst) giveSessionCookie(context, reply, fresh)
}

async function keepAlive(context: Server, session: Session, token: string): Promise<void> {
  const now = context.clock.now()
  const isNewTokenSeen = !session.isPrevious && !session.isConfirmed
  if (!isNewTokenSeen && !needsTouch(session, now)) return
  const previousUntil = isNewTokenSeen ? now.add({ seconds: rotationGraceSeconds }) : null
  await saveSeen(context.db, session.id, now, previousUntil)
  memoriesOf(context.db).sessions.drop(hashToken(token).toString('hex'))
}

/** Signs out: the session ends in the database, in this process's memory and in the browser. */
export async function signOut(context: Server, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const token = sessionTokenOf(context, request)
  reply.clearCookie(cookieNameOf(context), cookieOptions(context))
  if (!token) return
  const now = context.clock.now()
  await context.db.transaction().execute(async (tx) => {
    const account = await endSessionOf(tx, hashToken(token), now)
    if (!account) return
    await appendAudit(tx, {
      at: now,
      actor: request.actor,
      action: 'identity.sign_out',
      subjectKind: 'account',
      subjectId: account.accountId,
    })
  })
  memoriesOf(context.db).sessions.drop(hashToken(token).toString('hex'))
}
