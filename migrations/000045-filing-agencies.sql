-- Whom a filing is for is kept with it, so that the filings of one agency are listed without asking for each what its codes mean.
alter table filings.filing
  add column our_procedure_code text,
  add column our_agency_code text;

update filings.filing f
set our_procedure_code = coalesce(
      (select our_code from filings.code_pair p
       where p.system = f.source and p.kind = 'procedure' and p.their_code = f.procedure_code
         and (coalesce(f.tried_at, f.received_at) at time zone 'Asia/Ho_Chi_Minh')::date
           between p.valid_from and coalesce(p.valid_to, 'infinity')
       order by p.valid_from desc limit 1),
      f.procedure_code),
    our_agency_code = coalesce(
      (select our_code from filings.code_pair p
       where p.system = f.source and p.kind = 'agency' and p.their_code = f.agency_code
         and (coalesce(f.tried_at, f.received_at) at time zone 'Asia/Ho_Chi_Minh')::date
           between p.valid_from and coalesce(p.valid_to, 'infinity')
       order by p.valid_from desc limit 1),
      f.agency_code);

alter table filings.filing add column for_agency text not null default '';
update filings.filing
set for_agency = our_agency_code
where our_agency_code is not null and reason is distinct from 'filings.agency_unknown';
alter table filings.filing alter column for_agency drop default;

comment on column filings.filing.our_agency_code is 'what agency_code meant here when it came, or was last tried; the code itself where no other was entered. So our_procedure_code';
comment on column filings.filing.for_agency is 'our code of the agency it is for; empty: of none that is known, officers of every agency see it';

drop index filings.filing_state_index;
create index filing_state_index on filings.filing (state, received_at desc, their_code desc);
create index filing_agency_index on filings.filing (for_agency, state, received_at desc, their_code desc);
