import { createHash, randomBytes } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import { digitisationProblem } from './errors.ts'
import { findSession, type ScanSession } from './repository.ts'
import { findLink, insertLink } from './repository-copies.ts'

/** How long a telephone may send pages without being shown the code again. */
const lifeMinutes = 20

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** An address for the officer's telephone: whoever has it sends pages into this session, and sees nothing of it. */
export async function makePhoneLink(
  { db, clock, publicUrl }: Pick<Context, 'db' | 'clock' | 'publicUrl'>,
  session: ScanSession,
): Promise<Readonly<{ url: string; expiresAt: Temporal.Instant }>> {
  if (session.closedAt) throw digitisationProblem('digitisation.closed')
  const token = randomBytes(24).toString('base64url')
  const madeAt = clock.now()
  const expiresAt = madeAt.add({ minutes: lifeMinutes })
  const link = { tokenSha256: hashOf(token), sessionId: session.id, madeAt, expiresAt }
  await db.transaction().execute((tx) => insertLink(tx, link))
  return { url: `${publicUrl}/scan/${token}`, expiresAt }
}

/** The open session a telephone's address leads to. */
export async function openPhoneLink(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  token: string,
): Promise<Readonly<{ session: ScanSession; expiresAt: Temporal.Instant }>> {
  const link = /^[\w-]{32}$/.test(token) ? await findLink(db, hashOf(token)) : null
  const session = link && (await findSession(db, link.sessionId))
  if (!link || !session) throw digitisationProblem('digitisation.not_found')
  const isOver = session.closedAt !== null || link.expiresAt.epochMilliseconds <= clock.now().epochMilliseconds
  if (isOver) throw digitisationProblem('digitisation.link_expired')
  return { session, expiresAt: link.expiresAt }
}
