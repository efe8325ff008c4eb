import { listOwnDossiers, type StoredDossier, scopeOf } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import type { Db } from '#platform/db'
import { findLastContact } from './repository.ts'

/** Where the post found a person, as far as it is known; '' for what is not. */
export type KnownContact = Readonly<{ address: string; phone: string; isOfEarlierOrder: boolean }>

/** Among so many of a person's newest dossiers an earlier order is looked for. */
const mostDossiers = 50

/**
 * What the form of an order begins with: what stands in the dossier, or what an order of the person's own dossiers said
 * since, which they may read in any case. For others than the person: what stands in the dossier.
 */
export async function findKnownContact(
  db: Db,
  dossier: Pick<StoredDossier, 'applicantAddress' | 'applicantPhone' | 'submittedAt'>,
  actor: Actor,
): Promise<KnownContact> {
  const { applicantAddress, applicantPhone, submittedAt } = dossier
  const phone = applicantPhone ?? ''
  const scope = scopeOf(actor)
  const own = scope ? await listOwnDossiers(db, scope, null, mostDossiers) : []
  const last = await findLastContact(
    db,
    own.map(({ id }) => id),
  )
  const isNewer = last && last.openedAt.epochMilliseconds > submittedAt.epochMilliseconds
  if (!last || (applicantAddress && !isNewer))
    return { address: applicantAddress ?? '', phone, isOfEarlierOrder: false }
  return { address: last.address, phone: last.phone ?? phone, isOfEarlierOrder: true }
}
