-- A sum that the platform refuses to give back is paid out here, by a voucher; given back there after all, it went back twice,
-- and a person settles it. A transaction that both sides book under different references is no equal one.
alter table payments.refund
  add column voucher text,
  add column paid_out_at timestamptz,
  add column paid_out_by_name text,
  add column settlement text,
  add column settled_at timestamptz,
  add column settled_by_name text,
  drop constraint refund_state,
  add constraint refund_state check (state in ('asked', 'done', 'refused', 'paid_out')),
  add constraint refund_paid_out check (
    num_nonnulls(voucher, paid_out_at, paid_out_by_name) in (0, 3) and (state <> 'paid_out' or voucher is not null)
    and (voucher is null or state in ('paid_out', 'done'))
  ),
  add constraint refund_voucher check (length(voucher) between 1 and 60),
  add constraint refund_settled check (num_nonnulls(settlement, settled_at, settled_by_name) in (0, 3)),
  add constraint refund_settlement check (length(settlement) between 1 and 200);

comment on column payments.refund.voucher is 'by what a cashier paid out the sum that the platform would not give back';
comment on column payments.refund.settlement is 'what a cashier did about a sum that went back here and there';

alter table payments.reconciliation_line
  add column theirs_reference text,
  drop constraint reconciliation_line_verdict,
  add constraint reconciliation_line_verdict check (
    verdict in ('equal', 'amount_differs', 'reference_differs', 'only_ours', 'only_theirs')
  );
comment on column payments.reconciliation_line.theirs_reference is 'what the statement says where that is not the reference we have';
