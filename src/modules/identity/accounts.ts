import { getAgency, listOfficersById } from '#modules/organisations'
import type { Db } from '#platform/db'
import { isId } from '#platform/ids'
import { type Memory, memoryOf } from '#platform/memory'
import type { AccountKey, Session } from './repository.ts'
import {
  findCitizenAccount,
  findOfficerAccount,
  findOfficerByUsername,
  selectActiveOfficers,
} from './repository-accounts.ts'
import { type Actor, nobody, type OfficerActor, type Role } from './rules/actor.ts'

/** Who an account stands for now, with today's roles and agency; `nobody` when it is closed. Remembered for 10 seconds. */
export function findActorOf(db: Db, { kind, accountId }: AccountKey): Promise<Actor> {
  return memoriesOf(db).actors.get(accountId, () =>
    kind === 'officer' ? loadOfficer(db, accountId) : loadCitizen(db, accountId),
  )
}

async function loadOfficer(db: Db, accountId: string): Promise<Actor> {
  const account = await findOfficerAccount(db, accountId)
  if (!account?.active) return nobody
  const agency = await getAgency(db, account.agencyId)
  const { username, fullName, position, roles } = account
  return {
    kind: 'officer',
    accountId,
    username,
    fullName,
    position,
    roles,
    agencyId: agency.id,
    agencyCode: agency.code,
    agencyName: agency.name,
  }
}

async function loadCitizen(db: Db, accountId: string): Promise<Actor> {
  const account = await findCitizenAccount(db, { id: accountId })
  if (!account) return nobody
  const { personalId, fullName, birthDate, assuranceLevel } = account
  return { kind: 'citizen', accountId, personalId, fullName, birthDate, assuranceLevel }
}

/** The account people name: an officer's username, or a citizen's personal id. Null when unknown or closed. */
export async function findAccountByName(db: Db, name: string): Promise<AccountKey | null> {
  const citizen = /^\d{12}$/.test(name) ? await findCitizenAccount(db, { personalId: name }) : null
  if (citizen) return { kind: 'citizen', accountId: citizen.id }
  const officer = await findOfficerByUsername(db, name.trim().toLowerCase())
  return officer?.active ? { kind: 'officer', accountId: officer.id } : null
}

/** An officer by username, as if signed in: for commands that act for somebody. Null when there is no such open account. */
export async function findOfficerActor(db: Db, username: string): Promise<OfficerActor | null> {
  const account = await findAccountByName(db, username)
  const actor = account ? await findActorOf(db, account) : nobody
  return actor.kind === 'officer' ? actor : null
}

/** The account of an officer who is named by its id or by the username that people know. Null when nobody has that name. */
export async function findOfficerAccountId(db: Db, named: string): Promise<string | null> {
  return isId(named) ? named : ((await findOfficerActor(db, named))?.accountId ?? null)
}

/** An officer by account, as if signed in: for what a job does in their name. Throws when the account is closed or is no officer's. */
export async function getOfficerActor(db: Db, accountId: string): Promise<OfficerActor> {
  const actor = await findActorOf(db, { kind: 'officer', accountId })
  if (actor.kind !== 'officer') throw new Error(`account ${accountId} is no open account of an officer`)
  return actor
}

/** An officer who can be reached: an active account and, when its officer has one, a mailbox. */
export type OfficerContact = Readonly<{
  accountId: string
  fullName: string
  position: string
  agencyId: string
  roles: readonly Role[]
  superiorId: string | null
  email: string | null
}>

const mostContacts = 200

/**
 * The officers of an agency with an active account, those of `role` when it is given, of any agency, or of some accounts; by
 * username, at most 200. Accounts that are closed or unknown are left out.
 */
export async function listOfficerContacts(
  db: Db,
  wanted: Readonly<{ agencyId: string; role?: Role } | { role: Role } | { accountIds: readonly string[] }>,
): Promise<OfficerContact[]> {
  const which =
    'accountIds' in wanted
      ? { ids: wanted.accountIds }
      : {
          ...('agencyId' in wanted && { agencyId: wanted.agencyId }),
          ...(wanted.role && { roles: [wanted.role] }),
        }
  const accounts = await selectActiveOfficers(db, which, mostContacts)
  const officers = await listOfficersById(
    db,
    accounts.flatMap(({ officerId }) => officerId ?? []),
  )
  const emails = new Map(officers.map(({ id, email }) => [id, email]))
  return accounts.map(({ id, fullName, position, agencyId, roles, superiorId, officerId }) => ({
    ...{ accountId: id, fullName, position, agencyId, roles, superiorId },
    email: (officerId && emails.get(officerId)) || null,
  }))
}

const actorsOf = memoryOf<Db, Actor>(10_000)
const sessionsOf = memoryOf<Db, Session | null>(3_000)

/**
 * What this process remembers of a database. Roles and closed accounts are seen by other processes within 10 seconds, a
 * sign-out within 3; in this process at once, because every change drops what it touches.
 */
export const memoriesOf = (db: Db): Readonly<{ actors: Memory<Actor>; sessions: Memory<Session | null> }> => ({
  actors: actorsOf(db),
  sessions: sessionsOf(db),
})
