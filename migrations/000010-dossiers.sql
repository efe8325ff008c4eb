-- Hồ sơ: the current state of each dossier, and beside it the events that explain it.
create schema dossiers;

create table dossiers.dossier (
  id uuid primary key,
  reference text not null constraint dossier_reference_key unique,
  code text constraint dossier_code_key unique,
  procedure_version_id uuid not null,
  procedure_code text not null,
  procedure_name text not null,
  channel text not null constraint dossier_channel_check check (channel in ('online', 'counter', 'post')),
  state text not null constraint dossier_state_check check (state in (
    'registered', 'accepted', 'refused', 'in_progress', 'supplement_requested', 'payment_requested',
    'withdrawn', 'stopped', 'resolved', 'delivered')),
  step text not null constraint dossier_step_check check (step in ('reception', 'appraisal', 'approval', 'delivery')),
  resume_state text,
  outcome text constraint dossier_outcome_check check (outcome in ('granted', 'rejected')),
  supplement_count int not null default 0,
  revision int not null default 1,

  submitted_by uuid not null,
  submission_key text not null,
  submission_sha256 text not null,
  constraint dossier_submission_key unique (submitted_by, submission_key),

  applicant_id uuid,
  applicant_name text not null,
  applicant_folded text not null,
  applicant_personal_id text not null,
  applicant_birth_on text,
  applicant_phone text,
  applicant_email text,
  applicant_address text,
  owner_name text not null,
  owner_personal_id text not null,
  subject text,
  answers jsonb not null,
  return_method text not null default 'counter'
    constraint dossier_return_method_check check (return_method in ('counter', 'electronic', 'post')),

  receiving_agency_id uuid not null,
  competent_agency_id uuid not null,
  holder_agency_id uuid not null,
  intake_code text not null,

  submitted_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text,
  clock_started_at timestamptz,
  original_due_at timestamptz,
  due_at timestamptz,
  due_provisional boolean not null default false,
  waiting_since timestamptz,
  resolved_at timestamptz,
  delivered_at timestamptz,
  closed_at timestamptz,
  -- What the worklist is ordered by: the due time while the clock runs, submission before intake, 'infinity' while it stands.
  urgent_at timestamptz not null,
  constraint dossier_code_when_accepted_check check ((accepted_at is null) = (code is null)),
  constraint dossier_resume_check check ((resume_state is not null) = (state in ('supplement_requested', 'payment_requested')))
);

-- The worklist of an agency's step, most urgent first, answered from the index alone.
create index dossier_worklist_index on dossiers.dossier (holder_agency_id, step, urgent_at, id)
  include (code, reference, state, procedure_code, procedure_name, applicant_name, channel, due_at, submitted_at)
  where closed_at is null;
create index dossier_of_applicant_index on dossiers.dossier (applicant_personal_id, submitted_at desc, id desc);
-- Whose right it is when somebody else applied; the others are found by their applicant.
create index dossier_of_owner_index on dossiers.dossier (owner_personal_id, submitted_at desc, id desc)
  where owner_personal_id <> applicant_personal_id;
create index dossier_of_name_index on dossiers.dossier (holder_agency_id, applicant_folded text_pattern_ops);

create table dossiers.dossier_event (
  dossier_id uuid not null references dossiers.dossier,
  number int not null,
  type text not null,
  at timestamptz not null,
  actor_kind text not null constraint dossier_event_actor_kind_check check (actor_kind in ('citizen', 'officer', 'system')),
  actor_id text not null,
  actor_name text not null,
  actor_position text,
  state text not null,
  step text not null,
  command_key text,
  -- What was asked for under this key, as a hash: another body under the same key is refused.
  command_sha256 text,
  detail jsonb not null,
  constraint dossier_event_pkey primary key (dossier_id, number),
  constraint dossier_event_command_key unique (dossier_id, command_key)
);
comment on table dossiers.dossier_event is 'append-only: the events a dossier''s state is folded from';

create table dossiers.attachment (
  dossier_id uuid not null references dossiers.dossier,
  number int not null,
  stage text not null constraint attachment_stage_check check (stage in ('submission', 'supplement', 'result')),
  component_key text not null,
  component_name text not null,
  paper_id uuid not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  provided_at timestamptz not null,
  constraint attachment_pkey primary key (dossier_id, number)
);
comment on table dossiers.attachment is 'append-only: what was given for each component, and the results';
create index attachment_paper_index on dossiers.attachment (paper_id);

-- One counter for each one-stop desk and day: the row lock makes numbers unique, the transaction makes them gap-free.
create table dossiers.code_counter (
  agency_code text not null,
  day_on date not null,
  last_number int not null,
  constraint code_counter_pkey primary key (agency_code, day_on)
);
