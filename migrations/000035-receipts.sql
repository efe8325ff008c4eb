-- Biên lai điện tử (NĐ 254/2026): one for each fee that came, numbered without gaps within its series and year, never
-- changed, cancelled by a row of its own; told to the tax authority by summary the same day. And the refund of a fee that
-- was counted.
create schema receipts;

create table receipts.receipt_counter (
  agency_id uuid not null,
  form_symbol text not null,
  receipt_symbol text not null,
  year int not null,
  last_number int not null,
  constraint receipt_counter_pkey primary key (agency_id, form_symbol, receipt_symbol, year),
  constraint receipt_counter_last_number check (last_number between 1 and 99999999)
);
comment on table receipts.receipt_counter is 'the last number given; it is taken in the transaction of its receipt, so that none is lost';

create table receipts.e_receipt (
  id uuid primary key,
  charge_id uuid not null,
  version int not null,
  dossier_id uuid not null,
  dossier_code text not null,
  agency_id uuid not null,
  agency_name text not null,
  agency_address text,
  tax_code text,
  form_symbol text not null,
  receipt_symbol text not null,
  year int not null,
  number int not null,
  payer_name text not null,
  payer_address text,
  fee_name text not null,
  amount_vnd bigint not null,
  method text not null,
  payment_reference text not null,
  paid_at timestamptz not null,
  issued_at timestamptz not null,
  issued_on date not null,
  check_code text not null,
  replaced_number int,
  reason text,
  issued_by_name text,
  constraint e_receipt_number_key unique (agency_id, form_symbol, receipt_symbol, year, number),
  constraint e_receipt_version_key unique (charge_id, version),
  constraint e_receipt_check_code_key unique (check_code),
  constraint e_receipt_number check (number between 1 and 99999999),
  constraint e_receipt_version check (version >= 1),
  constraint e_receipt_amount_vnd check (amount_vnd > 0),
  constraint e_receipt_method check (method in ('cash', 'transfer', 'online')),
  constraint e_receipt_replacement check (
    (version = 1) = (replaced_number is null) and (version = 1) = (reason is null)
    and (version = 1) = (issued_by_name is null)
  )
);
create index e_receipt_dossier on receipts.e_receipt (dossier_id, id);
create index e_receipt_day on receipts.e_receipt (issued_on, id);
create index e_receipt_paid_at on receipts.e_receipt (paid_at);
comment on table receipts.e_receipt is 'append-only: kept whole and unchanged (NĐ 254/2026 Đ29 k4); what was wrong is cancelled and replaced';
comment on column receipts.e_receipt.replaced_number is 'the number of the receipt it stands instead of; with why, and who said so';

create table receipts.receipt_cancellation (
  receipt_id uuid primary key,
  cancelled_at timestamptz not null,
  cancelled_on date not null,
  kind text not null,
  reason text not null,
  by_name text not null,
  constraint receipt_cancellation_receipt_fkey foreign key (receipt_id) references receipts.e_receipt (id),
  constraint receipt_cancellation_kind check (kind in ('replaced', 'refunded')),
  constraint receipt_cancellation_reason check (length(reason) between 1 and 500)
);
create index receipt_cancellation_day on receipts.receipt_cancellation (cancelled_on, receipt_id);
comment on table receipts.receipt_cancellation is 'append-only: a cancelled receipt keeps its number and everything it says';

create table receipts.receipt_file (
  number bigint generated always as identity primary key,
  receipt_id uuid not null,
  media text not null,
  state text not null,
  sha256 text,
  at timestamptz not null,
  constraint receipt_file_receipt_fkey foreign key (receipt_id) references receipts.e_receipt (id),
  constraint receipt_file_media check (media in ('pdf', 'xml')),
  constraint receipt_file_state check (state in ('set', 'no_seal', 'failed', 'sealed', 'strengthened')),
  constraint receipt_file_content check ((sha256 is null) = (state in ('no_seal', 'failed'))),
  constraint receipt_file_once_key unique nulls not distinct (receipt_id, media, state, sha256)
);
create index receipt_file_content on receipts.receipt_file (sha256) where sha256 is not null;
comment on table receipts.receipt_file is 'append-only: each content a receipt took, and how its sealing went';

