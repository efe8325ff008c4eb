import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { memoryOf } from '#platform/memory'
import {
  type Caller,
  findOfferingByCode,
  listRightDays,
  listVersions,
  type Offering,
  type OfferingVersion,
} from './repository.ts'
import { type AccessDecision, type Days, decideAccess } from './rules/access.ts'
import type { OfferingId } from './rules/identifier.ts'

/** An offering with all its versions, the newest first. */
export type OfferingRecord = Readonly<{ offering: Offering; versions: readonly OfferingVersion[] }>

// What was changed by another process is known here after so long.
const offeringsOf = memoryOf<Db, OfferingRecord | null>(2000)
const rightsOf = memoryOf<Db, readonly Days[]>(2000)

/** The offering that stands under these words in the catalogue, or null. May be two seconds old. */
export const findOffering = (
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  id: OfferingId,
): Promise<OfferingRecord | null> =>
  offeringsOf(db).get([id.class, id.member, id.subsystem, id.offering].join('/'), async () => {
    const offering = await findOfferingByCode(db, id)
    if (!offering) return null
    return { offering, versions: (await listVersions(db, [offering.id], clock.now())).get(offering.id) ?? [] }
  })

/** Whether `caller` may call `offering` on `day` (ISO): refused unless a right of that day says otherwise. */
export async function mayCall(
  db: Db,
  caller: Caller,
  offering: Offering,
  day: string,
): Promise<AccessDecision> {
  const rights = await rightsOf(db).get(`${caller.subsystemId}/${offering.id}`, () =>
    listRightDays(db, caller.subsystemId, offering.id),
  )
  return decideAccess(
    {
      caller: caller.days,
      provider: offering.memberDays,
      rights,
      sandboxOfferingId: caller.credential.sandboxOfferingId,
      offeringId: offering.id,
    },
    day,
  )
}

/** Forgets what is remembered of offerings and rights: in this process a change counts at once. */
export function forgetOfferings(db: Db): void {
  offeringsOf(db).clear()
  rightsOf(db).clear()
}
