-- Where a paper comes from, what is kept of each content (the file store knows files by their hash only), and whether
-- it was looked at for malware.
alter table papers.paper
  add column origin text not null default 'upload',
  add column sent_sha256 text,
  drop constraint paper_media_type,
  add constraint paper_media_type check (
    media_type in ('application/pdf', 'application/xml', 'image/jpeg', 'image/png', 'image/webp')
  ),
  add constraint paper_origin check (
    origin in ('upload', 'digitisation', 'vault', 'national_vault', 'result', 'form')
  ),
  add constraint paper_sent_sha256 check (sent_sha256 ~ '^[0-9a-f]{64}$');
create index paper_received_by on papers.paper (received_by, received_at) include (size_bytes) where origin = 'upload';

create table papers.content (
  sha256 text primary key,
  size_bytes bigint not null,
  state text not null default 'whole',
  checked_at timestamptz not null,
  scan text not null default 'not_scanned',
  scan_changed_at timestamptz not null,
  finding text,
  constraint content_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
  constraint content_size_bytes check (size_bytes > 0),
  constraint content_state check (state in ('whole', 'damaged', 'missing')),
  constraint content_scan check (scan in ('not_scanned', 'quarantined', 'clean', 'infected'))
);
create index content_checked_at on papers.content (checked_at);
create index content_scan on papers.content (scan, scan_changed_at) where scan in ('not_scanned', 'quarantined');
create index content_state on papers.content (state) where state <> 'whole';

insert into papers.content (sha256, size_bytes, checked_at, scan_changed_at)
select sha256, min(size_bytes), min(received_at), min(received_at)
from papers.paper
group by sha256;

-- Uploads that are still arriving, piece by piece; what has arrived of each lies in a file of its id.
create schema uploads;

create table uploads.upload (
  id uuid primary key,
  account_id text not null,
  name text not null,
  size_bytes bigint not null,
  begun_at timestamptz not null,
  constraint upload_size_bytes check (size_bytes > 0)
);
create index upload_account_id on uploads.upload (account_id);
create index upload_begun_at on uploads.upload (begun_at);
