import { type AfterEvent, closedStates, findDossierById, listEvents } from '#modules/dossiers'
import { findOrigin } from '#modules/filings'
import type { Tx } from '#platform/db'
import { enqueueDrain } from './outbox-jobs.ts'
import type { Destination } from './ports.ts'
import { appendDeliveries } from './repository.ts'
import { dueToTellAt, knownAs } from './rules/known-as.ts'

const mostEvents = 1000

/**
 * Puts what happened to a dossier into the outbox of each destination that is told of it. Called for every event, in any
 * order and again, it writes each event once; what happened before the dossier had a name for others goes along with the
 * first that has one. However late it is called, the time to tell counts from the event (NĐ 63/2024 Đ7 k4).
 */
export const fillOutbox =
  (destinations: readonly Taker[]): AfterEvent =>
  async (tx, { dossierId }) => {
    for (const destination of destinations) await fillFor(tx, destination, dossierId)
  }

/** Of a destination only what it is called, and which dossiers it is told of. */
type Taker = Pick<Destination, 'code' | 'takes'>

async function fillFor(tx: Tx, { code: destination, takes }: Taker, dossierId: string): Promise<void> {
  const dossier = await findDossierById(tx, dossierId)
  if (!dossier || (takes && !(await takes(tx, dossier)))) return
  const origin = await findOrigin(tx, dossierId, destination)
  const { code, reference, state, acceptedAt, closedAt } = dossier
  const isClosed = closedStates.includes(state)
  const dossierCode = knownAs({ theirCode: origin?.code ?? null, code, reference, isClosed })
  if (!dossierCode) return
  const isNamedThere = origin !== null
  const events = (await listEvents(tx, dossierId, 0, mostEvents)).map(({ number, at }) => ({
    number,
    at: dueToTellAt({ at, isNamedThere, acceptedAt, closedAt }),
  }))
  const added = await appendDeliveries(tx, { destination, dossierId, dossierCode }, events)
  if (added > 0) await enqueueDrain(tx, destination)
}
