-- Messages to people, written in the transaction of the act they tell of. `key` makes a repeat harmless.
create schema notifications;

create table notifications.message (
  number bigint generated always as identity,
  id uuid primary key,
  key text not null,
  recipient_name text not null,
  email text,
  phone text,
  subject text not null,
  body text not null,
  about_kind text not null,
  about_id text not null,
  state text not null,
  queued_at timestamptz not null,
  sent_at timestamptz,
  attempt int not null default 0,
  last_error text,
  constraint message_number unique (number),
  constraint message_key unique (key),
  constraint message_state check (state in ('queued', 'sent', 'in_app', 'undeliverable')),
  constraint message_sent_at check ((state = 'sent') = (sent_at is not null)),
  constraint message_email check (email is not null or state = 'in_app')
);
create index message_about on notifications.message (about_kind, about_id, number desc);
