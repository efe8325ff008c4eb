import { findOrigin } from '#modules/filings'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import type { Heard } from '#platform/telling'
import type { RatingSystem } from './ports.ts'
import { findRating } from './repository.ts'
import { ratingTelling } from './telling.ts'

/** Tells a system what was said here and it does not have yet; gives how many it took. What it does not take is tried again. */
export const tellRatings = (context: Pick<Context, 'db' | 'clock'>, system: RatingSystem): Promise<number> =>
  ratingTelling.tellDue(context, system.code, (ratingId) => tellOne(context.db, system, ratingId))

async function tellOne(db: Db, system: RatingSystem, ratingId: string): Promise<Heard> {
  const rating = await findRating(db, ratingId)
  if (!rating?.dossierId) return { refused: 'the rating has no dossier' }
  const origin = await findOrigin(db, rating.dossierId, system.code)
  const { id, scores, comment, ratedAt } = rating
  return await system.tellRating({
    ...{ id, scores, comment, at: ratedAt },
    dossierCode: origin?.code ?? rating.dossierCode,
  })
}
