-- Dossiers that the centralised system of a ministry processes, as it reports them; and what is configured for those of
-- ours that go there.
create schema mirrors;

create table mirrors.ministry_system (
  code text constraint ministry_system_pkey primary key
    constraint ministry_system_code_check check (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  name text not null,
  member text,
  ordered_by text not null
    constraint ministry_system_ordered_by_check check (ordered_by in ('sequence', 'time')),
  cursor text,
  pulled_at timestamptz,
  last_error text,
  last_error_at timestamptz
);
comment on table mirrors.ministry_system is 'hệ thống của bộ, ngành: who reports dossiers of ours, or is given some';
comment on column mirrors.ministry_system.member is 'class/member/subsystem on the exchange that may push reports for it';
comment on column mirrors.ministry_system.ordered_by is 'what tells which of two reports is the newer';
comment on column mirrors.ministry_system.cursor is 'how far its reports have been read';

create table mirrors.ministry_report (
  id uuid constraint report_pkey primary key,
  system text not null,
  their_code text not null,
  sequence bigint,
  reported_at timestamptz not null,
  their_state text not null,
  their_procedure text not null,
  their_agency text not null,
  content jsonb not null,
  sha256 text not null,
  came_by text not null constraint report_came_by_check check (came_by in ('pull', 'push')),
  received_at timestamptz not null,
  constraint report_content_key unique (system, sha256)
);
comment on table mirrors.ministry_report is 'append-only: what a ministry system reported of a dossier, as it came';
create index report_of_dossier_index on mirrors.ministry_report (system, their_code);

create table mirrors.refused_report (
  id uuid constraint refused_report_pkey primary key,
  system text not null,
  their_code text,
  problem text not null,
  content text not null,
  sha256 text not null,
  came_by text not null constraint refused_report_came_by_check check (came_by in ('pull', 'push')),
  received_at timestamptz not null,
  constraint refused_report_content_key unique (system, sha256)
);
comment on table mirrors.refused_report is 'append-only: what came and cannot be a report, and why';
create index refused_report_received_index on mirrors.refused_report (system, received_at desc);

create table mirrors.mirrored_dossier (
  system text not null,
  their_code text not null,
  report_id uuid not null,
  sequence bigint,
  reported_at timestamptz not null,
  their_state text not null,
  national_state int constraint mirrored_dossier_national_state_check check (national_state between 1 and 10),
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
  constraint mirrored_dossier_pkey primary key (system, their_code)
);
comment on table mirrors.mirrored_dossier is 'hồ sơ giải quyết nơi khác: what its newest report says; written by reports alone';
comment on column mirrors.mirrored_dossier.national_state is 'null: none of its states is known here yet';
comment on column mirrors.mirrored_dossier.unread_state is 'a newer report names this state, which is not mapped yet';
comment on column mirrors.mirrored_dossier.is_disputed is 'two reports of the same place in their order say different things';
comment on column mirrors.mirrored_dossier.our_dossier_id is 'it is one of ours that was handed over: theirs stands beside ours';
create index mirrored_dossier_code_index on mirrors.mirrored_dossier (their_code);
create index mirrored_dossier_owner_index on mirrors.mirrored_dossier (owner_personal_id, reported_at desc);
create index mirrored_dossier_applicant_index on mirrors.mirrored_dossier (applicant_personal_id, reported_at desc)
  where applicant_personal_id is not null;
create index mirrored_dossier_ours_index on mirrors.mirrored_dossier (our_dossier_id) where our_dossier_id is not null;
create index mirrored_dossier_recent_index on mirrors.mirrored_dossier (reported_at desc, system, their_code);
create index mirrored_dossier_unmapped_index on mirrors.mirrored_dossier (system)
  where procedure_code is null or agency_code is null or unread_state is not null;

create table mirrors.code_mapping (
  id uuid constraint code_mapping_pkey primary key,
  system text not null,
  kind text not null constraint code_mapping_kind_check check (kind in ('procedure', 'agency', 'state')),
  their_code text not null,
  our_code text not null,
  from_on date not null,
  until_on date,
  decision text not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint code_mapping_days_check check (until_on is null or until_on >= from_on),
  constraint code_mapping_key unique (system, kind, their_code, from_on)
);
comment on table mirrors.code_mapping is 'bảng quy đổi mã: what a code of theirs is here, from a day to a day';

create table mirrors.hand_over_rule (
  id uuid constraint hand_over_rule_pkey primary key,
  system text not null,
  procedure_code text not null,
  fields jsonb not null,
  from_on date not null,
  until_on date,
  decision text not null,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint hand_over_rule_days_check check (until_on is null or until_on >= from_on),
  constraint hand_over_rule_key unique (system, procedure_code, from_on)
);
comment on table mirrors.hand_over_rule is 'quy tắc chuyển hồ sơ: dossiers of a procedure go to a ministry system, by a decision, from a day to a day';
comment on column mirrors.hand_over_rule.fields is 'their name of a field by where its answer stands in our form';

create table mirrors.missing_code (
  system text not null,
  kind text not null constraint missing_code_kind_check check (kind in ('procedure', 'agency', 'state', 'field')),
  our_code text not null,
  dossier_code text not null,
  seen_at timestamptz not null,
  constraint missing_code_pkey primary key (system, kind, our_code)
);
comment on table mirrors.missing_code is 'what a dossier could not be handed over for: no code of theirs is known for it';

create table mirrors.hand_over (
  system text not null,
  dossier_code text not null,
  their_code text not null,
  their_id text,
  told_number int not null default 0,
  told_repeat int not null default 0,
  constraint hand_over_pkey primary key (system, dossier_code),
  constraint hand_over_their_code_key unique (system, their_code)
);
comment on table mirrors.hand_over is 'hồ sơ đã chuyển: under which code a ministry system has a dossier of ours, and what it was told';

create table mirrors.handed_paper (
  system text not null,
  dossier_code text not null,
  paper_id uuid not null,
  their_id text not null,
  sha256 text not null,
  constraint handed_paper_pkey primary key (system, dossier_code, paper_id)
);
comment on table mirrors.handed_paper is 'append-only: a paper as a ministry system has it';

create table mirrors.acknowledgement (
  report_id uuid constraint acknowledgement_pkey primary key,
  dossier_id uuid not null,
  officer_id uuid not null,
  officer_name text not null,
  at timestamptz not null
);
comment on table mirrors.acknowledgement is 'append-only: an officer has seen what a ministry system says of a dossier of ours';
