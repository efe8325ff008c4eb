-- Written by `npm run db:types` from the migrated database; compared by test/schema.db.test.ts. Do not edit.

create table audit.entry (
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text,
  actor_name text,
  actor_agency_code text,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_code text,
  detail jsonb not null default '{}'::jsonb,
  constraint entry_action CHECK ((action ~ '^[a-z_]+\.[a-z_]+$'::text)),
  constraint entry_actor_kind CHECK ((actor_kind = ANY (ARRAY['nobody'::text, 'citizen'::text, 'officer'::text, 'system'::text]))),
  constraint entry_pkey PRIMARY KEY (id)
);

create table calendar.decided_year (
  year integer not null,
  basis text not null,
  revision integer not null,
  constraint decided_year_pkey PRIMARY KEY (year),
  constraint decided_year_revision_fkey FOREIGN KEY (revision) REFERENCES calendar.revision(number)
);

create table calendar.interruption (
  id uuid not null,
  revision integer not null,
  agency_code text,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone,
  name text not null,
  basis text not null,
  constraint interruption_order_check CHECK ((ends_at >= starts_at)),
  constraint interruption_pkey PRIMARY KEY (id, revision),
  constraint interruption_revision_fkey FOREIGN KEY (revision) REFERENCES calendar.revision(number)
);

create table calendar.revision (
  number integer not null generated always as identity,
  recorded_at timestamp with time zone not null default now(),
  note text not null,
  basis text,
  decided_on date,
  decided_by text,
  changed_from date,
  key text,
  fingerprint text,
  constraint revision_key_key UNIQUE (key),
  constraint revision_pkey PRIMARY KEY (number)
);

create table calendar.special_day (
  on_day date not null,
  kind text not null,
  name text not null,
  basis text not null,
  swapped_with date,
  revision integer not null,
  constraint special_day_kind_check CHECK ((kind = ANY (ARRAY['holiday'::text, 'compensatory_off'::text, 'working_saturday'::text, 'ordinary'::text]))),
  constraint special_day_pkey PRIMARY KEY (on_day, revision),
  constraint special_day_revision_fkey FOREIGN KEY (revision) REFERENCES calendar.revision(number)
);

create table calendar.working_hours (
  id integer not null generated always as identity,
  agency_code text,
  weekday integer not null,
  valid_from date not null,
  spans text not null,
  basis text not null,
  revision integer not null,
  constraint working_hours_key UNIQUE NULLS NOT DISTINCT (agency_code, weekday, valid_from, revision),
  constraint working_hours_pkey PRIMARY KEY (id),
  constraint working_hours_revision_fkey FOREIGN KEY (revision) REFERENCES calendar.revision(number),
  constraint working_hours_spans_check CHECK ((spans ~ '^(\d\d:\d\d-\d\d:\d\d(,\d\d:\d\d-\d\d:\d\d)*)?$'::text)),
  constraint working_hours_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

create table citizens.logout_token (
  key_hash bytea not null,
  seen_at timestamp with time zone not null,
  constraint logout_token_pkey PRIMARY KEY (key_hash)
);

create table citizens.pending_sign_in (
  token_hash bytea not null,
  identified jsonb not null,
  back text not null,
  expires_at timestamp with time zone not null,
  constraint pending_sign_in_pkey PRIMARY KEY (token_hash)
);

create table citizens.provider_account (
  id uuid not null,
  issuer text not null,
  sub text not null,
  account_id uuid not null,
  personal_id text not null,
  linked_at timestamp with time zone not null,
  last_used_at timestamp with time zone not null,
  last_level smallint not null,
  told jsonb not null,
  told_at timestamp with time zone not null,
  unlinked_at timestamp with time zone,
  is_organisation boolean not null default false,
  constraint provider_account_last_level_check CHECK ((last_level = ANY (ARRAY[1, 2]))),
  constraint provider_account_person_key UNIQUE (issuer, sub, personal_id),
  constraint provider_account_personal_id_check CHECK ((personal_id ~ '^[0-9]{12}$'::text)),
  constraint provider_account_pkey PRIMARY KEY (id)
);

create table consultations.consultation (
  id uuid not null,
  dossier_id uuid not null,
  number integer not null,
  dossier_code text not null,
  procedure_name text not null,
  asking_agency_id uuid not null,
  asked_agency_id uuid not null,
  question text not null,
  asked_at timestamp with time zone not null,
  asked_by uuid not null,
  asked_by_name text not null,
  due_at timestamp with time zone not null,
  ask_key text,
  ask_sha256 text not null,
  opinion text,
  answer text,
  answered_at timestamp with time zone,
  answered_by uuid,
  answered_by_name text,
  answer_key text,
  told_overdue_at timestamp with time zone,
  lapsed_at timestamp with time zone,
  look_at timestamp with time zone,
  constraint consultation_answer_check CHECK ((num_nonnulls(opinion, answer, answered_at, answered_by, answered_by_name) = ANY (ARRAY[0, 5]))),
  constraint consultation_ask_key UNIQUE (dossier_id, ask_key),
  constraint consultation_asked_check CHECK ((asked_agency_id <> asking_agency_id)),
  constraint consultation_closed_check CHECK (((look_at IS NULL) OR ((answered_at IS NULL) AND (lapsed_at IS NULL)))),
  constraint consultation_due_check CHECK ((due_at > asked_at)),
  constraint consultation_number_key UNIQUE (dossier_id, number),
  constraint consultation_opinion_check CHECK ((opinion = ANY (ARRAY['agrees'::text, 'agrees_with_conditions'::text, 'disagrees'::text, 'no_authority'::text]))),
  constraint consultation_pkey PRIMARY KEY (id),
  constraint consultation_question_check CHECK ((question <> ''::text))
);

create table consultations.consultation_paper (
  consultation_id uuid not null,
  number integer not null,
  paper_id uuid not null,
  component_name text not null,
  name text not null,
  constraint consultation_paper_consultation_id_fkey FOREIGN KEY (consultation_id) REFERENCES consultations.consultation(id),
  constraint consultation_paper_key UNIQUE (consultation_id, paper_id),
  constraint consultation_paper_pkey PRIMARY KEY (consultation_id, number)
);

create table designs.design (
  id uuid not null,
  code text not null,
  state text not null,
  based_on_version_id uuid,
  save_number integer not null,
  revision integer not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  created_by_name text not null,
  changed_at timestamp with time zone not null,
  decision_number text,
  decided_on date,
  effective_on date,
  version_id uuid,
  constraint design_decision_check CHECK ((((state = 'approved'::text) = (num_nonnulls(decision_number, decided_on, effective_on, version_id) = 4)) AND (num_nonnulls(decision_number, decided_on, effective_on, version_id) = ANY (ARRAY[0, 4])))),
  constraint design_pkey PRIMARY KEY (id),
  constraint design_save_number_check CHECK (((save_number > 0) AND (revision >= save_number))),
  constraint design_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'returned'::text, 'approved'::text, 'withdrawn'::text])))
);

create table designs.design_act (
  design_id uuid not null,
  number integer not null,
  act text not null,
  acted_at timestamp with time zone not null,
  acted_by uuid not null,
  acted_by_name text not null,
  note text,
  constraint design_act_act_check CHECK ((act = ANY (ARRAY['submit'::text, 'take_back'::text, 'return'::text, 'approve'::text, 'undo'::text, 'discard'::text]))),
  constraint design_act_design_fkey FOREIGN KEY (design_id) REFERENCES designs.design(id),
  constraint design_act_pkey PRIMARY KEY (design_id, number)
);

create table designs.design_save (
  design_id uuid not null,
  number integer not null,
  procedure_yaml text not null,
  form_json text not null,
  process_bpmn text,
  cases_yaml text,
  change text not null,
  saved_at timestamp with time zone not null,
  saved_by uuid not null,
  saved_by_name text not null,
  constraint design_save_design_fkey FOREIGN KEY (design_id) REFERENCES designs.design(id) DEFERRABLE INITIALLY DEFERRED,
  constraint design_save_number_check CHECK ((number > 0)),
  constraint design_save_pkey PRIMARY KEY (design_id, number)
);

create table digitisation.capture (
  id uuid not null,
  session_id uuid not null,
  source text not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  paper_number integer,
  replaces_page_id uuid,
  captured_at timestamp with time zone not null,
  captured_by_name text not null,
  state text not null default 'waiting'::text,
  pages_done integer not null default 0,
  pages_total integer,
  problem text,
  constraint capture_pkey PRIMARY KEY (id),
  constraint capture_problem_check CHECK (((state = 'unreadable'::text) = (problem IS NOT NULL))),
  constraint capture_session_fkey FOREIGN KEY (session_id) REFERENCES digitisation.scan_session(id),
  constraint capture_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint capture_source_check CHECK ((source = ANY (ARRAY['folder'::text, 'phone'::text, 'upload'::text]))),
  constraint capture_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'unreadable'::text])))
);

create table digitisation.digitised_copy (
  id uuid not null,
  session_id uuid not null,
  paper_number integer not null,
  number integer not null,
  account_id uuid not null,
  agency_id uuid not null,
  name text not null,
  procedure_code text,
  component text,
  pages jsonb not null,
  original_pages integer not null,
  state text not null,
  pages_read integer not null default 0,
  problem text,
  asked_at timestamp with time zone not null,
  made_at timestamp with time zone,
  paper_id uuid,
  sha256 text,
  size_bytes bigint,
  signing_problem text,
  certified_at timestamp with time zone,
  certified_by_name text,
  certified_paper_id uuid,
  certified_sha256 text,
  used_at timestamp with time zone,
  used_reference text,
  constraint digitised_copy_certified_check CHECK ((((state = 'certified'::text) = (num_nonnulls(certified_at, certified_by_name, certified_paper_id, certified_sha256) = 4)) OR (state = 'replaced'::text))),
  constraint digitised_copy_failed_check CHECK (((state <> 'failed'::text) OR (problem IS NOT NULL))),
  constraint digitised_copy_made_check CHECK (((state <> ALL (ARRAY['made'::text, 'certified'::text])) OR (num_nonnulls(made_at, paper_id, sha256, size_bytes) = 4))),
  constraint digitised_copy_number_key UNIQUE (session_id, paper_number, number),
  constraint digitised_copy_paper_fkey FOREIGN KEY (session_id, paper_number) REFERENCES digitisation.scanned_paper(session_id, number),
  constraint digitised_copy_pkey PRIMARY KEY (id),
  constraint digitised_copy_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'made'::text, 'certified'::text, 'failed'::text, 'replaced'::text])))
);

create table digitisation.page_text (
  page_id uuid not null,
  version integer not null,
  rotation integer not null,
  lines jsonb not null,
  confidence real not null,
  read_at timestamp with time zone not null,
  constraint page_text_pkey PRIMARY KEY (page_id, version, rotation),
  constraint page_text_version_fkey FOREIGN KEY (page_id, version) REFERENCES digitisation.page_version(page_id, number)
);

create table digitisation.page_version (
  page_id uuid not null,
  number integer not null,
  capture_id uuid not null,
  sha256 text not null,
  thumbnail_sha256 text not null,
  width integer not null,
  height integer not null,
  dots_per_inch integer not null,
  turned_degrees real not null,
  made_at timestamp with time zone not null,
  constraint page_version_capture_fkey FOREIGN KEY (capture_id) REFERENCES digitisation.capture(id),
  constraint page_version_page_fkey FOREIGN KEY (page_id) REFERENCES digitisation.scan_page(id),
  constraint page_version_pkey PRIMARY KEY (page_id, number),
  constraint page_version_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

create table digitisation.phone_link (
  token_sha256 text not null,
  session_id uuid not null,
  made_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint phone_link_pkey PRIMARY KEY (token_sha256),
  constraint phone_link_session_fkey FOREIGN KEY (session_id) REFERENCES digitisation.scan_session(id),
  constraint phone_link_token_check CHECK ((token_sha256 ~ '^[0-9a-f]{64}$'::text))
);

create table digitisation.scan_page (
  id uuid not null,
  session_id uuid not null,
  capture_id uuid not null,
  page_in_file integer not null,
  paper_number integer not null,
  position double precision not null,
  rotation integer not null default 0,
  state text not null,
  note text,
  version integer not null default 1,
  constraint scan_page_capture_fkey FOREIGN KEY (capture_id) REFERENCES digitisation.capture(id),
  constraint scan_page_capture_key UNIQUE (capture_id, page_in_file),
  constraint scan_page_note_check CHECK ((note = ANY (ARRAY['with'::text, 'without'::text]))),
  constraint scan_page_paper_fkey FOREIGN KEY (session_id, paper_number) REFERENCES digitisation.scanned_paper(session_id, number),
  constraint scan_page_pkey PRIMARY KEY (id),
  constraint scan_page_rotation_check CHECK ((rotation = ANY (ARRAY[0, 90, 180, 270]))),
  constraint scan_page_session_fkey FOREIGN KEY (session_id) REFERENCES digitisation.scan_session(id),
  constraint scan_page_state_check CHECK ((state = ANY (ARRAY['kept'::text, 'blank'::text, 'separator'::text, 'dropped'::text])))
);

create table digitisation.scan_session (
  id uuid not null,
  account_id uuid not null,
  account_name text not null,
  agency_id uuid not null,
  procedure_code text,
  component text,
  title text not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  constraint scan_session_pkey PRIMARY KEY (id),
  constraint scan_session_title_check CHECK ((title <> ''::text))
);

create table digitisation.scanned_paper (
  session_id uuid not null,
  number integer not null,
  component text,
  name text not null,
  original_pages integer,
  constraint scanned_paper_number_check CHECK ((number > 0)),
  constraint scanned_paper_pages_check CHECK (((original_pages >= 1) AND (original_pages <= 2000))),
  constraint scanned_paper_pkey PRIMARY KEY (session_id, number),
  constraint scanned_paper_session_fkey FOREIGN KEY (session_id) REFERENCES digitisation.scan_session(id)
);

create table digitisation.suggestion (
  copy_id uuid not null,
  number integer not null,
  kind text not null,
  value text not null,
  line text not null,
  page integer not null,
  confidence real not null,
  constraint suggestion_copy_fkey FOREIGN KEY (copy_id) REFERENCES digitisation.digitised_copy(id),
  constraint suggestion_kind_check CHECK ((kind = ANY (ARRAY['personal_id'::text, 'full_name'::text, 'date_of_birth'::text, 'date'::text, 'document_number'::text]))),
  constraint suggestion_pkey PRIMARY KEY (copy_id, number)
);

create table dossiers.attachment (
  dossier_id uuid not null,
  number integer not null,
  stage text not null,
  component_key text not null,
  component_name text not null,
  paper_id uuid not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  provided_at timestamp with time zone not null,
  constraint attachment_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers.dossier(id),
  constraint attachment_pkey PRIMARY KEY (dossier_id, number),
  constraint attachment_stage_check CHECK ((stage = ANY (ARRAY['submission'::text, 'supplement'::text, 'result'::text])))
);

create table dossiers.code_counter (
  agency_code text not null,
  day_on date not null,
  last_number integer not null,
  constraint code_counter_pkey PRIMARY KEY (agency_code, day_on)
);

create table dossiers.dossier (
  id uuid not null,
  reference text not null,
  code text,
  procedure_version_id uuid not null,
  procedure_code text not null,
  procedure_name text not null,
  channel text not null,
  state text not null,
  step text not null,
  resume_state text,
  outcome text,
  supplement_count integer not null default 0,
  revision integer not null default 1,
  submitted_by uuid not null,
  submission_key text not null,
  submission_sha256 text not null,
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
  return_method text not null default 'counter'::text,
  receiving_agency_id uuid not null,
  competent_agency_id uuid not null,
  holder_agency_id uuid not null,
  intake_code text not null,
  submitted_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  accepted_by text,
  clock_started_at timestamp with time zone,
  original_due_at timestamp with time zone,
  due_at timestamp with time zone,
  due_provisional boolean not null default false,
  waiting_since timestamp with time zone,
  resolved_at timestamp with time zone,
  delivered_at timestamp with time zone,
  closed_at timestamp with time zone,
  urgent_at timestamp with time zone not null,
  starts_on_transfer boolean not null default false,
  calendar_version integer,
  extended_at timestamp with time zone,
  step_entered_at timestamp with time zone,
  step_due_at timestamp with time zone,
  handler_id uuid,
  handler_name text,
  alarm_at timestamp with time zone,
  involved_agency_ids uuid[] not null default '{}'::uuid[],
  applicant_categories text[] not null default '{}'::text[],
  entitlements jsonb not null default '[]'::jsonb,
  variant smallint,
  contact_channel text,
  owner_kind text not null default 'citizen'::text,
  representation jsonb,
  constraint dossier_channel_check CHECK ((channel = ANY (ARRAY['online'::text, 'counter'::text, 'post'::text]))),
  constraint dossier_code_key UNIQUE (code),
  constraint dossier_code_when_accepted_check CHECK (((accepted_at IS NULL) = (code IS NULL))),
  constraint dossier_contact_channel CHECK ((contact_channel = ANY (ARRAY['email'::text, 'sms'::text, 'zalo'::text]))),
  constraint dossier_outcome_check CHECK ((outcome = ANY (ARRAY['granted'::text, 'rejected'::text]))),
  constraint dossier_owner_kind_check CHECK ((owner_kind = ANY (ARRAY['citizen'::text, 'enterprise'::text, 'organisation'::text]))),
  constraint dossier_pkey PRIMARY KEY (id),
  constraint dossier_reference_key UNIQUE (reference),
  constraint dossier_resume_check CHECK (((resume_state IS NOT NULL) = (state = ANY (ARRAY['supplement_requested'::text, 'payment_requested'::text, 'confirmation_requested'::text])))),
  constraint dossier_return_method_check CHECK ((return_method = ANY (ARRAY['counter'::text, 'electronic'::text, 'post'::text]))),
  constraint dossier_state_check CHECK ((state = ANY (ARRAY['registered'::text, 'accepted'::text, 'refused'::text, 'in_progress'::text, 'supplement_requested'::text, 'payment_requested'::text, 'confirmation_requested'::text, 'withdrawn'::text, 'stopped'::text, 'resolved'::text, 'delivered'::text]))),
  constraint dossier_step_check CHECK ((step = ANY (ARRAY['reception'::text, 'appraisal'::text, 'approval'::text, 'delivery'::text]))),
  constraint dossier_submission_key UNIQUE (submitted_by, submission_key),
  constraint dossier_variant_check CHECK ((variant >= 0))
);

create table dossiers.dossier_event (
  dossier_id uuid not null,
  number integer not null,
  type text not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  actor_position text,
  state text not null,
  step text not null,
  command_key text,
  command_sha256 text,
  detail jsonb not null,
  due_at timestamp with time zone,
  calendar_version integer,
  constraint dossier_event_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['citizen'::text, 'officer'::text, 'system'::text]))),
  constraint dossier_event_command_key UNIQUE (dossier_id, command_key),
  constraint dossier_event_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers.dossier(id),
  constraint dossier_event_pkey PRIMARY KEY (dossier_id, number)
);

