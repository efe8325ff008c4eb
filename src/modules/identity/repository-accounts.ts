import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import type { Db, Tx } from '#platform/db'
import type { AssuranceLevel, Role } from './rules/actor.ts'

/** Tài khoản cán bộ, without its password. */
export type OfficerAccount = Readonly<{
  id: string
  username: string
  fullName: string
  position: string
  officerId: string | null
  agencyId: string
  roles: readonly Role[]
  /** Cấp trên trực tiếp: the account whose matter it becomes when this officer is late. */
  superiorId: string | null
  active: boolean
  createdAt: Date
  lastSignedInAt: Date | null
}>

/** Who signed in through the identity provider: what a procedure needs, and no more. */
export type Citizen = Readonly<{
  personalId: string
  fullName: string
  birthDate: string | null
  assuranceLevel: AssuranceLevel
  phone: string | null
  email: string | null
}>

const officerColumns = [
  'id',
  'username',
  'full_name as fullName',
  'position',
  'officer_id as officerId',
  'agency_id as agencyId',
  'roles',
  'superior_id as superiorId',
  'active',
  'created_at as createdAt',
  'last_signed_in_at as lastSignedInAt',
] as const

type OfficerRow = Omit<OfficerAccount, 'roles'> & { roles: string[] }
const toOfficer = (row: OfficerRow): OfficerAccount => ({ ...row, roles: row.roles as Role[] })

