import type { Context } from '#platform/context'
import type { EventBus } from './ports.ts'
import { listPlaced, listTopics, lockCarrying, placeEvents } from './repository.ts'

const portion = 1000

/** Gives every event its position, in portions that are each a transaction; how many were placed. */
export async function placeAll({ db }: Pick<Context, 'db'>): Promise<number> {
  let placed = 0
  for (;;) {
    const count = await db.transaction().execute((tx) => placeEvents(tx, portion))
    placed += count
    if (count < portion) return placed
  }
}

/** Places what was published, and has the carrier take over what it does not have of each topic. */
export async function carryEvents(context: Pick<Context, 'db'>, bus: EventBus): Promise<void> {
  await placeAll(context)
  await context.db.transaction().execute(async (tx) => {
    await lockCarrying(tx)
    for (const topic of (await listTopics(tx)).keys())
      await bus.carry(topic, (name, after, limit) => listPlaced(tx, name, after, limit))
  })
}