create table dossiers.recount (
  id uuid not null,
  calendar_version integer not null,
  reason text not null,
  changed_from timestamp with time zone not null,
  requested_by text not null,
  requested_at timestamp with time zone not null,
  total integer not null,
  looked_at integer not null default 0,
  moved integer not null default 0,
  after_id uuid,
  finished_at timestamp with time zone,
  constraint recount_pkey PRIMARY KEY (id)
);

create table dossiers.step_time (
  dossier_id uuid not null,
  number integer not null,
  step text not null,
  agency_id uuid not null,
  procedure_code text not null,
  officer_name text,
  entered_at timestamp with time zone not null,
  left_at timestamp with time zone not null,
  due_at timestamp with time zone,
  elapsed_minutes integer not null,
  counted_minutes integer not null,
  verdict text,
  constraint step_time_dossier_id_fkey FOREIGN KEY (dossier_id) REFERENCES dossiers.dossier(id),
  constraint step_time_pkey PRIMARY KEY (dossier_id, number),
  constraint step_time_step_check CHECK ((step = ANY (ARRAY['reception'::text, 'transfer'::text, 'appraisal'::text, 'approval'::text, 'delivery'::text]))),
  constraint step_time_verdict_check CHECK ((verdict = ANY (ARRAY['early'::text, 'on_time'::text, 'late'::text])))
);

create table drafts.draft (
  id uuid not null,
  reference text not null,
  owner_id uuid not null,
  procedure_code text not null,
  procedure_version_id uuid not null,
  typed jsonb not null default '{}'::jsonb,
  started_at timestamp with time zone not null,
  saved_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  submission jsonb,
  submitted_reference text,
  representation_id uuid,
  constraint draft_pkey PRIMARY KEY (id),
  constraint draft_reference_key UNIQUE (reference)
);

create table drafts.draft_paper (
  draft_id uuid not null,
  component_key text not null,
  paper_id uuid not null,
  added_at timestamp with time zone not null,
  constraint draft_paper_draft_id_fkey FOREIGN KEY (draft_id) REFERENCES drafts.draft(id) ON DELETE CASCADE,
  constraint draft_paper_pkey PRIMARY KEY (draft_id, component_key, paper_id)
);

create table drift.comparison (
  id uuid not null,
  destination text not null,
  asked_by text,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  compared integer not null default 0,
  differing integer not null default 0,
  fault text,
  constraint comparison_pkey PRIMARY KEY (id)
);

create table drift.drift (
  id uuid not null,
  destination text not null,
  dossier_id uuid not null,
  dossier_code text not null,
  ours integer not null,
  theirs integer,
  found_at timestamp with time zone not null,
  repeated_at timestamp with time zone,
  repeated_by text,
  repaired_at timestamp with time zone,
  how text,
  constraint drift_how_check CHECK ((how = ANY (ARRAY['told_again'::text, 'by_itself'::text]))),
  constraint drift_pkey PRIMARY KEY (id),
  constraint drift_repaired_check CHECK (((repaired_at IS NULL) = (how IS NULL)))
);

create table events.event (
  number bigint not null generated always as identity,
  message_id text not null,
  topic text not null,
  key text not null,
  kind text not null,
  payload jsonb not null,
  at timestamp with time zone not null,
  constraint event_key_check CHECK (((length(key) >= 1) AND (length(key) <= 200))),
  constraint event_kind_check CHECK (((length(kind) >= 1) AND (length(kind) <= 100))),
  constraint event_message_check CHECK (((length(message_id) >= 1) AND (length(message_id) <= 200))),
  constraint event_message_key UNIQUE (message_id),
  constraint event_pkey PRIMARY KEY (number),
  constraint event_topic_check CHECK ((topic ~ '^[a-z][a-z0-9_]{0,59}$'::text))
);

create table events.held_event (
  subscriber text not null,
  position bigint not null,
  number bigint not null,
  topic text not null,
  key text not null,
  state text not null,
  attempts integer not null,
  next_at timestamp with time zone,
  reason text,
  fixed_payload jsonb,
  fixed_by_name text,
  fixed_at timestamp with time zone,
  held_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint held_event_fixed_check CHECK (((fixed_payload IS NULL) = (fixed_at IS NULL))),
  constraint held_event_number_fkey FOREIGN KEY (number) REFERENCES events.event(number),
  constraint held_event_pkey PRIMARY KEY (subscriber, "position"),
  constraint held_event_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'dead'::text, 'done'::text, 'set_aside'::text]))),
  constraint held_event_subscriber_fkey FOREIGN KEY (subscriber) REFERENCES events.subscriber(name)
);

create table events.latest_event (
  topic text not null,
  key text not null,
  position bigint not null,
  constraint latest_event_pkey PRIMARY KEY (topic, key)
);

create table events.placed_event (
  topic text not null,
  position bigint not null,
  number bigint not null,
  constraint placed_event_number_fkey FOREIGN KEY (number) REFERENCES events.event(number),
  constraint placed_event_number_key UNIQUE (number),
  constraint placed_event_pkey PRIMARY KEY (topic, "position"),
  constraint placed_event_position_check CHECK (("position" >= 1))
);

create table events.subscriber (
  name text not null,
  topic text not null,
  position bigint not null,
  moved_at timestamp with time zone not null,
  constraint subscriber_pkey PRIMARY KEY (name),
  constraint subscriber_position_check CHECK (("position" >= 0))
);

create table events.unplaced_event (
  number bigint not null,
  constraint unplaced_event_number_fkey FOREIGN KEY (number) REFERENCES events.event(number),
  constraint unplaced_event_pkey PRIMARY KEY (number)
);

create table exchange.access_right (
  id uuid not null,
  subsystem_id uuid not null,
  offering_id uuid not null,
  basis text not null,
  from_on date not null,
  until_on date,
  granted_name text not null,
  ended_at timestamp with time zone,
  ended_name text,
  end_reason text,
  constraint access_right_days_check CHECK ((until_on >= (from_on - 1))),
  constraint access_right_ended_check CHECK ((num_nulls(ended_at, ended_name, end_reason) = ANY (ARRAY[0, 3]))),
  constraint access_right_offering_fkey FOREIGN KEY (offering_id) REFERENCES exchange.offering(id),
  constraint access_right_pkey PRIMARY KEY (id),
  constraint access_right_subsystem_fkey FOREIGN KEY (subsystem_id) REFERENCES exchange.subsystem(id)
);

create table exchange.credential (
  id uuid not null,
  subsystem_id uuid not null,
  client_id text not null,
  secret_sha256 bytea,
  sandbox_offering_id uuid,
  issued_at timestamp with time zone not null,
  issued_name text not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  certificate_sha256 text,
  certificate_subject text,
  constraint credential_certificate_check CHECK ((certificate_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint credential_client_key UNIQUE (client_id),
  constraint credential_offering_fkey FOREIGN KEY (sandbox_offering_id) REFERENCES exchange.offering(id),
  constraint credential_period_check CHECK ((expires_at > issued_at)),
  constraint credential_pkey PRIMARY KEY (id),
  constraint credential_proof_check CHECK ((num_nonnulls(secret_sha256, certificate_sha256) = 1)),
  constraint credential_subject_check CHECK (((certificate_sha256 IS NULL) = (certificate_subject IS NULL))),
  constraint credential_subsystem_fkey FOREIGN KEY (subsystem_id) REFERENCES exchange.subsystem(id)
);

create table exchange.member (
  id uuid not null,
  class text not null,
  code text not null,
  name text not null,
  from_on date not null,
  until_on date,
  ended_at timestamp with time zone,
  ended_name text,
  end_reason text,
  constraint member_class_check CHECK ((class = ANY (ARRAY['GOV'::text, 'COM'::text, 'NGO'::text]))),
  constraint member_code_check CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'::text)),
  constraint member_code_key UNIQUE (class, code),
  constraint member_days_check CHECK ((until_on >= (from_on - 1))),
  constraint member_ended_check CHECK ((num_nulls(ended_at, ended_name, end_reason) = ANY (ARRAY[0, 3]))),
  constraint member_pkey PRIMARY KEY (id)
);

create table exchange.offering (
  id uuid not null,
  subsystem_id uuid not null,
  code text not null,
  title text not null,
  summary text not null,
  contact text not null,
  constraint offering_code_check CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'::text)),
  constraint offering_code_key UNIQUE (subsystem_id, code),
  constraint offering_pkey PRIMARY KEY (id),
  constraint offering_subsystem_fkey FOREIGN KEY (subsystem_id) REFERENCES exchange.subsystem(id)
);

create table exchange.offering_version (
  id uuid not null,
  offering_id uuid not null,
  version text not null,
  provider_url text not null,
  sandbox_url text,
  schema_text text not null,
  example_path text not null,
  example_answer text not null,
  state text not null,
  notice text,
  timeout_ms integer not null,
  shows_certificate boolean not null default false,
  keep_body_bytes integer not null default 0,
  state_at timestamp with time zone,
  state_name text,
  constraint offering_version_keep_check CHECK (((keep_body_bytes >= 0) AND (keep_body_bytes <= 1048576))),
  constraint offering_version_key UNIQUE (offering_id, version),
  constraint offering_version_notice_check CHECK (((state <> 'maintenance'::text) OR (notice IS NOT NULL))),
  constraint offering_version_offering_fkey FOREIGN KEY (offering_id) REFERENCES exchange.offering(id),
  constraint offering_version_pkey PRIMARY KEY (id),
  constraint offering_version_provider_check CHECK ((provider_url ~ '^https?://'::text)),
  constraint offering_version_sandbox_check CHECK ((sandbox_url ~ '^https?://'::text)),
  constraint offering_version_state_check CHECK ((state = ANY (ARRAY['in_force'::text, 'maintenance'::text, 'withdrawn'::text]))),
  constraint offering_version_timeout_check CHECK (((timeout_ms >= 100) AND (timeout_ms <= 600000))),
  constraint offering_version_tls_check CHECK (((NOT shows_certificate) OR (provider_url ~ '^https://'::text))),
  constraint offering_version_version_check CHECK ((version ~ '^v[0-9]{1,3}$'::text))
);

create table exchange.planned_maintenance (
  id uuid not null,
  offering_id uuid not null,
  version_id uuid,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone not null,
  notice text not null,
  working_days_ahead integer not null,
  announced_at timestamp with time zone not null,
  announced_name text not null,
  ended_at timestamp with time zone,
  ended_name text,
  constraint planned_maintenance_ahead_check CHECK ((working_days_ahead >= 0)),
  constraint planned_maintenance_ended_check CHECK (((ended_at IS NULL) = (ended_name IS NULL))),
  constraint planned_maintenance_offering_fkey FOREIGN KEY (offering_id) REFERENCES exchange.offering(id),
  constraint planned_maintenance_period_check CHECK ((until_at > from_at)),
  constraint planned_maintenance_pkey PRIMARY KEY (id),
  constraint planned_maintenance_version_fkey FOREIGN KEY (version_id) REFERENCES exchange.offering_version(id)
);

create table exchange.subsystem (
  id uuid not null,
  member_id uuid not null,
  code text not null,
  name text not null,
  contact text not null,
  calls_per_minute integer not null,
  calls_per_day integer not null,
  ended_at timestamp with time zone,
  ended_name text,
  end_reason text,
  constraint subsystem_code_check CHECK ((code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'::text)),
  constraint subsystem_code_key UNIQUE (member_id, code),
  constraint subsystem_day_check CHECK ((calls_per_day > 0)),
  constraint subsystem_ended_check CHECK ((num_nulls(ended_at, ended_name, end_reason) = ANY (ARRAY[0, 3]))),
  constraint subsystem_member_fkey FOREIGN KEY (member_id) REFERENCES exchange.member(id),
  constraint subsystem_minute_check CHECK ((calls_per_minute > 0)),
  constraint subsystem_pkey PRIMARY KEY (id)
);

create table exchange.traffic (
  minute_at timestamp with time zone not null,
  subsystem_id uuid not null,
  offering_id uuid not null,
  calls integer not null,
  failures integer not null,
  refusals integer not null,
  slow_calls integer not null,
  duration_ms_sum bigint not null,
  duration_ms_longest integer not null,
  bytes_in bigint not null,
  bytes_out bigint not null,
  constraint traffic_pkey PRIMARY KEY (minute_at, subsystem_id, offering_id)
);

create table filings.code_pair (
  id uuid not null,
  system text not null,
  kind text not null,
  our_code text not null,
  their_code text not null,
  valid_from date not null,
  valid_to date,
  entered_at timestamp with time zone not null,
  entered_by text not null,
  constraint code_pair_kind_check CHECK ((kind = ANY (ARRAY['agency'::text, 'procedure'::text]))),
  constraint code_pair_period_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
  constraint code_pair_pkey PRIMARY KEY (id)
);

create table filings.filing (
  source text not null,
  their_code text not null,
  content jsonb not null,
  content_sha256 text not null,
  procedure_code text,
  agency_code text,
  applicant_name text,
  state text not null,
  reason text,
  detail jsonb not null default '{}'::jsonb,
  dossier_id uuid,
  tries integer not null default 0,
  received_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  tried_at timestamp with time zone,
  decided_at timestamp with time zone,
  decided_by text,
  answer text,
  answered_at timestamp with time zone,
  answer_error text,
  our_procedure_code text,
  our_agency_code text,
  for_agency text not null,
  try_at timestamp with time zone,
  try_faults integer not null default 0,
  tell_at timestamp with time zone,
  tell_faults integer not null default 0,
  constraint filing_decided_check CHECK (((state = 'refused'::text) = (num_nonnulls(decided_at, decided_by) = 2))),
  constraint filing_dossier_check CHECK (((state = 'taken'::text) = (dossier_id IS NOT NULL))),
  constraint filing_pkey PRIMARY KEY (source, their_code),
  constraint filing_reason_check CHECK ((((state = ANY (ARRAY['held'::text, 'refused'::text])) = (reason IS NOT NULL)) OR (state = 'waiting'::text))),
  constraint filing_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'held'::text, 'taken'::text, 'refused'::text])))
);

create table filings.remote_origin (
  dossier_id uuid not null,
  destination text not null,
  their_code text not null,
  their_account text,
  recorded_at timestamp with time zone not null,
  filed_at timestamp with time zone,
  constraint remote_origin_pkey PRIMARY KEY (dossier_id, destination),
  constraint remote_origin_their_code_key UNIQUE (destination, their_code)
);

create table forms.form_seal (
  number bigint not null generated always as identity,
  form_id uuid not null,
  state text not null,
  sha256 text,
  at timestamp with time zone not null,
  constraint form_seal_form_fkey FOREIGN KEY (form_id) REFERENCES forms.issued_form(id),
  constraint form_seal_once_key UNIQUE NULLS NOT DISTINCT (form_id, state, sha256),
  constraint form_seal_pkey PRIMARY KEY (number),
  constraint form_seal_sealed_check CHECK (((state = ANY (ARRAY['sealed'::text, 'strengthened'::text])) = (sha256 IS NOT NULL))),
  constraint form_seal_state_check CHECK ((state = ANY (ARRAY['asked'::text, 'no_seal'::text, 'failed'::text, 'sealed'::text, 'strengthened'::text])))
);

create table forms.form_template (
  id uuid not null,
  form_number text not null,
  version integer not null,
  state text not null,
  revision integer not null default 1,
  settings jsonb not null,
  source text,
  valid_from date,
  decision_number text,
  decided_on date,
  edited_by uuid not null,
  edited_by_name text not null,
  edited_at timestamp with time zone not null,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamp with time zone,
  constraint form_template_approval_check CHECK ((((state = 'approved'::text) = (approved_by IS NOT NULL)) AND ((state <> 'approved'::text) OR ((valid_from IS NOT NULL) AND (decision_number IS NOT NULL) AND (decided_on IS NOT NULL))))),
  constraint form_template_form_check CHECK ((form_number = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text, '07'::text]))),
  constraint form_template_pkey PRIMARY KEY (id),
  constraint form_template_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'proposed'::text, 'approved'::text, 'dropped'::text]))),
  constraint form_template_two_persons_check CHECK ((approved_by <> edited_by)),
  constraint form_template_version_check CHECK ((version >= 1)),
  constraint form_template_version_key UNIQUE (form_number, version)
);

create table forms.issued_form (
  id uuid not null,
  dossier_id uuid not null,
  dossier_code text not null,
  form_number text not null,
  event_number integer not null,
  version integer not null,
  check_code text not null,
  agency_id uuid not null,
  agency_name text not null,
  says jsonb not null,
  template_version integer not null,
  sha256 text not null,
  size_bytes bigint not null,
  reason text,
  issued_by_name text,
  issued_at timestamp with time zone not null,
  constraint issued_form_check_code_key UNIQUE (check_code),
  constraint issued_form_form_check CHECK ((form_number = ANY (ARRAY['01'::text, '02'::text, '03'::text, '04'::text, '05'::text, '06'::text]))),
  constraint issued_form_pkey PRIMARY KEY (id),
  constraint issued_form_version_check CHECK ((version >= 1)),
  constraint issued_form_version_key UNIQUE (dossier_id, form_number, event_number, version)
);

create table forms.register_counter (
  agency_id uuid not null,
  year integer not null,
  last_number integer not null,
  constraint register_counter_pkey PRIMARY KEY (agency_id, year)
);

