-- The national catalogue as the national portal publishes it: what was listed from when to when, and what differs from ours.
create schema nationalcatalogue;

-- A code alone is no key: codes are closed and given again.
create table nationalcatalogue.listing (
  id int generated always as identity constraint listing_pkey primary key,
  kind text not null constraint listing_kind_check check (kind in ('procedure', 'agency', 'field')),
  code text not null,
  from_at timestamptz not null,
  until_at timestamptz,
  name text not null,
  details jsonb not null,
  constraint listing_until_check check (until_at >= from_at)
);
create index listing_code_index on nationalcatalogue.listing (kind, code, id desc);
create unique index listing_now_key on nationalcatalogue.listing (kind, code) where until_at is null;
comment on table nationalcatalogue.listing is 'dòng danh mục quốc gia: only added and ended; a line that says something else is another row';
comment on column nationalcatalogue.listing.from_at is 'when it was first fetched like this; the portal says no day of its own';
comment on column nationalcatalogue.listing.until_at is 'when it was first missing, or different; null: the portal lists it';
comment on column nationalcatalogue.listing.details is 'of a procedure its fields and levels, empty where not said; of an agency its level, of a field its sector';

create table nationalcatalogue.staged_listing (
  kind text not null,
  code text not null,
  name text not null,
  details jsonb not null,
  constraint staged_listing_pkey primary key (kind, code)
);
comment on table nationalcatalogue.staged_listing is 'what the fetch under way has read so far; taken over as a whole or thrown away';

create table nationalcatalogue.catalogue_fetch (
  id int generated always as identity constraint catalogue_fetch_pkey primary key,
  asked_by text,
  started_at timestamptz not null,
  finished_at timestamptz,
  procedures int not null default 0,
  agencies int not null default 0,
  fields int not null default 0,
  unreadable int not null default 0,
  fault text,
  constraint catalogue_fetch_fault_check check (fault is null or finished_at is not null)
);
comment on column nationalcatalogue.catalogue_fetch.asked_by is 'null: the job of the night';
comment on column nationalcatalogue.catalogue_fetch.fault is 'why nothing was taken over; null: everything was';

create table nationalcatalogue.difference (
  kind text not null constraint difference_kind_check check (kind in ('procedure', 'agency', 'field')),
  what text not null constraint difference_what_check
    check (what in ('not_listed', 'no_longer_listed', 'not_here', 'name', 'field', 'level')),
  code text not null,
  their_code text,
  ours text,
  theirs text,
  since_at timestamptz,
  constraint difference_pkey primary key (kind, what, code)
);
comment on table nationalcatalogue.difference is 'what differed when the catalogue was last fetched; made anew each time, nothing of ours is changed by it';
comment on column nationalcatalogue.difference.code is 'our code; theirs where we have none; of a field of ours, which has none, its name';
comment on column nationalcatalogue.difference.since_at is 'since when the portal lists it no more';
