import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { enqueueDrain } from './outbox-jobs.ts'
import { appendRepeat } from './repository.ts'

/** Has a destination told again of dossiers it was told of before, each as its newest event there left it. */
export async function tellAgain(
  tx: Tx,
  destination: string,
  dossierIds: readonly string[],
  at: Temporal.Instant,
): Promise<void> {
  for (const dossierId of dossierIds) await appendRepeat(tx, destination, dossierId, at)
  await enqueueDrain(tx, destination)
}