create table forms.register_row (
  dossier_id uuid not null,
  agency_id uuid not null,
  year integer not null,
  number integer not null,
  revision integer not null,
  dossier_code text not null,
  procedure_code text not null,
  procedure_name text not null,
  sets integer not null,
  applicant_name text not null,
  applicant_contact text not null,
  competent_agency_name text not null,
  channel text not null,
  state text not null,
  received_on date not null,
  received_at timestamp with time zone not null,
  due_at timestamp with time zone,
  returned_at timestamp with time zone,
  return_method text not null,
  note text,
  words text not null,
  constraint register_row_number_key UNIQUE (agency_id, year, number),
  constraint register_row_pkey PRIMARY KEY (dossier_id)
);

create table identity.citizen_account (
  id uuid not null,
  personal_id text not null,
  full_name text not null,
  birth_date text,
  assurance_level smallint not null,
  phone text,
  email text,
  created_at timestamp with time zone not null,
  last_signed_in_at timestamp with time zone,
  constraint citizen_account_assurance_level_check CHECK ((assurance_level = ANY (ARRAY[1, 2]))),
  constraint citizen_account_birth_date_check CHECK ((birth_date ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$'::text)),
  constraint citizen_account_personal_id_check CHECK ((personal_id ~ '^[0-9]{12}$'::text)),
  constraint citizen_account_personal_id_key UNIQUE (personal_id),
  constraint citizen_account_pkey PRIMARY KEY (id)
);

create table identity.officer_account (
  id uuid not null,
  username text not null,
  full_name text not null,
  position text not null default ''::text,
  officer_id uuid,
  agency_id uuid not null,
  roles text[] not null,
  password_hash text not null,
  active boolean not null default true,
  created_at timestamp with time zone not null,
  password_changed_at timestamp with time zone not null,
  last_signed_in_at timestamp with time zone,
  deactivated_at timestamp with time zone,
  superior_id uuid,
  constraint officer_account_active_check CHECK ((active = (deactivated_at IS NULL))),
  constraint officer_account_pkey PRIMARY KEY (id),
  constraint officer_account_roles_check CHECK (((roles <@ ARRAY['reception_officer'::text, 'case_officer'::text, 'signatory'::text, 'cashier'::text, 'administrator'::text, 'leader'::text, 'auditor'::text]) AND (cardinality(roles) > 0))),
  constraint officer_account_superior_check CHECK ((superior_id <> id)),
  constraint officer_account_superior_fkey FOREIGN KEY (superior_id) REFERENCES identity.officer_account(id),
  constraint officer_account_username_check CHECK ((username ~ '^[a-z0-9][a-z0-9._-]{2,63}$'::text)),
  constraint officer_account_username_key UNIQUE (username)
);

create table identity.parked_form (
  token_hash bytea not null,
  account_id uuid not null,
  path text not null,
  fields jsonb not null,
  parked_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint parked_form_pkey PRIMARY KEY (token_hash)
);

create table identity.session (
  id uuid not null,
  token_hash bytea not null,
  previous_token_hash bytea,
  previous_until timestamp with time zone,
  officer_account_id uuid,
  citizen_account_id uuid,
  started_at timestamp with time zone not null,
  rotated_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  assurance_level smallint,
  provider_account_id uuid,
  provider_session text,
  id_token text,
  chooses boolean not null default false,
  acting_for_id uuid,
  logout_url text,
  constraint session_assurance_level_check CHECK ((assurance_level = ANY (ARRAY[1, 2]))),
  constraint session_citizen_account_id_fkey FOREIGN KEY (citizen_account_id) REFERENCES identity.citizen_account(id),
  constraint session_officer_account_id_fkey FOREIGN KEY (officer_account_id) REFERENCES identity.officer_account(id),
  constraint session_one_account_check CHECK ((num_nonnulls(officer_account_id, citizen_account_id) = 1)),
  constraint session_pkey PRIMARY KEY (id)
);

create table identity.throttle (
  key bytea not null,
  failures integer not null,
  last_failed_at timestamp with time zone not null,
  constraint throttle_pkey PRIMARY KEY (key)
);

create table inquiries.inquiry (
  id uuid not null,
  source text not null,
  their_id text not null,
  title text not null,
  question text not null,
  asker_name text,
  asked_by uuid,
  procedure_code text,
  agency_id uuid,
  publisher text,
  asked_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  reply_id uuid,
  replied_at timestamp with time zone,
  is_public boolean not null default false,
  search_text text not null,
  search_words tsvector not null generated always as (array_to_tsvector(string_to_array(search_text, ' '::text))) stored,
  constraint inquiry_agency_check CHECK (((reply_id IS NULL) OR (num_nonnulls(agency_id, publisher) = 1))),
  constraint inquiry_pkey PRIMARY KEY (id),
  constraint inquiry_public_check CHECK (((reply_id IS NOT NULL) OR (NOT is_public))),
  constraint inquiry_replied_check CHECK (((reply_id IS NULL) = (replied_at IS NULL))),
  constraint inquiry_source_key UNIQUE (source, their_id)
);

create table inquiries.place (
  system text not null,
  reached text not null,
  changed_at timestamp with time zone not null,
  constraint place_pkey PRIMARY KEY (system)
);

create table inquiries.reply (
  id uuid not null,
  inquiry_id uuid not null,
  text text not null,
  is_public boolean not null,
  replied_at timestamp with time zone not null,
  replied_by uuid,
  replied_by_name text,
  agency_name text not null,
  constraint reply_inquiry_id_fkey FOREIGN KEY (inquiry_id) REFERENCES inquiries.inquiry(id),
  constraint reply_pkey PRIMARY KEY (id)
);

create table inquiries.told (
  reply_id uuid not null,
  system text not null,
  queued_at timestamp with time zone not null,
  act_at timestamp with time zone,
  tries integer not null default 0,
  told_at timestamp with time zone,
  last_error text,
  constraint told_act_check CHECK (((told_at IS NULL) = (act_at IS NOT NULL))),
  constraint told_pkey PRIMARY KEY (reply_id, system),
  constraint told_reply_id_fkey FOREIGN KEY (reply_id) REFERENCES inquiries.reply(id)
);

create table messagelog.chain_head (
  single boolean not null default true,
  number bigint not null,
  link bytea not null,
  constraint chain_head_link_check CHECK ((octet_length(link) = 32)),
  constraint chain_head_pkey PRIMARY KEY (single),
  constraint chain_head_single_check CHECK (single)
);

create table messagelog.log_entry (
  number bigint not null,
  id uuid not null,
  message_id text not null,
  direction text not null,
  kind text not null,
  client text not null,
  target text not null,
  headers json not null,
  body_sha256 text not null,
  body_bytes bigint not null,
  body_kept boolean not null,
  at timestamp with time zone not null,
  key_id text not null,
  signature bytea not null,
  link bytea not null,
  group_first bigint,
  group_last bigint,
  group_path bytea,
  constraint log_entry_body_check CHECK ((length(body_sha256) = 64)),
  constraint log_entry_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint log_entry_group_check CHECK (((num_nonnulls(group_first, group_last, group_path) = 0) OR ((num_nonnulls(group_first, group_last, group_path) = 3) AND ((number >= group_first) AND (number <= group_last)) AND ((octet_length(group_path) % 32) = 0)))),
  constraint log_entry_id_key UNIQUE (id),
  constraint log_entry_kind_check CHECK ((kind = ANY (ARRAY['request'::text, 'response'::text]))),
  constraint log_entry_link_check CHECK ((octet_length(link) = 32)),
  constraint log_entry_number_check CHECK ((number > 0)),
  constraint log_entry_pkey PRIMARY KEY (number),
  constraint log_entry_signature_check CHECK ((octet_length(signature) = 64)),
  constraint log_entry_size_check CHECK ((body_bytes >= 0))
);

create table messagelog.log_inspection (
  id uuid not null,
  first_entry bigint not null,
  last_entry bigint not null,
  bodies bigint not null,
  faults bigint not null,
  findings jsonb not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone not null,
  constraint log_inspection_pkey PRIMARY KEY (id)
);

create table messagelog.log_key (
  id text not null,
  public_key bytea not null,
  sealed_private_key bytea not null,
  made_at timestamp with time zone not null,
  constraint log_key_id_check CHECK ((id ~ '^[0-9a-f]{64}$'::text)),
  constraint log_key_pkey PRIMARY KEY (id)
);

create table messagelog.stamp_batch (
  number bigint not null,
  first_entry bigint not null,
  last_entry bigint not null,
  root bytea not null,
  closed_at timestamp with time zone not null,
  token bytea,
  stamped_at timestamp with time zone,
  attempts integer not null default 0,
  problem text,
  constraint stamp_batch_first_key UNIQUE (first_entry),
  constraint stamp_batch_last_key UNIQUE (last_entry),
  constraint stamp_batch_number_check CHECK ((number > 0)),
  constraint stamp_batch_pkey PRIMARY KEY (number),
  constraint stamp_batch_problem_check CHECK ((problem = ANY (ARRAY['no_authority'::text, 'unreachable'::text]))),
  constraint stamp_batch_range_check CHECK ((last_entry >= first_entry)),
  constraint stamp_batch_root_check CHECK ((octet_length(root) = 32)),
  constraint stamp_batch_stamped_check CHECK ((num_nonnulls(token, stamped_at) = ANY (ARRAY[0, 2])))
);

create table mirrors.acknowledgement (
  report_id uuid not null,
  dossier_id uuid not null,
  officer_id uuid not null,
  officer_name text not null,
  at timestamp with time zone not null,
  constraint acknowledgement_pkey PRIMARY KEY (report_id)
);

create table mirrors.code_mapping (
  id uuid not null,
  system text not null,
  kind text not null,
  their_code text not null,
  our_code text not null,
  from_on date not null,
  until_on date,
  decision text not null,
  entered_at timestamp with time zone not null,
  entered_by text not null,
  constraint code_mapping_days_check CHECK (((until_on IS NULL) OR (until_on >= from_on))),
  constraint code_mapping_key UNIQUE (system, kind, their_code, from_on),
  constraint code_mapping_kind_check CHECK ((kind = ANY (ARRAY['procedure'::text, 'agency'::text, 'state'::text]))),
  constraint code_mapping_pkey PRIMARY KEY (id)
);

create table mirrors.hand_over (
  system text not null,
  dossier_code text not null,
  their_code text not null,
  their_id text,
  told_number integer not null default 0,
  told_repeat integer not null default 0,
  constraint hand_over_pkey PRIMARY KEY (system, dossier_code),
  constraint hand_over_their_code_key UNIQUE (system, their_code)
);

create table mirrors.hand_over_rule (
  id uuid not null,
  system text not null,
  procedure_code text not null,
  fields jsonb not null,
  from_on date not null,
  until_on date,
  decision text not null,
  entered_at timestamp with time zone not null,
  entered_by text not null,
  constraint hand_over_rule_days_check CHECK (((until_on IS NULL) OR (until_on >= from_on))),
  constraint hand_over_rule_key UNIQUE (system, procedure_code, from_on),
  constraint hand_over_rule_pkey PRIMARY KEY (id)
);

create table mirrors.handed_paper (
  system text not null,
  dossier_code text not null,
  paper_id uuid not null,
  their_id text not null,
  sha256 text not null,
  constraint handed_paper_pkey PRIMARY KEY (system, dossier_code, paper_id)
);

create table mirrors.ministry_report (
  id uuid not null,
  system text not null,
  their_code text not null,
  sequence bigint,
  reported_at timestamp with time zone not null,
  their_state text not null,
  their_procedure text not null,
  their_agency text not null,
  content jsonb not null,
  sha256 text not null,
  came_by text not null,
  received_at timestamp with time zone not null,
  constraint report_came_by_check CHECK ((came_by = ANY (ARRAY['pull'::text, 'push'::text]))),
  constraint report_content_key UNIQUE (system, sha256),
  constraint report_pkey PRIMARY KEY (id)
);

create table mirrors.ministry_system (
  code text not null,
  name text not null,
  member text,
  ordered_by text not null,
  cursor text,
  pulled_at timestamp with time zone,
  last_error text,
  last_error_at timestamp with time zone,
  constraint ministry_system_code_check CHECK ((code ~ '^[a-z][a-z0-9_]{1,39}$'::text)),
  constraint ministry_system_ordered_by_check CHECK ((ordered_by = ANY (ARRAY['sequence'::text, 'time'::text]))),
  constraint ministry_system_pkey PRIMARY KEY (code)
);

create table mirrors.mirrored_dossier (
  system text not null,
  their_code text not null,
  report_id uuid not null,
  sequence bigint,
  reported_at timestamp with time zone not null,
  their_state text not null,
  national_state integer,
  unread_state text,
  is_disputed boolean not null default false,
  their_procedure text not null,
  procedure_code text,
  their_agency text not null,
  agency_code text,
  owner_personal_id text not null,
  applicant_personal_id text,
  content jsonb not null,
  our_dossier_id uuid,
  constraint mirrored_dossier_national_state_check CHECK (((national_state >= 1) AND (national_state <= 10))),
  constraint mirrored_dossier_pkey PRIMARY KEY (system, their_code)
);

create table mirrors.missing_code (
  system text not null,
  kind text not null,
  our_code text not null,
  dossier_code text not null,
  seen_at timestamp with time zone not null,
  constraint missing_code_kind_check CHECK ((kind = ANY (ARRAY['procedure'::text, 'agency'::text, 'state'::text, 'field'::text]))),
  constraint missing_code_pkey PRIMARY KEY (system, kind, our_code)
);

create table mirrors.refused_report (
  id uuid not null,
  system text not null,
  their_code text,
  problem text not null,
  content text not null,
  sha256 text not null,
  came_by text not null,
  received_at timestamp with time zone not null,
  constraint refused_report_came_by_check CHECK ((came_by = ANY (ARRAY['pull'::text, 'push'::text]))),
  constraint refused_report_content_key UNIQUE (system, sha256),
  constraint refused_report_pkey PRIMARY KEY (id)
);

create table nationalcatalogue.catalogue_fetch (
  id integer not null generated always as identity,
  asked_by text,
  started_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  procedures integer not null default 0,
  agencies integer not null default 0,
  fields integer not null default 0,
  unreadable integer not null default 0,
  fault text,
  constraint catalogue_fetch_fault_check CHECK (((fault IS NULL) OR (finished_at IS NOT NULL))),
  constraint catalogue_fetch_pkey PRIMARY KEY (id)
);

create table nationalcatalogue.difference (
  kind text not null,
  what text not null,
  code text not null,
  their_code text,
  ours text,
  theirs text,
  since_at timestamp with time zone,
  constraint difference_kind_check CHECK ((kind = ANY (ARRAY['procedure'::text, 'agency'::text, 'field'::text]))),
  constraint difference_pkey PRIMARY KEY (kind, what, code),
  constraint difference_what_check CHECK ((what = ANY (ARRAY['not_listed'::text, 'no_longer_listed'::text, 'not_here'::text, 'name'::text, 'field'::text, 'level'::text])))
);

create table nationalcatalogue.listing (
  id integer not null generated always as identity,
  kind text not null,
  code text not null,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  name text not null,
  details jsonb not null,
  constraint listing_kind_check CHECK ((kind = ANY (ARRAY['procedure'::text, 'agency'::text, 'field'::text]))),
  constraint listing_pkey PRIMARY KEY (id),
  constraint listing_until_check CHECK ((until_at >= from_at))
);

create table nationalcatalogue.staged_listing (
  kind text not null,
  code text not null,
  name text not null,
  details jsonb not null,
  constraint staged_listing_pkey PRIMARY KEY (kind, code)
);

create table nationalvault.vault_finding (
  search_id uuid not null,
  position integer not null,
  type_code text not null,
  title text not null,
  number text,
  issuer_name text not null,
  verdict text not null,
  item_code text,
  unsaid text[] not null default '{}'::text[],
  constraint vault_finding_pkey PRIMARY KEY (search_id, "position"),
  constraint vault_finding_search_id_fkey FOREIGN KEY (search_id) REFERENCES nationalvault.vault_search(id),
  constraint vault_finding_unsaid CHECK ((unsaid <@ ARRAY['owner'::text, 'force'::text, 'hash'::text, 'signature'::text])),
  constraint vault_finding_verdict CHECK ((verdict = ANY (ARRAY['offered'::text, 'here_already'::text, 'not_asked'::text, 'other_owner'::text, 'not_in_force'::text, 'no_content'::text, 'not_fetched'::text, 'not_accepted'::text, 'content_differs'::text, 'signature_broken'::text])))
);

create table nationalvault.vault_push (
  id uuid not null,
  result_id uuid not null,
  kind text not null,
  dossier_code text not null,
  owner_number text not null,
  owner_name text not null,
  type_code text not null,
  title text not null,
  number text,
  issuer_code text,
  issuer_name text not null,
  issued_on date,
  sha256 text not null,
  reason text,
  queued_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  tries integer not null default 0,
  last_failure text,
  refused_at timestamp with time zone,
  told_at timestamp with time zone,
  constraint vault_push_end CHECK ((num_nonnulls(told_at, refused_at) <= 1)),
  constraint vault_push_key UNIQUE (result_id, kind),
  constraint vault_push_kind CHECK ((kind = ANY (ARRAY['issued'::text, 'revoked'::text, 'replaced'::text]))),
  constraint vault_push_pkey PRIMARY KEY (id),
  constraint vault_push_sha256 CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

create table nationalvault.vault_search (
  id uuid not null,
  occasion text not null,
  owner_number text not null,
  account_id text not null,
  searched_at timestamp with time zone not null,
  failure text,
  constraint vault_search_failure CHECK ((failure = ANY (ARRAY['unreachable'::text, 'timed_out'::text, 'unreadable'::text, 'refused'::text, 'resting'::text]))),
  constraint vault_search_pkey PRIMARY KEY (id)
);

create table nationalvault.vault_standing (
  single boolean not null default true,
  failures integer not null,
  quiet_until timestamp with time zone,
  constraint vault_standing_pkey PRIMARY KEY (single),
  constraint vault_standing_single_check CHECK (single)
);

create table notifications.channel_standing (
  channel text not null,
  failures integer not null,
  failed_at timestamp with time zone not null,
  constraint channel_standing_channel CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'zalo'::text]))),
  constraint channel_standing_pkey PRIMARY KEY (channel)
);

