import type { Temporal } from 'temporal-polyfill'
import { findFirstSince, findLastPosition, listPlaced, type PlacedEvent } from '#modules/events'
import type { Caller } from '#modules/exchange'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { requestProblem } from '#platform/errors'
import { getOpenTopic } from './open-topic.ts'
import { findPlaceOf, saveAsking } from './repository-readers.ts'
import { isAhead } from './rules/batch.ts'

/** Where to begin: after a position, at a moment, or (both left out) after what the reader said was done. */
export type ReadFrom = Readonly<{
  code: string
  after?: number | undefined
  from?: Temporal.Instant | undefined
  limit: number
}>

export type ReadEvents = Readonly<{
  events: readonly PlacedEvent[]
  /** What to ask after when all of them are done. */
  next: number
  /** The last position there is. */
  last: number
}>

const portion = 50
/** An answer is not made longer when it has so many bytes: the rest is asked for with `next`. */
const enoughBytes = 4_194_304

/**
 * What follows in a topic, in order. By asking `after` a position the reader says that all up to it is done, and that is
 * kept; whatever it did not say comes again. Looking at what happened since a moment says nothing is done: it can set the
 * reader back and never forward.
 */
export async function readEvents(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  caller: Caller,
  asked: ReadFrom,
): Promise<ReadEvents> {
  const { code, limit, from } = asked
  const askedAt = clock.now()
  await getOpenTopic(db, { caller, code, act: 'subscribe', clock })
  if (from && isAhead(from, askedAt)) throw refused('from', 'a moment that has passed')
  const last = await findLastPosition(db, code)
  const after = await findBeginning(db, caller, asked, last)
  const events = await listPortions(db, { code, after, limit })
  const asking = { topic: code, subsystemId: caller.subsystemId, askedAt }
  const place = { done: asked.after ?? null, backTo: from ? after : null }
  await db.transaction().execute((tx) => saveAsking(tx, { ...asking, ...place }))
  return { events, next: events.at(-1)?.position ?? after, last: Math.max(last, events.at(-1)?.position ?? 0) }
}

/** The position after which the answer begins. */
async function findBeginning(
  db: Db,
  { subsystemId }: Caller,
  { code, after, from }: ReadFrom,
  last: number,
): Promise<number> {
  if (from) return ((await findFirstSince(db, code, from)) ?? last + 1) - 1
  if (after === undefined) return await findPlaceOf(db, code, subsystemId)
  if (after <= last) return after
  throw refused('after', `a position that was given out: 0 to ${last}`)
}

const refused = (field: keyof ReadFrom, expected: string) =>
  requestProblem('request.invalid', { in: 'querystring', fields: [{ field, expected }] })

async function listPortions(
  db: Db,
  { code, after, limit }: Readonly<{ code: string; after: number; limit: number }>,
): Promise<PlacedEvent[]> {
  const events: PlacedEvent[] = []
  for (let bytes = 0; events.length < limit && bytes < enoughBytes; ) {
    const begin = events.at(-1)?.position ?? after
    const found = await listPlaced(db, code, begin, Math.min(portion, limit - events.length))
    if (found.length === 0) break
    events.push(...found)
    bytes += found.reduce((sum, { payload }) => sum + Buffer.byteLength(JSON.stringify(payload)), 0)
  }
  return events
}
