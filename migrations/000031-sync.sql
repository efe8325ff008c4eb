-- What other systems are told of dossiers: an outbox per destination, ordered per dossier, tried until it arrives; and what
-- they were found to have otherwise.
create schema sync;

create table sync.destination (
  code text constraint destination_pkey primary key,
  held_at timestamptz,
  held_by text,
  held_reason text,
  failures int not null default 0,
  quiet_until timestamptz,
  tried_at timestamptz,
  delivered_at timestamptz,
  last_error text,
  last_error_at timestamptz,
  constraint destination_held_check check (num_nonnulls(held_at, held_by, held_reason) in (0, 3))
);
comment on table sync.destination is 'nơi nhận: a system that is told of dossiers, and how it stands';
comment on column sync.destination.held_at is 'an administrator has stopped sending; messages wait';
comment on column sync.destination.failures is 'rounds in a row in which nothing arrived; 0: it answers';
comment on column sync.destination.quiet_until is 'it is away: asked again then, with one message';

create table sync.remote_origin (
  dossier_id uuid not null,
  destination text not null,
  their_code text not null,
  their_account text,
  recorded_at timestamptz not null,
  constraint remote_origin_pkey primary key (dossier_id, destination),
  constraint remote_origin_their_code_key unique (destination, their_code)
);
comment on table sync.remote_origin is 'append-only: dossiers that were filed at another system, and the code they have there';

create table sync.delivery (
  destination text not null,
  dossier_id uuid not null,
  number int not null,
  repeat int not null default 0,
  dossier_code text not null,
  state text not null default 'waiting'
    constraint delivery_state_check check (state in ('waiting', 'delivered', 'refused', 'dead')),
  attempts int not null default 0,
  queued_at timestamptz not null,
  next_at timestamptz not null,
  failed_at timestamptz,
  last_error text,
  sent_at timestamptz,
  constraint delivery_pkey primary key (destination, dossier_id, number, repeat),
  constraint delivery_sent_check check ((state = 'delivered') = (sent_at is not null))
);
comment on table sync.delivery is 'tin cần gửi: one event of a dossier for one destination';
comment on column sync.delivery.repeat is '0: because it happened; more: told again, because it was found otherwise there';
create index delivery_waiting_index on sync.delivery (destination, next_at, queued_at) where state = 'waiting';
create index delivery_open_index on sync.delivery (destination, dossier_id, number, repeat) where state <> 'delivered';
create index delivery_oldest_index on sync.delivery (destination, queued_at) where state = 'waiting';
create index delivery_dead_index on sync.delivery (destination, queued_at) where state in ('refused', 'dead');
create index delivery_of_dossier_index on sync.delivery (dossier_id, destination, number, repeat);
create index delivery_sent_index on sync.delivery (destination, sent_at) where state = 'delivered';

create table sync.attempt (
  destination text not null,
  dossier_id uuid not null,
  number int not null,
  repeat int not null,
  attempt int not null,
  at timestamptz not null,
  took_ms int not null,
  outcome text not null constraint attempt_outcome_check check (outcome in ('delivered', 'refused', 'failed')),
  answer text,
  message_sha256 text,
  constraint attempt_pkey primary key (destination, dossier_id, number, repeat, attempt)
);
create index attempt_failed_index on sync.attempt (destination, at desc) where outcome <> 'delivered';
comment on table sync.attempt is 'append-only: each sending, what was sent by its hash, and what came back';

create table sync.comparison (
  id uuid constraint comparison_pkey primary key,
  destination text not null,
  asked_by text,
  started_at timestamptz not null,
  finished_at timestamptz,
  compared int not null default 0,
  differing int not null default 0,
  fault text
);
comment on table sync.comparison is 'đối soát: our states beside theirs, once a night and when somebody asks';
create index comparison_destination_index on sync.comparison (destination, started_at desc);

create table sync.drift (
  id uuid constraint drift_pkey primary key,
  destination text not null,
  dossier_id uuid not null,
  dossier_code text not null,
  ours int not null,
  theirs int,
  found_at timestamptz not null,
  repeated_at timestamptz,
  repeated_by text,
  repaired_at timestamptz,
  how text constraint drift_how_check check (how in ('told_again', 'by_itself')),
  constraint drift_repaired_check check ((repaired_at is null) = (how is null))
);
comment on table sync.drift is 'sai lệch: a dossier that a destination has otherwise than we; never mended on our side';
create unique index drift_open_key on sync.drift (destination, dossier_id) where repaired_at is null;
create index drift_found_index on sync.drift (destination, found_at desc);