create table notifications.delivery (
  id uuid not null,
  message_id uuid not null,
  round integer not null,
  channel text not null,
  address text not null,
  state text not null,
  reference text,
  why text,
  attempt integer not null default 0,
  asked_times integer not null default 0,
  segments integer,
  act_at timestamp with time zone,
  queued_at timestamp with time zone not null,
  state_at timestamp with time zone not null,
  constraint delivery_act_at CHECK (((act_at IS NOT NULL) OR (state <> ALL (ARRAY['queued'::text, 'sending'::text])))),
  constraint delivery_channel CHECK ((channel = ANY (ARRAY['email'::text, 'sms'::text, 'zalo'::text]))),
  constraint delivery_message_id_fkey FOREIGN KEY (message_id) REFERENCES notifications.message(id),
  constraint delivery_once UNIQUE (message_id, round, channel),
  constraint delivery_pkey PRIMARY KEY (id),
  constraint delivery_state CHECK ((state = ANY (ARRAY['queued'::text, 'sending'::text, 'accepted'::text, 'delivered'::text, 'failed'::text, 'unknown'::text])))
);

create table notifications.delivery_event (
  number bigint not null generated always as identity,
  delivery_id uuid not null,
  at timestamp with time zone not null,
  state text not null,
  told_by text not null,
  reference text,
  why text,
  report_key text,
  constraint delivery_event_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES notifications.delivery(id),
  constraint delivery_event_pkey PRIMARY KEY (number),
  constraint delivery_event_report UNIQUE (delivery_id, report_key),
  constraint delivery_event_told_by CHECK ((told_by = ANY (ARRAY['us'::text, 'answer'::text, 'report'::text, 'asked'::text])))
);

create table notifications.handling (
  id uuid not null,
  message_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  account_id text not null,
  account_name text not null,
  note text,
  constraint handling_kind CHECK ((kind = ANY (ARRAY['sent_again'::text, 'called'::text]))),
  constraint handling_message_id_fkey FOREIGN KEY (message_id) REFERENCES notifications.message(id),
  constraint handling_note CHECK ((length(note) <= 300)),
  constraint handling_pkey PRIMARY KEY (id)
);

create table notifications.message (
  number bigint not null generated always as identity,
  id uuid not null,
  key text not null,
  recipient_name text not null,
  email text,
  phone text,
  subject text not null,
  body text not null,
  about_kind text not null,
  about_id text not null,
  state text not null,
  queued_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  brief text,
  link text,
  preferred text,
  channels text[] not null default '{}'::text[],
  round integer not null default 1,
  agency_id uuid,
  emptied_at timestamp with time zone,
  constraint message_brief CHECK (((brief IS NULL) = (link IS NULL))),
  constraint message_key UNIQUE (key),
  constraint message_number UNIQUE (number),
  constraint message_pkey PRIMARY KEY (id),
  constraint message_preferred CHECK ((preferred = ANY (ARRAY['email'::text, 'sms'::text, 'zalo'::text]))),
  constraint message_round CHECK (((round >= 1) AND (round <= 20))),
  constraint message_state CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'delivered'::text, 'in_app'::text, 'undeliverable'::text, 'unknown'::text, 'called'::text])))
);

create table operations.outside_alarm (
  id uuid not null,
  system text not null,
  health text not null,
  rang_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint outside_alarm_health_check CHECK ((health = ANY (ARRAY['away'::text, 'behind'::text, 'stuck'::text, 'held'::text]))),
  constraint outside_alarm_pkey PRIMARY KEY (id)
);

create table operations.outside_system (
  code text not null,
  failures integer not null default 0,
  called_at timestamp with time zone,
  answered_at timestamp with time zone,
  last_errors jsonb not null default '[]'::jsonb,
  held_at timestamp with time zone,
  held_by text,
  held_reason text,
  constraint outside_system_held_check CHECK ((num_nonnulls(held_at, held_by, held_reason) = ANY (ARRAY[0, 3]))),
  constraint outside_system_pkey PRIMARY KEY (code)
);

create table organisations.administrative_unit (
  code text not null,
  valid_from date not null,
  valid_to date,
  level text not null,
  unit_type text not null,
  name text not null,
  full_name text not null,
  official_name text,
  name_en text,
  parent_code text,
  search_text text not null,
  basis text not null,
  source text not null,
  constraint administrative_unit_code_check CHECK ((code ~ '^\d{2}$|^\d{3}$|^\d{5}$'::text)),
  constraint administrative_unit_level_check CHECK ((level = ANY (ARRAY['province'::text, 'district'::text, 'commune'::text]))),
  constraint administrative_unit_parent_check CHECK (((level = 'province'::text) = (parent_code IS NULL))),
  constraint administrative_unit_pkey PRIMARY KEY (code, valid_from),
  constraint administrative_unit_source_check CHECK ((source = ANY (ARRAY['package'::text, 'official'::text]))),
  constraint administrative_unit_type_check CHECK ((unit_type = ANY (ARRAY['thanh_pho_truc_thuoc_trung_uong'::text, 'tinh'::text, 'thanh_pho'::text, 'quan'::text, 'huyen'::text, 'thi_xa'::text, 'phuong'::text, 'xa'::text, 'thi_tran'::text, 'dac_khu'::text]))),
  constraint administrative_unit_validity_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);

create table organisations.agency (
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null,
  commune_code text,
  province_code text not null,
  department_key text,
  parent_id uuid,
  address text,
  phone text,
  search_text text not null,
  valid_from date not null,
  valid_to date,
  constraint agency_code_key UNIQUE (code, valid_from),
  constraint agency_department_check CHECK (((kind = 'department'::text) = (department_key IS NOT NULL))),
  constraint agency_kind_check CHECK ((kind = ANY (ARRAY['peoples_committee'::text, 'department'::text, 'public_service_centre'::text, 'specialised_office'::text]))),
  constraint agency_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES organisations.agency(id),
  constraint agency_pkey PRIMARY KEY (id),
  constraint agency_validity_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);

create table organisations.desk (
  id uuid not null,
  code text not null,
  name text not null,
  agency_id uuid not null,
  constraint desk_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES organisations.agency(id),
  constraint desk_code_key UNIQUE (code),
  constraint desk_pkey PRIMARY KEY (id)
);

create table organisations.officer (
  id uuid not null,
  full_name text not null,
  position text not null,
  email text not null,
  agency_id uuid not null,
  valid_from date not null,
  valid_to date,
  constraint officer_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES organisations.agency(id),
  constraint officer_email_key UNIQUE (email),
  constraint officer_pkey PRIMARY KEY (id),
  constraint officer_validity_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
);

create table organisations.unit_mapping (
  id integer not null generated always as identity,
  level text not null,
  effective_on date not null,
  old_code text,
  new_code text not null,
  scope text not null,
  note text,
  old_name text,
  old_district_code text,
  old_province_code text,
  basis text not null,
  source text not null,
  constraint unit_mapping_key UNIQUE NULLS NOT DISTINCT (level, effective_on, old_code, new_code, old_name),
  constraint unit_mapping_level_check CHECK ((level = ANY (ARRAY['province'::text, 'commune'::text]))),
  constraint unit_mapping_pkey PRIMARY KEY (id),
  constraint unit_mapping_scope_check CHECK ((scope = ANY (ARRAY['all'::text, 'part'::text, 'unchanged'::text, 'renamed'::text, 'district'::text, 'unknown'::text]))),
  constraint unit_mapping_source_check CHECK ((source = ANY (ARRAY['package'::text, 'official'::text])))
);

create table papers.content (
  sha256 text not null,
  size_bytes bigint not null,
  state text not null default 'whole'::text,
  checked_at timestamp with time zone not null,
  scan text not null default 'not_scanned'::text,
  scan_changed_at timestamp with time zone not null,
  finding text,
  constraint content_pkey PRIMARY KEY (sha256),
  constraint content_scan CHECK ((scan = ANY (ARRAY['not_scanned'::text, 'quarantined'::text, 'clean'::text, 'infected'::text]))),
  constraint content_sha256 CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint content_size_bytes CHECK ((size_bytes > 0)),
  constraint content_state CHECK ((state = ANY (ARRAY['whole'::text, 'damaged'::text, 'missing'::text])))
);

