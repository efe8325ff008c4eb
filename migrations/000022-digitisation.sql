-- Số hóa: papers made electronic at the counter (NĐ 118/2025 Đ17 k1.c; TT 01/2023 Đ8). What was captured is never altered.
create schema digitisation;

create table digitisation.scan_session (
  id uuid constraint scan_session_pkey primary key,
  account_id uuid not null,
  account_name text not null,
  agency_id uuid not null,
  procedure_code text,
  -- What the first paper is for, when the counter opened it for one component.
  component text,
  title text not null constraint scan_session_title_check check (title <> ''),
  opened_at timestamptz not null,
  closed_at timestamptz
);
create index scan_session_account_index on digitisation.scan_session (account_id, id desc);

-- A paper of a session: its pages make one copy.
create table digitisation.scanned_paper (
  session_id uuid not null constraint scanned_paper_session_fkey references digitisation.scan_session,
  number int not null constraint scanned_paper_number_check check (number > 0),
  component text,
  name text not null,
  -- Pages of the original as the officer counted them; the pictures must be as many.
  original_pages int constraint scanned_paper_pages_check check (original_pages between 1 and 2000),
  constraint scanned_paper_pkey primary key (session_id, number)
);

-- A file as it came: from the scanner's folder, a telephone, or an upload; with its hash at capture.
create table digitisation.capture (
  id uuid constraint capture_pkey primary key,
  session_id uuid not null constraint capture_session_fkey references digitisation.scan_session,
  source text not null constraint capture_source_check check (source in ('folder', 'phone', 'upload')),
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  sha256 text not null constraint capture_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
  -- The paper its pages are for; null: the last one of the session.
  paper_number int,
  -- A page that is scanned again: its picture becomes a new version of that page.
  replaces_page_id uuid,
  captured_at timestamptz not null,
  captured_by_name text not null,
  state text not null default 'waiting' constraint capture_state_check check (state in ('waiting', 'done', 'unreadable')),
  pages_done int not null default 0,
  pages_total int,
  problem text,
  constraint capture_problem_check check ((state = 'unreadable') = (problem is not null))
);
create index capture_session_index on digitisation.capture (session_id, id);

create table digitisation.scan_page (
  id uuid constraint scan_page_pkey primary key,
  session_id uuid not null constraint scan_page_session_fkey references digitisation.scan_session,
  capture_id uuid not null constraint scan_page_capture_fkey references digitisation.capture,
  page_in_file int not null,
  paper_number int not null,
  position double precision not null,
  -- Turned by hand, clockwise, on top of what was straightened.
  rotation int not null default 0 constraint scan_page_rotation_check check (rotation in (0, 90, 180, 270)),
  state text not null constraint scan_page_state_check check (state in ('kept', 'blank', 'separator', 'dropped')),
  -- A page with a sticky note gives two pictures: with it, then without it.
  note text constraint scan_page_note_check check (note in ('with', 'without')),
  version int not null default 1,
  constraint scan_page_capture_key unique (capture_id, page_in_file),
  constraint scan_page_paper_fkey foreign key (session_id, paper_number) references digitisation.scanned_paper
);
create index scan_page_session_index on digitisation.scan_page (session_id, paper_number, position, id);

create table digitisation.page_version (
  page_id uuid not null constraint page_version_page_fkey references digitisation.scan_page,
  number int not null,
  capture_id uuid not null constraint page_version_capture_fkey references digitisation.capture,
  -- The straightened picture and its small one.
  sha256 text not null constraint page_version_sha256_check check (sha256 ~ '^[0-9a-f]{64}$'),
  thumbnail_sha256 text not null,
  width int not null,
  height int not null,
  dots_per_inch int not null,
  -- Degrees it was turned to stand straight; quarter turns and the small angle.
  turned_degrees real not null,
  made_at timestamptz not null,
  constraint page_version_pkey primary key (page_id, number)
);
comment on table digitisation.page_version is 'append-only: a bad scan is replaced by a new version, and the old one stays';

-- The words of a page, kept as they are read: work that was broken off goes on where it was.
create table digitisation.page_text (
  page_id uuid not null,
  version int not null,
  rotation int not null,
  lines jsonb not null,
  confidence real not null,
  read_at timestamptz not null,
  constraint page_text_pkey primary key (page_id, version, rotation),
  constraint page_text_version_fkey foreign key (page_id, version) references digitisation.page_version (page_id, number)
);
comment on table digitisation.page_text is 'append-only: what was read from a picture';

create table digitisation.digitised_copy (
  id uuid constraint digitised_copy_pkey primary key,
  session_id uuid not null,
  paper_number int not null,
  number int not null,
  account_id uuid not null,
  agency_id uuid not null,
  name text not null,
  procedure_code text,
  component text,
  -- The pages as they were when it was asked for: page, version, turn.
  pages jsonb not null,
  original_pages int not null,
  state text not null constraint digitised_copy_state_check
    check (state in ('waiting', 'made', 'certified', 'failed', 'replaced')),
  pages_read int not null default 0,
  problem text,
  asked_at timestamptz not null,
  made_at timestamptz,
  paper_id uuid,
  sha256 text,
  size_bytes bigint,
  -- Why it is not signed, when signing was tried.
  signing_problem text,
  certified_at timestamptz,
  certified_by_name text,
  certified_paper_id uuid,
  certified_sha256 text,
  used_at timestamptz,
  used_reference text,
  constraint digitised_copy_paper_fkey foreign key (session_id, paper_number) references digitisation.scanned_paper,
  constraint digitised_copy_number_key unique (session_id, paper_number, number),
  constraint digitised_copy_made_check check (
    state not in ('made', 'certified') or num_nonnulls(made_at, paper_id, sha256, size_bytes) = 4),
  constraint digitised_copy_certified_check check (
    (state = 'certified') = (num_nonnulls(certified_at, certified_by_name, certified_paper_id, certified_sha256) = 4)
    or state = 'replaced'),
  constraint digitised_copy_failed_check check (state <> 'failed' or problem is not null)
);
comment on table digitisation.digitised_copy is 'only a certified copy counts as the paper it was made of';
create index digitised_copy_account_index on digitisation.digitised_copy (account_id, id desc) where used_at is null;
create unique index digitised_copy_paper_key on digitisation.digitised_copy (paper_id);
create unique index digitised_copy_certified_key on digitisation.digitised_copy (certified_paper_id);

-- Values found in the text of a copy: shown with the line they stand in, never written by themselves.
create table digitisation.suggestion (
  copy_id uuid not null constraint suggestion_copy_fkey references digitisation.digitised_copy,
  number int not null,
  kind text not null constraint suggestion_kind_check
    check (kind in ('personal_id', 'full_name', 'date_of_birth', 'date', 'document_number')),
  value text not null,
  line text not null,
  page int not null,
  confidence real not null,
  constraint suggestion_pkey primary key (copy_id, number)
);
comment on table digitisation.suggestion is 'append-only: what the text proposes';

-- A telephone that sends pages into an open session, for a short while; of the address only the hash is kept.
create table digitisation.phone_link (
  token_sha256 text constraint phone_link_pkey primary key,
  session_id uuid not null constraint phone_link_session_fkey references digitisation.scan_session,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  constraint phone_link_token_check check (token_sha256 ~ '^[0-9a-f]{64}$')
);
create index phone_link_session_index on digitisation.phone_link (session_id, expires_at);
