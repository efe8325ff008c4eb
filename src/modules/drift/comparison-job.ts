import { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'

const compare = { name: 'drift.compare' } as const

/** Has our states compared with those of a destination, at once or some seconds later, in this transaction. */
export const enqueueCompareAt = (
  tx: Tx,
  destination: string,
  seconds = 0,
  askedBy: string | null = null,
): Promise<void> =>
  enqueue(
    tx,
    compare,
    { destination, askedBy },
    {
      ...{ key: `${compare.name}:${destination}`, queue: `${compare.name}:${destination}` },
      runAt: Temporal.Now.instant().add({ seconds }),
    },
  )