create table papers.paper (
  id uuid not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  received_by text not null,
  received_at timestamp with time zone not null,
  origin text not null default 'upload'::text,
  sent_sha256 text,
  constraint paper_media_type CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'application/xml'::text, 'image/jpeg'::text, 'image/png'::text, 'image/webp'::text]))),
  constraint paper_name CHECK (((length(name) >= 1) AND (length(name) <= 200))),
  constraint paper_origin CHECK ((origin = ANY (ARRAY['upload'::text, 'digitisation'::text, 'vault'::text, 'national_vault'::text, 'result'::text, 'form'::text]))),
  constraint paper_pkey PRIMARY KEY (id),
  constraint paper_sent_sha256 CHECK ((sent_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint paper_sha256 CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint paper_size_bytes CHECK ((size_bytes > 0))
);

create table payments.arrival (
  id uuid not null,
  provider text not null,
  transaction text not null,
  reference text not null,
  order_id uuid,
  amount_vnd bigint not null,
  paid_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  told_by text not null,
  outcome text not null,
  constraint arrival_amount_vnd CHECK ((amount_vnd > 0)),
  constraint arrival_known CHECK (((outcome = 'unknown_reference'::text) = (order_id IS NULL))),
  constraint arrival_order_fkey FOREIGN KEY (order_id) REFERENCES payments.payment_order(id),
  constraint arrival_outcome CHECK ((outcome = ANY (ARRAY['counted'::text, 'paid_already'::text, 'charge_cancelled'::text, 'wrong_amount'::text, 'given_back'::text, 'unknown_reference'::text]))),
  constraint arrival_pkey PRIMARY KEY (id),
  constraint arrival_told_by CHECK ((told_by = ANY (ARRAY['callback'::text, 'answer'::text, 'statement'::text]))),
  constraint arrival_transaction UNIQUE (provider, transaction),
  constraint arrival_transaction_length CHECK ((((length(transaction) >= 1) AND (length(transaction) <= 80)) AND (length(reference) <= 80)))
);

create table payments.charge (
  id uuid not null,
  dossier_id uuid not null,
  name text not null,
  amount_vnd bigint not null,
  state text not null,
  opened_at timestamp with time zone not null,
  paid_at timestamp with time zone,
  method text,
  receipt_reference text,
  cancelled_at timestamp with time zone,
  rule_hash text,
  explanation jsonb,
  entitlement jsonb,
  agency_id uuid not null,
  constraint charge_amount_vnd CHECK (((amount_vnd > 0) AND (amount_vnd <= '999999999999'::bigint))),
  constraint charge_cancelled CHECK (((state = 'cancelled'::text) = (cancelled_at IS NOT NULL))),
  constraint charge_method CHECK ((method = ANY (ARRAY['cash'::text, 'transfer'::text, 'online'::text]))),
  constraint charge_name CHECK (((length(name) >= 1) AND (length(name) <= 500))),
  constraint charge_paid CHECK ((((state = 'paid'::text) = (paid_at IS NOT NULL)) AND ((state = 'paid'::text) = (method IS NOT NULL)) AND ((state = 'paid'::text) = (receipt_reference IS NOT NULL)))),
  constraint charge_pkey PRIMARY KEY (id),
  constraint charge_reckoning CHECK ((((rule_hash IS NULL) = (explanation IS NULL)) AND ((rule_hash IS NULL) = (entitlement IS NULL)))),
  constraint charge_state CHECK ((state = ANY (ARRAY['due'::text, 'paid'::text, 'cancelled'::text])))
);

create table payments.charge_refund (
  charge_id uuid not null,
  arrival_id uuid,
  amount_vnd bigint not null,
  decision_number text not null,
  reason text not null,
  state text not null,
  decided_at timestamp with time zone not null,
  decided_by text not null,
  decided_by_name text not null,
  done_at timestamp with time zone,
  done_by_name text,
  reference text,
  refusal text,
  constraint charge_refund_amount_vnd CHECK ((amount_vnd > 0)),
  constraint charge_refund_arrival_fkey FOREIGN KEY (arrival_id) REFERENCES payments.arrival(id),
  constraint charge_refund_charge_fkey FOREIGN KEY (charge_id) REFERENCES payments.charge(id),
  constraint charge_refund_decision_number CHECK (((length(decision_number) >= 1) AND (length(decision_number) <= 60))),
  constraint charge_refund_done CHECK ((((state = 'done'::text) = (done_at IS NOT NULL)) AND ((state = 'done'::text) = (reference IS NOT NULL)) AND ((state = 'done'::text) = (done_by_name IS NOT NULL)))),
  constraint charge_refund_pkey PRIMARY KEY (charge_id),
  constraint charge_refund_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint charge_refund_refused CHECK (((state = 'refused'::text) = (refusal IS NOT NULL))),
  constraint charge_refund_state CHECK ((state = ANY (ARRAY['asked'::text, 'done'::text, 'refused'::text])))
);

create table payments.payment (
  id uuid not null,
  key text not null,
  charge_id uuid not null,
  amount_vnd bigint not null,
  method text not null,
  reference text not null,
  paid_at timestamp with time zone not null,
  recorded_by text not null,
  constraint payment_amount_vnd CHECK ((amount_vnd > 0)),
  constraint payment_charge UNIQUE (charge_id),
  constraint payment_charge_fkey FOREIGN KEY (charge_id) REFERENCES payments.charge(id),
  constraint payment_method CHECK ((method = ANY (ARRAY['cash'::text, 'transfer'::text, 'online'::text]))),
  constraint payment_pkey PRIMARY KEY (id)
);

create table payments.payment_order (
  id uuid not null,
  reference text not null,
  provider text not null,
  charge_id uuid not null,
  dossier_id uuid not null,
  dossier_code text not null,
  amount_vnd bigint not null,
  state text not null,
  opened_at timestamp with time zone not null,
  pay_url text,
  asked_times integer not null default 0,
  ask_at timestamp with time zone,
  closed_at timestamp with time zone,
  constraint payment_order_amount_vnd CHECK ((amount_vnd > 0)),
  constraint payment_order_charge_fkey FOREIGN KEY (charge_id) REFERENCES payments.charge(id),
  constraint payment_order_closed CHECK (((state = 'closed'::text) = (closed_at IS NOT NULL))),
  constraint payment_order_pay_url CHECK ((length(pay_url) <= 2000)),
  constraint payment_order_pkey PRIMARY KEY (id),
  constraint payment_order_reference UNIQUE (reference),
  constraint payment_order_reference_form CHECK ((reference ~ '^MC[0-9]{6}[0-9A-Z]{10}$'::text)),
  constraint payment_order_state CHECK ((state = ANY (ARRAY['waiting'::text, 'paid'::text, 'held'::text, 'closed'::text])))
);

create table payments.reconciliation (
  id uuid not null,
  provider text not null,
  day_on date not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  lines integer not null,
  differences integer not null,
  ours_vnd bigint not null,
  theirs_vnd bigint not null,
  constraint reconciliation_pkey PRIMARY KEY (id)
);

create table payments.reconciliation_line (
  reconciliation_id uuid not null,
  number integer not null,
  kind text not null,
  transaction text not null,
  reference text not null,
  dossier_code text,
  ours_vnd bigint,
  theirs_vnd bigint,
  verdict text not null,
  theirs_reference text,
  constraint reconciliation_line_fkey FOREIGN KEY (reconciliation_id) REFERENCES payments.reconciliation(id),
  constraint reconciliation_line_kind CHECK ((kind = ANY (ARRAY['payment'::text, 'refund'::text]))),
  constraint reconciliation_line_pkey PRIMARY KEY (reconciliation_id, number),
  constraint reconciliation_line_verdict CHECK ((verdict = ANY (ARRAY['equal'::text, 'amount_differs'::text, 'reference_differs'::text, 'only_ours'::text, 'only_theirs'::text])))
);

create table payments.refund (
  id uuid not null,
  arrival_id uuid not null,
  amount_vnd bigint not null,
  reason text not null,
  state text not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  done_at timestamp with time zone,
  transaction text,
  refusal text,
  voucher text,
  paid_out_at timestamp with time zone,
  paid_out_by_name text,
  settlement text,
  settled_at timestamp with time zone,
  settled_by_name text,
  constraint refund_amount_vnd CHECK ((amount_vnd > 0)),
  constraint refund_arrival UNIQUE (arrival_id),
  constraint refund_arrival_fkey FOREIGN KEY (arrival_id) REFERENCES payments.arrival(id),
  constraint refund_done CHECK (((state = 'done'::text) = ((done_at IS NOT NULL) AND (transaction IS NOT NULL)))),
  constraint refund_paid_out CHECK (((num_nonnulls(voucher, paid_out_at, paid_out_by_name) = ANY (ARRAY[0, 3])) AND ((state <> 'paid_out'::text) OR (voucher IS NOT NULL)) AND ((voucher IS NULL) OR (state = ANY (ARRAY['paid_out'::text, 'done'::text]))))),
  constraint refund_pkey PRIMARY KEY (id),
  constraint refund_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint refund_refused CHECK (((state = 'refused'::text) = (refusal IS NOT NULL))),
  constraint refund_settled CHECK ((num_nonnulls(settlement, settled_at, settled_by_name) = ANY (ARRAY[0, 3]))),
  constraint refund_settlement CHECK (((length(settlement) >= 1) AND (length(settlement) <= 200))),
  constraint refund_state CHECK ((state = ANY (ARRAY['asked'::text, 'done'::text, 'refused'::text, 'paid_out'::text]))),
  constraint refund_voucher CHECK (((length(voucher) >= 1) AND (length(voucher) <= 60)))
);

create table platform.migration (
  number integer not null,
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_name_key UNIQUE (name),
  constraint migration_pkey PRIMARY KEY (number)
);

create table procedures.issue (
  version_id uuid not null,
  position integer not null,
  kind text not null,
  field text not null,
  found text not null,
  settled_at timestamp with time zone,
  settled_by text,
  constraint issue_pkey PRIMARY KEY (version_id, "position"),
  constraint issue_settled_check CHECK (((settled_at IS NULL) = (settled_by IS NULL)))
);

create table procedures.procedure (
  code text not null,
  status text not null,
  name text not null,
  short_name text not null,
  field text not null,
  level text not null,
  summary text not null,
  name_en text,
  search_text text not null,
  name_text text not null,
  search_words tsvector not null generated always as (array_to_tsvector(string_to_array(search_text, ' '::text))) stored,
  pack_version_id uuid,
  catalogue_version_id uuid,
  catalogue_hash text,
  updated_at timestamp with time zone not null,
  constraint procedure_level_check CHECK ((level = ANY (ARRAY['central'::text, 'province'::text, 'commune'::text]))),
  constraint procedure_offered_check CHECK (((status <> 'offered'::text) OR (pack_version_id IS NOT NULL))),
  constraint procedure_pkey PRIMARY KEY (code),
  constraint procedure_status_check CHECK ((status = ANY (ARRAY['offered'::text, 'described'::text])))
);

create table procedures.version (
  id uuid not null,
  code text not null,
  origin text not null,
  number integer not null,
  content_hash text not null,
  content json not null,
  effective_from date not null,
  created_at timestamp with time zone not null,
  decision_number text,
  decided_on date,
  decided_by_name text,
  design_id uuid,
  constraint version_code_origin_number_key UNIQUE (code, origin, number),
  constraint version_decision_check CHECK ((num_nonnulls(decision_number, decided_on, decided_by_name, design_id) = ANY (ARRAY[0, 4]))),
  constraint version_number_check CHECK ((number > 0)),
  constraint version_origin_check CHECK ((origin = ANY (ARRAY['pack'::text, 'catalogue'::text]))),
  constraint version_pkey PRIMARY KEY (id)
);

create table procedures.version_source (
  version_id uuid not null,
  file text not null,
  body text not null,
  constraint version_source_file_check CHECK ((file = ANY (ARRAY['procedure.yaml'::text, 'form.json'::text, 'process.bpmn'::text, 'cases.yaml'::text]))),
  constraint version_source_pkey PRIMARY KEY (version_id, file),
  constraint version_source_version_fkey FOREIGN KEY (version_id) REFERENCES procedures.version(id)
);

create table procedures.version_withdrawal (
  version_id uuid not null,
  withdrawn_at timestamp with time zone not null,
  withdrawn_by_name text not null,
  reason text not null,
  constraint version_withdrawal_pkey PRIMARY KEY (version_id),
  constraint version_withdrawal_reason_check CHECK ((reason <> ''::text)),
  constraint version_withdrawal_version_fkey FOREIGN KEY (version_id) REFERENCES procedures.version(id)
);

create table ratings.place (
  system text not null,
  reached text not null,
  changed_at timestamp with time zone not null,
  constraint place_pkey PRIMARY KEY (system)
);

create table ratings.rating (
  id uuid not null,
  source text not null,
  their_id text not null,
  dossier_code text not null,
  dossier_id uuid,
  agency_ids uuid[] not null default '{}'::uuid[],
  scores jsonb not null,
  comment text,
  rated_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  constraint rating_dossier_check CHECK (((dossier_id IS NOT NULL) OR (agency_ids = '{}'::uuid[]))),
  constraint rating_pkey PRIMARY KEY (id),
  constraint rating_source_key UNIQUE (source, their_id)
);

create table ratings.told (
  rating_id uuid not null,
  system text not null,
  queued_at timestamp with time zone not null,
  act_at timestamp with time zone,
  tries integer not null default 0,
  told_at timestamp with time zone,
  last_error text,
  constraint told_act_check CHECK (((told_at IS NULL) = (act_at IS NOT NULL))),
  constraint told_pkey PRIMARY KEY (rating_id, system),
  constraint told_rating_id_fkey FOREIGN KEY (rating_id) REFERENCES ratings.rating(id)
);

create table receipts.day_summary (
  id uuid not null,
  agency_id uuid not null,
  agency_name text not null,
  tax_code text,
  day_on date not null,
  number integer not null,
  lines integer not null,
  issued_vnd bigint not null,
  cancelled_vnd bigint not null,
  made_at timestamp with time zone not null,
  state text not null,
  told_at timestamp with time zone,
  answer text,
  constraint day_summary_number CHECK ((number >= 1)),
  constraint day_summary_number_key UNIQUE (agency_id, day_on, number),
  constraint day_summary_pkey PRIMARY KEY (id),
  constraint day_summary_state CHECK ((state = ANY (ARRAY['waiting'::text, 'accepted'::text, 'refused'::text]))),
  constraint day_summary_told CHECK (((state = 'waiting'::text) = (told_at IS NULL)))
);

create table receipts.e_receipt (
  id uuid not null,
  charge_id uuid not null,
  version integer not null,
  dossier_id uuid not null,
  dossier_code text not null,
  agency_id uuid not null,
  agency_name text not null,
  agency_address text,
  tax_code text,
  form_symbol text not null,
  receipt_symbol text not null,
  year integer not null,
  number integer not null,
  payer_name text not null,
  payer_address text,
  fee_name text not null,
  amount_vnd bigint not null,
  method text not null,
  payment_reference text not null,
  paid_at timestamp with time zone not null,
  issued_at timestamp with time zone not null,
  issued_on date not null,
  check_code text not null,
  replaced_number integer,
  reason text,
  issued_by_name text,
  constraint e_receipt_amount_vnd CHECK ((amount_vnd > 0)),
  constraint e_receipt_check_code_key UNIQUE (check_code),
  constraint e_receipt_method CHECK ((method = ANY (ARRAY['cash'::text, 'transfer'::text, 'online'::text]))),
  constraint e_receipt_number CHECK (((number >= 1) AND (number <= 99999999))),
  constraint e_receipt_number_key UNIQUE (agency_id, form_symbol, receipt_symbol, year, number),
  constraint e_receipt_pkey PRIMARY KEY (id),
  constraint e_receipt_replacement CHECK ((((version = 1) = (replaced_number IS NULL)) AND ((version = 1) = (reason IS NULL)) AND ((version = 1) = (issued_by_name IS NULL)))),
  constraint e_receipt_version CHECK ((version >= 1)),
  constraint e_receipt_version_key UNIQUE (charge_id, version)
);

create table receipts.receipt_cancellation (
  receipt_id uuid not null,
  cancelled_at timestamp with time zone not null,
  cancelled_on date not null,
  kind text not null,
  reason text not null,
  by_name text not null,
  constraint receipt_cancellation_kind CHECK ((kind = ANY (ARRAY['replaced'::text, 'refunded'::text]))),
  constraint receipt_cancellation_pkey PRIMARY KEY (receipt_id),
  constraint receipt_cancellation_reason CHECK (((length(reason) >= 1) AND (length(reason) <= 500))),
  constraint receipt_cancellation_receipt_fkey FOREIGN KEY (receipt_id) REFERENCES receipts.e_receipt(id)
);

create table receipts.receipt_counter (
  agency_id uuid not null,
  form_symbol text not null,
  receipt_symbol text not null,
  year integer not null,
  last_number integer not null,
  constraint receipt_counter_last_number CHECK (((last_number >= 1) AND (last_number <= 99999999))),
  constraint receipt_counter_pkey PRIMARY KEY (agency_id, form_symbol, receipt_symbol, year)
);

create table receipts.receipt_file (
  number bigint not null generated always as identity,
  receipt_id uuid not null,
  media text not null,
  state text not null,
  sha256 text,
  at timestamp with time zone not null,
  constraint receipt_file_content CHECK (((sha256 IS NULL) = (state = ANY (ARRAY['no_seal'::text, 'failed'::text])))),
  constraint receipt_file_media CHECK ((media = ANY (ARRAY['pdf'::text, 'xml'::text]))),
  constraint receipt_file_once_key UNIQUE NULLS NOT DISTINCT (receipt_id, media, state, sha256),
  constraint receipt_file_pkey PRIMARY KEY (number),
  constraint receipt_file_receipt_fkey FOREIGN KEY (receipt_id) REFERENCES receipts.e_receipt(id),
  constraint receipt_file_state CHECK ((state = ANY (ARRAY['set'::text, 'no_seal'::text, 'failed'::text, 'sealed'::text, 'strengthened'::text])))
);

create table receipts.summary_line (
  summary_id uuid not null,
  number integer not null,
  receipt_id uuid not null,
  act text not null,
  constraint summary_line_act CHECK ((act = ANY (ARRAY['issued'::text, 'cancelled'::text]))),
  constraint summary_line_once UNIQUE (receipt_id, act),
  constraint summary_line_pkey PRIMARY KEY (summary_id, number),
  constraint summary_line_receipt_fkey FOREIGN KEY (receipt_id) REFERENCES receipts.e_receipt(id),
  constraint summary_line_summary_fkey FOREIGN KEY (summary_id) REFERENCES receipts.day_summary(id)
);

create table receipts.summary_sending (
  id uuid not null,
  summary_id uuid not null,
  sent_at timestamp with time zone not null,
  outcome text not null,
  answer text not null,
  constraint summary_sending_answer CHECK ((length(answer) <= 500)),
  constraint summary_sending_outcome CHECK ((outcome = ANY (ARRAY['accepted'::text, 'refused'::text, 'unreachable'::text]))),
  constraint summary_sending_pkey PRIMARY KEY (id),
  constraint summary_sending_summary_fkey FOREIGN KEY (summary_id) REFERENCES receipts.day_summary(id)
);

create table receipts.unsealed_file (
  receipt_id uuid not null,
  media text not null,
  agency_id uuid not null,
  state text not null,
  since_at timestamp with time zone not null,
  tries integer not null default 0,
  try_at timestamp with time zone,
  constraint unsealed_file_media CHECK ((media = ANY (ARRAY['pdf'::text, 'xml'::text]))),
  constraint unsealed_file_pkey PRIMARY KEY (receipt_id, media),
  constraint unsealed_file_receipt_fkey FOREIGN KEY (receipt_id) REFERENCES receipts.e_receipt(id),
  constraint unsealed_file_state CHECK ((state = ANY (ARRAY['to_set'::text, 'asked'::text, 'no_seal'::text, 'failed'::text]))),
  constraint unsealed_file_try_at CHECK (((try_at IS NOT NULL) OR (state = 'no_seal'::text)))
);

create table registers.kept_answer (
  question_sha256 text not null,
  look_up_id uuid not null,
  answered_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  outcomes jsonb not null,
  told jsonb not null,
  constraint kept_answer_expires_at CHECK ((expires_at > answered_at)),
  constraint kept_answer_look_up_id_fkey FOREIGN KEY (look_up_id) REFERENCES registers.look_up(id),
  constraint kept_answer_pkey PRIMARY KEY (question_sha256),
  constraint kept_answer_question_sha256 CHECK ((question_sha256 ~ '^[0-9a-f]{64}$'::text))
);

create table registers.look_up (
  id uuid not null,
  asked_at timestamp with time zone not null,
  register text not null,
  kind text not null,
  subject text not null,
  input_kinds text[] not null,
  fields text[] not null,
  purpose text not null,
  occasion text,
  dossier_id uuid,
  dossier_code text,
  account_kind text not null,
  account_id text not null,
  account_name text not null,
  agency_code text,
  agency_name text,
  kept_from_id uuid,
  constraint look_up_account_kind CHECK ((account_kind = ANY (ARRAY['citizen'::text, 'officer'::text]))),
  constraint look_up_dossier CHECK ((num_nonnulls(dossier_id, dossier_code) = ANY (ARRAY[0, 2]))),
  constraint look_up_kept_from_id_fkey FOREIGN KEY (kept_from_id) REFERENCES registers.look_up(id),
  constraint look_up_kind CHECK ((kind = ANY (ARRAY['verify'::text, 'read'::text]))),
  constraint look_up_pkey PRIMARY KEY (id),
  constraint look_up_purpose CHECK (((length(purpose) >= 3) AND (length(purpose) <= 300))),
  constraint look_up_subject CHECK (((length(subject) >= 1) AND (length(subject) <= 40)))
);

create table registers.look_up_answer (
  look_up_id uuid not null,
  answered_at timestamp with time zone not null,
  outcomes jsonb,
  failure text,
  constraint look_up_answer_end CHECK ((num_nonnulls(outcomes, failure) = 1)),
  constraint look_up_answer_failure CHECK ((failure = ANY (ARRAY['unreachable'::text, 'timed_out'::text, 'unreadable'::text, 'refused'::text, 'resting'::text]))),
  constraint look_up_answer_look_up_id_fkey FOREIGN KEY (look_up_id) REFERENCES registers.look_up(id),
  constraint look_up_answer_pkey PRIMARY KEY (look_up_id)
);

create table registers.look_up_dossier (
  look_up_id uuid not null,
  dossier_id uuid not null,
  dossier_code text not null,
  tied_at timestamp with time zone not null,
  constraint look_up_dossier_look_up_id_fkey FOREIGN KEY (look_up_id) REFERENCES registers.look_up(id),
  constraint look_up_dossier_pkey PRIMARY KEY (look_up_id)
);

create table repeats.keyed_write (
  account_id uuid not null,
  key text not null,
  fingerprint text not null,
  kept jsonb,
  kept_at timestamp with time zone not null,
  constraint keyed_write_key_check CHECK (((length(key) >= 8) AND (length(key) <= 120))),
  constraint keyed_write_pkey PRIMARY KEY (account_id, key)
);

create table representation.representation (
  id uuid not null,
  personal_id text not null,
  principal_kind text not null,
  principal_number text not null,
  principal_name text not null,
  principal_birth_date text,
  ground text not null,
  source text not null,
  paper_id uuid,
  since timestamp with time zone not null,
  ended_at timestamp with time zone,
  proved_at timestamp with time zone not null,
  constraint representation_ground_check CHECK ((ground = ANY (ARRAY['organisation_account'::text, 'parent'::text, 'guardian'::text, 'authorised'::text, 'registered_account'::text]))),
  constraint representation_number_check CHECK (
CASE principal_kind
    WHEN 'person'::text THEN (principal_number ~ '^[0-9]{12}$'::text)
    ELSE (principal_number ~ '^[0-9]{10}(-[0-9]{3})?$'::text)
END),
  constraint representation_other_check CHECK ((principal_number <> personal_id)),
  constraint representation_paper_check CHECK (((source = 'provider'::text) OR (paper_id IS NOT NULL))),
  constraint representation_personal_id_check CHECK ((personal_id ~ '^[0-9]{12}$'::text)),
  constraint representation_pkey PRIMARY KEY (id),
  constraint representation_principal_kind_check CHECK ((principal_kind = ANY (ARRAY['person'::text, 'enterprise'::text, 'organisation'::text]))),
  constraint representation_source_check CHECK ((source = ANY (ARRAY['provider'::text, 'declared'::text])))
);

create table results.content (
  result_id uuid not null,
  sha256 text not null,
  paper_id uuid not null,
  kind text not null,
  at timestamp with time zone not null,
  constraint content_kind_check CHECK ((kind = ANY (ARRAY['signed'::text, 'strengthened'::text, 'sealed'::text]))),
  constraint content_pkey PRIMARY KEY (result_id, sha256),
  constraint content_result_fkey FOREIGN KEY (result_id) REFERENCES results.result(id),
  constraint content_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);

create table results.number_counter (
  agency_id uuid not null,
  year integer not null,
  last_number integer not null,
  constraint number_counter_pkey PRIMARY KEY (agency_id, year)
);

create table results.result (
  id uuid not null,
  dossier_id uuid not null,
  dossier_code text not null,
  agency_id uuid not null,
  agency_name text not null,
  check_code text not null,
  title text not null,
  procedure_code text not null,
  result_code text,
  holder_name text not null,
  holder_personal_id text not null,
  state text not null,
  signing_document_id uuid not null,
  signer_account_id uuid not null,
  signer_name text not null,
  signer_position text,
  signed_at timestamp with time zone not null,
  paper_id uuid not null,
  sha256 text not null,
  unused_code text,
  number integer,
  year integer,
  document_number text,
  issued_at timestamp with time zone,
  sealed_at timestamp with time zone,
  seal_note text,
  ended_at timestamp with time zone,
  ended_by text,
  ended_reason text,
  constraint result_check_code_key UNIQUE (check_code),
  constraint result_ended_check CHECK (((state = ANY (ARRAY['replaced'::text, 'revoked'::text])) = (ended_at IS NOT NULL))),
  constraint result_issued_check CHECK ((num_nonnulls(number, year, document_number, issued_at) = ANY (ARRAY[0, 4]))),
  constraint result_number_key UNIQUE (agency_id, year, number),
  constraint result_pkey PRIMARY KEY (id),
  constraint result_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint result_signing_document_key UNIQUE (signing_document_id),
  constraint result_state_check CHECK ((state = ANY (ARRAY['signed'::text, 'issued'::text, 'replaced'::text, 'revoked'::text, 'unused'::text]))),
  constraint result_unused_check CHECK (((state = 'unused'::text) = (unused_code IS NOT NULL)))
);

create table results.result_event (
  result_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  kind text not null,
  actor_name text not null,
  detail jsonb not null default '{}'::jsonb,
  constraint result_event_kind_check CHECK ((kind = ANY (ARRAY['signed'::text, 'strengthened'::text, 'issued'::text, 'sealed'::text, 'not_sealed'::text, 'replaced'::text, 'revoked'::text, 'unused'::text]))),
  constraint result_event_pkey PRIMARY KEY (result_id, number),
  constraint result_event_result_fkey FOREIGN KEY (result_id) REFERENCES results.result(id)
);

create table running.definition (
  id uuid not null,
  key text not null,
  content_hash text not null,
  xml text not null,
  plan jsonb not null,
  decisions jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null,
  constraint definition_content_key UNIQUE (key, content_hash),
  constraint definition_key_check CHECK ((key <> ''::text)),
  constraint definition_pkey PRIMARY KEY (id)
);

create table running.delegation (
  id uuid not null,
  account_id uuid not null,
  account_name text not null,
  delegate_id uuid not null,
  delegate_name text not null,
  from_on date not null,
  until_on date not null,
  reason text not null,
  given_at timestamp with time zone not null,
  given_name text not null,
  revoked_at timestamp with time zone,
  constraint delegation_days_check CHECK ((until_on >= from_on)),
  constraint delegation_pkey PRIMARY KEY (id),
  constraint delegation_self_check CHECK ((delegate_id <> account_id))
);

create table running.incident (
  id uuid not null,
  instance_id uuid not null,
  token integer not null,
  node text not null,
  kind text not null,
  reason text not null,
  at timestamp with time zone not null,
  settled_at timestamp with time zone,
  settled_name text,
  constraint incident_kind_check CHECK ((kind = ANY (ARRAY['service'::text, 'timer'::text, 'agency'::text]))),
  constraint incident_pkey PRIMARY KEY (id),
  constraint incident_settled_check CHECK ((num_nonnulls(settled_at, settled_name) = ANY (ARRAY[0, 2])))
);

create table running.instance (
  id uuid not null,
  definition_id uuid not null,
  subject_id uuid not null,
  subject_name text not null,
  receiving_agency_id uuid not null,
  competent_agency_id uuid not null,
  status text not null,
  state jsonb not null,
  revision integer not null,
  renamed jsonb not null default '{}'::jsonb,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint instance_ended_check CHECK (((status = 'running'::text) = (ended_at IS NULL))),
  constraint instance_pkey PRIMARY KEY (id),
  constraint instance_status_check CHECK ((status = ANY (ARRAY['running'::text, 'ended'::text, 'terminated'::text, 'failed'::text]))),
  constraint instance_subject_key UNIQUE (subject_id)
);

create table running.instance_move (
  id uuid not null,
  from_definition_id uuid not null,
  to_definition_id uuid not null,
  mapping jsonb not null,
  requested_at timestamp with time zone not null,
  requested_name text not null,
  after_id uuid,
  moved integer not null default 0,
  kept integer not null default 0,
  finished_at timestamp with time zone,
  constraint instance_move_pkey PRIMARY KEY (id)
);

create table running.passage (
  instance_id uuid not null,
  number integer not null,
  at timestamp with time zone not null,
  cause text not null,
  token integer,
  actor_id text,
  actor_name text,
  path jsonb not null,
  constraint passage_cause_check CHECK ((cause = ANY (ARRAY['start'::text, 'complete'::text, 'fail'::text, 'ring'::text, 'message'::text, 'cancel'::text, 'move'::text]))),
  constraint passage_pkey PRIMARY KEY (instance_id, number)
);

create table running.task (
  id uuid not null,
  instance_id uuid not null,
  definition_id uuid not null,
  subject_id uuid not null,
  token integer not null,
  node text not null,
  name text not null,
  name_en text,
  role text not null,
  agency_id uuid not null,
  step text,
  opened_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  state text not null,
  not_by uuid[] not null,
  items jsonb not null,
  claimed_by uuid,
  claimed_name text,
  claimed_at timestamp with time zone,
  draft jsonb,
  outcome text,
  done_by uuid,
  done_name text,
  done_for uuid,
  done_at timestamp with time zone,
  constraint task_claim_check CHECK ((num_nonnulls(claimed_by, claimed_name, claimed_at) = ANY (ARRAY[0, 3]))),
  constraint task_done_check CHECK (((state = 'open'::text) = (done_at IS NULL))),
  constraint task_pkey PRIMARY KEY (id),
  constraint task_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'cancelled'::text]))),
  constraint task_step_check CHECK ((step = ANY (ARRAY['reception'::text, 'transfer'::text, 'appraisal'::text, 'approval'::text, 'delivery'::text]))),
  constraint task_token_key UNIQUE (instance_id, token, node)
);

