import { findDossier, findDossierById } from '#modules/dossiers'
import { findTakenDossier } from '#modules/filings'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { cleanText } from '#platform/search-text'
import { inOrder } from '#platform/telling'
import type { GivenRating, RatingSystem } from './ports.ts'
import { agenciesOf } from './rate-dossier.ts'
import { keepRating, listKnownIds, listUnknown, setDossier } from './repository.ts'
import { ratingTelling } from './telling.ts'

const mostUnknown = 200

/**
 * Fetches what was given at a system since the last time and keeps each once; of dossiers that are not known here too. How
 * far it was read is noted with what was kept, so nothing is lost; gives how many were new. Throws when the system is away.
 */
export async function fetchRatings({ db, clock, log }: Context, system: RatingSystem): Promise<number> {
  const reached = await ratingTelling.findPlaceReached(db, system.code)
  const listed = await system.listRatings(reached)
  if (listed.unreadable > 0) log.warn({ system: system.code, rows: listed.unreadable }, 'ratings not as agreed')
  const ids = listed.rows.map(({ id }) => id)
  const known = await listKnownIds(db, system.code, ids)
  const fresh = inOrder(listed.rows).filter(({ id }) => !known.has(id))
  const at = clock.now()
  const kept = await db.transaction().execute(async (tx) => {
    let count = 0
    for (const given of fresh) if (await keep(tx, system.code, given, at)) count += 1
    if (listed.reached && listed.reached !== reached)
      await ratingTelling.setPlaceReached(tx, system.code, listed.reached, at)
    return count
  })
  for (const rating of await listUnknown(db, system.code, mostUnknown)) {
    const dossier = await findRated(db, system.code, rating.dossierCode)
    if (!dossier) continue
    const known = { id: dossier.id, agencyIds: agenciesOf(dossier) }
    await db.transaction().execute((tx) => setDossier(tx, rating.id, known))
  }
  return kept
}

async function keep(tx: Tx, source: string, given: GivenRating, at: ReturnType<Context['clock']['now']>) {
  const dossier = await findRated(tx, source, given.dossierCode)
  return await keepRating(tx, {
    ...{ id: makeId(at.epochMilliseconds), source, theirId: given.id, dossierCode: given.dossierCode },
    ...{ dossierId: dossier?.id ?? null, agencyIds: dossier ? agenciesOf(dossier) : [] },
    ...{ scores: given.scores, comment: given.comment ? cleanText(given.comment).slice(0, 2000) : null },
    ...{ ratedAt: given.at, receivedAt: at },
  })
}

/** The dossier that a system knows by that code; null: none here. */
async function findRated(db: Db | Tx, source: string, code: string) {
  const taken = await findTakenDossier(db, source, code)
  return taken ? await findDossierById(db, taken) : await findDossier(db, code)
}
