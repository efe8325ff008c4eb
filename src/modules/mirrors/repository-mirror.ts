import { sql } from 'kysely'
import type { Temporal } from 'temporal-polyfill'
import { instantOf } from '#platform/clock'
import type { Db } from '#platform/db'
import type { ListPlace } from '#platform/list-place'
import type { CodeKind } from './rules/mapping.ts'
import type { Report } from './rules/report.ts'

/** Hồ sơ giải quyết nơi khác: what the newest report says of it, and where it says so. */
export type MirroredDossier = Readonly<{
  system: string
  systemName: string
  code: string
  reportId: string
  /** By which the nation counts dossiers, 1 to 10; null: its states are not known here yet. */
  nationalState: number | null
  /** A state of theirs that a newer report names, and that nobody has mapped yet. */
  unreadState: string | null
  isDisputed: boolean
  procedureCode: string | null
  agencyCode: string | null
  reportedAt: Temporal.Instant
  report: Report
  ourDossierId: string | null
}>

const mirrors = (db: Db) =>
  db
    .selectFrom('mirrors.mirrored_dossier as d')
    .innerJoin('mirrors.ministry_system as s', 's.code', 'd.system')
    .selectAll('d')
    .select('s.name as system_name')
type Row = Awaited<ReturnType<ReturnType<typeof mirrors>['executeTakeFirstOrThrow']>>

const toMirror = (row: Row): MirroredDossier => ({
  ...{ system: row.system, systemName: row.system_name, code: row.their_code, reportId: row.report_id },
  ...{ nationalState: row.national_state, unreadState: row.unread_state, isDisputed: row.is_disputed },
  ...{ procedureCode: row.procedure_code, agencyCode: row.agency_code, ourDossierId: row.our_dossier_id },
  reportedAt: instantOf(row.reported_at),
  report: row.content as unknown as Report,
})

/** A dossier that is processed elsewhere, by its code there; null: none, or it is one of ours. */
export async function findMirrored(db: Db, code: string): Promise<MirroredDossier | null> {
  const row = await mirrors(db)
    .where('d.their_code', '=', code)
    .where('d.our_dossier_id', 'is', null)
    .orderBy('d.reported_at', 'desc')
    .executeTakeFirst()
  return row ? toMirror(row) : null
}

/** A dossier that a system processes; null: none, or it is one of ours. */
export async function findMirroredIn(db: Db, system: string, code: string): Promise<MirroredDossier | null> {
  const row = await mirrors(db)
    .where('d.system', '=', system)
    .where('d.their_code', '=', code)
    .where('d.our_dossier_id', 'is', null)
    .executeTakeFirst()
  return row ? toMirror(row) : null
}

type Sight = Readonly<{
  /** Our code of the agency that processes it there; null: whichever, also one that nobody has mapped. */
  agencyCode: string | null
  limit: number
}>

