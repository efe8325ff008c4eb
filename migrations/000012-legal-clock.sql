-- The clock of a dossier, folded from its events: what of it is kept beside the state, so that lists need no folding.
alter table dossiers.dossier
  add column starts_on_transfer boolean not null default false,
  add column calendar_version int,
  add column extended_at timestamptz,
  add column step_entered_at timestamptz,
  add column step_due_at timestamptz,
  add column handler_id uuid,
  add column handler_name text,
  add column alarm_at timestamptz;
comment on column dossiers.dossier.starts_on_transfer is
  'taken in by another agency''s one-stop (NĐ 118/2025 Đ14): time runs from when the competent agency has it';
comment on column dossiers.dossier.calendar_version is 'the revision of the calendar its due time was counted by';
comment on column dossiers.dossier.extended_at is 'the one extension the law allows (NĐ 61/2018 Đ19 k9)';
comment on column dossiers.dossier.step_due_at is 'when this visit of the step is due; null: it has no time of its own';
comment on column dossiers.dossier.handler_id is 'cán bộ thụ lý: who is in charge of this step; null: anybody of its role';
comment on column dossiers.dossier.alarm_at is 'when reminders look at it next: every write sets it to its own moment';

-- Waiting for a confirmation in VNeID is a wait of its own (NĐ 63/2024 Đ4 k7, Đ8).
alter table dossiers.dossier
  drop constraint dossier_state_check,
  drop constraint dossier_resume_check,
  add constraint dossier_state_check check (state in (
    'registered', 'accepted', 'refused', 'in_progress', 'supplement_requested', 'payment_requested',
    'confirmation_requested', 'withdrawn', 'stopped', 'resolved', 'delivered')),
  add constraint dossier_resume_check check (
    (resume_state is not null) = (state in ('supplement_requested', 'payment_requested', 'confirmation_requested')));

-- What was there before: counted by the first calendar, in hand since its last event; reminders look at all that is open.
update dossiers.dossier set calendar_version = case when due_at is null then null else 1 end,
  step_entered_at = case when closed_at is null and waiting_since is null then coalesce(resolved_at,
    (select max(at) from dossiers.dossier_event event where event.dossier_id = dossier.id), submitted_at) end,
  alarm_at = case when closed_at is null then submitted_at end;

-- Reminders take what has come due; recounting after a decree takes what is open and has a promise.
create index dossier_alarm_index on dossiers.dossier (alarm_at) where alarm_at is not null;
create index dossier_promise_index on dossiers.dossier (competent_agency_id, due_at, id)
  include (code, procedure_code, procedure_name, step, state, starts_on_transfer)
  where due_at is not null and resolved_at is null and closed_at is null;

-- By number, those that recounting walks through.
create index dossier_open_index on dossiers.dossier (id)
  where due_at is not null and resolved_at is null and closed_at is null;

alter table dossiers.dossier_event add column due_at timestamptz, add column calendar_version int;
comment on column dossiers.dossier_event.due_at is 'the due time in force after the event: the history of the promise';

create table dossiers.step_time (
  dossier_id uuid not null references dossiers.dossier,
  number int not null,
  step text not null
    constraint step_time_step_check check (step in ('reception', 'transfer', 'appraisal', 'approval', 'delivery')),
  agency_id uuid not null,
  procedure_code text not null,
  officer_name text,
  entered_at timestamptz not null,
  left_at timestamptz not null,
  due_at timestamptz,
  elapsed_minutes int not null,
  counted_minutes int not null,
  verdict text constraint step_time_verdict_check check (verdict in ('early', 'on_time', 'late')),
  constraint step_time_pkey primary key (dossier_id, number)
);
comment on table dossiers.step_time is 'append-only: each finished visit of a step, with the time it took; never rewritten';
comment on column dossiers.step_time.number is 'of the event that ended the visit';
comment on column dossiers.step_time.counted_minutes is 'working time without the waits and outages';
create index step_time_of_agency_index on dossiers.step_time (agency_id, left_at)
  include (procedure_code, step, verdict, elapsed_minutes, counted_minutes);

-- Recounting the open dossiers after a change of the calendar: one row a change, `after_id` is where it has come.
create table dossiers.recount (
  id uuid primary key,
  calendar_version int not null,
  reason text not null,
  changed_from timestamptz not null,
  requested_by text not null,
  requested_at timestamptz not null,
  total int not null,
  looked_at int not null default 0,
  moved int not null default 0,
  after_id uuid,
  finished_at timestamptz
);
comment on column dossiers.recount.changed_from is 'nothing before this moment is counted otherwise than it was';
create index recount_requested_index on dossiers.recount (requested_at desc);
