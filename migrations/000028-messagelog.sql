-- What passed through the integration platform, so that it can be proved: each message signed, chained to the one before
-- it, and time-stamped together with its neighbours.
create schema messagelog;

-- The keys entries are signed with. The private half is sealed by the secret of the system; the public one is published.
create table messagelog.log_key (
  id text constraint log_key_pkey primary key constraint log_key_id_check check (id ~ '^[0-9a-f]{64}$'),
  public_key bytea not null,
  sealed_private_key bytea not null,
  made_at timestamptz not null
);
comment on table messagelog.log_key is 'append-only: what was signed with a key is proved with it for ever';
comment on column messagelog.log_key.id is 'SHA-256 of the public key (SubjectPublicKeyInfo, DER)';

-- The end of the chain. Who appends moves it in the same statement: so there is no gap, and no fork.
create table messagelog.chain_head (
  single boolean constraint chain_head_pkey primary key default true constraint chain_head_single_check check (single),
  number bigint not null,
  link bytea not null constraint chain_head_link_check check (octet_length(link) = 32)
);
insert into messagelog.chain_head (number, link) values (0, decode(repeat('00', 32), 'hex'));

create table messagelog.log_entry (
  number bigint constraint log_entry_pkey primary key constraint log_entry_number_check check (number > 0),
  id uuid not null constraint log_entry_id_key unique,
  message_id text not null,
  direction text not null constraint log_entry_direction_check check (direction in ('in', 'out')),
  kind text not null constraint log_entry_kind_check check (kind in ('request', 'response')),
  client text not null,
  target text not null,
  headers jsonb not null,
  body_sha256 text not null constraint log_entry_body_check check (body_sha256 ~ '^[0-9a-f]{64}$'),
  body_bytes bigint not null constraint log_entry_size_check check (body_bytes >= 0),
  body_kept boolean not null,
  at timestamptz not null,
  key_id text not null constraint log_entry_key_fkey references messagelog.log_key,
  signature bytea not null constraint log_entry_signature_check check (octet_length(signature) = 64),
  link bytea not null constraint log_entry_link_check check (octet_length(link) = 32)
);
comment on table messagelog.log_entry is 'append-only: the log proves what passed, so nothing in it changes';
comment on column messagelog.log_entry.link is 'SHA-256 of the text of the entry, which holds the link before it';
create index log_entry_message_index on messagelog.log_entry (message_id, number);

-- Entries that are time-stamped together: a Merkle tree over their links, one token (RFC 3161) over the batch.
create table messagelog.stamp_batch (
  number bigint constraint stamp_batch_pkey primary key constraint stamp_batch_number_check check (number > 0),
  first_entry bigint not null constraint stamp_batch_first_key unique,
  last_entry bigint not null constraint stamp_batch_last_key unique,
  root bytea not null constraint stamp_batch_root_check check (octet_length(root) = 32),
  closed_at timestamptz not null,
  token bytea,
  stamped_at timestamptz,
  attempts int not null default 0,
  problem text constraint stamp_batch_problem_check check (problem in ('no_authority', 'unreachable')),
  constraint stamp_batch_range_check check (last_entry >= first_entry),
  constraint stamp_batch_stamped_check check (num_nonnulls(token, stamped_at) in (0, 2))
);
create index stamp_batch_waiting_index on messagelog.stamp_batch (number) where token is null;

-- What was found when the log was read from `first_entry` on.
create table messagelog.log_inspection (
  id uuid constraint log_inspection_pkey primary key,
  first_entry bigint not null,
  last_entry bigint not null,
  bodies bigint not null,
  faults bigint not null,
  findings jsonb not null,
  started_at timestamptz not null,
  ended_at timestamptz not null
);
comment on table messagelog.log_inspection is 'append-only: what an inspection of the log found stays found';
