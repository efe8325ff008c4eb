-- What a citizen is still writing: kept as typed, valid or not, until it is submitted or has expired.
create schema drafts;

create table drafts.draft (
  id uuid primary key,
  reference text not null constraint draft_reference_key unique,
  owner_id uuid not null,
  procedure_code text not null,
  procedure_version_id uuid not null,
  -- { step: { field: text as typed } }
  typed jsonb not null default '{}',
  started_at timestamptz not null,
  saved_at timestamptz not null,
  expires_at timestamptz not null,
  -- What is being handed in, fixed at the first press of the button: a repeat sends the very same.
  submission jsonb,
  submitted_reference text
);
create index draft_of_owner_index on drafts.draft (owner_id, saved_at desc) where submitted_reference is null;

create table drafts.draft_paper (
  draft_id uuid not null references drafts.draft on delete cascade,
  component_key text not null,
  paper_id uuid not null,
  added_at timestamptz not null,
  constraint draft_paper_pkey primary key (draft_id, component_key, paper_id)
);
