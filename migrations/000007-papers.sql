-- Files people gave. The content lies in the file store under its hash, kept once; each receiving is a row of its own.
create schema papers;

create table papers.paper (
  id uuid primary key,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null,
  received_by text not null,
  received_at timestamptz not null,
  constraint paper_name check (length(name) between 1 and 200),
  constraint paper_media_type check (media_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp')),
  constraint paper_size_bytes check (size_bytes > 0),
  constraint paper_sha256 check (sha256 ~ '^[0-9a-f]{64}$')
);
comment on table papers.paper is 'append-only: what was received is never altered';
create index paper_sha256 on papers.paper (sha256);
