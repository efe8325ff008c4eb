-- Messages to people over e-mail, SMS and Zalo, with what became of each; and the post orders of dossiers.
alter table notifications.message
  drop constraint message_state,
  drop constraint message_sent_at,
  drop constraint message_email,
  -- What a short text names, and where its reader is led: a message without them goes by e-mail only.
  add column brief text,
  add column link text,
  -- The channel that the person asked for; null: the order of the settings.
  add column preferred text,
  -- The order in which channels are tried in this round; empty until the first sending.
  add column channels text[] not null default '{}',
  -- Grows when an officer has it sent again.
  add column round int not null default 1,
  -- The agency whose officers look after it when it does not arrive.
  add column agency_id uuid,
  -- When the words and the addresses were deleted.
  add column emptied_at timestamptz,
  add constraint message_state
    check (state in ('queued', 'sent', 'delivered', 'in_app', 'undeliverable', 'unknown', 'called')),
  add constraint message_preferred check (preferred in ('email', 'sms', 'zalo')),
  add constraint message_brief check ((brief is null) = (link is null)),
  add constraint message_round check (round between 1 and 20);
create index message_undelivered on notifications.message (number desc) where state in ('undeliverable', 'unknown');
create index message_to_empty on notifications.message (queued_at) where emptied_at is null;

-- One sending of a message over one channel. In one round a channel is taken at most once.
create table notifications.delivery (
  id uuid primary key,
  message_id uuid not null references notifications.message (id),
  round int not null,
  channel text not null,
  address text not null,
  state text not null,
  -- What the carrier calls it.
  reference text,
  why text,
  attempt int not null default 0,
  asked_times int not null default 0,
  -- Parts an SMS is paid by.
  segments int,
  -- When it is looked at next; null: nothing more is to be done.
  act_at timestamptz,
  queued_at timestamptz not null,
  state_at timestamptz not null,
  constraint delivery_once unique (message_id, round, channel),
  constraint delivery_channel check (channel in ('email', 'sms', 'zalo')),
  constraint delivery_state check (state in ('queued', 'sending', 'accepted', 'delivered', 'failed', 'unknown')),
  constraint delivery_act_at check (act_at is not null or state not in ('queued', 'sending'))
);
create index delivery_act on notifications.delivery (act_at) where act_at is not null;

-- What was sent before this day went by e-mail.
insert into notifications.delivery
  (id, message_id, round, channel, address, state, why, attempt, queued_at, state_at)
select gen_random_uuid(), id, 1, 'email', email, case state when 'sent' then 'accepted' else 'failed' end,
  case state when 'sent' then null else 'refused' end, attempt, queued_at, coalesce(sent_at, queued_at)
from notifications.message where state in ('sent', 'undeliverable');
update notifications.message set channels = '{email}' where state in ('sent', 'undeliverable');
alter table notifications.message drop column attempt, drop column last_error;

create table notifications.delivery_event (
  number bigint generated always as identity primary key,
  delivery_id uuid not null references notifications.delivery (id),
  at timestamptz not null,
  state text not null,
  told_by text not null,
  reference text,
  why text,
  -- What makes a report the same one when it comes again.
  report_key text,
  constraint delivery_event_report unique (delivery_id, report_key),
  constraint delivery_event_told_by check (told_by in ('us', 'answer', 'report', 'asked'))
);
comment on table notifications.delivery_event is 'append-only: what we did to a delivery and what its carrier said of it, in the order in which we learned it';

-- What an officer did about a message that did not arrive.
create table notifications.handling (
  id uuid primary key,
  message_id uuid not null references notifications.message (id),
  kind text not null,
  at timestamptz not null,
  account_id text not null,
  account_name text not null,
  note text,
  constraint handling_kind check (kind in ('sent_again', 'called')),
  constraint handling_note check (length(note) <= 300)
);
comment on table notifications.handling is 'append-only: undelivered messages sent again, and people called by telephone';
create index handling_message on notifications.handling (message_id, id);

-- The channel that the applicant wants to be told by; null: the order of the settings.
alter table dossiers.dossier
  add column contact_channel text,
  add constraint dossier_contact_channel check (contact_channel in ('email', 'sms', 'zalo'));

create schema shipments;

-- A parcel of the public post: papers fetched from a person, or a result brought to one.
create table shipments.shipment (
  id uuid primary key,
  -- Makes a repeat of the event that ordered it harmless.
  key text not null,
  kind text not null,
  dossier_id uuid not null,
  dossier_code text not null,
  agency_id uuid not null,
  agency_name text not null,
  person_name text not null,
  person_phone text,
  -- Null: nobody has said yet where to.
  address text,
  state text not null,
  tracking_number text,
  -- Paid to the postman; null: the settings name no price.
  fee_vnd bigint,
  attempt int not null default 0,
  last_error text,
  act_at timestamptz,
  opened_at timestamptz not null,
  state_at timestamptz not null,
  emptied_at timestamptz,
  constraint shipment_key unique (key),
  constraint shipment_kind check (kind in ('collect', 'deliver')),
  constraint shipment_state check (state in
    ('address_needed', 'queued', 'ordering', 'ordered', 'collected', 'in_transit', 'delivered', 'returned', 'lost', 'refused', 'cancelled')),
  constraint shipment_address check (address is not null or state in ('address_needed', 'cancelled') or emptied_at is not null),
  constraint shipment_address_length check (length(address) <= 300),
  constraint shipment_fee check (fee_vnd >= 0)
);
create index shipment_dossier on shipments.shipment (dossier_id, id desc);
create index shipment_act on shipments.shipment (act_at) where act_at is not null;
create index shipment_agency on shipments.shipment (agency_id, id desc);
create index shipment_tracking on shipments.shipment (tracking_number) where tracking_number is not null;

create table shipments.shipment_event (
  number bigint generated always as identity primary key,
  shipment_id uuid not null references shipments.shipment (id),
  at timestamptz not null,
  recorded_at timestamptz not null,
  state text not null,
  told_by text not null,
  why text,
  report_key text,
  constraint shipment_event_report unique (shipment_id, report_key),
  constraint shipment_event_told_by check (told_by in ('us', 'answer', 'report', 'asked', 'person', 'officer'))
);
comment on table shipments.shipment_event is 'append-only: what we did to a post order and what the post said of it, in the order in which we learned it';
create index shipment_event_shipment on shipments.shipment_event (shipment_id, number);
create index delivery_event_delivery on notifications.delivery_event (delivery_id, number);