create table running.wait (
  instance_id uuid not null,
  token integer not null,
  node text not null,
  definition_id uuid not null,
  kind text not null,
  message text,
  rings_at timestamp with time zone,
  since timestamp with time zone not null,
  constraint wait_kind_check CHECK ((kind = ANY (ARRAY['service'::text, 'timer'::text, 'message'::text]))),
  constraint wait_message_check CHECK (((kind = 'message'::text) = (message IS NOT NULL))),
  constraint wait_pkey PRIMARY KEY (instance_id, token, node),
  constraint wait_timer_check CHECK (((kind = 'timer'::text) OR (rings_at IS NULL)))
);

create table shipments.shipment (
  id uuid not null,
  key text not null,
  kind text not null,
  dossier_id uuid not null,
  dossier_code text not null,
  agency_id uuid not null,
  agency_name text not null,
  person_name text not null,
  person_phone text,
  address text,
  state text not null,
  tracking_number text,
  fee_vnd bigint,
  attempt integer not null default 0,
  last_error text,
  act_at timestamp with time zone,
  opened_at timestamp with time zone not null,
  state_at timestamp with time zone not null,
  emptied_at timestamp with time zone,
  constraint shipment_address CHECK (((address IS NOT NULL) OR (state = ANY (ARRAY['address_needed'::text, 'cancelled'::text])) OR (emptied_at IS NOT NULL))),
  constraint shipment_address_length CHECK ((length(address) <= 300)),
  constraint shipment_fee CHECK ((fee_vnd >= 0)),
  constraint shipment_key UNIQUE (key),
  constraint shipment_kind CHECK ((kind = ANY (ARRAY['collect'::text, 'deliver'::text]))),
  constraint shipment_pkey PRIMARY KEY (id),
  constraint shipment_state CHECK ((state = ANY (ARRAY['address_needed'::text, 'queued'::text, 'ordering'::text, 'ordered'::text, 'collected'::text, 'in_transit'::text, 'delivered'::text, 'returned'::text, 'lost'::text, 'refused'::text, 'cancelled'::text])))
);

create table shipments.shipment_event (
  number bigint not null generated always as identity,
  shipment_id uuid not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  state text not null,
  told_by text not null,
  why text,
  report_key text,
  constraint shipment_event_pkey PRIMARY KEY (number),
  constraint shipment_event_report UNIQUE (shipment_id, report_key),
  constraint shipment_event_shipment_id_fkey FOREIGN KEY (shipment_id) REFERENCES shipments.shipment(id),
  constraint shipment_event_told_by CHECK ((told_by = ANY (ARRAY['us'::text, 'answer'::text, 'report'::text, 'asked'::text, 'person'::text, 'officer'::text])))
);

create table signing.agency_seal (
  id uuid not null,
  agency_id uuid not null,
  agency_name text not null,
  provider text not null,
  provider_account text not null,
  sealed_secret bytea,
  certificate_id text not null,
  certificate_name text not null,
  image_sha256 text,
  valid_from_on date not null,
  valid_to_on date not null,
  added_at timestamp with time zone not null,
  added_name text not null,
  retired_at timestamp with time zone,
  retired_name text,
  constraint agency_seal_days_check CHECK ((valid_to_on >= valid_from_on)),
  constraint agency_seal_image_check CHECK ((image_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint agency_seal_pkey PRIMARY KEY (id),
  constraint agency_seal_retired_check CHECK ((num_nonnulls(retired_at, retired_name) = ANY (ARRAY[0, 2])))
);

create table signing.appearance (
  id uuid not null,
  key text not null,
  settings jsonb not null,
  saved_at timestamp with time zone not null,
  saved_name text not null,
  constraint appearance_name_check CHECK ((key ~ '^[a-z0-9][a-z0-9_.-]{0,79}$'::text)),
  constraint appearance_pkey PRIMARY KEY (id)
);

create table signing.batch (
  id uuid not null,
  kind text not null,
  account_id uuid,
  agency_id uuid not null,
  agency_name text not null,
  signer_name text not null,
  signer_position text,
  provider text not null,
  signer_id uuid,
  agency_seal_id uuid,
  certificate_id text not null,
  reason text not null,
  request_key text,
  started_at timestamp with time zone not null,
  cancelled_at timestamp with time zone,
  constraint batch_kind_check CHECK ((kind = ANY (ARRAY['approval'::text, 'seal'::text]))),
  constraint batch_pkey PRIMARY KEY (id),
  constraint batch_signer_check CHECK (
CASE kind
    WHEN 'approval'::text THEN ((account_id IS NOT NULL) AND (signer_id IS NOT NULL) AND (agency_seal_id IS NULL))
    ELSE ((account_id IS NULL) AND (signer_id IS NULL) AND (agency_seal_id IS NOT NULL))
END)
);

create table signing.document (
  id uuid not null,
  batch_id uuid not null,
  number integer not null,
  signer_key text not null,
  subject_kind text not null,
  subject_id text not null,
  name text not null,
  appearance text not null,
  beside jsonb,
  content_sha256 text not null,
  state text not null,
  prepared jsonb,
  prepared_sha256 text,
  hash bytea,
  transaction_id uuid,
  value bytea,
  level text,
  signed_sha256 text,
  signed_at timestamp with time zone,
  code text,
  told_state text,
  told_sha256 text,
  constraint document_batch_fkey FOREIGN KEY (batch_id) REFERENCES signing.batch(id),
  constraint document_code_check CHECK (((state <> 'failed'::text) OR (code IS NOT NULL))),
  constraint document_content_check CHECK ((content_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint document_hash_check CHECK ((octet_length(hash) = 32)),
  constraint document_level_check CHECK ((level = ANY (ARRAY['B-B'::text, 'B-T'::text, 'B-LT'::text, 'B-LTA'::text]))),
  constraint document_number_key UNIQUE (batch_id, number),
  constraint document_pkey PRIMARY KEY (id),
  constraint document_prepared_check CHECK ((num_nonnulls(prepared, prepared_sha256, hash) = ANY (ARRAY[0, 3]))),
  constraint document_signed_check CHECK (((state <> 'signed'::text) OR (num_nonnulls(level, signed_sha256, signed_at) = 3))),
  constraint document_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'signing'::text, 'signed'::text, 'refused'::text, 'expired'::text, 'failed'::text, 'cancelled'::text]))),
  constraint document_transaction_fkey FOREIGN KEY (transaction_id) REFERENCES signing.transaction(id)
);

create table signing.evidence (
  id uuid not null,
  batch_id uuid not null,
  document_id uuid,
  at timestamp with time zone not null,
  kind text not null,
  detail jsonb not null default '{}'::jsonb,
  der bytea,
  constraint evidence_batch_fkey FOREIGN KEY (batch_id) REFERENCES signing.batch(id),
  constraint evidence_document_fkey FOREIGN KEY (document_id) REFERENCES signing.document(id),
  constraint evidence_kind_check CHECK ((kind = ANY (ARRAY['authority'::text, 'certificate'::text, 'revocation'::text, 'signature'::text, 'timestamp'::text, 'judgement'::text]))),
  constraint evidence_pkey PRIMARY KEY (id)
);

create table signing.signer (
  id uuid not null,
  account_id uuid not null,
  account_name text not null,
  provider text not null,
  provider_account text not null,
  sealed_secret bytea,
  image_sha256 text,
  from_at timestamp with time zone not null,
  until_at timestamp with time zone,
  constraint signer_image_check CHECK ((image_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint signer_period_check CHECK ((until_at >= from_at)),
  constraint signer_pkey PRIMARY KEY (id)
);

create table signing.transaction (
  id uuid not null,
  batch_id uuid not null,
  number integer not null,
  provider text not null,
  provider_transaction text,
  state text not null,
  code text,
  polls integer not null default 0,
  expires_at timestamp with time zone not null,
  asked_at timestamp with time zone,
  ended_at timestamp with time zone,
  constraint transaction_batch_fkey FOREIGN KEY (batch_id) REFERENCES signing.batch(id),
  constraint transaction_number_key UNIQUE (batch_id, number),
  constraint transaction_pending_check CHECK (((state <> 'pending'::text) OR (provider_transaction IS NOT NULL))),
  constraint transaction_pkey PRIMARY KEY (id),
  constraint transaction_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'asked'::text, 'pending'::text, 'signed'::text, 'refused'::text, 'expired'::text, 'failed'::text, 'cancelled'::text])))
);

create table signing.trust_anchor (
  id uuid not null,
  name text not null,
  der bytea not null,
  sha256 text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone not null,
  basis text not null,
  added_at timestamp with time zone not null,
  added_name text not null,
  retired_at timestamp with time zone,
  retired_name text,
  constraint trust_anchor_pkey PRIMARY KEY (id),
  constraint trust_anchor_retired_check CHECK ((num_nonnulls(retired_at, retired_name) = ANY (ARRAY[0, 2])))
);

create table sync.attempt (
  destination text not null,
  dossier_id uuid not null,
  number integer not null,
  repeat integer not null,
  attempt integer not null,
  at timestamp with time zone not null,
  took_ms integer not null,
  outcome text not null,
  answer text,
  message_sha256 text,
  constraint attempt_outcome_check CHECK ((outcome = ANY (ARRAY['delivered'::text, 'refused'::text, 'failed'::text]))),
  constraint attempt_pkey PRIMARY KEY (destination, dossier_id, number, repeat, attempt)
);

create table sync.delivery (
  destination text not null,
  dossier_id uuid not null,
  number integer not null,
  repeat integer not null default 0,
  dossier_code text not null,
  state text not null default 'waiting'::text,
  attempts integer not null default 0,
  queued_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  failed_at timestamp with time zone,
  last_error text,
  sent_at timestamp with time zone,
  constraint delivery_pkey PRIMARY KEY (destination, dossier_id, number, repeat),
  constraint delivery_sent_check CHECK (((state = 'delivered'::text) = (sent_at IS NOT NULL))),
  constraint delivery_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'refused'::text, 'dead'::text, 'set_aside'::text])))
);

create table sync.destination (
  code text not null,
  held_at timestamp with time zone,
  held_by text,
  held_reason text,
  failures integer not null default 0,
  quiet_until timestamp with time zone,
  tried_at timestamp with time zone,
  delivered_at timestamp with time zone,
  last_error text,
  last_error_at timestamp with time zone,
  constraint destination_held_check CHECK ((num_nonnulls(held_at, held_by, held_reason) = ANY (ARRAY[0, 3]))),
  constraint destination_pkey PRIMARY KEY (code)
);

create table tasks.alarm (
  id uuid not null,
  dossier_id uuid not null,
  rule text not null,
  due_at timestamp with time zone not null,
  recipient_id uuid not null,
  recipient_name text not null,
  rung_at timestamp with time zone not null,
  measured_from text not null,
  offset_minutes integer not null,
  kind text not null,
  step text not null,
  agency_id uuid not null,
  dossier_code text not null,
  procedure_name text not null,
  constraint alarm_once_key UNIQUE (dossier_id, rule, due_at, recipient_id),
  constraint alarm_pkey PRIMARY KEY (id)
);

create table tasks.alarm_rule (
  name text not null,
  number integer not null,
  valid_from date not null,
  measured_from text not null,
  step text,
  offset_minutes integer not null,
  recipient text not null,
  kind text not null,
  active boolean not null,
  basis text not null,
  decided_by text not null,
  decided_at timestamp with time zone not null,
  constraint alarm_rule_apology_check CHECK (((kind <> 'draft_apology'::text) OR ((measured_from = 'last_day_before_due'::text) AND (offset_minutes <= 0)))),
  constraint alarm_rule_kind_check CHECK ((kind = ANY (ARRAY['reminder'::text, 'escalation'::text, 'draft_apology'::text]))),
  constraint alarm_rule_measured_from_check CHECK ((measured_from = ANY (ARRAY['step_due'::text, 'dossier_due'::text, 'last_day_before_due'::text]))),
  constraint alarm_rule_name_check CHECK ((name ~ '^[a-z][a-z0-9_]{2,60}$'::text)),
  constraint alarm_rule_of_step_check CHECK (((step IS NULL) OR (measured_from = 'step_due'::text))),
  constraint alarm_rule_offset_check CHECK (((offset_minutes >= '-28800'::integer) AND (offset_minutes <= 28800))),
  constraint alarm_rule_pkey PRIMARY KEY (name, number),
  constraint alarm_rule_recipient_check CHECK ((recipient = ANY (ARRAY['handler'::text, 'superior'::text, 'leader'::text]))),
  constraint alarm_rule_step_check CHECK ((step = ANY (ARRAY['reception'::text, 'transfer'::text, 'appraisal'::text, 'approval'::text, 'delivery'::text])))
);

create table tasks.apology_draft (
  dossier_id uuid not null,
  due_at timestamp with time zone not null,
  proposed_until date not null,
  drafted_at timestamp with time zone not null,
  reason text not null default ''::text,
  constraint apology_draft_pkey PRIMARY KEY (dossier_id, due_at)
);

create table tasks.inbox (
  alarm_id uuid not null,
  recipient_id uuid not null,
  seen_at timestamp with time zone,
  constraint inbox_alarm_id_fkey FOREIGN KEY (alarm_id) REFERENCES tasks.alarm(id),
  constraint inbox_pkey PRIMARY KEY (alarm_id)
);

create table tasks.watch_run (
  id integer not null,
  ran_at timestamp with time zone,
  rules_applied text not null default ''::text,
  reminder_count bigint not null default 0,
  escalation_count bigint not null default 0,
  draft_apology_count bigint not null default 0,
  constraint watch_run_one_check CHECK ((id = 1)),
  constraint watch_run_pkey PRIMARY KEY (id)
);

