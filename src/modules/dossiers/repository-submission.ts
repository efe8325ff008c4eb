import { CompiledQuery } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { Entitlement } from '#modules/fees'
import { type OwnerKind, submittedDossier, type Times } from '#modules/lifecycle'
import type { StepRow } from '#modules/running'
import type { Db, Tx } from '#platform/db'
import type { RepresentationOnFile, StoredDossier } from './repository.ts'

/** A dossier as it is written when it is submitted: one row with its attachments; instants are RFC 3339. */
export type NewDossier = Readonly<{
  id: string
  audit_id: string
  reference: string
  procedure_version_id: string
  variant: number | null
  applicant_categories: readonly string[]
  entitlements: readonly Entitlement[]
  procedure_code: string
  procedure_name: string
  channel: 'online' | 'counter' | 'post'
  submitted_by: string
  submission_key: string
  submission_sha256: string
  applicant_id: string | null
  applicant_name: string
  applicant_folded: string
  applicant_personal_id: string
  applicant_birth_on: string | null
  applicant_phone: string | null
  applicant_email: string | null
  applicant_address: string | null
  contact_channel: 'email' | 'sms' | 'zalo' | null
  owner_name: string
  owner_personal_id: string
  owner_kind: OwnerKind
  representation: RepresentationOnFile | null
  subject: string | null
  answers: unknown
  return_method: 'counter' | 'electronic' | 'post'
  receiving_agency_id: string
  competent_agency_id: string
  intake_code: string
  starts_on_transfer: boolean
  submitted_at: string
  /** When intake is due. */
  step_due_at: string | null
  actor_kind: 'citizen' | 'officer'
  actor_name: string
  actor_position: string | null
  papers: readonly NewAttachment[]
  /** Its process with the first tasks, as `running.start_instances` takes it. */
  process: StepRow
}>

export type NewAttachment = Readonly<{
  number: number
  component_key: string
  component_name: string
  paper_id: string
  name: string
  media_type: string
  size_bytes: number
  sha256: string
}>

/**
 * One statement for everything a submission writes: the dossier, its attachments, its event, its process, its audit
 * entry and the job that tells the applicant. Takes any number of submissions, so that a busy server writes many in one sync of the
 * disk. A submission whose key was used before writes nothing.
 */
const saveStatement = `
with given as materialized (
  select * from jsonb_to_recordset($1::jsonb) as given (
    id uuid, audit_id uuid, reference text, procedure_version_id uuid, variant smallint, applicant_categories text[], entitlements jsonb, procedure_code text, procedure_name text, channel text,
    submitted_by uuid, submission_key text, submission_sha256 text, applicant_id uuid, applicant_name text,
    applicant_folded text, applicant_personal_id text, applicant_birth_on text, applicant_phone text,
    applicant_email text, applicant_address text, contact_channel text, owner_name text, owner_personal_id text, owner_kind text, representation jsonb, subject text,
    answers jsonb, return_method text, receiving_agency_id uuid, competent_agency_id uuid, intake_code text,
    starts_on_transfer boolean,
    submitted_at timestamptz, step_due_at timestamptz, actor_kind text, actor_name text, actor_position text, papers jsonb,
    process jsonb)
), dossier as (
  insert into dossiers.dossier (
    id, reference, procedure_version_id, variant, applicant_categories, entitlements, procedure_code, procedure_name, channel, state, step,
    submitted_by, submission_key, submission_sha256, applicant_id, applicant_name, applicant_folded,
    applicant_personal_id, applicant_birth_on, applicant_phone, applicant_email, applicant_address, contact_channel, owner_name,
    owner_personal_id, owner_kind, representation, subject, answers, return_method, receiving_agency_id, competent_agency_id, holder_agency_id,
    intake_code, starts_on_transfer, submitted_at, urgent_at, step_entered_at, step_due_at, alarm_at)
  select id, reference, procedure_version_id, variant, applicant_categories, entitlements, procedure_code, procedure_name, channel, 'registered', 'reception',
    submitted_by, submission_key, submission_sha256, applicant_id, applicant_name, applicant_folded,
    applicant_personal_id, applicant_birth_on, applicant_phone, applicant_email, applicant_address, contact_channel, owner_name,
    owner_personal_id, owner_kind, nullif(representation, 'null'), subject, answers, return_method, receiving_agency_id, competent_agency_id, receiving_agency_id,
    intake_code, starts_on_transfer, submitted_at, submitted_at, submitted_at, step_due_at, submitted_at
  from given
  on conflict on constraint dossier_submission_key do nothing
  returning id
), attachment as (
  insert into dossiers.attachment (dossier_id, number, stage, component_key, component_name, paper_id, name,
    media_type, size_bytes, sha256, provided_at)
  select given.id, paper.number, 'submission', paper.component_key, paper.component_name, paper.paper_id, paper.name,
    paper.media_type, paper.size_bytes, paper.sha256, given.submitted_at
  from given join dossier using (id) cross join lateral jsonb_to_recordset(given.papers) as paper (
    number int, component_key text, component_name text, paper_id uuid, name text, media_type text,
    size_bytes bigint, sha256 text)
), event as (
  insert into dossiers.dossier_event (dossier_id, number, type, at, actor_kind, actor_id, actor_name, actor_position,
    state, step, command_key, detail)
  select id, 1, 'submitted', submitted_at, actor_kind, submitted_by::text, actor_name, actor_position,
    'registered', 'reception', submission_key, jsonb_build_object('papers', jsonb_array_length(papers))
  from given join dossier using (id)
), started as (
  select running.start_instances(jsonb_agg(given.process)) as processes from given join dossier using (id)
), audited as (
  select count(audit.append_entry(audit_id, submitted_at, actor_kind, submitted_by::text, 'dossiers.submit',
    'dossier', id::text, reference, case when jsonb_typeof(given.representation) = 'object' then jsonb_build_object(
      'actingFor', jsonb_build_object('kind', owner_kind, 'number', owner_personal_id, 'name', owner_name))
      else '{}'::jsonb end)) as entries
  from given join dossier using (id)
), queued as (
  select count(*) as jobs from graphile_worker.add_jobs(array(
    select row('dossiers.tell_applicant', json_build_object('dossierId', id, 'number', 1), null, null, null, null, null,
      null)::graphile_worker.job_spec
    from dossier))
  where exists (select from dossier)
)
select dossier.id, started.processes, audited.entries, queued.jobs from dossier, started, audited, queued`

