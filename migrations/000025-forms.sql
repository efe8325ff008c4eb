-- Biểu mẫu một cửa: what was issued and sealed, the templates that an administrator may replace, the register.
create schema forms;

create table forms.form_template (
  id uuid primary key,
  form_number text not null
    constraint form_template_form_check check (form_number in ('01', '02', '03', '04', '05', '06', '07')),
  version int not null constraint form_template_version_check check (version >= 1),
  state text not null
    constraint form_template_state_check check (state in ('draft', 'proposed', 'approved', 'dropped')),
  revision int not null default 1,
  settings jsonb not null,
  source text,
  valid_from date,
  decision_number text,
  decided_on date,
  edited_by uuid not null,
  edited_by_name text not null,
  edited_at timestamptz not null,
  approved_by uuid,
  approved_by_name text,
  approved_at timestamptz,
  constraint form_template_version_key unique (form_number, version),
  constraint form_template_approval_check check (
    (state = 'approved') = (approved_by is not null)
    and (state <> 'approved' or (valid_from is not null and decision_number is not null and decided_on is not null))
  ),
  constraint form_template_two_persons_check check (approved_by <> edited_by)
);
create unique index form_template_open_key on forms.form_template (form_number) where state in ('draft', 'proposed');
comment on column forms.form_template.source is 'the whole template as Typst; null: the one of the program, with these settings';

create table forms.issued_form (
  id uuid primary key,
  dossier_id uuid not null,
  dossier_code text not null,
  form_number text not null
    constraint issued_form_form_check check (form_number in ('01', '02', '03', '04', '05', '06')),
  event_number int not null,
  version int not null constraint issued_form_version_check check (version >= 1),
  check_code text not null constraint issued_form_check_code_key unique,
  agency_id uuid not null,
  agency_name text not null,
  says jsonb not null,
  template_version int not null,
  sha256 text not null,
  size_bytes bigint not null,
  reason text,
  issued_by_name text,
  issued_at timestamptz not null,
  constraint issued_form_version_key unique (dossier_id, form_number, event_number, version)
);
comment on table forms.issued_form is 'append-only: each form as it was issued; a correction is a further version';
comment on column forms.issued_form.template_version is '0: the template of the program';
comment on column forms.issued_form.reason is 'why it was issued again; null: the first time';

create index issued_form_content_index on forms.issued_form (sha256);

create table forms.form_seal (
  number bigint generated always as identity primary key,
  form_id uuid not null constraint form_seal_form_fkey references forms.issued_form (id),
  state text not null
    constraint form_seal_state_check check (state in ('asked', 'no_seal', 'failed', 'sealed', 'strengthened')),
  sha256 text,
  at timestamptz not null,
  constraint form_seal_once_key unique nulls not distinct (form_id, state, sha256),
  constraint form_seal_sealed_check check ((state in ('sealed', 'strengthened')) = (sha256 is not null))
);
comment on table forms.form_seal is 'append-only: how the sealing of an issued form went, and each content it took; the last row holds';
create index form_seal_content_index on forms.form_seal (sha256) where sha256 is not null;

-- Numbered without gaps: the counter moves in the transaction that writes the row.
create table forms.register_counter (
  agency_id uuid not null,
  year int not null,
  last_number int not null,
  constraint register_counter_pkey primary key (agency_id, year)
);

create table forms.register_row (
  dossier_id uuid primary key,
  agency_id uuid not null,
  year int not null,
  number int not null,
  revision int not null,
  dossier_code text not null,
  procedure_code text not null,
  procedure_name text not null,
  sets int not null,
  applicant_name text not null,
  applicant_contact text not null,
  competent_agency_name text not null,
  channel text not null,
  state text not null,
  received_on date not null,
  received_at timestamptz not null,
  due_at timestamptz,
  returned_at timestamptz,
  return_method text not null,
  note text,
  words text not null,
  constraint register_row_number_key unique (agency_id, year, number)
);
comment on column forms.register_row.words is 'what is searched, folded: code, applicant, procedure';
create index register_row_order_index on forms.register_row (agency_id, received_on, number);
create index register_row_procedure_index on forms.register_row (agency_id, procedure_code, received_on, number);
create index register_row_state_index on forms.register_row (agency_id, state, received_on, number);
create index register_row_words_index on forms.register_row using gin (words gin_trgm_ops);
