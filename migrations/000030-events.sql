-- Sự kiện: what happened, told to whoever subscribed.
create schema events;

create table events.event (
  number bigint generated always as identity constraint event_pkey primary key,
  message_id text not null constraint event_message_key unique
    constraint event_message_check check (length(message_id) between 1 and 200),
  topic text not null constraint event_topic_check check (topic ~ '^[a-z][a-z0-9_]{0,59}$'),
  key text not null constraint event_key_check check (length(key) between 1 and 200),
  kind text not null constraint event_kind_check check (length(kind) between 1 and 100),
  payload jsonb not null,
  at timestamptz not null
);
comment on table events.event is 'append-only: what was published, in the transaction of the act itself';
comment on column events.event.number is 'grows along each key; other transactions may show a lower one later';
create index event_key_index on events.event (topic, key, number);

-- Emptied by whoever places events; a number stands here until its event has a position.
create table events.unplaced_event (
  number bigint constraint unplaced_event_pkey primary key references events.event (number)
);

create table events.placed_event (
  topic text not null,
  position bigint not null constraint placed_event_position_check check (position >= 1),
  number bigint not null constraint placed_event_number_key unique references events.event (number),
  constraint placed_event_pkey primary key (topic, position)
);
comment on table events.placed_event is 'append-only: the order in which a topic is read, 1, 2, 3 … without a hole; written by one at a time';

create table events.subscriber (
  name text constraint subscriber_pkey primary key,
  topic text not null,
  position bigint not null constraint subscriber_position_check check (position >= 0),
  moved_at timestamptz not null
);
comment on column events.subscriber.position is 'up to here everything is done, or held';

-- What a subscriber could not take, and what must wait behind it because it is about the same key.
create table events.held_event (
  subscriber text not null references events.subscriber (name),
  position bigint not null,
  number bigint not null references events.event (number),
  topic text not null,
  key text not null,
  state text not null
    constraint held_event_state_check check (state in ('waiting', 'dead', 'done', 'set_aside')),
  attempts int not null,
  next_at timestamptz,
  reason text,
  fixed_payload jsonb,
  fixed_by_name text,
  fixed_at timestamptz,
  held_at timestamptz not null,
  ended_at timestamptz,
  constraint held_event_pkey primary key (subscriber, position),
  constraint held_event_fixed_check check ((fixed_payload is null) = (fixed_at is null))
);
comment on column events.held_event.next_at is 'when it is tried next; null: when what is before it is done, or never';
comment on column events.held_event.fixed_payload is 'what an officer made of the payload; the one that was published stays in events.event';
create index held_event_open_index on events.held_event (subscriber, key, position) where state in ('waiting', 'dead');
create index held_event_dead_index on events.held_event (held_at, subscriber, position) where state = 'dead';

create table events.latest_event (
  topic text not null,
  key text not null,
  position bigint not null,
  constraint latest_event_pkey primary key (topic, key)
);
comment on table events.latest_event is 'kept by the subscriber latest: what was last told about each key';
create index latest_event_position_index on events.latest_event (topic, position);
