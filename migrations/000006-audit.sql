-- Who did or read what, when, about whom. Written in the transaction of the act itself; rows are never changed.
create schema audit;

create table audit.entry (
  id uuid primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text,
  actor_name text,
  actor_agency_code text,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_code text,
  detail jsonb not null default '{}',
  constraint entry_actor_kind check (actor_kind in ('nobody', 'citizen', 'officer', 'system')),
  constraint entry_action check (action ~ '^[a-z_]+\.[a-z_]+$')
);
comment on table audit.entry is 'append-only: an entry is never changed or removed';

-- "Who has looked at this dossier?", newest first: keys grow with time.
create index entry_subject on audit.entry (subject_kind, subject_id, id desc);

-- For single-statement hot paths. In a common table expression call it from the part whose rows are read:
-- PostgreSQL does not run a select nobody reads.
create function audit.append_entry(
  id uuid, at timestamptz, actor_kind text, actor_id text, action text,
  subject_kind text, subject_id text, subject_code text, detail jsonb
) returns void language sql volatile as $$
  insert into audit.entry (id, at, actor_kind, actor_id, action, subject_kind, subject_id, subject_code, detail)
  values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, '{}'));
$$;
