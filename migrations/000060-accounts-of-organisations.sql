-- An account of an organisation is used by several persons: each of them is linked on their own.
alter table citizens.provider_account
  add column is_organisation boolean not null default false,
  drop constraint provider_account_sub_key,
  add constraint provider_account_person_key unique (issuer, sub, personal_id);
update citizens.provider_account
  set is_organisation = true
  where told @> '[{"means": "accountKind", "value": "2"}]';
create unique index provider_account_sub_key on citizens.provider_account (issuer, sub) where not is_organisation;
comment on column citizens.provider_account.is_organisation is 'tài khoản tổ chức: whoever acts is always a person, so it speaks for each who was proved to use it';

create index provider_account_of_account_index on citizens.provider_account (account_id, last_used_at);

-- Where the provider says that its session is ended, of a provider whose discovery document does not say it.
alter table identity.session add column logout_url text;
