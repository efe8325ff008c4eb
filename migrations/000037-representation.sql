-- Who may act for whom, and which accounts of identity providers speak for a person.
create schema representation;

create table representation.representation (
  id uuid primary key,
  personal_id text not null,
  principal_kind text not null,
  principal_number text not null,
  principal_name text not null,
  principal_birth_date text,
  ground text not null,
  source text not null,
  paper_id uuid,
  since timestamptz not null,
  ended_at timestamptz,
  constraint representation_personal_id_check check (personal_id ~ '^[0-9]{12}$'),
  constraint representation_principal_kind_check check (principal_kind in ('person', 'enterprise', 'organisation')),
  constraint representation_number_check check (
    case principal_kind when 'person' then principal_number ~ '^[0-9]{12}$'
      else principal_number ~ '^[0-9]{10}(-[0-9]{3})?$' end),
  constraint representation_ground_check check (
    ground in ('organisation_account', 'parent', 'guardian', 'authorised', 'registered_account')),
  constraint representation_source_check check (source in ('provider', 'declared')),
  -- What is only declared goes with its paper.
  constraint representation_paper_check check (source = 'provider' or paper_id is not null),
  constraint representation_other_check check (principal_number <> personal_id)
);
create unique index representation_in_force_key
  on representation.representation (personal_id, principal_kind, principal_number, ground) where ended_at is null;

create schema citizens;

-- An account at an identity provider that speaks for a person. `sub` belongs to one issuer.
create table citizens.provider_account (
  id uuid primary key,
  issuer text not null,
  sub text not null,
  account_id uuid not null,
  personal_id text not null,
  linked_at timestamptz not null,
  last_used_at timestamptz not null,
  last_level smallint not null,
  -- What it said the last time, as its person is shown it.
  told jsonb not null,
  told_at timestamptz not null,
  unlinked_at timestamptz,
  constraint provider_account_sub_key unique (issuer, sub),
  constraint provider_account_personal_id_check check (personal_id ~ '^[0-9]{12}$'),
  constraint provider_account_last_level_check check (last_level in (1, 2))
);
create index provider_account_of_person_index on citizens.provider_account (personal_id);

-- A sign-in that was proved and waits for its person to say that a second account is theirs, too.
create table citizens.pending_sign_in (
  token_hash bytea primary key,
  identified jsonb not null,
  back text not null,
  expires_at timestamptz not null
);
create index pending_sign_in_expires_at_index on citizens.pending_sign_in (expires_at);

-- Logout tokens that were obeyed: none is obeyed twice.
create table citizens.logout_token (
  key_hash bytea primary key,
  seen_at timestamptz not null
);
create index logout_token_seen_at_index on citizens.logout_token (seen_at);

-- The sign-in a session came from, and for whom its person acts.
alter table identity.session
  add column assurance_level smallint,
  add column provider_account_id uuid,
  add column provider_session text,
  add column id_token text,
  add column chooses boolean not null default false,
  add column acting_for_id uuid,
  add constraint session_assurance_level_check check (assurance_level in (1, 2));
create index session_provider_account_index on identity.session (provider_account_id)
  where provider_account_id is not null and ended_at is null;
create index session_provider_session_index on identity.session (provider_session)
  where provider_session is not null and ended_at is null;

-- An owner may be a body: its number is its code. Who acted for the owner, and by which right, stands beside it.
alter table dossiers.dossier
  add column owner_kind text not null default 'citizen',
  add column representation jsonb,
  add constraint dossier_owner_kind_check check (owner_kind in ('citizen', 'enterprise', 'organisation'));

-- A draft remembers for whom it is written, whatever its writer turns to meanwhile.
alter table drafts.draft add column representation_id uuid;
