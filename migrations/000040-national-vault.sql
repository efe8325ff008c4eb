-- Kho dữ liệu điện tử của Cổng Dịch vụ công quốc gia: what was looked for there and found, and what of ours it is told.
create schema nationalvault;

-- One look into the national vault, with how it ended. The question itself is on record in registers.look_up.
create table nationalvault.vault_search (
  id uuid primary key,
  -- The draft or the intake it was made for.
  occasion text not null,
  owner_number text not null,
  account_id text not null,
  searched_at timestamptz not null,
  -- Null: it answered.
  failure text,
  constraint vault_search_failure
    check (failure in ('unreachable', 'timed_out', 'unreadable', 'refused', 'resting'))
);
comment on table nationalvault.vault_search is 'append-only: each look into the national vault, and how it ended';
create index vault_search_of_occasion on nationalvault.vault_search (occasion, account_id, owner_number, id desc);

-- Each paper that it said it has, and what was made of it.
create table nationalvault.vault_finding (
  search_id uuid not null references nationalvault.vault_search,
  position integer not null,
  type_code text not null,
  title text not null,
  number text,
  issuer_name text not null,
  verdict text not null,
  -- The item of our vault that it became, or that holds the same content.
  item_code text,
  -- What neither the vault told nor we could find out: nothing of it is taken for granted.
  unsaid text[] not null default '{}',
  constraint vault_finding_pkey primary key (search_id, position),
  constraint vault_finding_unsaid check (unsaid <@ array['owner', 'force', 'hash', 'signature']),
  constraint vault_finding_verdict check (
    verdict in (
      'offered', 'here_already', 'not_asked', 'other_owner', 'not_in_force', 'no_content', 'not_fetched',
      'not_accepted', 'content_differs', 'signature_broken'
    )
  )
);
comment on table nationalvault.vault_finding is 'append-only: what the national vault gave, and why it was offered or not';

-- What the national vault is to be told of a result of ours, in the order in which it happened.
create table nationalvault.vault_push (
  id uuid primary key,
  result_id uuid not null,
  -- A result is issued once, and may be taken out of force, or have another take its place, once.
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
  -- The content that is given out, in the file store.
  sha256 text not null,
  reason text,
  queued_at timestamptz not null,
  next_at timestamptz not null,
  tries integer not null default 0,
  last_failure text,
  -- It said no: asked again only when a person says so.
  refused_at timestamptz,
  told_at timestamptz,
  constraint vault_push_kind check (kind in ('issued', 'revoked', 'replaced')),
  constraint vault_push_key unique (result_id, kind),
  constraint vault_push_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint vault_push_end check (num_nonnulls(told_at, refused_at) <= 1)
);
create index vault_push_waiting on nationalvault.vault_push (id) where told_at is null;
create index vault_push_of_result on nationalvault.vault_push (result_id, id);
