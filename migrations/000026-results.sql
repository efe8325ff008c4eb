-- What a dossier ends with. Signed is not issued, issued is not delivered: each is a fact with its own moment.
create schema results;

create table results.result (
  id uuid constraint result_pkey primary key,
  dossier_id uuid not null,
  dossier_code text not null,
  agency_id uuid not null,
  agency_name text not null,
  check_code text not null constraint result_check_code_key unique,
  title text not null,
  procedure_code text not null,
  result_code text,
  holder_name text not null,
  holder_personal_id text not null,
  state text not null constraint result_state_check check (state in ('signed', 'issued', 'replaced', 'revoked', 'unused')),
  signing_document_id uuid not null constraint result_signing_document_key unique,
  signer_account_id uuid not null,
  signer_name text not null,
  signer_position text,
  signed_at timestamptz not null,
  paper_id uuid not null,
  sha256 text not null constraint result_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
  unused_code text,
  number int,
  year int,
  document_number text,
  issued_at timestamptz,
  sealed_at timestamptz,
  seal_note text,
  ended_at timestamptz,
  ended_by text,
  ended_reason text,
  constraint result_issued_check check (num_nonnulls(number, year, document_number, issued_at) in (0, 4)),
  constraint result_ended_check check ((state in ('replaced', 'revoked')) = (ended_at is not null)),
  constraint result_unused_check check ((state = 'unused') = (unused_code is not null)),
  constraint result_number_key unique (agency_id, year, number)
);
comment on table results.result is 'kết quả giải quyết thủ tục hành chính';
comment on column results.result.sha256 is 'the content as it is given out now: signed, then sealed';
comment on column results.result.unused_code is 'signed, and the dossier could not be approved with it: why';
create unique index result_dossier_key on results.result (dossier_id) where state in ('signed', 'issued');
create index result_dossier_index on results.result (dossier_id, signed_at);

-- The contents a result took: a stranger's file is compared with each of them.
create table results.content (
  result_id uuid not null constraint content_result_fkey references results.result,
  sha256 text not null constraint content_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
  paper_id uuid not null,
  kind text not null constraint content_kind_check check (kind in ('signed', 'strengthened', 'sealed')),
  at timestamptz not null,
  constraint content_pkey primary key (result_id, sha256)
);
comment on table results.content is 'append-only: each content of a result, by its hash';
create index content_sha256_index on results.content (sha256);
create index content_paper_index on results.content (paper_id);

create table results.result_event (
  result_id uuid not null constraint result_event_result_fkey references results.result,
  number int not null,
  at timestamptz not null,
  kind text not null constraint result_event_kind_check
    check (kind in ('signed', 'strengthened', 'issued', 'sealed', 'not_sealed', 'replaced', 'revoked', 'unused')),
  actor_name text not null,
  detail jsonb not null default '{}',
  constraint result_event_pkey primary key (result_id, number)
);
comment on table results.result_event is 'append-only: what happened to a result';

create table results.number_counter (
  agency_id uuid not null,
  year int not null,
  last_number int not null,
  constraint number_counter_pkey primary key (agency_id, year)
);
