import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '#platform/clock'
import type { Tx } from '#platform/db'
import { enqueueDrain } from './outbox-jobs.ts'
import type { Destination } from './ports.ts'
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

/** Has every destination that knows a dossier told again of it: what was issued after its last event goes along. */
export const tellOfIssue =
  (destinations: readonly Destination[], clock: Clock) =>
  async (tx: Tx, { dossierId }: Readonly<{ dossierId: string }>): Promise<void> => {
    for (const { code } of destinations) await tellAgain(tx, code, [dossierId], clock.now())
  }
