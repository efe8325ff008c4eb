import type { Temporal } from 'temporal-polyfill'
import { type AfterEvent, closedStates, findDossierById, listEvents } from '#modules/dossiers'
import { findOrigin } from '#modules/filings'
import type { Clock } from '#platform/clock'
import type { Tx } from '#platform/db'
import { enqueueDrain } from './outbox-jobs.ts'
import type { Destination } from './ports.ts'
import { appendDeliveries } from './repository.ts'
import { knownAs } from './rules/known-as.ts'

const mostEvents = 1000

/**
 * Puts what happened to a dossier into the outbox of each destination that is told of it. Called for every event, in any
 * order and again, it writes each event once; what happened before the dossier had a name for others goes along with the
 * first that has one.
 */
export const fillOutbox =
  (destinations: readonly Taker[], clock: Clock): AfterEvent =>
  async (tx, { dossierId }) => {
    for (const destination of destinations) await fillFor(tx, destination, dossierId, clock.now())
  }

/** Of a destination only what it is called, and which dossiers it is told of. */
type Taker = Pick<Destination, 'code' | 'takes'>

async function fillFor(
  tx: Tx,
  { code: destination, takes }: Taker,
  dossierId: string,
  at: Temporal.Instant,
): Promise<void> {
  const dossier = await findDossierById(tx, dossierId)
  if (!dossier || (takes && !(await takes(tx, dossier)))) return
  const origin = await findOrigin(tx, dossierId, destination)
  const { code, reference, state } = dossier
  const isClosed = closedStates.includes(state)
  const dossierCode = knownAs({ theirCode: origin?.code ?? null, code, reference, isClosed })
  if (!dossierCode) return
  const numbers = (await listEvents(tx, dossierId, 0, mostEvents)).map(({ number }) => number)
  const added = await appendDeliveries(tx, { destination, dossierId, dossierCode }, numbers, at)
  if (added > 0) await enqueueDrain(tx, destination)
}
