-- What a dossier owes, in whole đồng. A payment is an event of its own; a charge is paid once, and `key` tells a repeat
-- of that payment from a second one.
create schema payments;

create table payments.charge (
  id uuid primary key,
  dossier_id uuid not null,
  name text not null,
  amount_vnd bigint not null,
  state text not null,
  opened_at timestamptz not null,
  paid_at timestamptz,
  method text,
  receipt_reference text,
  cancelled_at timestamptz,
  constraint charge_name check (length(name) between 1 and 500),
  constraint charge_amount_vnd check (amount_vnd > 0 and amount_vnd <= 999999999999),
  constraint charge_state check (state in ('due', 'paid', 'cancelled')),
  constraint charge_method check (method in ('cash', 'transfer', 'online')),
  constraint charge_paid check (
    (state = 'paid') = (paid_at is not null) and (state = 'paid') = (method is not null)
    and (state = 'paid') = (receipt_reference is not null)
  ),
  constraint charge_cancelled check ((state = 'cancelled') = (cancelled_at is not null))
);
create index charge_dossier on payments.charge (dossier_id, id);

create table payments.payment (
  id uuid primary key,
  key text not null,
  charge_id uuid not null,
  amount_vnd bigint not null,
  method text not null,
  reference text not null,
  paid_at timestamptz not null,
  recorded_by text not null,
  constraint payment_charge unique (charge_id),
  constraint payment_charge_fkey foreign key (charge_id) references payments.charge (id),
  constraint payment_amount_vnd check (amount_vnd > 0),
  constraint payment_method check (method in ('cash', 'transfer', 'online'))
);
comment on table payments.payment is 'append-only: money that was taken stays recorded';
