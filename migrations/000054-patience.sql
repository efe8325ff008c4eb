-- What could not be tried or told is not first each minute: it waits longer each time, and others have their turn.
alter table filings.filing
  add column try_at timestamptz,
  add column try_faults int not null default 0,
  add column tell_at timestamptz,
  add column tell_faults int not null default 0;
comment on column filings.filing.try_at is 'not tried before, while it waits or is held; null: at once';
comment on column filings.filing.try_faults is 'tries in a row that came to no end, because a paper could not be had';
comment on column filings.filing.tell_at is 'the answer is not told before; null: at once';
comment on column filings.filing.tell_faults is 'calls in a row in which the answer could not be told';
drop index filings.filing_answer_index;
create index filing_answer_index on filings.filing (source, tell_at nulls first) where answer is not null and answered_at is null;

create table notifications.channel_standing (
  channel text constraint channel_standing_pkey primary key
    constraint channel_standing_channel check (channel in ('email', 'sms', 'zalo')),
  failures int not null,
  failed_at timestamptz not null
);
comment on table notifications.channel_standing is 'how often in a row the carrier of a channel was away: then one message at a time knocks, and the others wait';
create index delivery_channel_index on notifications.delivery (channel, act_at) where act_at is not null;
