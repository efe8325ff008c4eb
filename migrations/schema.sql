-- Written by `npm run db:types` from the migrated database; compared by test/schema.db.test.ts. Do not edit.

create table platform.migration (
  number integer not null,
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migration_name_key UNIQUE (name),
  constraint migration_pkey PRIMARY KEY (number)
);
