import { CompiledQuery } from 'kysely'
import type { Db } from '#platform/db'

/** Where invented dossiers go and what they are about. */
export type SeedPlace = Readonly<{
  receivingAgencyId: string
  competentAgencyId: string
  intakeCode: string
  procedureVersionId: string
  procedureCode: string
  procedureName: string
}>

/**
 * Invented dossiers in one statement: spread over places, states and due times from ten days late to thirty days ahead,
 * each with the events that explain its state. Numbers count on from `from`, so that no code is made twice.
 */
const seedStatement = `
with place as (
  select row_number() over () - 1 as nth, * from jsonb_to_recordset($1::jsonb) as place (
    "receivingAgencyId" uuid, "competentAgencyId" uuid, "intakeCode" text, "procedureVersionId" uuid,
    "procedureCode" text, "procedureName" text)
), made as (
  select n, gen_random_uuid() as id, place.*,
    (array['registered','accepted','in_progress','in_progress','in_progress','supplement_requested','resolved','delivered'])[1 + n % 8] as state,
    $4::timestamptz - make_interval(mins => (n * 37) % 28800) as submitted_at,
    $4::timestamptz + make_interval(mins => (n * 53) % 57600 - 14400) as due_at,
    (array['Lò','Quàng','Cà','Lường','Vàng','Giàng','Tòng','Thào','Mùa','Sùng'])[1 + n % 10] || ' ' ||
    (array['Thị','Văn','A','Minh','Thị Mai'])[1 + (n / 10) % 5] || ' ' ||
    (array['Hương','Thành','Khánh','Bình','Sua','Ngân','Phú','Dơ','Pản','Hịa','Kẻo'])[1 + (n / 50) % 11] as name
  from generate_series($2::int, $2::int + $3::int - 1) as n
  join place on place.nth = n % (select count(*) from place)
), staged as (
  select made.*, state <> 'registered' as is_accepted, state in ('delivered') as is_closed,
    case when state in ('registered', 'accepted') then 'reception'
      when state in ('resolved', 'delivered') then 'delivery'
      when n % 3 = 0 then 'approval' else 'appraisal' end as step
  from made
), dossier as (
  insert into dossiers.dossier (
    id, reference, code, procedure_version_id, procedure_code, procedure_name, channel, state, step, resume_state,
    outcome, supplement_count, revision, submitted_by, submission_key, submission_sha256, applicant_name,
    applicant_folded, applicant_personal_id, owner_name, owner_personal_id, answers, receiving_agency_id,
    competent_agency_id, holder_agency_id, intake_code, submitted_at, accepted_at, accepted_by, clock_started_at,
    original_due_at, due_at, waiting_since, resolved_at, delivered_at, closed_at, urgent_at)
  select id, 'SEED-' || n, case when is_accepted then "intakeCode" || '-' || to_char(submitted_at, 'YYMMDD') || '-9' || lpad(n::text, 7, '0') end,
    "procedureVersionId", "procedureCode", "procedureName", (array['online','online','counter','post'])[1 + n % 4], state, step,
    case when state = 'supplement_requested' then 'in_progress' end,
    case when state in ('resolved', 'delivered') then 'granted' end,
    case when state = 'supplement_requested' then 1 else 0 end, 1, '00000000-0000-7000-8000-000000000000', 'seed-' || n, 'seed',
    name, translate(lower(name), 'òàườăâơủựảĩịôóẻẩầếáạđìư', 'oauoaaouuaiiooeaaeaadiu'),
    '999' || lpad((n % 1000000000)::text, 9, '0'), name, '999' || lpad((n % 1000000000)::text, 9, '0'), '{}',
    "receivingAgencyId", "competentAgencyId",
    case when step in ('reception', 'delivery') then "receivingAgencyId" else "competentAgencyId" end, "intakeCode",
    submitted_at, case when is_accepted then submitted_at end, case when is_accepted then 'Vàng A Súa' end,
    case when is_accepted then submitted_at end, case when is_accepted then due_at end, case when is_accepted then due_at end,
    case when state = 'supplement_requested' then submitted_at end,
    case when state in ('resolved', 'delivered') then submitted_at + interval '2 days' end,
    case when is_closed then submitted_at + interval '3 days' end, case when is_closed then submitted_at + interval '3 days' end,
    case when state = 'supplement_requested' then 'infinity' when is_accepted then due_at else submitted_at end
  from staged
  returning id
), event as (
  insert into dossiers.dossier_event (dossier_id, number, type, at, actor_kind, actor_id, actor_name, state, step, detail)
  select id, 1, 'submitted', submitted_at, 'system', 'seed', 'Dữ liệu minh họa', 'registered', 'reception', '{"seed": true}' from staged
)
select count(*)::int as made from dossier`

/** Adds `count` invented dossiers, numbered from `from`, around the moment `at` (RFC 3339). Answers how many. */
export async function seedDossiers(
  db: Db,
  places: readonly SeedPlace[],
  from: number,
  count: number,
  at: string,
): Promise<number> {
  const query = CompiledQuery.raw(seedStatement, [JSON.stringify(places), from, count, at])
  const { rows } = await db.executeQuery<{ made: number }>(query)
  return rows[0]?.made ?? 0
}

/** The first number that no invented dossier has yet. */
export async function nextSeedNumber(db: Db): Promise<number> {
  const last =
    "select coalesce(max(substr(submission_key, 6)::int), -1)::int + 1 as next from dossiers.dossier where submitted_by = '00000000-0000-7000-8000-000000000000'"
  const { rows } = await db.executeQuery<{ next: number }>(CompiledQuery.raw(last))
  return rows[0]?.next ?? 0
}
