-- Paying on a platform: what was ordered there, every sum that came, what is given back, and each day compared with the
-- platform's statement. Money is told apart by the platform's own transaction: counted once, whatever is told how often.
create table payments.payment_order (
  id uuid primary key,
  reference text not null,
  provider text not null,
  charge_id uuid not null,
  dossier_id uuid not null,
  dossier_code text not null,
  amount_vnd bigint not null,
  state text not null,
  opened_at timestamptz not null,
  pay_url text,
  asked_times integer not null default 0,
  ask_at timestamptz,
  closed_at timestamptz,
  constraint payment_order_reference unique (reference),
  constraint payment_order_reference_form check (reference ~ '^MC[0-9]{6}[0-9A-Z]{10}$'),
  constraint payment_order_charge_fkey foreign key (charge_id) references payments.charge (id),
  constraint payment_order_amount_vnd check (amount_vnd > 0),
  constraint payment_order_state check (state in ('waiting', 'paid', 'held', 'closed')),
  constraint payment_order_pay_url check (length(pay_url) <= 2000),
  constraint payment_order_closed check ((state = 'closed') = (closed_at is not null))
);
create unique index payment_order_open on payments.payment_order (charge_id) where state in ('waiting', 'held');
create index payment_order_charge on payments.payment_order (charge_id, id);
create index payment_order_ask on payments.payment_order (ask_at) where ask_at is not null;

create table payments.arrival (
  id uuid primary key,
  provider text not null,
  transaction text not null,
  reference text not null,
  order_id uuid,
  amount_vnd bigint not null,
  paid_at timestamptz not null,
  recorded_at timestamptz not null,
  told_by text not null,
  outcome text not null,
  constraint arrival_transaction unique (provider, transaction),
  constraint arrival_order_fkey foreign key (order_id) references payments.payment_order (id),
  constraint arrival_amount_vnd check (amount_vnd > 0),
  constraint arrival_told_by check (told_by in ('callback', 'answer', 'statement')),
  constraint arrival_outcome check (
    outcome in ('counted', 'paid_already', 'charge_cancelled', 'wrong_amount', 'unknown_reference')
  ),
  constraint arrival_known check ((outcome = 'unknown_reference') = (order_id is null)),
  constraint arrival_transaction_length check (length(transaction) between 1 and 80 and length(reference) <= 80)
);
create unique index arrival_counted on payments.arrival (order_id) where outcome = 'counted';
create index arrival_paid_at on payments.arrival (provider, paid_at);
create index arrival_held on payments.arrival (id) where outcome <> 'counted';
comment on table payments.arrival is 'append-only: every sum a platform took, once by its transaction, and what became of it';

create table payments.refund (
  id uuid primary key,
  arrival_id uuid not null,
  amount_vnd bigint not null,
  reason text not null,
  state text not null,
  asked_at timestamptz not null,
  asked_by text not null,
  done_at timestamptz,
  transaction text,
  refusal text,
  constraint refund_arrival unique (arrival_id),
  constraint refund_arrival_fkey foreign key (arrival_id) references payments.arrival (id),
  constraint refund_amount_vnd check (amount_vnd > 0),
  constraint refund_reason check (length(reason) between 1 and 500),
  constraint refund_state check (state in ('asked', 'done', 'refused')),
  constraint refund_done check ((state = 'done') = (done_at is not null and transaction is not null)),
  constraint refund_refused check ((state = 'refused') = (refusal is not null))
);

create table payments.reconciliation (
  id uuid primary key,
  provider text not null,
  day_on date not null,
  made_at timestamptz not null,
  made_by text not null,
  lines integer not null,
  differences integer not null,
  ours_vnd bigint not null,
  theirs_vnd bigint not null
);
create index reconciliation_day on payments.reconciliation (provider, day_on, id);
comment on table payments.reconciliation is 'append-only: a day compared with the statement of its platform; compared again, it is a row of its own';

create table payments.reconciliation_line (
  reconciliation_id uuid not null,
  number integer not null,
  kind text not null,
  transaction text not null,
  reference text not null,
  dossier_code text,
  ours_vnd bigint,
  theirs_vnd bigint,
  verdict text not null,
  constraint reconciliation_line_pkey primary key (reconciliation_id, number),
  constraint reconciliation_line_fkey foreign key (reconciliation_id) references payments.reconciliation (id),
  constraint reconciliation_line_kind check (kind in ('payment', 'refund')),
  constraint reconciliation_line_verdict check (verdict in ('equal', 'amount_differs', 'only_ours', 'only_theirs'))
);
comment on table payments.reconciliation_line is 'append-only: one transaction, as it stands with us and with the platform';