create table receipts.day_summary (
  id uuid primary key,
  agency_id uuid not null,
  agency_name text not null,
  tax_code text,
  day_on date not null,
  number int not null,
  lines int not null,
  issued_vnd bigint not null,
  cancelled_vnd bigint not null,
  made_at timestamptz not null,
  state text not null,
  told_at timestamptz,
  answer text,
  constraint day_summary_number_key unique (agency_id, day_on, number),
  constraint day_summary_number check (number >= 1),
  constraint day_summary_state check (state in ('waiting', 'accepted', 'refused')),
  constraint day_summary_told check ((state = 'waiting') = (told_at is null))
);
create index day_summary_day on receipts.day_summary (day_on, agency_name, number);
create index day_summary_open on receipts.day_summary (made_at) where state <> 'accepted';

create table receipts.summary_line (
  summary_id uuid not null,
  number int not null,
  receipt_id uuid not null,
  act text not null,
  constraint summary_line_pkey primary key (summary_id, number),
  constraint summary_line_summary_fkey foreign key (summary_id) references receipts.day_summary (id),
  constraint summary_line_receipt_fkey foreign key (receipt_id) references receipts.e_receipt (id),
  constraint summary_line_act check (act in ('issued', 'cancelled')),
  constraint summary_line_once unique (receipt_id, act)
);
comment on table receipts.summary_line is 'append-only: each receipt, and each cancellation, is in one summary';

create table receipts.summary_sending (
  id uuid primary key,
  summary_id uuid not null,
  sent_at timestamptz not null,
  outcome text not null,
  answer text not null,
  constraint summary_sending_summary_fkey foreign key (summary_id) references receipts.day_summary (id),
  constraint summary_sending_outcome check (outcome in ('accepted', 'refused', 'unreachable')),
  constraint summary_sending_answer check (length(answer) <= 500)
);
create index summary_sending_summary on receipts.summary_sending (summary_id, id);
comment on table receipts.summary_sending is 'append-only: each time a summary was sent, and what was answered';

-- A fee that was counted is given back by decision: on the platform it came by, or at the counter.
create table payments.charge_refund (
  charge_id uuid primary key,
  arrival_id uuid,
  amount_vnd bigint not null,
  decision_number text not null,
  reason text not null,
  state text not null,
  decided_at timestamptz not null,
  decided_by text not null,
  decided_by_name text not null,
  done_at timestamptz,
  done_by_name text,
  reference text,
  refusal text,
  constraint charge_refund_charge_fkey foreign key (charge_id) references payments.charge (id),
  constraint charge_refund_arrival_fkey foreign key (arrival_id) references payments.arrival (id),
  constraint charge_refund_amount_vnd check (amount_vnd > 0),
  constraint charge_refund_decision_number check (length(decision_number) between 1 and 60),
  constraint charge_refund_reason check (length(reason) between 1 and 500),
  constraint charge_refund_state check (state in ('asked', 'done', 'refused')),
  constraint charge_refund_done check (
    (state = 'done') = (done_at is not null) and (state = 'done') = (reference is not null)
    and (state = 'done') = (done_by_name is not null)
  ),
  constraint charge_refund_refused check ((state = 'refused') = (refusal is not null))
);
create index charge_refund_open on payments.charge_refund (decided_at) where state <> 'done';
comment on column payments.charge_refund.arrival_id is 'the sum of the platform that goes back; null: it is paid out at the counter';

create index payment_paid_at on payments.payment (paid_at);
create index payment_order_waiting on payments.payment_order (opened_at) where state in ('waiting', 'held');
