-- Procedures: what can be applied for, in versions that never change; a dossier keeps the version it was filed under.
create schema procedures;

create table procedures.version (
  id uuid not null,
  code text not null,
  origin text not null,
  number integer not null,
  content_hash text not null,
  -- json, not jsonb: the order in which a form asks its questions is the order of its keys.
  content json not null,
  effective_from date not null,
  created_at timestamptz not null,
  constraint version_pkey primary key (id),
  constraint version_code_origin_number_key unique (code, origin, number),
  constraint version_origin_check check (origin in ('pack', 'catalogue')),
  constraint version_number_check check (number > 0)
);
comment on table procedures.version is 'append-only: a dossier is decided under the version it was filed under';

-- One row for each code: what search, lists and pages start from.
create table procedures.procedure (
  code text not null,
  status text not null,
  name text not null,
  short_name text not null,
  field text not null,
  level text not null,
  summary text not null,
  name_en text,
  search_text text not null,
  name_text text not null,
  search_words tsvector not null generated always as (array_to_tsvector(string_to_array(search_text, ' '))) stored,
  pack_version_id uuid,
  catalogue_version_id uuid,
  catalogue_hash text,
  updated_at timestamptz not null,
  constraint procedure_pkey primary key (code),
  constraint procedure_status_check check (status in ('offered', 'described')),
  constraint procedure_level_check check (level in ('central', 'province', 'commune')),
  constraint procedure_offered_check check (status <> 'offered' or pack_version_id is not null)
);
-- Written seldom, read always: no pending list, so that the index is cheap right after an import.
create index procedure_search_words_idx on procedures.procedure using gin (search_words) with (fastupdate = off);
create index procedure_search_text_trgm_idx on procedures.procedure using gin (search_text gin_trgm_ops)
  with (fastupdate = off);
create index procedure_list_idx on procedures.procedure (status desc, code);
create index procedure_field_idx on procedures.procedure (field, status desc, code);

-- What the source of a version says wrongly or unclearly: kept for a person to settle, never guessed.
create table procedures.issue (
  version_id uuid not null,
  position integer not null,
  kind text not null,
  field text not null,
  found text not null,
  settled_at timestamptz,
  settled_by text,
  constraint issue_pkey primary key (version_id, position),
  constraint issue_settled_check check ((settled_at is null) = (settled_by is null))
);
create index issue_open_idx on procedures.issue (version_id) where settled_at is null;
