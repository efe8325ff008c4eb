-- Why a charge is what it is, as it was when it was opened: the table of fees may change, the charge does not.
alter table payments.charge
  add column rule_hash text,
  add column explanation jsonb,
  add column entitlement jsonb,
  add constraint charge_reckoning check (
    (rule_hash is null) = (explanation is null) and (rule_hash is null) = (entitlement is null)
  );
comment on column payments.charge.rule_hash is 'fingerprint of the fee rules by which it was reckoned; null: set by hand';
comment on column payments.charge.explanation is 'the sentences that explain the amount, each with its law';
comment on column payments.charge.entitlement is 'the entitlements that were applied, with their proof and time';
