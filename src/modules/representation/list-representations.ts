import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { findStored, listStored } from './repository.ts'
import { findLapse, type Lapse } from './rules/lapse.ts'
import type { Representation } from './rules/representation.ts'

/** What says whether a right holds: what is kept, the day, and for how long an organisation's account shows it. */
export type Holding = Pick<Context, 'clock' | 'config'> & Readonly<{ db: Db | Tx }>

/** A right that nobody ended and that holds no more. */
export type LapsedRepresentation = Representation & Readonly<{ lapse: Lapse }>

const lapseOf = ({ clock, config }: Holding, one: Representation): Lapse | null =>
  findLapse(one, { now: clock.now(), accountDays: config.OIDC_ORGANISATION_DAYS })

/** For whom a person may act now, by name. */
export async function listRepresentations(holding: Holding, personalId: string): Promise<Representation[]> {
  const stored = await listStored(holding.db, personalId)
  return stored.filter((one) => lapseOf(holding, one) === null)
}

/** For whom a person may act no longer though nobody ended it, by name, with why and since when. */
export async function listLapsed(holding: Holding, personalId: string): Promise<LapsedRepresentation[]> {
  const stored = await listStored(holding.db, personalId)
  return stored.flatMap((one) => {
    const lapse = lapseOf(holding, one)
    return lapse ? [{ ...one, lapse }] : []
  })
}

/** The one of that id, if it is this person's and holds. */
export async function findRepresentation(
  holding: Holding,
  which: Pick<Representation, 'id' | 'personalId'>,
): Promise<Representation | null> {
  const found = await findStored(holding.db, which)
  return found && lapseOf(holding, found) === null ? found : null
}
