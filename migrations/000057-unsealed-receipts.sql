-- A receipt bears the digital signature of who collected (NĐ 254/2026 Đ23 k2.g): until it does, its file stands here and is
-- sealed again.
create table receipts.unsealed_file (
  receipt_id uuid not null,
  media text not null,
  agency_id uuid not null,
  state text not null,
  since_at timestamptz not null,
  tries int not null default 0,
  try_at timestamptz,
  constraint unsealed_file_pkey primary key (receipt_id, media),
  constraint unsealed_file_receipt_fkey foreign key (receipt_id) references receipts.e_receipt (id),
  constraint unsealed_file_media check (media in ('pdf', 'xml')),
  constraint unsealed_file_state check (state in ('to_set', 'asked', 'no_seal', 'failed')),
  constraint unsealed_file_try_at check (try_at is not null or state = 'no_seal')
);
create index unsealed_file_try_at on receipts.unsealed_file (try_at) where try_at is not null;
create index unsealed_file_agency on receipts.unsealed_file (agency_id, since_at);
create index unsealed_file_since_at on receipts.unsealed_file (since_at);
create index unsealed_file_no_seal on receipts.unsealed_file (agency_id) where state = 'no_seal' and try_at is null;
comment on table receipts.unsealed_file is 'a file of a receipt that the seal of its agency does not stand on yet; the row goes when it does';
comment on column receipts.unsealed_file.since_at is 'when its receipt was issued';
comment on column receipts.unsealed_file.tries is 'how often the seal was asked for';
comment on column receipts.unsealed_file.try_at is 'when it is looked at again; null: when its agency has a seal';

insert into receipts.unsealed_file (receipt_id, media, agency_id, state, since_at, try_at)
select r.id, m.media, r.agency_id, s.state, r.issued_at, case when s.state <> 'no_seal' then r.issued_at end
from receipts.e_receipt r
cross join (values ('pdf'), ('xml')) m (media)
cross join lateral (
  select case
    when bool_or(f.state = 'failed') then 'failed'
    when bool_or(f.state = 'no_seal') then 'no_seal'
    when bool_or(f.state = 'set') then 'asked'
    else 'to_set' end as state,
    coalesce(bool_or(f.state in ('sealed', 'strengthened')), false) as is_sealed
  from receipts.receipt_file f where f.receipt_id = r.id and f.media = m.media
) s
where not s.is_sealed;
