import { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'

const drain = { name: 'sync.drain' } as const

/** Has what waits for a destination sent: in this transaction, by one job however many ask. */
export const enqueueDrain = (tx: Tx, destination: string): Promise<void> =>
  enqueue(tx, drain, { destination }, { key: `${drain.name}:${destination}`, queue: queueOf(destination) })

/** The same at a later moment. It has a key of its own: to be woken later never puts off being woken now. */
export const enqueueDrainAt = (tx: Tx, destination: string, runAt: Temporal.Instant): Promise<void> =>
  enqueue(
    tx,
    drain,
    { destination },
    { key: `${drain.name}:${destination}:later`, queue: queueOf(destination), runAt },
  )

/** Has what people filed at other systems fetched without waiting for its minute: the job is of `filings`. */
export const enqueueFetch = (tx: Tx): Promise<void> =>
  enqueue(tx, { name: 'filings.fetch' }, {}, { key: 'filings.fetch:now', queue: 'filings.fetch' })

/** One dossier to be looked at there; `looks`: how many came to no end before. */
export type Look = Readonly<{ destination: string; dossierId: string; looks: number }>

const lookAgain = { name: 'drift.look_again' } as const
const secondsUntilLooked = 180

/**
 * Has one dossier looked at there some minutes later, by one job however many ask: of what was told before, a copy may still be
 * under way. The job is of `drift`.
 */
export const enqueueLook = (tx: Tx, look: Look): Promise<void> =>
  enqueue(tx, lookAgain, look, {
    key: `${lookAgain.name}:${look.destination}:${look.dossierId}`,
    queue: `${lookAgain.name}:${look.destination}`,
    runAt: Temporal.Now.instant().add({ seconds: secondsUntilLooked }),
  })

const queueOf = (destination: string): string => `${drain.name}:${destination}`
