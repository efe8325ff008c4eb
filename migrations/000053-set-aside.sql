-- A message that will never be taken does not hold up what happened after it: a later one says all that it said.
alter table sync.delivery
  drop constraint delivery_state_check,
  add constraint delivery_state_check check (state in ('waiting', 'delivered', 'refused', 'dead', 'set_aside'));
comment on column sync.delivery.state is 'set_aside: a later message of the dossier took its place, or a person set it aside with a reason';
