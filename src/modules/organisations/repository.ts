import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Agency, AgencyKind, Desk, Officer } from './rules/agency.ts'

const agencyColumns = [
  'id',
  'code',
  'name',
  'kind',
  'commune_code as communeCode',
  'province_code as provinceCode',
  'department_key as departmentKey',
  'parent_id as parentId',
  'address',
  'phone',
  'valid_from as validFrom',
  'valid_to as validTo',
] as const

const toAgency = (row: Omit<Agency, 'kind'> & { kind: string }): Agency => ({
  ...row,
  kind: row.kind as AgencyKind,
})

export async function findAgencyById(db: Db, id: string): Promise<Agency | null> {
  const row = await db
    .selectFrom('organisations.agency')
    .select(agencyColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ? toAgency(row) : null
}

/** The day asked about or, when none is, today as the database has it. */
const dayOf = (on: string | undefined) =>
  on === undefined ? sql<string>`current_date` : sql<string>`${on}::date`

/** Agencies in force on `on` that fit `wanted`, by code, at most `limit`. */
export async function selectAgencies(
  db: Db,
  wanted: Readonly<{
    on?: string | undefined
    limit: number
    after?: string | undefined
    code?: string | undefined
    codes?: readonly string[] | undefined
    kind?: AgencyKind | undefined
    provinceCode?: string | undefined
    communeCode?: string | undefined
    departmentKey?: string | undefined
  }>,
): Promise<Agency[]> {
  const { on, limit, after, code, codes, kind, provinceCode, communeCode, departmentKey } = wanted
  const rows = await db
    .selectFrom('organisations.agency')
    .select(agencyColumns)
    .where('valid_from', '<=', dayOf(on))
    .where((by) => by.or([by('valid_to', 'is', null), by('valid_to', '>=', dayOf(on))]))
    .$if(after !== undefined, (query) => query.where('code', '>', after ?? ''))
    .$if(code !== undefined, (query) => query.where('code', '=', code ?? ''))
    .$if(codes !== undefined, (query) =>
      query.where('code', '=', sql<string>`any(${[...(codes ?? [])]}::text[])`),
    )
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .$if(provinceCode !== undefined, (query) => query.where('province_code', '=', provinceCode ?? ''))
    .$if(communeCode !== undefined, (query) => query.where('commune_code', '=', communeCode ?? ''))
    .$if(departmentKey !== undefined, (query) => query.where('department_key', '=', departmentKey ?? ''))
    .orderBy('code')
    .limit(limit)
    .execute()
  return rows.map(toAgency)
}

const deskColumns = ['id', 'code', 'name', 'agency_id as agencyId'] as const

export function selectDesks(db: Db, agencyId: string): Promise<Desk[]> {
  return db
    .selectFrom('organisations.desk')
    .select(deskColumns)
    .where('agency_id', '=', agencyId)
    .orderBy('code')
    .limit(100)
    .execute()
}

/** The first desk of the agency itself or, when it has none, of the public service centre of its province. */
export async function selectReceivingDesk(db: Db, agencyId: string): Promise<Desk | null> {
  const desk = await db
    .selectFrom('organisations.agency as asked')
    .innerJoin('organisations.agency as giver', (join) =>
      join.on((by) =>
        by.or([
          by('giver.id', '=', by.ref('asked.id')),
          by.and([
            by('giver.kind', '=', 'public_service_centre'),
            by('giver.commune_code', 'is', null),
            by('giver.province_code', '=', by.ref('asked.province_code')),
          ]),
        ]),
      ),
    )
    .innerJoin('organisations.desk as desk', 'desk.agency_id', 'giver.id')
    .select(['desk.id', 'desk.code', 'desk.name', 'desk.agency_id as agencyId'])
    .where('asked.id', '=', agencyId)
    .orderBy(sql`giver.id <> asked.id`)
    .orderBy('desk.code')
    .limit(1)
    .executeTakeFirst()
  return desk ?? null
}

const officerColumns = ['id', 'full_name as fullName', 'position', 'agency_id as agencyId', 'email'] as const

export async function findOfficerById(db: Db, id: string): Promise<Officer | null> {
  const row = await db
    .selectFrom('organisations.officer')
    .select(officerColumns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export function selectOfficers(
  db: Db,
  wanted: Readonly<{ agencyId: string; on?: string | undefined; limit: number }>,
): Promise<Officer[]> {
  return db
    .selectFrom('organisations.officer')
    .select(officerColumns)
    .where('agency_id', '=', wanted.agencyId)
    .where('valid_from', '<=', dayOf(wanted.on))
    .where((by) => by.or([by('valid_to', 'is', null), by('valid_to', '>=', dayOf(wanted.on))]))
    .orderBy('full_name')
    .orderBy('id')
    .limit(wanted.limit)
    .execute()
}

export async function selectOfficersById(db: Db, ids: readonly string[]): Promise<Officer[]> {
  if (ids.length === 0) return []
  return await db.selectFrom('organisations.officer').select(officerColumns).where('id', 'in', ids).execute()
}

export function selectOfficersByEmail(db: Db, emails: readonly string[]): Promise<Officer[]> {
  return db
    .selectFrom('organisations.officer')
    .select(officerColumns)
    .where('email', 'in', emails.length > 0 ? emails : [''])
    .execute()
}

export type NewAgency = Omit<Agency, 'parentId'> & Readonly<{ parentCode: string | null; searchText: string }>

/** Writes the agencies that are not there yet, parents first, in one statement. A code in force is left as it is. */
export async function insertAgencies(tx: Tx, agencies: readonly NewAgency[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(agencies)}::jsonb) as g(id uuid, code text, name text, kind text,
        "communeCode" text, "provinceCode" text, "departmentKey" text, "parentCode" text, address text, phone text,
        "searchText" text, "validFrom" date)
    )
    insert into organisations.agency (id, code, name, kind, commune_code, province_code, department_key, parent_id,
      address, phone, search_text, valid_from)
    select g.id, g.code, g.name, g.kind, g."communeCode", g."provinceCode", g."departmentKey",
      coalesce(known.id, parent.id), g.address, g.phone, g."searchText", g."validFrom"
    from given g
    left join organisations.agency known on known.code = g."parentCode" and known.valid_to is null
    left join given parent on parent.code = g."parentCode"
    where not exists (select from organisations.agency a where a.code = g.code and a.valid_to is null)`.execute(
    tx,
  )
  return Number(numAffectedRows)
}

export type NewDesk = Readonly<{ id: string; code: string; name: string; agencyCode: string }>

export async function insertDesks(tx: Tx, desks: readonly NewDesk[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into organisations.desk (id, code, name, agency_id)
    select g.id, g.code, g.name, a.id
    from jsonb_to_recordset(${JSON.stringify(desks)}::jsonb) as g(id uuid, code text, name text, "agencyCode" text)
    join organisations.agency a on a.code = g."agencyCode" and a.valid_to is null
    on conflict on constraint desk_code_key do nothing`.execute(tx)
  return Number(numAffectedRows)
}

export type NewOfficer = Readonly<{
  id: string
  fullName: string
  position: string
  email: string
  agencyCode: string
  validFrom: string
}>

export async function insertOfficers(tx: Tx, officers: readonly NewOfficer[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into organisations.officer (id, full_name, position, email, agency_id, valid_from)
    select g.id, g."fullName", g.position, g.email, a.id, g."validFrom"
    from jsonb_to_recordset(${JSON.stringify(officers)}::jsonb)
      as g(id uuid, "fullName" text, position text, email text, "agencyCode" text, "validFrom" date)
    join organisations.agency a on a.code = g."agencyCode" and a.valid_to is null
    on conflict on constraint officer_email_key do nothing`.execute(tx)
  return Number(numAffectedRows)
}
