import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { CodeKind } from './rules/mapping.ts'
import type { OrderedBy, Report } from './rules/report.ts'

/** Hệ thống của bộ, ngành. `member`: who may push for it, as `GOV/G12/LAND`. */
export type MinistrySystem = Readonly<{
  code: string
  name: string
  member: string | null
  orderedBy: OrderedBy
  cursor: string | null
  pulledAt: Temporal.Instant | null
  lastError: string | null
  lastErrorAt: Temporal.Instant | null
}>

export type CameBy = 'pull' | 'push'

const instant = (value: Date | null): Temporal.Instant | null => value && instantOf(value)

const systems = (db: Db | Tx) => db.selectFrom('mirrors.ministry_system').selectAll()
type SystemRow = Awaited<ReturnType<ReturnType<typeof systems>['executeTakeFirstOrThrow']>>

const toSystem = (row: SystemRow): MinistrySystem => ({
  ...{ code: row.code, name: row.name, member: row.member, cursor: row.cursor },
  orderedBy: row.ordered_by as OrderedBy,
  pulledAt: instant(row.pulled_at),
  lastError: row.last_error,
  lastErrorAt: instant(row.last_error_at),
})

/** At most a hundred: there are about twenty ministries. */
export async function listSystems(db: Db): Promise<MinistrySystem[]> {
  return (await systems(db).orderBy('name').limit(100).execute()).map(toSystem)
}

export async function findSystem(db: Db | Tx, code: string): Promise<MinistrySystem | null> {
  const row = await systems(db).where('code', '=', code).executeTakeFirst()
  return row ? toSystem(row) : null
}

/** The system for which a member of the exchange may push. */
export async function findSystemOfMember(db: Db, member: string): Promise<MinistrySystem | null> {
  const row = await systems(db).where('member', '=', member).orderBy('code').executeTakeFirst()
  return row ? toSystem(row) : null
}

/** Holds a system until the transaction ends: what it reports is folded one transaction after the other. */
export async function lockSystem(tx: Tx, code: string): Promise<MinistrySystem | null> {
  const row = await systems(tx).where('code', '=', code).forUpdate().executeTakeFirst()
  return row ? toSystem(row) : null
}

export async function saveSystem(
  tx: Tx,
  { code, name, member, orderedBy }: Pick<MinistrySystem, 'code' | 'name' | 'member' | 'orderedBy'>,
): Promise<void> {
  const words = { name, member, ordered_by: orderedBy }
  await tx
    .insertInto('mirrors.ministry_system')
    .values({ code, ...words })
    .onConflict((conflict) => conflict.constraint('ministry_system_pkey').doUpdateSet(words))
    .execute()
}

export type PullNote = Readonly<
  { pulledAt: Temporal.Instant; cursor: string } | { lastErrorAt: Temporal.Instant; lastError: string }
>

/** What came of asking a system: how far it was read, or why it was not. */
export async function notePull(tx: Tx, code: string, note: PullNote): Promise<void> {
  const change =
    'cursor' in note
      ? { cursor: note.cursor, pulled_at: note.pulledAt.toString() }
      : { last_error: note.lastError, last_error_at: note.lastErrorAt.toString() }
  await tx.updateTable('mirrors.ministry_system').set(change).where('code', '=', code).execute()
}

export type NewReport = Readonly<{
  system: string
  report: Report
  sha256: string
  cameBy: CameBy
  at: Temporal.Instant
}>

/** Keeps a report. False: the same one is there already. */
export async function addReport(tx: Tx, { system, report, sha256, cameBy, at }: NewReport): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('mirrors.ministry_report')
    .values({
      ...{ id: makeId(), system, sha256, came_by: cameBy, received_at: at.toString() },
      ...{ their_code: report.dossierCode, sequence: report.sequence, reported_at: report.reportedAt },
      ...{ their_state: report.state, their_procedure: report.procedure.code },
      ...{ their_agency: report.agency.code, content: JSON.stringify(report) },
    })
    .onConflict((conflict) => conflict.constraint('report_content_key').doNothing())
    .executeTakeFirstOrThrow()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

export type NewRefusal = Readonly<{
  system: string
  theirCode: string | null
  problem: string
  content: string
  sha256: string
  cameBy: CameBy
  at: Temporal.Instant
}>

/** Keeps what cannot be a report, once, for a person to see. */
export async function addRefusal(tx: Tx, refusal: NewRefusal): Promise<void> {
  const { system, theirCode, problem, content, sha256, cameBy, at } = refusal
  await tx
    .insertInto('mirrors.refused_report')
    .values({
      ...{ id: makeId(), system, their_code: theirCode, problem, content, sha256 },
      ...{ came_by: cameBy, received_at: at.toString() },
    })
    .onConflict((conflict) => conflict.constraint('refused_report_content_key').doNothing())
    .execute()
}

