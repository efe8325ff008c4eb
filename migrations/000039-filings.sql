-- Dossiers that were filed at another system are a module of their own: what came, what became of it, by which codes.
create schema filings;
alter table sync.remote_origin set schema filings;

create table filings.filing (
  source text not null,
  their_code text not null,
  content jsonb not null,
  content_sha256 text not null,
  procedure_code text,
  agency_code text,
  applicant_name text,
  state text not null constraint filing_state_check check (state in ('waiting', 'held', 'taken', 'refused')),
  reason text,
  detail jsonb not null default '{}',
  dossier_id uuid,
  tries int not null default 0,
  received_at timestamptz not null,
  changed_at timestamptz not null,
  tried_at timestamptz,
  decided_at timestamptz,
  decided_by text,
  answer text,
  answered_at timestamptz,
  answer_error text,
  constraint filing_pkey primary key (source, their_code),
  constraint filing_reason_check check ((state in ('held', 'refused')) = (reason is not null) or state = 'waiting'),
  constraint filing_dossier_check check ((state = 'taken') = (dossier_id is not null)),
  constraint filing_decided_check check ((state = 'refused') = (num_nonnulls(decided_at, decided_by) = 2))
);
comment on table filings.filing is 'hồ sơ gửi đến: what came from another system to be a dossier here, as it came, and what became of it';
comment on column filings.filing.content is 'as that system sent it: nothing of it is lost while it is no dossier';
comment on column filings.filing.reason is 'code of why it cannot be a dossier here, or what an officer wrote';
comment on column filings.filing.answer is 'the sentence for that system; answered_at: it has it';
create index filing_state_index on filings.filing (state, received_at desc, their_code);
create index filing_answer_index on filings.filing (source, changed_at) where answer is not null and answered_at is null;

create table filings.code_pair (
  id uuid constraint code_pair_pkey primary key,
  system text not null,
  kind text not null constraint code_pair_kind_check check (kind in ('agency', 'procedure')),
  our_code text not null,
  their_code text not null,
  valid_from date not null,
  valid_to date,
  entered_at timestamptz not null,
  entered_by text not null,
  constraint code_pair_period_check check (valid_to is null or valid_to >= valid_from)
);
comment on table filings.code_pair is 'mã tương ứng: the code that another system has for an agency or procedure of ours, by date';
create index code_pair_ours_index on filings.code_pair (system, kind, our_code);
create index code_pair_theirs_index on filings.code_pair (system, kind, their_code);
