-- Written by `npm run db:types` from the migrated database; compared by test/schema.db.test.ts. Do not edit.

create table audit.entry (
  id uuid not null,
  at timestamp with time zone not null,
  actor_kind text not null,
  actor_id text,
  actor_name text,
  actor_agency_code text,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_code text,
  detail jsonb not null default '{}'::jsonb,
  constraint entry_action CHECK ((action ~ '^[a-z_]+\.[a-z_]+$'::text)),
  constraint entry_actor_kind CHECK ((actor_kind = ANY (ARRAY['nobody'::text, 'citizen'::text, 'officer'::text, 'system'::text]))),
  constraint entry_pkey PRIMARY KEY (id)
);

create table platform.migration (
  number integer not null,
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_name_key UNIQUE (name),
  constraint migration_pkey PRIMARY KEY (number)
);

CREATE INDEX entry_subject ON audit.entry USING btree (subject_kind, subject_id, id DESC);

CREATE OR REPLACE FUNCTION audit.append_entry(id uuid, at timestamp with time zone, actor_kind text, actor_id text, action text, subject_kind text, subject_id text, subject_code text, detail jsonb)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into audit.entry (id, at, actor_kind, actor_id, action, subject_kind, subject_id, subject_code, detail)
  values ($1, $2, $3, $4, $5, $6, $7, $8, coalesce($9, '{}'));
$function$
;