create table topics.topic (
  code text not null,
  title text not null,
  summary text not null,
  contact text not null,
  schema_text text not null,
  publisher text not null,
  state text not null,
  constraint topic_code_check CHECK ((code ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
  constraint topic_pkey PRIMARY KEY (code),
  constraint topic_publisher_check CHECK ((publisher = ANY (ARRAY['platform'::text, 'systems'::text]))),
  constraint topic_state_check CHECK ((state = ANY (ARRAY['in_force'::text, 'withdrawn'::text])))
);

create table topics.topic_reader (
  topic text not null,
  subsystem_id uuid not null,
  position bigint not null,
  asked_at timestamp with time zone not null,
  constraint topic_reader_pkey PRIMARY KEY (topic, subsystem_id),
  constraint topic_reader_position_check CHECK (("position" >= 0)),
  constraint topic_reader_subsystem_fkey FOREIGN KEY (subsystem_id) REFERENCES exchange.subsystem(id),
  constraint topic_reader_topic_fkey FOREIGN KEY (topic) REFERENCES topics.topic(code)
);

create table topics.topic_right (
  id uuid not null,
  topic text not null,
  subsystem_id uuid not null,
  act text not null,
  from_on date not null,
  until_on date,
  basis text not null,
  granted_name text not null,
  constraint topic_right_act_check CHECK ((act = ANY (ARRAY['subscribe'::text, 'publish'::text]))),
  constraint topic_right_days_check CHECK ((until_on >= (from_on - 1))),
  constraint topic_right_pkey PRIMARY KEY (id),
  constraint topic_right_subsystem_fkey FOREIGN KEY (subsystem_id) REFERENCES exchange.subsystem(id),
  constraint topic_right_topic_fkey FOREIGN KEY (topic) REFERENCES topics.topic(code)
);

create table uploads.upload (
  id uuid not null,
  account_id text not null,
  name text not null,
  size_bytes bigint not null,
  begun_at timestamp with time zone not null,
  constraint upload_pkey PRIMARY KEY (id),
  constraint upload_size_bytes CHECK ((size_bytes > 0))
);

create table vault.item (
  id uuid not null,
  code text not null,
  owner_id uuid not null,
  type_code text not null,
  title text not null,
  number text,
  issuer_code text,
  issuer_name text not null,
  issued_on date,
  valid_from date,
  valid_to date,
  source text not null,
  source_key text not null,
  source_dossier_code text,
  paper_id uuid,
  name text,
  media_type text,
  size_bytes bigint,
  sha256 text,
  signature_verdict text,
  signature_level text,
  signature_judged_at timestamp with time zone,
  version integer not null default 1,
  replaces_id uuid,
  replaced_by_id uuid,
  revoked_at timestamp with time zone,
  revoked_by_name text,
  revoked_reason text,
  reuse_count integer not null default 0,
  folded text not null,
  kept_at timestamp with time zone not null,
  constraint item_code_key UNIQUE (code),
  constraint item_content CHECK ((num_nonnulls(paper_id, name, media_type, size_bytes, sha256) = ANY (ARRAY[0, 5]))),
  constraint item_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES vault.owner(id),
  constraint item_pkey PRIMARY KEY (id),
  constraint item_replaced_by_id_fkey FOREIGN KEY (replaced_by_id) REFERENCES vault.item(id) DEFERRABLE INITIALLY DEFERRED,
  constraint item_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES vault.item(id),
  constraint item_replaces_key UNIQUE (replaces_id),
  constraint item_revoked CHECK ((num_nonnulls(revoked_at, revoked_by_name, revoked_reason) = ANY (ARRAY[0, 3]))),
  constraint item_sha256 CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint item_signature CHECK ((num_nonnulls(signature_verdict, signature_judged_at) = ANY (ARRAY[0, 2]))),
  constraint item_signature_verdict CHECK ((signature_verdict = ANY (ARRAY['valid'::text, 'indeterminate'::text, 'invalid'::text, 'unsigned'::text, 'unreadable'::text]))),
  constraint item_source CHECK ((source = ANY (ARRAY['own_result'::text, 'certified_digitisation'::text, 'national_vault'::text]))),
  constraint item_source_key UNIQUE (owner_id, source, source_key),
  constraint item_title CHECK (((length(title) >= 1) AND (length(title) <= 500))),
  constraint item_type_code CHECK (((length(type_code) >= 1) AND (length(type_code) <= 60))),
  constraint item_validity CHECK (((valid_from IS NULL) OR (valid_to IS NULL) OR (valid_from <= valid_to))),
  constraint item_version CHECK (((version > 0) AND ((version = 1) = (replaces_id IS NULL))))
);

create table vault.owner (
  id uuid not null,
  kind text not null,
  number text not null,
  name text not null,
  opened_at timestamp with time zone not null,
  constraint owner_key UNIQUE (kind, number),
  constraint owner_kind CHECK ((kind = ANY (ARRAY['person'::text, 'organisation'::text]))),
  constraint owner_number CHECK (((length(number) >= 1) AND (length(number) <= 40))),
  constraint owner_pkey PRIMARY KEY (id)
);

create table vault.representative (
  owner_id uuid not null,
  personal_id text not null,
  linked_at timestamp with time zone not null,
  ground text not null,
  ended_at timestamp with time zone,
  constraint representative_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES vault.owner(id),
  constraint representative_pkey PRIMARY KEY (owner_id, personal_id)
);

create table vault.share (
  id uuid not null,
  code text not null,
  item_id uuid not null,
  token_sha256 text not null,
  purpose text not null,
  recipient text not null,
  shared_at timestamp with time zone not null,
  shared_by text not null,
  shared_by_name text not null,
  expires_at timestamp with time zone not null,
  most_openings integer,
  opened_count integer not null default 0,
  revoked_at timestamp with time zone,
  constraint share_code_key UNIQUE (code),
  constraint share_expires_at CHECK ((expires_at > shared_at)),
  constraint share_item_id_fkey FOREIGN KEY (item_id) REFERENCES vault.item(id),
  constraint share_openings CHECK (((most_openings > 0) AND (opened_count <= most_openings))),
  constraint share_pkey PRIMARY KEY (id),
  constraint share_purpose CHECK (((length(purpose) >= 1) AND (length(purpose) <= 300))),
  constraint share_recipient CHECK (((length(recipient) >= 1) AND (length(recipient) <= 200))),
  constraint share_token_key UNIQUE (token_sha256)
);

create table vault.share_view (
  id uuid not null,
  share_id uuid not null,
  viewed_at timestamp with time zone not null,
  kind text not null,
  address text not null,
  constraint share_view_kind CHECK ((kind = ANY (ARRAY['page'::text, 'file'::text, 'refused'::text]))),
  constraint share_view_pkey PRIMARY KEY (id),
  constraint share_view_share_id_fkey FOREIGN KEY (share_id) REFERENCES vault.share(id)
);

create table vault.use (
  id uuid not null,
  item_id uuid not null,
  key text not null,
  paper_id uuid not null,
  taken_at timestamp with time zone not null,
  taken_by text not null,
  taken_by_kind text not null,
  taken_by_name text not null,
  agency_code text,
  agency_name text,
  purpose text not null,
  procedure_code text,
  procedure_name text,
  constraint use_item_id_fkey FOREIGN KEY (item_id) REFERENCES vault.item(id),
  constraint use_key UNIQUE (item_id, taken_by, key),
  constraint use_paper_key UNIQUE (paper_id),
  constraint use_pkey PRIMARY KEY (id),
  constraint use_purpose CHECK (((length(purpose) >= 1) AND (length(purpose) <= 500))),
  constraint use_taken_by_kind CHECK ((taken_by_kind = ANY (ARRAY['citizen'::text, 'officer'::text])))
);

create table vault.use_dossier (
  use_id uuid not null,
  dossier_id uuid not null,
  reference text not null,
  component_key text not null,
  agency_name text,
  handed_in_at timestamp with time zone not null,
  constraint use_dossier_pkey PRIMARY KEY (use_id),
  constraint use_dossier_use_id_fkey FOREIGN KEY (use_id) REFERENCES vault.use(id)
);

create table verification.report (
  sha256 text not null,
  media_type text not null,
  size_bytes bigint not null,
  verdict text not null,
  report jsonb not null,
  judged_at timestamp with time zone not null,
  constraint report_pkey PRIMARY KEY (sha256),
  constraint report_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint report_size_check CHECK ((size_bytes >= 0)),
  constraint report_verdict_check CHECK ((verdict = ANY (ARRAY['valid'::text, 'indeterminate'::text, 'invalid'::text, 'unsigned'::text, 'unreadable'::text])))
);

CREATE INDEX access_right_offering_index ON exchange.access_right USING btree (offering_id);

CREATE INDEX administrative_unit_children ON organisations.administrative_unit USING btree (parent_code, search_text, code);

CREATE INDEX agency_commune ON organisations.agency USING btree (commune_code) WHERE (commune_code IS NOT NULL);

CREATE INDEX agency_department ON organisations.agency USING btree (department_key) WHERE (department_key IS NOT NULL);

CREATE INDEX agency_seal_agency_index ON signing.agency_seal USING btree (agency_id, valid_from_on DESC) WHERE (retired_at IS NULL);

CREATE INDEX alarm_recipient_index ON tasks.alarm USING btree (recipient_id, id DESC);

CREATE INDEX appearance_key_index ON signing.appearance USING btree (key, saved_at DESC, id DESC);

CREATE INDEX arrival_held ON payments.arrival USING btree (id) WHERE (outcome <> 'counted'::text);

CREATE INDEX arrival_paid_at ON payments.arrival USING btree (provider, paid_at);

CREATE INDEX arrival_reference ON payments.arrival USING btree (provider, reference);

CREATE INDEX attachment_paper_index ON dossiers.attachment USING btree (paper_id);

CREATE INDEX attempt_failed_index ON sync.attempt USING btree (destination, at DESC) WHERE (outcome <> 'delivered'::text);

CREATE INDEX batch_account_index ON signing.batch USING btree (account_id, started_at DESC, id DESC) WHERE (account_id IS NOT NULL);

CREATE INDEX capture_session_index ON digitisation.capture USING btree (session_id, id);

CREATE INDEX charge_dossier ON payments.charge USING btree (dossier_id, id);

CREATE INDEX charge_refund_open ON payments.charge_refund USING btree (decided_at) WHERE (state <> 'done'::text);

CREATE INDEX code_pair_ours_index ON filings.code_pair USING btree (system, kind, our_code);

CREATE INDEX code_pair_theirs_index ON filings.code_pair USING btree (system, kind, their_code);

CREATE INDEX comparison_destination_index ON drift.comparison USING btree (destination, started_at DESC);

CREATE INDEX consultation_look_index ON consultations.consultation USING btree (look_at) WHERE (look_at IS NOT NULL);

CREATE INDEX consultation_open_index ON consultations.consultation USING btree (asked_agency_id, due_at, id) WHERE ((answered_at IS NULL) AND (lapsed_at IS NULL));

CREATE INDEX content_checked_at ON papers.content USING btree (checked_at);

CREATE INDEX content_paper_index ON results.content USING btree (paper_id);

CREATE INDEX content_scan ON papers.content USING btree (scan, scan_changed_at) WHERE (scan = ANY (ARRAY['not_scanned'::text, 'quarantined'::text]));

CREATE INDEX content_sha256_index ON results.content USING btree (sha256);

CREATE INDEX content_state ON papers.content USING btree (state) WHERE (state <> 'whole'::text);

CREATE INDEX credential_subsystem_index ON exchange.credential USING btree (subsystem_id, issued_at DESC);

CREATE INDEX day_summary_day ON receipts.day_summary USING btree (day_on, agency_name, number);

CREATE INDEX day_summary_open ON receipts.day_summary USING btree (made_at) WHERE (state <> 'accepted'::text);

CREATE INDEX delegation_account_index ON running.delegation USING btree (account_id, until_on) WHERE (revoked_at IS NULL);

CREATE INDEX delegation_delegate_index ON running.delegation USING btree (delegate_id, until_on) WHERE (revoked_at IS NULL);

CREATE INDEX delivery_act ON notifications.delivery USING btree (act_at) WHERE (act_at IS NOT NULL);

CREATE INDEX delivery_channel_index ON notifications.delivery USING btree (channel, act_at) WHERE (act_at IS NOT NULL);

CREATE INDEX delivery_dead_index ON sync.delivery USING btree (destination, queued_at) WHERE (state = ANY (ARRAY['refused'::text, 'dead'::text]));

CREATE INDEX delivery_event_delivery ON notifications.delivery_event USING btree (delivery_id, number);

CREATE INDEX delivery_of_dossier_index ON sync.delivery USING btree (dossier_id, destination, number, repeat);

CREATE INDEX delivery_oldest_index ON sync.delivery USING btree (destination, queued_at) WHERE (state = 'waiting'::text);

CREATE INDEX delivery_open_index ON sync.delivery USING btree (destination, dossier_id, number, repeat) WHERE (state <> 'delivered'::text);

CREATE INDEX delivery_sent_index ON sync.delivery USING btree (destination, sent_at) WHERE (state = 'delivered'::text);

CREATE INDEX delivery_waiting_index ON sync.delivery USING btree (destination, next_at, queued_at) WHERE (state = 'waiting'::text);

CREATE INDEX design_code_idx ON designs.design USING btree (code, id DESC);

CREATE INDEX design_open_idx ON designs.design USING btree (id DESC) WHERE (state <> 'withdrawn'::text);

CREATE INDEX desk_agency ON organisations.desk USING btree (agency_id, code);

CREATE INDEX digitised_copy_account_index ON digitisation.digitised_copy USING btree (account_id, id DESC) WHERE (used_at IS NULL);

CREATE INDEX document_subject_index ON signing.document USING btree (subject_kind, subject_id);

CREATE INDEX document_transaction_index ON signing.document USING btree (transaction_id);

CREATE INDEX dossier_alarm_index ON dossiers.dossier USING btree (alarm_at) WHERE (alarm_at IS NOT NULL);

CREATE INDEX dossier_of_applicant_index ON dossiers.dossier USING btree (applicant_personal_id, submitted_at DESC, id DESC);

CREATE INDEX dossier_of_name_index ON dossiers.dossier USING btree (holder_agency_id, applicant_folded text_pattern_ops);

CREATE INDEX dossier_of_owner_index ON dossiers.dossier USING btree (owner_personal_id, submitted_at DESC, id DESC) WHERE (owner_personal_id <> applicant_personal_id);

CREATE INDEX dossier_open_index ON dossiers.dossier USING btree (id) WHERE ((due_at IS NOT NULL) AND (resolved_at IS NULL) AND (closed_at IS NULL));

CREATE INDEX dossier_promise_index ON dossiers.dossier USING btree (competent_agency_id, due_at, id) INCLUDE (code, procedure_code, procedure_name, step, state, starts_on_transfer) WHERE ((due_at IS NOT NULL) AND (resolved_at IS NULL) AND (closed_at IS NULL));

CREATE INDEX dossier_worklist_index ON dossiers.dossier USING btree (holder_agency_id, step, urgent_at, id) INCLUDE (code, reference, state, procedure_code, procedure_name, applicant_name, channel, due_at, submitted_at) WHERE (closed_at IS NULL);

CREATE INDEX draft_of_owner_index ON drafts.draft USING btree (owner_id, saved_at DESC) WHERE (submitted_reference IS NULL);

CREATE INDEX drift_found_index ON drift.drift USING btree (destination, found_at DESC);

CREATE INDEX e_receipt_day ON receipts.e_receipt USING btree (issued_on, id);

CREATE INDEX e_receipt_dossier ON receipts.e_receipt USING btree (dossier_id, id);

CREATE INDEX e_receipt_paid_at ON receipts.e_receipt USING btree (paid_at);

CREATE INDEX entry_subject ON audit.entry USING btree (subject_kind, subject_id, id DESC);

CREATE INDEX event_at_index ON events.event USING btree (topic, at);

CREATE INDEX event_key_index ON events.event USING btree (topic, key, number);

CREATE INDEX evidence_batch_index ON signing.evidence USING btree (batch_id, at, id);

CREATE INDEX filing_agency_index ON filings.filing USING btree (for_agency, state, received_at DESC, their_code DESC);

CREATE INDEX filing_answer_index ON filings.filing USING btree (source, tell_at NULLS FIRST) WHERE ((answer IS NOT NULL) AND (answered_at IS NULL));

CREATE INDEX filing_state_index ON filings.filing USING btree (state, received_at DESC, their_code DESC);

CREATE INDEX form_seal_content_index ON forms.form_seal USING btree (sha256) WHERE (sha256 IS NOT NULL);

CREATE INDEX handling_message ON notifications.handling USING btree (message_id, id);

CREATE INDEX held_event_dead_index ON events.held_event USING btree (held_at, subscriber, "position") WHERE (state = 'dead'::text);

CREATE INDEX held_event_open_index ON events.held_event USING btree (subscriber, key, "position") WHERE (state = ANY (ARRAY['waiting'::text, 'dead'::text]));

CREATE INDEX inbox_unseen_index ON tasks.inbox USING btree (recipient_id) WHERE (seen_at IS NULL);

CREATE INDEX incident_open_index ON running.incident USING btree (at, id) WHERE (settled_at IS NULL);

CREATE INDEX inquiry_answered_index ON inquiries.inquiry USING btree (agency_id, replied_at DESC, id DESC) WHERE ((reply_id IS NOT NULL) AND (publisher IS NULL));

CREATE INDEX inquiry_asked_by_index ON inquiries.inquiry USING btree (asked_by, asked_at DESC, id DESC) WHERE (asked_by IS NOT NULL);

CREATE INDEX inquiry_open_index ON inquiries.inquiry USING btree (agency_id, asked_at, id) WHERE (reply_id IS NULL);

CREATE INDEX inquiry_public_index ON inquiries.inquiry USING btree (replied_at DESC, id DESC) WHERE is_public;

CREATE INDEX inquiry_replied_index ON inquiries.inquiry USING btree (replied_at DESC, id DESC) WHERE ((reply_id IS NOT NULL) AND (publisher IS NULL));

CREATE INDEX inquiry_search_index ON inquiries.inquiry USING gin (search_words) WITH (fastupdate=off);

CREATE INDEX instance_running_index ON running.instance USING btree (definition_id, id) WHERE (ended_at IS NULL);

CREATE INDEX issue_open_idx ON procedures.issue USING btree (version_id) WHERE (settled_at IS NULL);

CREATE INDEX issued_form_content_index ON forms.issued_form USING btree (sha256);

CREATE INDEX item_of_owner ON vault.item USING btree (owner_id, id DESC);

CREATE INDEX item_of_type ON vault.item USING btree (owner_id, type_code, id DESC);

CREATE INDEX item_sha256_idx ON vault.item USING btree (sha256);

CREATE INDEX kept_answer_expires_at_idx ON registers.kept_answer USING btree (expires_at);

CREATE INDEX keyed_write_kept_index ON repeats.keyed_write USING btree (kept_at);

CREATE INDEX latest_event_position_index ON events.latest_event USING btree (topic, "position");

CREATE INDEX listing_code_index ON nationalcatalogue.listing USING btree (kind, code, id DESC);

CREATE INDEX log_entry_message_index ON messagelog.log_entry USING btree (message_id, number);

CREATE INDEX logout_token_seen_at_index ON citizens.logout_token USING btree (seen_at);

CREATE INDEX look_up_dossier_dossier ON registers.look_up_dossier USING btree (dossier_id);

CREATE INDEX look_up_of_account ON registers.look_up USING btree (account_id, id DESC);

CREATE INDEX look_up_of_dossier ON registers.look_up USING btree (dossier_id, id DESC) WHERE (dossier_id IS NOT NULL);

CREATE INDEX look_up_of_occasion ON registers.look_up USING btree (occasion, id DESC) WHERE (occasion IS NOT NULL);

CREATE INDEX look_up_of_subject ON registers.look_up USING btree (subject, id DESC);

CREATE INDEX message_about ON notifications.message USING btree (about_kind, about_id, number DESC);

CREATE INDEX message_to_empty ON notifications.message USING btree (queued_at) WHERE (emptied_at IS NULL);

CREATE INDEX message_undelivered ON notifications.message USING btree (number DESC) WHERE (state = ANY (ARRAY['undeliverable'::text, 'unknown'::text]));

CREATE INDEX mirrored_dossier_agency_index ON mirrors.mirrored_dossier USING btree (agency_code, system, reported_at DESC, their_code DESC) WHERE (our_dossier_id IS NULL);

CREATE INDEX mirrored_dossier_applicant_index ON mirrors.mirrored_dossier USING btree (applicant_personal_id, reported_at DESC) WHERE (applicant_personal_id IS NOT NULL);

CREATE INDEX mirrored_dossier_code_index ON mirrors.mirrored_dossier USING btree (their_code);

CREATE INDEX mirrored_dossier_ours_index ON mirrors.mirrored_dossier USING btree (our_dossier_id) WHERE (our_dossier_id IS NOT NULL);

CREATE INDEX mirrored_dossier_owner_index ON mirrors.mirrored_dossier USING btree (owner_personal_id, reported_at DESC);

CREATE INDEX mirrored_dossier_system_index ON mirrors.mirrored_dossier USING btree (system, reported_at DESC, their_code DESC) WHERE (our_dossier_id IS NULL);

CREATE INDEX mirrored_dossier_unmapped_index ON mirrors.mirrored_dossier USING btree (system) WHERE ((procedure_code IS NULL) OR (agency_code IS NULL) OR (unread_state IS NOT NULL));

CREATE INDEX officer_account_agency_index ON identity.officer_account USING btree (agency_id, username) WHERE active;

CREATE INDEX officer_agency ON organisations.officer USING btree (agency_id, full_name, id);

CREATE INDEX outside_alarm_rang_index ON operations.outside_alarm USING btree (rang_at DESC);

CREATE INDEX paper_received_by ON papers.paper USING btree (received_by, received_at) INCLUDE (size_bytes) WHERE (origin = 'upload'::text);

CREATE INDEX paper_sha256 ON papers.paper USING btree (sha256);

CREATE INDEX parked_form_expires_at_index ON identity.parked_form USING btree (expires_at);

CREATE INDEX payment_order_ask ON payments.payment_order USING btree (ask_at) WHERE (ask_at IS NOT NULL);

CREATE INDEX payment_order_charge ON payments.payment_order USING btree (charge_id, id);

CREATE INDEX payment_order_waiting ON payments.payment_order USING btree (opened_at) WHERE (state = ANY (ARRAY['waiting'::text, 'held'::text]));

CREATE INDEX payment_paid_at ON payments.payment USING btree (paid_at);

CREATE INDEX pending_sign_in_expires_at_index ON citizens.pending_sign_in USING btree (expires_at);

CREATE INDEX phone_link_session_index ON digitisation.phone_link USING btree (session_id, expires_at);

CREATE INDEX planned_maintenance_open_index ON exchange.planned_maintenance USING btree (offering_id, until_at) WHERE (ended_at IS NULL);

CREATE INDEX procedure_field_idx ON procedures.procedure USING btree (field, status DESC, code);

CREATE INDEX procedure_list_idx ON procedures.procedure USING btree (status DESC, code);

CREATE INDEX procedure_search_text_trgm_idx ON procedures.procedure USING gin (search_text gin_trgm_ops) WITH (fastupdate=off);

CREATE INDEX procedure_search_words_idx ON procedures.procedure USING gin (search_words) WITH (fastupdate=off);

CREATE INDEX provider_account_of_account_index ON citizens.provider_account USING btree (account_id, last_used_at);

CREATE INDEX provider_account_of_person_index ON citizens.provider_account USING btree (personal_id);

CREATE INDEX rating_agency_index ON ratings.rating USING gin (agency_ids);

CREATE INDEX rating_received_index ON ratings.rating USING btree (received_at DESC, id DESC);

CREATE INDEX rating_unknown_index ON ratings.rating USING btree (source, received_at) WHERE (dossier_id IS NULL);

CREATE INDEX receipt_cancellation_day ON receipts.receipt_cancellation USING btree (cancelled_on, receipt_id);

CREATE INDEX receipt_file_content ON receipts.receipt_file USING btree (sha256) WHERE (sha256 IS NOT NULL);

CREATE INDEX reconciliation_day ON payments.reconciliation USING btree (provider, day_on, id);

CREATE INDEX recount_requested_index ON dossiers.recount USING btree (requested_at DESC);

CREATE INDEX refused_report_received_index ON mirrors.refused_report USING btree (system, received_at DESC);

CREATE INDEX register_row_order_index ON forms.register_row USING btree (agency_id, received_on, number);

CREATE INDEX register_row_procedure_index ON forms.register_row USING btree (agency_id, procedure_code, received_on, number);

CREATE INDEX register_row_state_index ON forms.register_row USING btree (agency_id, state, received_on, number);

CREATE INDEX register_row_words_index ON forms.register_row USING gin (words gin_trgm_ops);

CREATE INDEX reply_inquiry_index ON inquiries.reply USING btree (inquiry_id, replied_at);

CREATE INDEX report_of_dossier_index ON mirrors.ministry_report USING btree (system, their_code);

CREATE INDEX representative_of_person ON vault.representative USING btree (personal_id) WHERE (ended_at IS NULL);

CREATE INDEX result_dossier_index ON results.result USING btree (dossier_id, signed_at);

CREATE INDEX scan_page_session_index ON digitisation.scan_page USING btree (session_id, paper_number, "position", id);

CREATE INDEX scan_session_account_index ON digitisation.scan_session USING btree (account_id, id DESC);

CREATE INDEX session_officer_account_index ON identity.session USING btree (officer_account_id) WHERE (officer_account_id IS NOT NULL);

CREATE INDEX session_previous_token_hash_index ON identity.session USING btree (previous_token_hash) WHERE (previous_token_hash IS NOT NULL);

CREATE INDEX session_provider_account_index ON identity.session USING btree (provider_account_id) WHERE ((provider_account_id IS NOT NULL) AND (ended_at IS NULL));

CREATE INDEX session_provider_session_index ON identity.session USING btree (provider_session) WHERE ((provider_session IS NOT NULL) AND (ended_at IS NULL));

CREATE INDEX session_started_at_index ON identity.session USING btree (started_at);

CREATE INDEX share_of_item ON vault.share USING btree (item_id, id DESC);

CREATE INDEX share_view_of_share ON vault.share_view USING btree (share_id, id DESC);

CREATE INDEX shipment_act ON shipments.shipment USING btree (act_at) WHERE (act_at IS NOT NULL);

CREATE INDEX shipment_agency ON shipments.shipment USING btree (agency_id, id DESC);

CREATE INDEX shipment_dossier ON shipments.shipment USING btree (dossier_id, id DESC);

CREATE INDEX shipment_event_shipment ON shipments.shipment_event USING btree (shipment_id, number);

CREATE INDEX shipment_tracking ON shipments.shipment USING btree (tracking_number) WHERE (tracking_number IS NOT NULL);

CREATE INDEX stamp_batch_waiting_index ON messagelog.stamp_batch USING btree (number) WHERE (token IS NULL);

CREATE INDEX step_time_of_agency_index ON dossiers.step_time USING btree (agency_id, left_at) INCLUDE (procedure_code, step, verdict, elapsed_minutes, counted_minutes);

CREATE INDEX summary_sending_summary ON receipts.summary_sending USING btree (summary_id, id);

CREATE INDEX task_done_index ON running.task USING btree (definition_id, node, done_at) WHERE (state = 'done'::text);

CREATE INDEX task_open_index ON running.task USING btree (agency_id, role, due_at, id) WHERE (state = 'open'::text);

CREATE INDEX task_standing_index ON running.task USING btree (definition_id, node) WHERE (state = 'open'::text);

CREATE INDEX throttle_last_failed_at_index ON identity.throttle USING btree (last_failed_at);

CREATE INDEX told_act_index ON inquiries.told USING btree (system, act_at) WHERE (told_at IS NULL);

CREATE INDEX told_act_index ON ratings.told USING btree (system, act_at) WHERE (told_at IS NULL);

CREATE INDEX topic_right_subsystem_index ON topics.topic_right USING btree (subsystem_id);

CREATE INDEX topic_right_topic_index ON topics.topic_right USING btree (topic, subsystem_id, act);

CREATE INDEX traffic_offering_index ON exchange.traffic USING btree (offering_id, minute_at);

CREATE INDEX unit_mapping_new_code ON organisations.unit_mapping USING btree (new_code);

CREATE INDEX unsealed_file_agency ON receipts.unsealed_file USING btree (agency_id, since_at);

CREATE INDEX unsealed_file_no_seal ON receipts.unsealed_file USING btree (agency_id) WHERE ((state = 'no_seal'::text) AND (try_at IS NULL));

CREATE INDEX unsealed_file_since_at ON receipts.unsealed_file USING btree (since_at);

CREATE INDEX unsealed_file_try_at ON receipts.unsealed_file USING btree (try_at) WHERE (try_at IS NOT NULL);

CREATE INDEX upload_account_id ON uploads.upload USING btree (account_id);

CREATE INDEX upload_begun_at ON uploads.upload USING btree (begun_at);

CREATE INDEX use_dossier_dossier ON vault.use_dossier USING btree (dossier_id);

CREATE INDEX use_of_item ON vault.use USING btree (item_id, id DESC);

CREATE INDEX vault_push_of_result ON nationalvault.vault_push USING btree (result_id, id);

CREATE INDEX vault_push_waiting ON nationalvault.vault_push USING btree (id) WHERE (told_at IS NULL);

CREATE INDEX vault_search_of_occasion ON nationalvault.vault_search USING btree (occasion, account_id, owner_number, id DESC);

CREATE INDEX wait_rings_index ON running.wait USING btree (rings_at) WHERE (rings_at IS NOT NULL);

CREATE INDEX wait_standing_index ON running.wait USING btree (definition_id, node);

CREATE UNIQUE INDEX access_right_open_key ON exchange.access_right USING btree (subsystem_id, offering_id) WHERE (until_on IS NULL);

CREATE UNIQUE INDEX arrival_counted ON payments.arrival USING btree (order_id) WHERE (outcome = 'counted'::text);

CREATE UNIQUE INDEX batch_request_key ON signing.batch USING btree (account_id, request_key);

CREATE UNIQUE INDEX credential_certificate_key ON exchange.credential USING btree (certificate_sha256, subsystem_id) WHERE (revoked_at IS NULL);

CREATE UNIQUE INDEX digitised_copy_certified_key ON digitisation.digitised_copy USING btree (certified_paper_id);

CREATE UNIQUE INDEX digitised_copy_paper_key ON digitisation.digitised_copy USING btree (paper_id);

CREATE UNIQUE INDEX document_once_key ON signing.document USING btree (signer_key, subject_kind, subject_id, content_sha256) WHERE (state = ANY (ARRAY['waiting'::text, 'signing'::text, 'signed'::text]));

CREATE UNIQUE INDEX drift_open_key ON drift.drift USING btree (destination, dossier_id) WHERE (repaired_at IS NULL);

CREATE UNIQUE INDEX form_template_open_key ON forms.form_template USING btree (form_number) WHERE (state = ANY (ARRAY['draft'::text, 'proposed'::text]));

CREATE UNIQUE INDEX incident_open_key ON running.incident USING btree (instance_id, token, node) WHERE (settled_at IS NULL);

CREATE UNIQUE INDEX listing_now_key ON nationalcatalogue.listing USING btree (kind, code) WHERE (until_at IS NULL);

CREATE UNIQUE INDEX look_up_kept_once ON registers.look_up USING btree (kept_from_id, account_id, COALESCE(occasion, (dossier_id)::text)) WHERE ((kind = 'read'::text) AND (kept_from_id IS NOT NULL));

CREATE UNIQUE INDEX outside_alarm_open_key ON operations.outside_alarm USING btree (system) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX payment_order_open ON payments.payment_order USING btree (charge_id) WHERE (state = ANY (ARRAY['waiting'::text, 'held'::text]));

CREATE UNIQUE INDEX provider_account_sub_key ON citizens.provider_account USING btree (issuer, sub) WHERE (NOT is_organisation);

CREATE UNIQUE INDEX representation_in_force_key ON representation.representation USING btree (personal_id, principal_kind, principal_number, ground) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX result_dossier_key ON results.result USING btree (dossier_id) WHERE (state = ANY (ARRAY['signed'::text, 'issued'::text]));

CREATE UNIQUE INDEX session_token_hash_key ON identity.session USING btree (token_hash);

CREATE UNIQUE INDEX signer_current_key ON signing.signer USING btree (account_id, provider) WHERE (until_at IS NULL);

CREATE UNIQUE INDEX transaction_provider_key ON signing.transaction USING btree (provider, md5(provider_transaction)) WHERE (provider_transaction IS NOT NULL);

CREATE UNIQUE INDEX trust_anchor_current_key ON signing.trust_anchor USING btree (sha256) WHERE (retired_at IS NULL);

CREATE OR REPLACE FUNCTION audit.append_entries(given jsonb)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into audit.entry (id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_code, detail)
  select id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, subject_code, coalesce(detail, '{}')
  from jsonb_to_recordset(given) as entry (id uuid, at timestamptz, actor_kind text, actor_id text, actor_name text,
    action text, subject_kind text, subject_id text, subject_code text, detail jsonb);
$function$
;

CREATE OR REPLACE FUNCTION audit.append_entry(id uuid, at timestamp with time zone, actor_kind text, actor_id text, action text, subject_kind text, subject_id text, subject_code text, detail jsonb)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into audit.entry (id, at, actor_kind, actor_id, action, subject_kind, subject_id, subject_code, detail)
  values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, '{}'));
