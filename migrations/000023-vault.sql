-- Kho quản lý dữ liệu điện tử của tổ chức, cá nhân (NĐ 45/2020 Đ16): the electronic papers of a person or body.
create schema vault;

-- One vault for each person, by personal id, and each organisation, by tax code.
create table vault.owner (
  id uuid primary key,
  kind text not null,
  -- 12 digits of a person, or the tax code of an organisation.
  number text not null,
  name text not null,
  opened_at timestamptz not null,
  constraint owner_kind check (kind in ('person', 'organisation')),
  constraint owner_number check (length(number) between 1 and 40),
  constraint owner_key unique (kind, number)
);

-- Who acts for an organisation; a person needs no row for the own vault.
create table vault.representative (
  owner_id uuid not null references vault.owner,
  personal_id text not null,
  linked_at timestamptz not null,
  -- How it is known: a register, a decision, an officer who saw the papers.
  ground text not null,
  ended_at timestamptz,
  constraint representative_pkey primary key (owner_id, personal_id)
);
create index representative_of_person on vault.representative (personal_id) where ended_at is null;

create table vault.item (
  id uuid primary key,
  -- What people see and addresses carry: random, says nothing.
  code text not null constraint item_code_key unique,
  owner_id uuid not null references vault.owner,
  type_code text not null,
  title text not null,
  number text,
  issuer_code text,
  issuer_name text not null,
  issued_on date,
  -- Both days counted in; null: open on that side.
  valid_from date,
  valid_to date,
  source text not null,
  source_key text not null,
  source_dossier_code text,
  -- Null: known of, and its content not fetched.
  paper_id uuid,
  name text,
  media_type text,
  size_bytes bigint,
  sha256 text,
  -- What was found of its signatures, by the last look; null: nobody looked.
  signature_verdict text,
  signature_level text,
  signature_judged_at timestamptz,
  version integer not null default 1,
  replaces_id uuid references vault.item,
  replaced_by_id uuid references vault.item deferrable initially deferred,
  revoked_at timestamptz,
  revoked_by_name text,
  revoked_reason text,
  reuse_count integer not null default 0,
  -- Title, number, issuer and type without marks: what a search compares.
  folded text not null,
  kept_at timestamptz not null,
  constraint item_source check (source in ('own_result', 'certified_digitisation', 'national_vault')),
  constraint item_source_key unique (owner_id, source, source_key),
  constraint item_type_code check (length(type_code) between 1 and 60),
  constraint item_title check (length(title) between 1 and 500),
  constraint item_validity check (valid_from is null or valid_to is null or valid_from <= valid_to),
  constraint item_content check (num_nonnulls(paper_id, name, media_type, size_bytes, sha256) in (0, 5)),
  constraint item_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint item_signature_verdict
    check (signature_verdict in ('valid', 'indeterminate', 'invalid', 'unsigned', 'unreadable')),
  constraint item_signature check (num_nonnulls(signature_verdict, signature_judged_at) in (0, 2)),
  constraint item_version check (version > 0 and (version = 1) = (replaces_id is null)),
  constraint item_replaces_key unique (replaces_id),
  constraint item_revoked check (num_nonnulls(revoked_at, revoked_by_name, revoked_reason) in (0, 3))
);
create index item_of_owner on vault.item (owner_id, id desc);
create index item_of_type on vault.item (owner_id, type_code, id desc);
create index item_sha256_idx on vault.item (sha256);

-- Each time a paper was taken out of a vault to be handed in; the paper made of it has the same content.
create table vault.use (
  id uuid primary key,
  item_id uuid not null references vault.item,
  -- Whoever takes twice for the same place gets the same paper.
  key text not null,
  paper_id uuid not null constraint use_paper_key unique,
  taken_at timestamptz not null,
  taken_by text not null,
  taken_by_kind text not null,
  taken_by_name text not null,
  agency_code text,
  agency_name text,
  purpose text not null,
  procedure_code text,
  procedure_name text,
  constraint use_key unique (item_id, taken_by, key),
  constraint use_taken_by_kind check (taken_by_kind in ('citizen', 'officer')),
  constraint use_purpose check (length(purpose) between 1 and 500)
);
comment on table vault.use is 'append-only: the owner sees who took what for what';
create index use_of_item on vault.use (item_id, id desc);

-- The dossier in which a paper that was taken was then handed in: that is the re-use that counts.
create table vault.use_dossier (
  use_id uuid primary key references vault.use,
  dossier_id uuid not null,
  reference text not null,
  component_key text not null,
  agency_name text,
  handed_in_at timestamptz not null
);
comment on table vault.use_dossier is 'append-only: where a paper of a vault was re-used';
create index use_dossier_dossier on vault.use_dossier (dossier_id);

-- What the owner lets others see, for a limited time; only the fingerprint of the link is kept.
create table vault.share (
  id uuid primary key,
  code text not null constraint share_code_key unique,
  item_id uuid not null references vault.item,
  token_sha256 text not null constraint share_token_key unique,
  purpose text not null,
  recipient text not null,
  shared_at timestamptz not null,
  shared_by text not null,
  shared_by_name text not null,
  expires_at timestamptz not null,
  -- How often the file may be opened; null: as often as wanted until it expires.
  most_openings integer,
  opened_count integer not null default 0,
  revoked_at timestamptz,
  constraint share_purpose check (length(purpose) between 1 and 300),
  constraint share_recipient check (length(recipient) between 1 and 200),
  constraint share_expires_at check (expires_at > shared_at),
  constraint share_openings check (most_openings > 0 and opened_count <= most_openings)
);
create index share_of_item on vault.share (item_id, id desc);

create table vault.share_view (
  id uuid primary key,
  share_id uuid not null references vault.share,
  viewed_at timestamptz not null,
  -- The page was read, the file opened, or the link was tried when it was worth nothing any more.
  kind text not null,
  address text not null,
  constraint share_view_kind check (kind in ('page', 'file', 'refused'))
);
comment on table vault.share_view is 'append-only: the owner sees every look at a shared paper';
create index share_view_of_share on vault.share_view (share_id, id desc);
