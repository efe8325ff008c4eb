-- The calendar is changed by decisions: each one is a revision with its document, and nothing that counted is
-- overwritten. Of each day, weekday or interruption the row of the newest revision counts, so that the calendar as it
-- was at any revision can be read again and a due time explained by the calendar it was counted with.
alter table calendar.revision
  add column basis text,
  add column decided_on date,
  add column decided_by text,
  add column changed_from date,
  add column key text constraint revision_key_key unique,
  add column fingerprint text;
update calendar.revision set note = 'Lịch từ năm 2024 đến năm 2026' where number = 1;
comment on column calendar.revision.basis is 'number of the deciding document';
comment on column calendar.revision.decided_on is 'day of the document; null: a list of several documents was read in';
comment on column calendar.revision.decided_by is 'the person who entered it; null: it came with the program';
comment on column calendar.revision.changed_from is 'the first day that counts otherwise than before; null: none does';
comment on column calendar.revision.key is 'of the request: the same key again is the same change';

alter table calendar.special_day
  drop constraint special_day_pkey,
  add constraint special_day_pkey primary key (on_day, revision),
  drop constraint special_day_kind_check,
  add constraint special_day_kind_check
    check (kind in ('holiday', 'compensatory_off', 'working_saturday', 'ordinary'));
comment on table calendar.special_day is
  'append-only: days that differ from their weekday; of a day the row of the newest revision counts';
comment on column calendar.special_day.kind is 'ordinary: the day is taken back and counts as its weekday again';

alter table calendar.working_hours add column revision int;
update calendar.working_hours set revision = 1;
alter table calendar.working_hours
  alter column revision set not null,
  add constraint working_hours_revision_fkey foreign key (revision) references calendar.revision (number),
  drop constraint working_hours_key,
  add constraint working_hours_key unique nulls not distinct (agency_code, weekday, valid_from, revision);
comment on table calendar.working_hours is
  'append-only: hours of a weekday from a day on; of the same day the row of the newest revision counts';

comment on table calendar.decided_year is
  'append-only: years whose days off are decided; a due time in a year that is not here is provisional';

-- An announced outage: the time an agency could not work through no fault of its own.
create table calendar.interruption (
  id uuid not null,
  revision int not null references calendar.revision (number),
  agency_code text,
  starts_at timestamptz not null,
  ends_at timestamptz,
  name text not null,
  basis text not null,
  constraint interruption_pkey primary key (id, revision),
  constraint interruption_order_check check (ends_at >= starts_at)
);
comment on table calendar.interruption is
  'append-only: announced outages; of an outage the row of the newest revision counts';
comment on column calendar.interruption.agency_code is 'null: every agency';
comment on column calendar.interruption.ends_at is 'null: it lasts; the same as starts_at: it is taken back';
comment on column calendar.interruption.basis is 'number of the announcement';
