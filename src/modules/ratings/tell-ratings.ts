import { findOrigin } from '#modules/filings'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import type { Heard, RatingSystem } from './ports.ts'
import { findRating } from './repository.ts'
import { listToTell, noteTold, type ToldKey } from './repository-told.ts'
import { waitMinutes } from './rules/rating.ts'

const portion = 100
const enoughFailures = 3

/**
 * Tells a system what was said here and it does not have yet; gives how many it took. What it refuses or cannot hear is tried
 * again later; after three calls in a row without an answer it is left alone until the next time.
 */
export async function tellRatings(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  system: RatingSystem,
): Promise<number> {
  let [taken, failures] = [0, 0]
  for (const due of await listToTell(db, system.code, clock.now(), portion)) {
    const heard = await tellOne(db, system, due)
    const now = clock.now()
    if (heard === 'taken') {
      taken += 1
      await noteTold(db, due, { told: now })
    } else {
      const again = now.add({ minutes: waitMinutes(due.tries) })
      await noteTold(db, due, { error: 'refused' in heard ? heard.refused : heard.away, again })
    }
    failures = heard !== 'taken' && 'away' in heard ? failures + 1 : 0
    if (failures === enoughFailures) return taken
  }
  return taken
}

async function tellOne(
  db: Db,
  system: RatingSystem,
  key: ToldKey,
): Promise<Heard | Readonly<{ away: string }>> {
  try {
    const rating = await findRating(db, key.ratingId)
    if (!rating?.dossierId) return { refused: 'the rating has no dossier' }
    const origin = await findOrigin(db, rating.dossierId, system.code)
    const { id, scores, comment, ratedAt } = rating
    return await system.tellRating({
      ...{ id, scores, comment, at: ratedAt },
      dossierCode: origin?.code ?? rating.dossierCode,
    })
  } catch (error) {
    return { away: error instanceof Error ? error.message : 'no answer' }
  }
}
