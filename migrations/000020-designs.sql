-- Versions of a procedure that administrators design, and that take effect by decision on a day.
alter table procedures.version
  add column decision_number text,
  add column decided_on date,
  add column decided_by_name text,
  add column design_id uuid,
  add constraint version_decision_check
    check (num_nonnulls(decision_number, decided_on, decided_by_name, design_id) in (0, 4));
comment on column procedures.version.decision_number is 'of a version that was designed here; null: loaded from a pack of the system or from the catalogue';

-- The files a version was made of, as they were written: what a new version is copied from, with its comments.
create table procedures.version_source (
  version_id uuid not null,
  file text not null,
  body text not null,
  constraint version_source_pkey primary key (version_id, file),
  constraint version_source_version_fkey foreign key (version_id) references procedures.version (id),
  constraint version_source_file_check
    check (file in ('procedure.yaml', 'form.json', 'process.bpmn', 'cases.yaml'))
);
comment on table procedures.version_source is 'append-only: a version keeps the text it was made of';

-- A version that was undone before its day: it never comes into force.
create table procedures.version_withdrawal (
  version_id uuid not null,
  withdrawn_at timestamptz not null,
  withdrawn_by_name text not null,
  reason text not null,
  constraint version_withdrawal_pkey primary key (version_id),
  constraint version_withdrawal_version_fkey foreign key (version_id) references procedures.version (id),
  constraint version_withdrawal_reason_check check (reason <> '')
);
comment on table procedures.version_withdrawal is 'append-only: an undone decision stays on record';

create schema designs;

create table designs.design (
  id uuid not null,
  code text not null,
  state text not null,
  -- The version it was copied from; null: from a pack file.
  based_on_version_id uuid,
  -- The newest save.
  save_number integer not null,
  -- Counts saves and decisions: who writes says which one was seen.
  revision integer not null,
  created_at timestamptz not null,
  created_by uuid not null,
  created_by_name text not null,
  changed_at timestamptz not null,
  decision_number text,
  decided_on date,
  effective_on date,
  version_id uuid,
  constraint design_pkey primary key (id),
  constraint design_state_check check (state in ('draft', 'submitted', 'returned', 'approved', 'withdrawn')),
  constraint design_save_number_check check (save_number > 0 and revision >= save_number),
  constraint design_decision_check check (
    (state = 'approved') = (num_nonnulls(decision_number, decided_on, effective_on, version_id) = 4)
    and num_nonnulls(decision_number, decided_on, effective_on, version_id) in (0, 4))
);
create index design_code_idx on designs.design (code, id desc);
create index design_open_idx on designs.design (id desc) where state <> 'withdrawn';

create table designs.design_save (
  design_id uuid not null,
  number integer not null,
  procedure_yaml text not null,
  form_json text not null,
  process_bpmn text,
  cases_yaml text,
  -- Which file or which save it came from, and how: said on the page of its history.
  change text not null,
  saved_at timestamptz not null,
  saved_by uuid not null,
  saved_by_name text not null,
  constraint design_save_pkey primary key (design_id, number),
  constraint design_save_design_fkey foreign key (design_id) references designs.design (id) deferrable initially deferred,
  constraint design_save_number_check check (number > 0)
);
comment on table designs.design_save is 'append-only: every save is kept, so that what was written can be brought back';

create table designs.design_act (
  design_id uuid not null,
  number integer not null,
  act text not null,
  acted_at timestamptz not null,
  acted_by uuid not null,
  acted_by_name text not null,
  -- A reason, or the number of the decision.
  note text,
  constraint design_act_pkey primary key (design_id, number),
  constraint design_act_design_fkey foreign key (design_id) references designs.design (id),
  constraint design_act_act_check
    check (act in ('submit', 'take_back', 'return', 'approve', 'undo', 'discard'))
);
comment on table designs.design_act is 'append-only: who submitted, returned, approved or undid it, and why';
