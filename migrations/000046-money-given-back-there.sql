-- A sum that its platform had given back before it was counted here.
alter table payments.arrival
  drop constraint arrival_outcome,
  add constraint arrival_outcome check (outcome in
    ('counted', 'paid_already', 'charge_cancelled', 'wrong_amount', 'given_back', 'unknown_reference'));
create index arrival_reference on payments.arrival (provider, reference);

comment on column payments.refund.id is 'what the platform knows it by: asked for again after a refusal, it is another';
comment on column payments.refund.asked_by is 'an account of ours; the provider itself where it gave the sum back unasked';
