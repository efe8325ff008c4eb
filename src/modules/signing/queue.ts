import type { Temporal } from 'temporal-polyfill'
import { systemClock } from '#platform/clock'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'

/** The jobs of signing, each about one row; what they do stands in `jobs.ts`. */
export const jobNames = {
  prepare: 'signing.prepare_batch',
  start: 'signing.start_transaction',
  poll: 'signing.poll_transaction',
  complete: 'signing.complete_document',
  strengthen: 'signing.stamp_later',
  tell: 'signing.tell_subject',
} as const

/** `attempt` counts the tries at something that was away. */
export type SigningJob = Readonly<{ id: string; attempt?: number }>

/**
 * Queues a step about the row `id`. The pace of asking again is real time, also where the clock of the system stands still
 * for a demonstration.
 */
export async function queueStep(
  tx: Tx,
  step: keyof typeof jobNames,
  { id, attempt }: SigningJob,
  after: Temporal.DurationLike | null = null,
): Promise<void> {
  const name = jobNames[step]
  await enqueue<SigningJob>(
    tx,
    { name },
    { id, ...(attempt !== undefined && { attempt }) },
    { key: `${name}:${id}`, ...(after && { runAt: systemClock.now().add(after) }) },
  )
}

/** Queues a step about each of these rows. */
export async function queueSteps(tx: Tx, step: keyof typeof jobNames, ids: readonly string[]): Promise<void> {
  for (const id of ids) await queueStep(tx, step, { id })
}