/** A prepared submission as the dossier that it becomes. */
export const describeNew = (given: NewDossier): StoredDossier => ({
  ...submittedDossier,
  id: given.id,
  reference: given.reference,
  code: null,
  revision: 1,
  procedureVersionId: given.procedure_version_id,
  variant: given.variant,
  applicantCategories: given.applicant_categories,
  entitlements: given.entitlements,
  procedureCode: given.procedure_code,
  procedureName: given.procedure_name,
  channel: given.channel,
  submittedBy: given.submitted_by,
  applicantId: given.applicant_id,
  applicantName: given.applicant_name,
  applicantPersonalId: given.applicant_personal_id,
  applicantBirthOn: given.applicant_birth_on,
  applicantPhone: given.applicant_phone,
  applicantEmail: given.applicant_email,
  applicantAddress: given.applicant_address,
  contactChannel: given.contact_channel,
  ownerName: given.owner_name,
  ownerPersonalId: given.owner_personal_id,
  ownerKind: given.owner_kind,
  representation: given.representation,
  subject: given.subject,
  answers: given.answers as StoredDossier['answers'],
  returnMethod: given.return_method,
  receivingAgencyId: given.receiving_agency_id,
  competentAgencyId: given.competent_agency_id,
  intakeCode: given.intake_code,
  acceptedBy: null,
  startsOnTransfer: given.starts_on_transfer,
  handlerId: null,
  handlerName: null,
  involvedAgencyIds: [],
  ...beginTimes(Temporal.Instant.from(given.submitted_at), given.step_due_at),
})

const beginTimes = (submittedAt: Temporal.Instant, stepDueAt: string | null): Times => ({
  ...{
    submittedAt,
    stepEnteredAt: submittedAt,
    stepDueAt: stepDueAt ? Temporal.Instant.from(stepDueAt) : null,
  },
  ...{ acceptedAt: null, clockStartedAt: null, originalDueAt: null, dueAt: null, dueProvisional: false },
  ...{
    calendarVersion: null,
    extendedAt: null,
    waitingSince: null,
    resolvedAt: null,
    deliveredAt: null,
    closedAt: null,
  },
})

type Executor = Db | Tx

/** Writes submissions; answers the ids of those that are new. The others have a key that was used before. */
export async function saveSubmissions(db: Executor, submissions: readonly NewDossier[]): Promise<Set<string>> {
  const query = CompiledQuery.raw(saveStatement, [JSON.stringify(submissions)])
  const { rows } = await db.executeQuery<{ id: string }>(query)
  return new Set(rows.map(({ id }) => id))
}

export type Submitted = Readonly<{ id: string; submission_sha256: string }>

/** The dossier that an earlier request with the same key made. */
export async function findSubmission(
  db: Executor,
  submittedBy: string,
  key: string,
): Promise<Submitted | null> {
  const found = await db
    .selectFrom('dossiers.dossier')
    .select(['id', 'submission_sha256'])
    .where('submitted_by', '=', submittedBy)
    .where('submission_key', '=', key)
    .executeTakeFirst()
  return found ?? null
}