$function$
;

CREATE OR REPLACE FUNCTION running.append_steps(given jsonb)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
begin
  insert into running.passage (instance_id, number, at, cause, token, actor_id, actor_name, path)
  select instance_id, number, at, cause, token, actor_id, actor_name, path
  from jsonb_to_recordset(given) as step (instance_id uuid, number int, at timestamptz, cause text, token int,
    actor_id text, actor_name text, path jsonb);

  insert into running.task (id, instance_id, definition_id, subject_id, token, node, name, name_en, role, agency_id, step,
    opened_at, due_at, state, not_by, items)
  select task.id, step.instance_id, step.definition_id, step.subject_id, task.token, task.node, task.name, task.name_en,
    task.role, task.agency_id, task.step, step.at, task.due_at, 'open', task.not_by, task.items
  from jsonb_to_recordset(given) as step (instance_id uuid, definition_id uuid, subject_id uuid, at timestamptz, tasks jsonb)
  cross join lateral jsonb_to_recordset(step.tasks) as task (id uuid, token int, node text, name text, name_en text,
    role text, agency_id uuid, step text, due_at timestamptz, not_by uuid[], items jsonb);

  if given @? '$[*].waits[*]' then
    insert into running.wait (instance_id, token, node, definition_id, kind, message, rings_at, since)
    select step.instance_id, wait.token, wait.node, step.definition_id, wait.kind, wait.message, wait.rings_at, step.at
    from jsonb_to_recordset(given) as step (instance_id uuid, definition_id uuid, at timestamptz, waits jsonb)
    cross join lateral jsonb_to_recordset(step.waits) as wait (token int, node text, kind text, message text,
      rings_at timestamptz);
  end if;

  if given @? '$[*].incidents[*]' then
    insert into running.incident (id, instance_id, token, node, kind, reason, at)
    select incident.id, step.instance_id, incident.token, incident.node, incident.kind, incident.reason, step.at
    from jsonb_to_recordset(given) as step (instance_id uuid, at timestamptz, incidents jsonb)
    cross join lateral jsonb_to_recordset(step.incidents) as incident (id uuid, token int, node text, kind text, reason text)
    on conflict do nothing;
  end if;

  if given @? '$[*].jobs[*]' then
    perform graphile_worker.add_jobs(array(
      select row(job.name, job.payload, null, null, job.max_attempts, null, null, null)::graphile_worker.job_spec
      from jsonb_to_recordset(given) as step (jobs jsonb)
      cross join lateral jsonb_to_recordset(step.jobs) as job (name text, payload json, max_attempts smallint)));
  end if;

  perform audit.append_entries(jsonb_path_query_array(given, '$[*].entry ? (@ != null)'));
  return jsonb_array_length(given);
end $function$
;

CREATE OR REPLACE FUNCTION running.start_instances(given jsonb)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
begin
  insert into running.instance (id, definition_id, subject_id, subject_name, receiving_agency_id, competent_agency_id,
    status, state, revision, started_at, ended_at)
  select instance_id, definition_id, subject_id, subject_name, receiving_agency_id, competent_agency_id, status, state,
    number, at, ended_at
  from jsonb_to_recordset(given) as step (instance_id uuid, definition_id uuid, subject_id uuid, subject_name text,
    receiving_agency_id uuid, competent_agency_id uuid, status text, state jsonb, number int, at timestamptz,
    ended_at timestamptz);
  return running.append_steps(given);
end $function$
;
