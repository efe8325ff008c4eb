-- Administrative units as dated versions, the mapping from old units to new ones, and the agencies, desks and officers.
-- The same code may name another unit at another time: a unit is known by its code and the day it came into force.
create schema organisations;

create table organisations.administrative_unit (
  code text not null,
  valid_from date not null,
  valid_to date,
  level text not null,
  unit_type text not null,
  name text not null,
  full_name text not null,
  official_name text,
  name_en text,
  parent_code text,
  search_text text not null,
  basis text not null,
  source text not null,
  constraint administrative_unit_pkey primary key (code, valid_from),
  constraint administrative_unit_code_check check (code ~ '^\d{2}$|^\d{3}$|^\d{5}$'),
  constraint administrative_unit_level_check check (level in ('province', 'district', 'commune')),
  constraint administrative_unit_type_check check (unit_type in ('thanh_pho_truc_thuoc_trung_uong', 'tinh', 'thanh_pho',
    'quan', 'huyen', 'thi_xa', 'phuong', 'xa', 'thi_tran', 'dac_khu')),
  constraint administrative_unit_parent_check check ((level = 'province') = (parent_code is null)),
  constraint administrative_unit_validity_check check (valid_to is null or valid_to >= valid_from),
  constraint administrative_unit_source_check check (source in ('package', 'official'))
);
comment on column organisations.administrative_unit.valid_from is '-infinity: before the lists begin';
comment on column organisations.administrative_unit.valid_to is 'the last day in force; null: still in force';
comment on column organisations.administrative_unit.official_name is 'the spelling of the statistics office where it differs';
create index administrative_unit_children on organisations.administrative_unit (parent_code, search_text, code);

create table organisations.unit_mapping (
  id int generated always as identity primary key,
  level text not null,
  effective_on date not null,
  old_code text,
  new_code text not null,
  scope text not null,
  note text,
  old_name text,
  old_district_code text,
  old_province_code text,
  basis text not null,
  source text not null,
  constraint unit_mapping_key unique nulls not distinct (level, effective_on, old_code, new_code, old_name),
  constraint unit_mapping_level_check check (level in ('province', 'commune')),
  constraint unit_mapping_scope_check check (scope in ('all', 'part', 'unchanged', 'renamed', 'district', 'unknown')),
  constraint unit_mapping_source_check check (source in ('package', 'official'))
);
comment on column organisations.unit_mapping.scope is
  'part: the old unit was divided, a person must choose; district: an island district without communes; unknown: the source does not say';
create index unit_mapping_new_code on organisations.unit_mapping (new_code);

create table organisations.agency (
  id uuid primary key,
  code text not null,
  name text not null,
  kind text not null,
  commune_code text,
  province_code text not null,
  department_key text,
  parent_id uuid references organisations.agency (id),
  address text,
  phone text,
  search_text text not null,
  valid_from date not null,
  valid_to date,
  constraint agency_code_key unique (code, valid_from),
  constraint agency_kind_check check (kind in ('peoples_committee', 'department', 'public_service_centre', 'specialised_office')),
  constraint agency_department_check check ((kind = 'department') = (department_key is not null)),
  constraint agency_validity_check check (valid_to is null or valid_to >= valid_from)
);
create index agency_commune on organisations.agency (commune_code) where commune_code is not null;
create index agency_department on organisations.agency (department_key) where department_key is not null;

create table organisations.desk (
  id uuid primary key,
  code text not null,
  name text not null,
  agency_id uuid not null references organisations.agency (id),
  constraint desk_code_key unique (code)
);
create index desk_agency on organisations.desk (agency_id, code);

create table organisations.officer (
  id uuid primary key,
  full_name text not null,
  position text not null,
  email text not null,
  agency_id uuid not null references organisations.agency (id),
  valid_from date not null,
  valid_to date,
  constraint officer_email_key unique (email),
  constraint officer_validity_check check (valid_to is null or valid_to >= valid_from)
);
create index officer_agency on organisations.officer (agency_id, full_name, id);
