-- The integration platform of the province (domain word: LGSP): whose systems meet on it, what they offer one another,
-- who may call what, with which key, how often. Names as in X-Road: member, subsystem, service (here: offering).
create schema exchange;

create table exchange.member (
  id uuid constraint member_pkey primary key,
  class text not null constraint member_class_check check (class in ('GOV', 'COM', 'NGO')),
  code text not null constraint member_code_check check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null,
  from_on date not null,
  until_on date,
  constraint member_code_key unique (class, code),
  constraint member_days_check check (until_on >= from_on)
);

-- What one member runs. Limits are of what it calls, not of what it offers.
create table exchange.subsystem (
  id uuid constraint subsystem_pkey primary key,
  member_id uuid not null constraint subsystem_member_fkey references exchange.member (id),
  code text not null constraint subsystem_code_check check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  name text not null,
  contact text not null,
  calls_per_minute integer not null constraint subsystem_minute_check check (calls_per_minute > 0),
  calls_per_day integer not null constraint subsystem_day_check check (calls_per_day > 0),
  constraint subsystem_code_key unique (member_id, code)
);

create table exchange.offering (
  id uuid constraint offering_pkey primary key,
  subsystem_id uuid not null constraint offering_subsystem_fkey references exchange.subsystem (id),
  code text not null constraint offering_code_check check (code ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$'),
  title text not null,
  summary text not null,
  contact text not null,
  constraint offering_code_key unique (subsystem_id, code)
);

-- A version has its own address. It is asked for by its name as the first part of the path; without a name it is the newest.
create table exchange.offering_version (
  id uuid constraint offering_version_pkey primary key,
  offering_id uuid not null constraint offering_version_offering_fkey references exchange.offering (id),
  version text not null constraint offering_version_version_check check (version ~ '^v[0-9]{1,3}$'),
  provider_url text not null constraint offering_version_provider_check check (provider_url ~ '^https?://'),
  sandbox_url text constraint offering_version_sandbox_check check (sandbox_url ~ '^https?://'),
  schema_text text not null,
  example_path text not null,
  example_answer text not null,
  state text not null constraint offering_version_state_check check (state in ('in_force', 'maintenance', 'withdrawn')),
  notice text,
  timeout_ms integer not null constraint offering_version_timeout_check check (timeout_ms between 100 and 600000),
  constraint offering_version_key unique (offering_id, version),
  constraint offering_version_notice_check check (state <> 'maintenance' or notice is not null)
);

-- Nobody may call anything unless a row here says so, on that day.
create table exchange.access_right (
  id uuid constraint access_right_pkey primary key,
  subsystem_id uuid not null constraint access_right_subsystem_fkey references exchange.subsystem (id),
  offering_id uuid not null constraint access_right_offering_fkey references exchange.offering (id),
  basis text not null,
  from_on date not null,
  until_on date,
  granted_name text not null,
  -- A right that was withdrawn on the day it was given ends the day before: it never holds.
  constraint access_right_days_check check (until_on >= from_on - 1)
);
create unique index access_right_open_key on exchange.access_right (subsystem_id, offering_id) where until_on is null;
create index access_right_offering_index on exchange.access_right (offering_id);

-- A key of a subsystem (OAuth2 client credentials). The secret is shown once; its hash is kept: it is 256 random bits.
create table exchange.credential (
  id uuid constraint credential_pkey primary key,
  subsystem_id uuid not null constraint credential_subsystem_fkey references exchange.subsystem (id),
  client_id text not null constraint credential_client_key unique,
  secret_sha256 bytea not null,
  -- A sandbox key opens the sandbox of this offering, and nothing else.
  sandbox_offering_id uuid constraint credential_offering_fkey references exchange.offering (id),
  issued_at timestamptz not null,
  issued_name text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint credential_period_check check (expires_at > issued_at)
);
create index credential_subsystem_index on exchange.credential (subsystem_id, issued_at desc);

-- How much went through in one minute, from whom to what: sums, so that a call costs no row.
create table exchange.traffic (
  minute_at timestamptz not null,
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
  constraint traffic_pkey primary key (minute_at, subsystem_id, offering_id)
);
create index traffic_offering_index on exchange.traffic (offering_id, minute_at);
