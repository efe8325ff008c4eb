-- Nhắc việc: when somebody is reminded of a due time, and the reminders that rang. The rules are data, dated by decision.
create schema tasks;

-- Whose matter it becomes when this officer is late. Null: the signatories of the agency, then its leaders.
alter table identity.officer_account
  add column superior_id uuid constraint officer_account_superior_fkey references identity.officer_account (id),
  add constraint officer_account_superior_check check (superior_id <> id);
create index officer_account_agency_index on identity.officer_account (agency_id, username) where active;

create table tasks.alarm_rule (
  name text not null constraint alarm_rule_name_check check (name ~ '^[a-z][a-z0-9_]{2,60}$'),
  number int not null,
  valid_from date not null,
  measured_from text not null
    constraint alarm_rule_measured_from_check check (measured_from in ('step_due', 'dossier_due', 'last_day_before_due')),
  step text
    constraint alarm_rule_step_check check (step in ('reception', 'transfer', 'appraisal', 'approval', 'delivery')),
  offset_minutes int not null constraint alarm_rule_offset_check check (offset_minutes between -28800 and 28800),
  recipient text not null constraint alarm_rule_recipient_check check (recipient in ('handler', 'superior', 'leader')),
  kind text not null constraint alarm_rule_kind_check check (kind in ('reminder', 'escalation', 'draft_apology')),
  active boolean not null,
  basis text not null,
  decided_by text not null,
  decided_at timestamptz not null,
  constraint alarm_rule_pkey primary key (name, number),
  constraint alarm_rule_apology_check check (
    kind <> 'draft_apology' or (measured_from = 'last_day_before_due' and offset_minutes <= 0)
  ),
  constraint alarm_rule_of_step_check check (step is null or measured_from = 'step_due')
);
comment on table tasks.alarm_rule is 'append-only: each decision on a rule is a row; in force is the one that began last, of two on one day the later decided';
comment on column tasks.alarm_rule.offset_minutes is 'working minutes, 480 a day: before (negative), at or after what it is measured from';
comment on column tasks.alarm_rule.step is 'null: every step';
comment on column tasks.alarm_rule.measured_from is 'last_day_before_due: the opening of the last working day before the day a dossier is due';

insert into tasks.alarm_rule
  (name, number, valid_from, measured_from, offset_minutes, recipient, kind, active, basis, decided_by, decided_at)
select name, 1, '2026-01-01', measured_from, offset_minutes, recipient, kind, true, basis, 'migration 000014', now()
from (values
  ('step_reminder', 'step_due', -240, 'handler', 'reminder', 'Quy định của tỉnh'),
  ('step_due_handler', 'step_due', 0, 'handler', 'reminder', 'Quy định của tỉnh'),
  ('step_due_superior', 'step_due', 0, 'superior', 'escalation', 'Quy định của tỉnh'),
  ('step_overdue_superior', 'step_due', 480, 'superior', 'escalation', 'Quy định của tỉnh'),
  ('step_overdue_leader', 'step_due', 960, 'leader', 'escalation', 'Quy định của tỉnh'),
  ('apology_handler', 'last_day_before_due', 0, 'handler', 'draft_apology', 'NĐ 61/2018/NĐ-CP Điều 19 khoản 9'),
  ('apology_superior', 'last_day_before_due', 0, 'superior', 'draft_apology', 'NĐ 61/2018/NĐ-CP Điều 19 khoản 9'),
  ('dossier_due_superior', 'dossier_due', 0, 'superior', 'escalation', 'Quy định của tỉnh'),
  ('dossier_overdue_leader', 'dossier_due', 480, 'leader', 'escalation', 'Quy định của tỉnh')
) as seeded (name, measured_from, offset_minutes, recipient, kind, basis);

create table tasks.alarm (
  id uuid primary key,
  dossier_id uuid not null,
  rule text not null,
  due_at timestamptz not null,
  recipient_id uuid not null,
  recipient_name text not null,
  rung_at timestamptz not null,
  measured_from text not null,
  offset_minutes int not null,
  kind text not null,
  step text not null,
  agency_id uuid not null,
  dossier_code text not null,
  procedure_name text not null,
  constraint alarm_once_key unique (dossier_id, rule, due_at, recipient_id)
);
comment on table tasks.alarm is 'append-only: what rang, for whom; once for a rule, a due time and a person';
comment on column tasks.alarm.due_at is 'the due time it belongs to: a moved one is another';
comment on column tasks.alarm.dossier_code is 'before acceptance its reference';
create index alarm_recipient_index on tasks.alarm (recipient_id, id desc);

create table tasks.inbox (
  alarm_id uuid constraint inbox_pkey primary key references tasks.alarm,
  recipient_id uuid not null,
  seen_at timestamptz
);
create index inbox_unseen_index on tasks.inbox (recipient_id) where seen_at is null;

create table tasks.apology_draft (
  dossier_id uuid not null,
  due_at timestamptz not null,
  proposed_until date not null,
  drafted_at timestamptz not null,
  reason text not null default '',
  constraint apology_draft_pkey primary key (dossier_id, due_at)
);
comment on table tasks.apology_draft is 'form 04 begun in time: the officer gives reason and day, then signs (NĐ 61/2018 Đ19 k9)';

-- The watch writes here that it ran: what checks of health and counters read.
create table tasks.watch_run (
  id int constraint watch_run_pkey primary key constraint watch_run_one_check check (id = 1),
  ran_at timestamptz,
  rules_applied text not null default '',
  reminder_count bigint not null default 0,
  escalation_count bigint not null default 0,
  draft_apology_count bigint not null default 0
);
comment on column tasks.watch_run.ran_at is 'by the clock of the database, never one that stands still';
comment on column tasks.watch_run.rules_applied is 'the rules open dossiers were last woken for';
insert into tasks.watch_run (id) values (1);
