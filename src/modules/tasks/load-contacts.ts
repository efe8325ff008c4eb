import type { AlarmedDossier } from '#modules/dossiers'
import { listOfficerContacts } from '#modules/identity'
import type { Db } from '#platform/db'
import type { Contact, Contacts } from './rules/recipients.ts'

type Held = Pick<AlarmedDossier, 'holderAgencyId' | 'handlerId'>

/** Who can be told about these dossiers; one question for each agency and two for the people named, however many they are. */
export async function loadContacts(db: Db, dossiers: readonly Held[]): Promise<(dossier: Held) => Contacts> {
  const agencies = new Map<string, readonly Contact[]>()
  for (const { holderAgencyId: agencyId } of dossiers)
    if (!agencies.has(agencyId)) agencies.set(agencyId, await listOfficerContacts(db, { agencyId }))
  const known = new Map([...agencies.values()].flat().map((one) => [one.accountId, one]))
  const learn = async (ids: readonly (string | null)[]) => {
    const accountIds = [...new Set(ids)].filter((id) => id !== null && !known.has(id)) as string[]
    if (accountIds.length === 0) return
    for (const one of await listOfficerContacts(db, { accountIds })) known.set(one.accountId, one)
  }
  await learn(dossiers.map(({ handlerId }) => handlerId))
  await learn([...known.values()].map(({ superiorId }) => superiorId))
  return ({ holderAgencyId }) => ({ ofAgency: agencies.get(holderAgencyId) ?? [], byId: known })
}
