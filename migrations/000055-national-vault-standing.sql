-- While the national vault gives no answer one push knocks, later each time, however many wait.
create table nationalvault.vault_standing (
  single boolean constraint vault_standing_pkey primary key default true
    constraint vault_standing_single_check check (single),
  failures integer not null,
  -- Of the clock that always runs, as next_at of what waits.
  quiet_until timestamptz
);
comment on table nationalvault.vault_standing is 'how the national vault answers: calls in a row without an answer, and until when it is left alone';
