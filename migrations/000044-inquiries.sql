-- What people ask, here or at another system, and what they are answered.
create schema inquiries;

create table inquiries.inquiry (
  id uuid constraint inquiry_pkey primary key,
  source text not null,
  their_id text not null,
  title text not null,
  question text not null,
  asker_name text,
  asked_by uuid,
  procedure_code text,
  agency_id uuid,
  publisher text,
  asked_at timestamptz not null,
  received_at timestamptz not null,
  reply_id uuid,
  replied_at timestamptz,
  is_public boolean not null default false,
  search_text text not null,
  search_words tsvector not null generated always as (array_to_tsvector(string_to_array(search_text, ' '))) stored,
  constraint inquiry_source_key unique (source, their_id),
  constraint inquiry_replied_check check ((reply_id is null) = (replied_at is null)),
  constraint inquiry_public_check check (reply_id is not null or not is_public),
  constraint inquiry_agency_check check (reply_id is null or num_nonnulls(agency_id, publisher) = 1)
);
comment on table inquiries.inquiry is 'hỏi đáp: what somebody asked, here or at another system, and whether it was answered';
comment on column inquiries.inquiry.source is 'here, or the code of the system it was asked at; their_id is its id there, here its own';
comment on column inquiries.inquiry.agency_id is 'whose officers answer it; null: those of every agency see it, until one answers it or hands it on';
comment on column inquiries.inquiry.publisher is 'another body that asked and answered it in public elsewhere; null: ours to answer';
comment on column inquiries.inquiry.search_text is 'title, question and reply folded for search, word by word';
create index inquiry_open_index on inquiries.inquiry (agency_id, asked_at, id) where reply_id is null;
create index inquiry_answered_index on inquiries.inquiry (agency_id, replied_at desc, id desc)
  where reply_id is not null and publisher is null;
create index inquiry_replied_index on inquiries.inquiry (replied_at desc, id desc)
  where reply_id is not null and publisher is null;
create index inquiry_public_index on inquiries.inquiry (replied_at desc, id desc) where is_public;
create index inquiry_asked_by_index on inquiries.inquiry (asked_by, asked_at desc, id desc) where asked_by is not null;
create index inquiry_search_index on inquiries.inquiry using gin (search_words) with (fastupdate = off);

create table inquiries.reply (
  id uuid constraint reply_pkey primary key,
  inquiry_id uuid not null constraint reply_inquiry_id_fkey references inquiries.inquiry,
  text text not null,
  is_public boolean not null,
  replied_at timestamptz not null,
  replied_by uuid,
  replied_by_name text,
  agency_name text not null
);
comment on table inquiries.reply is 'append-only: câu trả lời: the newest of an inquiry stands, those before it were corrected';
create index reply_inquiry_index on inquiries.reply (inquiry_id, replied_at);

create table inquiries.told (
  reply_id uuid not null constraint told_reply_id_fkey references inquiries.reply,
  system text not null,
  queued_at timestamptz not null,
  act_at timestamptz,
  tries int not null default 0,
  told_at timestamptz,
  last_error text,
  constraint told_pkey primary key (reply_id, system),
  constraint told_act_check check ((told_at is null) = (act_at is not null))
);
comment on table inquiries.told is 'lượt báo: the reply that another system is to be told, tried until it has it';
create index told_act_index on inquiries.told (system, act_at) where told_at is null;

create table inquiries.place (
  system text constraint place_pkey primary key,
  reached text not null,
  changed_at timestamptz not null
);
comment on table inquiries.place is 'chỗ đã đọc đến: how far what another system lists was read, in its own words';