/**
 * Folds the reports of some dossiers into their mirrors: the newest whose state is known here, or where none is, the newest
 * (`rules/position.ts` says which is newer). Codes are read by the mapping of the day of the report. Called again it changes
 * nothing: a mirror is a function of the reports and of the mapping.
 */
export async function foldReports(tx: Tx, system: string, theirCodes: readonly string[]): Promise<void> {
  if (theirCodes.length === 0) return
  await sql`
    with ranked as (
      select r.*, (r.reported_at at time zone 'Asia/Ho_Chi_Minh')::date as day, m.our_code as our_state,
        row_number() over (partition by r.their_code
          order by coalesce(r.sequence, 0) desc, r.reported_at desc, r.sha256 collate "C" desc) as place
      from mirrors.ministry_report r
      left join mirrors.code_mapping m on m.system = r.system and m.kind = 'state' and m.their_code = r.their_state
        and m.from_on <= (r.reported_at at time zone 'Asia/Ho_Chi_Minh')::date
        and (m.until_on is null or m.until_on >= (r.reported_at at time zone 'Asia/Ho_Chi_Minh')::date)
      where r.system = ${system} and r.their_code = any(${[...theirCodes]}::text[])
    ), newest as (
      select distinct on (their_code) * from ranked order by their_code, (our_state is null), place
    )
    insert into mirrors.mirrored_dossier
      (system, their_code, report_id, sequence, reported_at, their_state, national_state, unread_state, is_disputed,
       their_procedure, procedure_code, their_agency, agency_code, owner_personal_id, applicant_personal_id, content,
       our_dossier_id)
    select n.system, n.their_code, n.id, n.sequence, n.reported_at, n.their_state, n.our_state::int,
      case when n.our_state is null or n.place > 1
        then (select first.their_state from ranked first where first.their_code = n.their_code and first.place = 1) end,
      exists (select from ranked other where other.their_code = n.their_code and other.id <> n.id
        and coalesce(other.sequence, 0) = coalesce(n.sequence, 0)
        and (n.sequence is not null or other.reported_at = n.reported_at)),
      n.their_procedure, p.our_code, n.their_agency, a.our_code, n.content #>> '{owner,personalId}',
      n.content #>> '{applicant,personalId}', n.content, null
    from newest n
    left join mirrors.code_mapping p on p.system = n.system and p.kind = 'procedure' and p.their_code = n.their_procedure
      and p.from_on <= n.day and (p.until_on is null or p.until_on >= n.day)
    left join mirrors.code_mapping a on a.system = n.system and a.kind = 'agency' and a.their_code = n.their_agency
      and a.from_on <= n.day and (a.until_on is null or a.until_on >= n.day)
    on conflict on constraint mirrored_dossier_pkey do update set
      report_id = excluded.report_id, sequence = excluded.sequence, reported_at = excluded.reported_at,
      their_state = excluded.their_state, national_state = excluded.national_state,
      unread_state = excluded.unread_state, is_disputed = excluded.is_disputed,
      their_procedure = excluded.their_procedure, procedure_code = excluded.procedure_code,
      their_agency = excluded.their_agency, agency_code = excluded.agency_code,
      owner_personal_id = excluded.owner_personal_id, applicant_personal_id = excluded.applicant_personal_id,
      content = excluded.content`.execute(tx)
}

/** Ties mirrors to the dossiers of ours that they are: those that were handed over under that code. */
export async function tieToOurs(tx: Tx, system: string, theirCode: string, dossierId: string): Promise<void> {
  await tx
    .updateTable('mirrors.mirrored_dossier')
    .set({ our_dossier_id: dossierId })
    .where('system', '=', system)
    .where('their_code', '=', theirCode)
    .execute()
}

/** Which mirrors a mapping is about: those that name something unknown, and those that name this code. */
export type Touched = Readonly<{ kind: CodeKind; theirCode: string }>

const columns = { procedure: 'their_procedure', agency: 'their_agency', state: 'their_state' } as const

/** Codes of dossiers of a system that have to be read again, after `after`, by their letters. */
export async function listToRead(
  tx: Tx,
  system: string,
  { kind, theirCode }: Touched,
  { after, limit }: Readonly<{ after: string; limit: number }>,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('mirrors.mirrored_dossier')
    .select('their_code')
    .where('system', '=', system)
    .where((or) =>
      or.or([
        or(columns[kind], '=', theirCode),
        or('procedure_code', 'is', null),
        or('agency_code', 'is', null),
        or('unread_state', 'is not', null),
      ]),
    )
    .where('their_code', '>', after)
    .orderBy('their_code')
    .limit(limit)
    .execute()
  return rows.map(({ their_code }) => their_code)
}
