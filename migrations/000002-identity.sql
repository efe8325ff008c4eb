create schema identity;

-- Cán bộ. The name is written as the officer signs; agency and officer are rows of `organisations`, known by id only.
create table identity.officer_account (
  id uuid primary key,
  username text not null,
  full_name text not null,
  position text not null default '',
  officer_id uuid,
  agency_id uuid not null,
  roles text[] not null,
  password_hash text not null,
  active boolean not null default true,
  created_at timestamptz not null,
  password_changed_at timestamptz not null,
  last_signed_in_at timestamptz,
  deactivated_at timestamptz,
  constraint officer_account_username_key unique (username),
  constraint officer_account_username_check check (username ~ '^[a-z0-9][a-z0-9._-]{2,63}$'),
  constraint officer_account_roles_check check (
    roles <@ array['reception_officer', 'case_officer', 'signatory', 'cashier', 'administrator', 'leader', 'auditor']
    and cardinality(roles) > 0
  ),
  constraint officer_account_active_check check (active = (deactivated_at is null))
);

-- Công dân, known by the personal id; `sub` of a provider is not kept, it belongs to one issuer.
create table identity.citizen_account (
  id uuid primary key,
  personal_id text not null,
  full_name text not null,
  -- As much of the date as is known: '1997-03-14', '1997-03' or '1997'.
  birth_date text,
  assurance_level smallint not null,
  phone text,
  email text,
  created_at timestamptz not null,
  last_signed_in_at timestamptz,
  constraint citizen_account_personal_id_key unique (personal_id),
  constraint citizen_account_personal_id_check check (personal_id ~ '^[0-9]{12}$'),
  constraint citizen_account_birth_date_check check (birth_date ~ '^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$'),
  constraint citizen_account_assurance_level_check check (assurance_level in (1, 2))
);

-- One signed-in browser. Of the token only the SHA-256 is here. The token before a rotation stays good until the new
-- one has come back (the answer that carried it may be lost on a weak network), and then until `previous_until`.
create table identity.session (
  id uuid primary key,
  token_hash bytea not null,
  previous_token_hash bytea,
  previous_until timestamptz,
  officer_account_id uuid references identity.officer_account (id),
  citizen_account_id uuid references identity.citizen_account (id),
  started_at timestamptz not null,
  rotated_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  constraint session_one_account_check check (num_nonnulls(officer_account_id, citizen_account_id) = 1)
);
create unique index session_token_hash_key on identity.session (token_hash);
create index session_previous_token_hash_index on identity.session (previous_token_hash)
  where previous_token_hash is not null;
create index session_started_at_index on identity.session (started_at);
create index session_officer_account_index on identity.session (officer_account_id)
  where officer_account_id is not null;

-- Failed sign-ins, by account and by address: `key` is a SHA-256, so neither is kept in clear.
create table identity.throttle (
  key bytea primary key,
  failures int not null,
  last_failed_at timestamptz not null
);
create index throttle_last_failed_at_index on identity.throttle (last_failed_at);

-- What was typed into a form whose session had expired, for the person who typed it.
create table identity.parked_form (
  token_hash bytea primary key,
  account_id uuid not null,
  path text not null,
  fields jsonb not null,
  parked_at timestamptz not null,
  expires_at timestamptz not null
);
create index parked_form_expires_at_index on identity.parked_form (expires_at);
