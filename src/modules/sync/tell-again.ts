import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '#platform/clock'
import type { Tx } from '#platform/db'
import { enqueueDrain } from './outbox-jobs.ts'
import type { Destination } from './ports.ts'
import { appendRepeat } from './repository.ts'

/**
 * Has a destination told again of dossiers it was told of before, each as its newest event there left it. `onlyTaken`: not
 * of those whose last message it did not take, for it would not take that again. Answers which are told.
 */
export async function tellAgain(
  tx: Tx,
  { destination, dossierIds, onlyTaken = false }: Retelling,
  at: Temporal.Instant,
): Promise<ReadonlySet<string>> {
  const told = new Set<string>()
  for (const dossierId of dossierIds)
    if (await appendRepeat(tx, { destination, dossierId, onlyTaken }, at)) told.add(dossierId)
  if (told.size > 0) await enqueueDrain(tx, destination)
  return told
}

type Retelling = Readonly<{ destination: string; dossierIds: readonly string[]; onlyTaken?: boolean }>

/** Has every destination that knows a dossier told again of it: what was issued after its last event goes along. */
export const tellOfIssue =
  (destinations: readonly Destination[], clock: Clock) =>
  async (tx: Tx, { dossierId }: Readonly<{ dossierId: string }>): Promise<void> => {
    for (const { code } of destinations)
      await tellAgain(tx, { destination: code, dossierIds: [dossierId] }, clock.now())
  }
