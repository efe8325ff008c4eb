import type { Db } from '#platform/db'
import type { EventBus } from './ports.ts'
import { listPlaced } from './repository.ts'

/** The carrier that needs nothing else: what is placed in the database is read there. */
export const openPostgresBus = (db: Db): EventBus => ({
  name: 'PostgreSQL',
  carry: async () => undefined,
  take: async ({ topic, after, limit }) => await listPlaced(db, topic, after, limit),
  acknowledge: async () => undefined,
  close: async () => undefined,
})
