-- What stands in the register of the exchange comes and goes: with a day, a reason and a name.

-- Since when a version stands as it does, and who said so.
alter table exchange.offering_version
  add column state_at timestamptz,
  add column state_name text;

-- Maintenance that was announced: the gateway answers as in maintenance from one moment to another, without anybody doing
-- anything then. Ended: called off before it began, or over earlier than was said.
create table exchange.planned_maintenance (
  id uuid constraint planned_maintenance_pkey primary key,
  offering_id uuid not null constraint planned_maintenance_offering_fkey references exchange.offering (id),
  -- Null: every version of the offering.
  version_id uuid constraint planned_maintenance_version_fkey references exchange.offering_version (id),
  from_at timestamptz not null,
  until_at timestamptz not null,
  notice text not null,
  -- Whole working days between the day of the announcement and the day it begins.
  working_days_ahead integer not null constraint planned_maintenance_ahead_check check (working_days_ahead >= 0),
  announced_at timestamptz not null,
  announced_name text not null,
  ended_at timestamptz,
  ended_name text,
  constraint planned_maintenance_period_check check (until_at > from_at),
  constraint planned_maintenance_ended_check check ((ended_at is null) = (ended_name is null))
);
create index planned_maintenance_open_index on exchange.planned_maintenance (offering_id, until_at) where ended_at is null;

-- A right that was ended before its day says by whom and why. One that never began ends on the day before its first.
alter table exchange.access_right
  add column ended_at timestamptz,
  add column ended_name text,
  add column end_reason text,
  add constraint access_right_ended_check check (num_nulls(ended_at, ended_name, end_reason) in (0, 3));

-- A system, or a member with all of its systems, that has ended stays on record and never comes back under its code.
alter table exchange.subsystem
  add column ended_at timestamptz,
  add column ended_name text,
  add column end_reason text,
  add constraint subsystem_ended_check check (num_nulls(ended_at, ended_name, end_reason) in (0, 3));
alter table exchange.member
  add column ended_at timestamptz,
  add column ended_name text,
  add column end_reason text,
  add constraint member_ended_check check (num_nulls(ended_at, ended_name, end_reason) in (0, 3)),
  drop constraint member_days_check,
  add constraint member_days_check check (until_on >= from_on - 1);
