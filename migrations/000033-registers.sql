-- What the registers of the State are asked about people and bodies, by whom, for what (TT 136/2026/TT-BCA Đ3).
create schema registers;

-- Written before the question leaves: no look-up is without its record.
create table registers.look_up (
  id uuid primary key,
  asked_at timestamptz not null,
  register text not null,
  kind text not null,
  -- Who or what was asked about: a personal id, a tax code.
  subject text not null,
  -- What was given to ask with, and what was asked: names of fields, never what stands in them.
  input_kinds text[] not null,
  fields text[] not null,
  purpose text not null,
  -- What it belongs to while there is no dossier: the intake, or the procedure that is being applied for.
  occasion text,
  dossier_id uuid,
  dossier_code text,
  account_kind text not null,
  account_id text not null,
  account_name text not null,
  agency_code text,
  agency_name text,
  -- Answered out of what this look-up was told; null: the register itself was asked.
  kept_from_id uuid references registers.look_up,
  constraint look_up_kind check (kind in ('verify', 'read')),
  constraint look_up_subject check (length(subject) between 1 and 40),
  constraint look_up_purpose check (length(purpose) between 3 and 300),
  constraint look_up_account_kind check (account_kind in ('citizen', 'officer')),
  constraint look_up_dossier check (num_nonnulls(dossier_id, dossier_code) in (0, 2))
);
comment on table registers.look_up is 'append-only: account, time, agency, input, kind, purpose and dossier of each question';
create index look_up_of_subject on registers.look_up (subject, id desc);
create index look_up_of_dossier on registers.look_up (dossier_id, id desc) where dossier_id is not null;
create index look_up_of_occasion on registers.look_up (occasion, id desc) where occasion is not null;
create index look_up_of_account on registers.look_up (account_id, id desc);

-- How a question ended. None: the answer is still awaited, or the program ended meanwhile.
create table registers.look_up_answer (
  look_up_id uuid primary key references registers.look_up,
  answered_at timestamptz not null,
  -- The outcome of each field; never what the register holds.
  outcomes jsonb,
  failure text,
  constraint look_up_answer_end check (num_nonnulls(outcomes, failure) = 1),
  constraint look_up_answer_failure
    check (failure in ('unreachable', 'timed_out', 'unreadable', 'refused', 'resting'))
);
comment on table registers.look_up_answer is 'append-only: how each look-up ended';

-- The dossier that an intake or a draft became.
create table registers.look_up_dossier (
  look_up_id uuid primary key references registers.look_up,
  dossier_id uuid not null,
  dossier_code text not null,
  tied_at timestamptz not null
);
comment on table registers.look_up_dossier is 'append-only: the dossier for which a look-up was made before there was one';
create index look_up_dossier_dossier on registers.look_up_dossier (dossier_id);

-- An answer that is given again for a while instead of asking anew; deleted when its time is over.
create table registers.kept_answer (
  question_sha256 text primary key,
  look_up_id uuid not null references registers.look_up,
  answered_at timestamptz not null,
  expires_at timestamptz not null,
  outcomes jsonb not null,
  -- What the form needed and nothing else; empty where fields were only verified.
  told jsonb not null,
  constraint kept_answer_question_sha256 check (question_sha256 ~ '^[0-9a-f]{64}$'),
  constraint kept_answer_expires_at check (expires_at > answered_at)
);
create index kept_answer_expires_at_idx on registers.kept_answer (expires_at);
