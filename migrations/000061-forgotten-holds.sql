-- What an administrator holds for longer than a day rings too: it may have been forgotten.
alter table operations.outside_alarm
  drop constraint outside_alarm_health_check,
  add constraint outside_alarm_health_check check (health in ('away', 'behind', 'stuck', 'held'));
comment on table operations.outside_alarm is 'báo động: a system outside that was away, behind, stuck, or held for long, from when to when';