/** What others process for a person, as owner or applicant, the newest first; at most `limit`, and none that is ours. */
export async function listMirroredOf(
  db: Db,
  personalId: string,
  { agencyCode, limit }: Sight = { agencyCode: null, limit: 50 },
): Promise<MirroredDossier[]> {
  const rows = await mirrors(db)
    .where((or) =>
      or.or([or('d.owner_personal_id', '=', personalId), or('d.applicant_personal_id', '=', personalId)]),
    )
    .where('d.our_dossier_id', 'is', null)
    .$if(agencyCode !== null, (those) => those.where('d.agency_code', '=', agencyCode))
    .orderBy('d.reported_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toMirror)
}

/** `code`: only the dossier of that code. `before`: the last one seen; its id is their code. */
export type MirrorQuery = Sight &
  Readonly<{
    system: string | null
    code: string | null
    before: ListPlace | null
  }>

/** What others process, the newest report first. */
export async function listMirrored(db: Db, query: MirrorQuery): Promise<MirroredDossier[]> {
  return (await mirrorsQuery(db, query).execute()).map(toMirror)
}

/** Each system has its newest ones in order in an index, each agency of it in another; of these heads the newest are taken. */
export function mirrorsQuery(db: Db, { system, code, agencyCode, before, limit }: MirrorQuery) {
  return db
    .selectFrom('mirrors.ministry_system as s')
    .innerJoinLateral(
      (of) =>
        of
          .selectFrom('mirrors.mirrored_dossier')
          .selectAll('mirrors.mirrored_dossier')
          .whereRef('system', '=', 's.code')
          .where('our_dossier_id', 'is', null)
          .$if(agencyCode !== null, (those) => those.where('agency_code', '=', agencyCode))
          .$if(code !== null, (those) => those.where('their_code', '=', code ?? ''))
          .$if(before !== null, (those) =>
            those.where(sql<boolean>`(reported_at, their_code) < (${before?.at}::timestamptz, ${before?.id})`),
          )
          .orderBy('reported_at', 'desc')
          .orderBy('their_code', 'desc')
          .limit(limit)
          .as('d'),
      (join) => join.onTrue(),
    )
    .$if(system !== null, (those) => those.where('s.code', '=', system ?? ''))
    .selectAll('d')
    .select('s.name as system_name')
    .orderBy('d.reported_at', 'desc')
    .orderBy('d.their_code', 'desc')
    .limit(limit)
}

/** What ministry systems say of dossiers of ours, by the dossier. */
export async function listBeside(db: Db, dossierId: string): Promise<MirroredDossier[]> {
  const rows = await mirrors(db)
    .where('d.our_dossier_id', '=', dossierId)
    .orderBy('d.system')
    .limit(20)
    .execute()
  return rows.map(toMirror)
}

/** One report of a dossier, as its way shows it. */
export type ReportLine = Readonly<{
  id: string
  sequence: number | null
  nationalState: number | null
  report: Report
  cameBy: string
}>

/** The reports of a dossier, the newest first, at most 100, each read by the mapping of its day. */
export async function listReports(db: Db, system: string, code: string): Promise<ReportLine[]> {
  const day = sql<string>`(r.reported_at at time zone 'Asia/Ho_Chi_Minh')::date`
  const rows = await db
    .selectFrom('mirrors.ministry_report as r')
    .leftJoin('mirrors.code_mapping as m', (join) =>
      join
        .onRef('m.system', '=', 'r.system')
        .onRef('m.their_code', '=', 'r.their_state')
        .on('m.kind', '=', 'state')
        .on(sql<boolean>`m.from_on <= ${day} and (m.until_on is null or m.until_on >= ${day})`),
    )
    .select(['r.id', 'r.sequence', 'r.content', 'r.came_by', 'm.our_code'])
    .where('r.system', '=', system)
    .where('r.their_code', '=', code)
    .orderBy(sql`coalesce(r.sequence, 0)`, 'desc')
    .orderBy('r.reported_at', 'desc')
    .orderBy(sql`r.sha256 collate "C"`, 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => ({
    ...{ id: row.id, sequence: row.sequence === null ? null : Number(row.sequence), cameBy: row.came_by },
    nationalState: row.our_code === null ? null : Number(row.our_code),
    report: row.content as unknown as Report,
  }))
}

/** A code of theirs that nobody has mapped, its name where they gave one, and how many dossiers wait for it. */
export type UnmappedCode = Readonly<{
  kind: CodeKind
  code: string
  name: string
  count: number
  example: string
}>

/** The codes of a system that are not known here, the most frequent first, at most 100. */
export async function listUnmapped(db: Db, system: string): Promise<UnmappedCode[]> {
  const { rows } = await sql<UnmappedCode>`
    with unread as (
      select * from mirrors.mirrored_dossier where system = ${system}
        and (procedure_code is null or agency_code is null or unread_state is not null)
    )
    select 'state' as kind, unread_state as code, '' as name, count(*)::int as count, min(their_code) as example
      from unread where unread_state is not null group by unread_state
    union all
    select 'procedure', their_procedure, min(content #>> '{procedure,name}'), count(*)::int, min(their_code)
      from unread where procedure_code is null group by their_procedure
    union all
    select 'agency', their_agency, min(content #>> '{agency,name}'), count(*)::int, min(their_code)
      from unread where agency_code is null group by their_agency
    order by count desc, kind, code limit 100`.execute(db)
  return rows
}

/** What came from a system and could not be taken. */
export type RefusedReport = Readonly<{
  id: string
  theirCode: string | null
  problem: string
  receivedAt: Temporal.Instant
}>

/** The newest first, at most 50. */
export async function listRefused(db: Db, system: string): Promise<RefusedReport[]> {
  const rows = await db
    .selectFrom('mirrors.refused_report')
    .select(['id', 'their_code', 'problem', 'received_at'])
    .where('system', '=', system)
    .orderBy('received_at', 'desc')
    .limit(50)
    .execute()
  return rows.map(({ id, their_code, problem, received_at }) => ({
    ...{ id, theirCode: their_code, problem },
    receivedAt: instantOf(received_at),
  }))
}
