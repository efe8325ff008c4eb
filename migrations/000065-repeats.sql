-- What a program sends again under the same Idempotency-Key is done once, and answered as the first time.
create schema repeats;

create table repeats.keyed_write (
  account_id uuid not null,
  key text not null,
  fingerprint text not null,
  kept jsonb,
  kept_at timestamptz not null,
  constraint keyed_write_pkey primary key (account_id, key),
  constraint keyed_write_key_check check (length(key) between 8 and 120)
);
comment on table repeats.keyed_write is 'việc đã làm theo khóa của bên gửi: what an account did under a key of its own, for thirty days';
comment on column repeats.keyed_write.fingerprint is 'SHA-256 of address and body, base64url: the same key for something else is refused';
comment on column repeats.keyed_write.kept is 'the ids of what was made, of which the answer is made anew; never a name or a secret';
create index keyed_write_kept_index on repeats.keyed_write (kept_at);
