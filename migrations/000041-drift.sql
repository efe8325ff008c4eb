-- Comparing both sides is a module of its own, so its tables are of its schema.
create schema drift;
alter table sync.comparison set schema drift;
alter table sync.drift set schema drift;

-- How every system outside stands, as our own calls found it, and when somebody had to be told.
create schema operations;

create table operations.outside_system (
  code text constraint outside_system_pkey primary key,
  failures int not null default 0,
  called_at timestamptz,
  answered_at timestamptz,
  last_errors jsonb not null default '[]',
  held_at timestamptz,
  held_by text,
  held_reason text,
  constraint outside_system_held_check check (num_nonnulls(held_at, held_by, held_reason) in (0, 3))
);
comment on table operations.outside_system is 'hệ thống bên ngoài: how its last calls went, and whether it is left alone';
comment on column operations.outside_system.failures is 'calls in a row that gave nothing usable; 0: it answers';
comment on column operations.outside_system.last_errors is 'the last ten, newest first: at, call, error';

create table operations.outside_alarm (
  id uuid constraint outside_alarm_pkey primary key,
  system text not null,
  health text not null constraint outside_alarm_health_check check (health in ('away', 'behind', 'stuck')),
  rang_at timestamptz not null,
  ended_at timestamptz
);
comment on table operations.outside_alarm is 'báo động: a system outside that was away, behind or stuck, from when to when';
create unique index outside_alarm_open_key on operations.outside_alarm (system) where ended_at is null;
create index outside_alarm_rang_index on operations.outside_alarm (rang_at desc);
