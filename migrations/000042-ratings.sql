-- What people say of how their dossiers were done, here or at another system.
create schema ratings;

create table ratings.rating (
  id uuid constraint rating_pkey primary key,
  source text not null,
  their_id text not null,
  dossier_code text not null,
  dossier_id uuid,
  agency_ids uuid[] not null default '{}',
  scores jsonb not null,
  comment text,
  rated_at timestamptz not null,
  received_at timestamptz not null,
  constraint rating_source_key unique (source, their_id),
  constraint rating_dossier_check check (dossier_id is not null or agency_ids = '{}')
);
comment on table ratings.rating is 'đánh giá: points of one person for one dossier, given once, here or at another system';
comment on column ratings.rating.source is 'here, or the code of the system it was given at; their_id is its id there, here the dossier';
comment on column ratings.rating.dossier_id is 'null: no dossier here is known there by dossier_code';
comment on column ratings.rating.agency_ids is 'the agencies whose officers may see the dossier, when it was rated';
comment on column ratings.rating.scores is 'points 0, 1 or 2 by criterion; what was not answered is left out';
create index rating_received_index on ratings.rating (received_at desc, id desc);
create index rating_agency_index on ratings.rating using gin (agency_ids);
create index rating_unknown_index on ratings.rating (source, received_at) where dossier_id is null;

create table ratings.told (
  rating_id uuid not null constraint told_rating_id_fkey references ratings.rating,
  system text not null,
  queued_at timestamptz not null,
  act_at timestamptz,
  tries int not null default 0,
  told_at timestamptz,
  last_error text,
  constraint told_pkey primary key (rating_id, system),
  constraint told_act_check check ((told_at is null) = (act_at is not null))
);
comment on table ratings.told is 'lượt báo: what another system is to be told, tried until it has it';
create index told_act_index on ratings.told (system, act_at) where told_at is null;

create table ratings.place (
  system text constraint place_pkey primary key,
  reached text not null,
  changed_at timestamptz not null
);
comment on table ratings.place is 'chỗ đã đọc đến: how far what another system lists was read, in its own words';