export async function findOfficerAccount(db: Db, id: string): Promise<OfficerAccount | null> {
  const row = await db
    .selectFrom('identity.officer_account')
    .select(officerColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? toOfficer(row) : null
}

export async function findOfficerByUsername(
  db: Db,
  username: string,
): Promise<(OfficerAccount & { passwordHash: string }) | null> {
  const row = await db
    .selectFrom('identity.officer_account')
    .select([...officerColumns, 'password_hash as passwordHash'])
    .where('username', '=', username)
    .executeTakeFirst()
  return row ? { ...toOfficer(row), passwordHash: row.passwordHash } : null
}

/** Accounts in the order of their names, from the one after `after`. */
export async function listOfficerAccounts(
  db: Db,
  { after, limit }: Readonly<{ after?: string | undefined; limit: number }>,
): Promise<OfficerAccount[]> {
  const rows = await db
    .selectFrom('identity.officer_account')
    .select(officerColumns)
    .$if(after !== undefined, (query) => query.where('username', '>', after ?? ''))
    .orderBy('username')
    .limit(limit)
    .execute()
  return rows.map(toOfficer)
}

/** The active accounts of an agency, with one of `roles` when they are given, or those of `ids`; by name, at most `limit`. */
export async function selectActiveOfficers(
  db: Db | Tx,
  wanted: Readonly<{ agencyId?: string; roles?: readonly Role[] } | { ids: readonly string[] }>,
  limit: number,
): Promise<OfficerAccount[]> {
  const found = db.selectFrom('identity.officer_account').select(officerColumns).where('active', '=', true)
  const narrowed =
    'ids' in wanted
      ? found.where((by) => by('id', '=', by.fn.any(sql<string[]>`${[...wanted.ids]}::uuid[]`)))
      : found
          .$if(wanted.agencyId !== undefined, (query) => query.where('agency_id', '=', wanted.agencyId ?? ''))
          .$if(wanted.roles !== undefined, (query) =>
            query.where(sql<boolean>`roles && ${[...(wanted.roles ?? [])]}::text[]`),
          )
  const rows = await narrowed.orderBy('username').limit(limit).execute()
  return rows.map(toOfficer)
}

/** Which of these names have an account. */
export async function listTakenUsernames(db: Db, usernames: readonly string[]): Promise<string[]> {
  if (usernames.length === 0) return []
  const rows = await db
    .selectFrom('identity.officer_account')
    .select('username')
    .where('username', 'in', usernames)
    .execute()
  return rows.map(({ username }) => username)
}

export type NewOfficer = Omit<OfficerAccount, 'superiorId' | 'active' | 'createdAt' | 'lastSignedInAt'> &
  Readonly<{ passwordHash: string; now: Temporal.Instant }>

/** Adds accounts whose names are free; gives the names that were added. */
export async function appendOfficerAccounts(tx: Tx, accounts: readonly NewOfficer[]): Promise<string[]> {
  if (accounts.length === 0) return []
  const rows = await tx
    .insertInto('identity.officer_account')
    .values(
      accounts.map(({ now, ...account }) => ({
        id: account.id,
        username: account.username,
        full_name: account.fullName,
        position: account.position,
        officer_id: account.officerId,
        agency_id: account.agencyId,
        roles: [...account.roles],
        password_hash: account.passwordHash,
        created_at: now.toString(),
        password_changed_at: now.toString(),
      })),
    )
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returning('username')
    .execute()
  return rows.map(({ username }) => username)
}

export async function saveOfficerActive(
  tx: Tx,
  id: string,
  active: boolean,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('identity.officer_account')
    .set({ active, deactivated_at: active ? null : now.toString() })
    .where('id', '=', id)
    .execute()
}

export async function saveOfficerRoles(tx: Tx, id: string, roles: readonly Role[]): Promise<void> {
  await tx
    .updateTable('identity.officer_account')
    .set({ roles: [...roles] })
    .where('id', '=', id)
    .execute()
}

export async function saveOfficerSuperior(tx: Tx, id: string, superiorId: string | null): Promise<void> {
  await tx
    .updateTable('identity.officer_account')
    .set({ superior_id: superiorId })
    .where('id', '=', id)
    .execute()
}

/** In each agency of these accounts: who receives and who appraises has the signatory above, a signatory the leader. */
export async function saveUsualSuperiors(tx: Tx, usernames: readonly string[]): Promise<void> {
  await sql`update identity.officer_account a set superior_id = (
      select s.id from identity.officer_account s
      where s.agency_id = a.agency_id and s.active and s.id <> a.id
        and (case when 'signatory' = any(a.roles) then 'leader' else 'signatory' end) = any(s.roles)
      order by s.username limit 1)
    where a.username = any(${[...usernames]}::text[]) and a.roles && '{reception_officer,case_officer,signatory}'`.execute(
    tx,
  )
}

export async function saveOfficerPassword(
  tx: Tx,
  id: string,
  passwordHash: string,
  now: Temporal.Instant,
): Promise<void> {
  await tx
    .updateTable('identity.officer_account')
    .set({ password_hash: passwordHash, password_changed_at: now.toString() })
    .where('id', '=', id)
    .execute()
}

export async function saveOfficerSignedIn(tx: Tx, id: string, now: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('identity.officer_account')
    .set({ last_signed_in_at: now.toString() })
    .where('id', '=', id)
    .execute()
}

/**
 * Keeps what the provider said of a person now, under the personal id; what it did not say of how to reach them stays. Gives
 * the account's id.
 */
export async function saveCitizen(
  tx: Tx,
  id: string,
  citizen: Citizen,
  now: Temporal.Instant,
): Promise<string> {
  const said = {
    full_name: citizen.fullName,
    birth_date: citizen.birthDate,
    assurance_level: citizen.assuranceLevel,
    ...(citizen.phone && { phone: citizen.phone }),
    ...(citizen.email && { email: citizen.email }),
    last_signed_in_at: now.toString(),
  }
  const row = await tx
    .insertInto('identity.citizen_account')
    .values({ id, personal_id: citizen.personalId, created_at: now.toString(), ...said })
    .onConflict((conflict) => conflict.column('personal_id').doUpdateSet(said))
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** Adds citizens who are not known yet; gives how many. */
export async function appendCitizens(
  tx: Tx,
  citizens: readonly CitizenAccount[],
  now: Temporal.Instant,
): Promise<number> {
  const rows = await tx
    .insertInto('identity.citizen_account')
    .values(
      citizens.map(({ id, personalId, fullName, birthDate, assuranceLevel, phone, email }) => ({
        id,
        personal_id: personalId,
        full_name: fullName,
        birth_date: birthDate,
        assurance_level: assuranceLevel,
        ...{ phone, email },
        created_at: now.toString(),
      })),
    )
    .onConflict((conflict) => conflict.column('personal_id').doNothing())
    .returning('id')
    .execute()
  return rows.length
}

const citizenColumns = [
  'id',
  'personal_id as personalId',
  'full_name as fullName',
  'birth_date as birthDate',
  'assurance_level as assuranceLevel',
  'phone',
  'email',
] as const

export type CitizenAccount = Citizen & Readonly<{ id: string }>

export async function findCitizenAccount(
  db: Db | Tx,
  by: Readonly<{ id: string } | { personalId: string }>,
): Promise<CitizenAccount | null> {
  const row = await db
    .selectFrom('identity.citizen_account')
    .select(citizenColumns)
    .$if('id' in by, (query) => query.where('id', '=', 'id' in by ? by.id : ''))
    .$if('personalId' in by, (query) =>
      query.where('personal_id', '=', 'personalId' in by ? by.personalId : ''),
    )
    .executeTakeFirst()
  return row ? { ...row, assuranceLevel: row.assuranceLevel === 2 ? 2 : 1 } : null
}
