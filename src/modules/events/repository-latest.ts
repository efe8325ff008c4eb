import type { Db, Tx } from '#platform/db'
import { selectPlaced, toPlaced } from './repository.ts'
import type { PlacedEvent } from './rules/event.ts'

/** Remembers what was told last about a key; told again, an older event changes nothing. */
export async function saveLatest(tx: Tx, { topic, key, position }: PlacedEvent): Promise<void> {
  await tx
    .insertInto('events.latest_event')
    .values({ topic, key, position })
    .onConflict((conflict) =>
      conflict
        .columns(['topic', 'key'])
        .doUpdateSet({ position })
        .where('events.latest_event.position', '<', position),
    )
    .execute()
}

/** What was told last about each key of a topic, the newest first, at most `limit`. */
export async function listLatest(db: Db, topic: string, limit: number): Promise<PlacedEvent[]> {
  const rows = await selectPlaced(db)
    .innerJoin('events.latest_event', (join) =>
      join
        .onRef('events.latest_event.topic', '=', 'events.placed_event.topic')
        .onRef('events.latest_event.position', '=', 'events.placed_event.position'),
    )
    .where('events.latest_event.topic', '=', topic)
    .orderBy('events.latest_event.position', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toPlaced)
}
