-- Who signs what with which certificate at which provider (domain word: ký số). Keys stay with their owners: we keep
-- hashes, values, certificates, and what was found when they were judged.
create schema signing;

-- Which account an officer has at a provider. The secret is sealed by the secret of the system.
create table signing.signer (
  id uuid constraint signer_pkey primary key,
  account_id uuid not null,
  account_name text not null,
  provider text not null,
  provider_account text not null,
  sealed_secret bytea,
  image_sha256 text constraint signer_image_check check (image_sha256 ~ '^[0-9a-f]{64}$'),
  from_at timestamptz not null,
  until_at timestamptz,
  constraint signer_period_check check (until_at >= from_at)
);
create unique index signer_current_key on signing.signer (account_id, provider) where until_at is null;

-- The seal of an agency: it is the agency's, and never a person's.
create table signing.agency_seal (
  id uuid constraint agency_seal_pkey primary key,
  agency_id uuid not null,
  agency_name text not null,
  provider text not null,
  provider_account text not null,
  sealed_secret bytea,
  certificate_id text not null,
  certificate_name text not null,
  image_sha256 text constraint agency_seal_image_check check (image_sha256 ~ '^[0-9a-f]{64}$'),
  valid_from_on date not null,
  valid_to_on date not null,
  added_at timestamptz not null,
  added_name text not null,
  retired_at timestamptz,
  retired_name text,
  constraint agency_seal_days_check check (valid_to_on >= valid_from_on),
  constraint agency_seal_retired_check check (num_nonnulls(retired_at, retired_name) in (0, 2))
);
create index agency_seal_agency_index on signing.agency_seal (agency_id, valid_from_on desc) where retired_at is null;

-- One will to sign: up to 200 documents, one certificate, one confirmation where the provider allows it.
create table signing.batch (
  id uuid constraint batch_pkey primary key,
  kind text not null constraint batch_kind_check check (kind in ('approval', 'seal')),
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
  started_at timestamptz not null,
  cancelled_at timestamptz,
  constraint batch_signer_check check (case kind
    when 'approval' then account_id is not null and signer_id is not null and agency_seal_id is null
    else account_id is null and signer_id is null and agency_seal_id is not null end)
);
create unique index batch_request_key on signing.batch (account_id, request_key);
create index batch_account_index on signing.batch (account_id, started_at desc, id desc) where account_id is not null;

-- One confirmation asked of a provider. `asked_at` is written before the call and `provider_transaction` after it: what
-- lies between was perhaps taken, and is asked after before it is repeated.
create table signing.transaction (
  id uuid constraint transaction_pkey primary key,
  batch_id uuid not null constraint transaction_batch_fkey references signing.batch,
  number int not null,
  provider text not null,
  provider_transaction text,
  state text not null constraint transaction_state_check
    check (state in ('ready', 'asked', 'pending', 'signed', 'refused', 'expired', 'failed', 'cancelled')),
  code text,
  polls int not null default 0,
  expires_at timestamptz not null,
  asked_at timestamptz,
  ended_at timestamptz,
  constraint transaction_number_key unique (batch_id, number),
  constraint transaction_pending_check check (state <> 'pending' or provider_transaction is not null)
);
-- By its digest: the names of some providers are longer than an index takes.
create unique index transaction_provider_key on signing.transaction (provider, md5(provider_transaction))
  where provider_transaction is not null;

create table signing.document (
  id uuid constraint document_pkey primary key,
  batch_id uuid not null constraint document_batch_fkey references signing.batch,
  number int not null,
  signer_key text not null,
  subject_kind text not null,
  subject_id text not null,
  name text not null,
  appearance text not null,
  beside jsonb,
  content_sha256 text not null constraint document_content_check check (content_sha256 ~ '^[0-9a-f]{64}$'),
  state text not null constraint document_state_check
    check (state in ('waiting', 'signing', 'signed', 'refused', 'expired', 'failed', 'cancelled')),
  prepared jsonb,
  prepared_sha256 text,
  hash bytea constraint document_hash_check check (octet_length(hash) = 32),
  transaction_id uuid constraint document_transaction_fkey references signing.transaction,
  value bytea,
  level text constraint document_level_check check (level in ('B-B', 'B-T', 'B-LT', 'B-LTA')),
  signed_sha256 text,
  signed_at timestamptz,
  code text,
  told_state text,
  told_sha256 text,
  constraint document_number_key unique (batch_id, number),
  constraint document_prepared_check check (num_nonnulls(prepared, prepared_sha256, hash) in (0, 3)),
  constraint document_signed_check check (state <> 'signed' or num_nonnulls(level, signed_sha256, signed_at) = 3),
  constraint document_code_check check (state <> 'failed' or code is not null)
);
comment on column signing.document.signer_key is 'account or agency that signs: it signs the same content for the same subject once';
comment on column signing.document.beside is 'what this document shows beside the words of its appearance: lines, and what a QR code says';
comment on column signing.document.hash is 'SHA-256 of the signed attributes: what the provider was given to sign';
comment on column signing.document.value is 'what the provider gave back, kept before it is judged: it is never asked for twice';
create unique index document_once_key on signing.document (signer_key, subject_kind, subject_id, content_sha256)
  where state in ('waiting', 'signing', 'signed');
create index document_transaction_index on signing.document (transaction_id);
create index document_subject_index on signing.document (subject_kind, subject_id);

create table signing.evidence (
  id uuid constraint evidence_pkey primary key,
  batch_id uuid not null constraint evidence_batch_fkey references signing.batch,
  document_id uuid constraint evidence_document_fkey references signing.document,
  at timestamptz not null,
  kind text not null constraint evidence_kind_check
    check (kind in ('authority', 'certificate', 'revocation', 'signature', 'timestamp', 'judgement')),
  detail jsonb not null default '{}',
  der bytea
);
comment on table signing.evidence is 'append-only: what was checked when it was signed: authority, certificate and its issuers, revocation, value, time stamp';
create index evidence_batch_index on signing.evidence (batch_id, at, id);

create table signing.appearance (
  id uuid constraint appearance_pkey primary key,
  key text not null constraint appearance_name_check check (key ~ '^[a-z0-9][a-z0-9_.-]{0,79}$'),
  settings jsonb not null,
  saved_at timestamptz not null,
  saved_name text not null
);
comment on table signing.appearance is 'append-only: how a signature is shown on a template; the newest row of a key holds';
create index appearance_key_index on signing.appearance (key, saved_at desc, id desc);

create table signing.trust_anchor (
  id uuid constraint trust_anchor_pkey primary key,
  name text not null,
  der bytea not null,
  sha256 text not null,
  valid_from timestamptz not null,
  valid_to timestamptz not null,
  basis text not null,
  added_at timestamptz not null,
  added_name text not null,
  retired_at timestamptz,
  retired_name text,
  constraint trust_anchor_retired_check check (num_nonnulls(retired_at, retired_name) in (0, 2))
);
create unique index trust_anchor_current_key on signing.trust_anchor (sha256) where retired_at is null;
