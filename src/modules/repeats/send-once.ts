import { createHash } from 'node:crypto'
import { Type } from 'typebox'
import type { Actor } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { dbWithin } from './db-within.ts'
import { clearKeys, getDone, keepDone, takeKey } from './repository.ts'

/** The headers of a route that is carried out once for each key. */
export const keyHeader = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      minLength: 8,
      maxLength: 120,
      description: 'The same key, with the same address and body, is carried out once, for thirty days',
    }),
  ),
})

/** What was sent: by whom, where to, and under which key. */
export type Sending = Readonly<{
  method: string
  url: string
  body: unknown
  actor: Actor
  headers: Readonly<{ 'idempotency-key'?: string | undefined }>
}>

type Needed = Pick<Context, 'db' | 'clock'>
const goodForHours = 30 * 24

/**
 * Carries out `act` once for each key of an account, in one transaction with the key; a repeat gives what the first gave: JSON,
 * of ids. `act` works with the context it is handed. Throws `request.key_reused` when the key was used for something else.
 */
export async function sendOnce<Given extends Needed, Kept>(
  context: Given,
  sending: Sending,
  act: (context: Given) => Promise<Kept>,
): Promise<Kept> {
  const key = sending.headers['idempotency-key']
  if (key === undefined || sending.actor.kind === 'nobody') return await act(context)
  const write = { accountId: sending.actor.accountId, key, fingerprint: fingerprintOf(sending) }
  return await context.db.transaction().execute(async (tx) => {
    const at = context.clock.now()
    await clearKeys(tx, at.subtract({ hours: goodForHours }))
    if (!(await takeKey(tx, write, at))) {
      const done = await getDone(tx, write)
      if (done.fingerprint !== write.fingerprint) throw requestProblem('request.key_reused')
      return done.kept as Kept
    }
    const kept = await act({ ...context, db: dbWithin(tx) })
    await keepDone(tx, write, kept)
    return kept
  })
}

const fingerprintOf = ({ method, url, body }: Sending): string =>
  createHash('sha256')
    .update(JSON.stringify([method, url.split('?')[0], body ?? null], sorted))
    .digest('base64url')

/** The order in which a program writes the fields of an object says nothing. */
const sorted = (_: string, value: unknown): unknown =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value
