-- Lấy ý kiến: what an agency asks another about a dossier, by when, and what it was answered (NĐ 61/2018 Đ19 k5).
create schema consultations;

create table consultations.consultation (
  id uuid constraint consultation_pkey primary key,
  dossier_id uuid not null,
  number int not null,
  dossier_code text not null,
  procedure_name text not null,
  asking_agency_id uuid not null,
  asked_agency_id uuid not null constraint consultation_asked_check check (asked_agency_id <> asking_agency_id),
  question text not null constraint consultation_question_check check (question <> ''),
  asked_at timestamptz not null,
  asked_by uuid not null,
  asked_by_name text not null,
  due_at timestamptz not null constraint consultation_due_check check (due_at > asked_at),
  ask_key text,
  ask_sha256 text not null,
  opinion text
    constraint consultation_opinion_check check (opinion in ('agrees', 'agrees_with_conditions', 'disagrees', 'no_authority')),
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  answered_by_name text,
  answer_key text,
  told_overdue_at timestamptz,
  lapsed_at timestamptz,
  look_at timestamptz,
  constraint consultation_number_key unique (dossier_id, number),
  constraint consultation_ask_key unique (dossier_id, ask_key),
  constraint consultation_answer_check check (
    num_nonnulls(opinion, answer, answered_at, answered_by, answered_by_name) in (0, 5)
  ),
  constraint consultation_closed_check check (look_at is null or (answered_at is null and lapsed_at is null))
);
comment on table consultations.consultation is 'silence is never consent: without an answer no opinion stands here';
comment on column consultations.consultation.due_at is 'as it was asked; a later change of the calendar does not move it';
comment on column consultations.consultation.look_at is 'when the watch looks at it next; null: never again';
comment on column consultations.consultation.lapsed_at is 'overdue, and the dossier had ended: nobody waits for the answer any more';
create index consultation_open_index on consultations.consultation (asked_agency_id, due_at, id)
  where answered_at is null and lapsed_at is null;
create index consultation_look_index on consultations.consultation (look_at) where look_at is not null;

create table consultations.consultation_paper (
  consultation_id uuid not null references consultations.consultation,
  number int not null,
  paper_id uuid not null,
  component_name text not null,
  name text not null,
  constraint consultation_paper_pkey primary key (consultation_id, number),
  constraint consultation_paper_key unique (consultation_id, paper_id)
);
comment on table consultations.consultation_paper is 'append-only: the papers of the dossier that the asked agency may see, and no others';
