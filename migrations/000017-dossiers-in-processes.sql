-- A dossier follows the process of its procedure version: the agencies that were given a task of it may read it.
alter table dossiers.dossier add column involved_agency_ids uuid[] not null default '{}';
comment on column dossiers.dossier.involved_agency_ids is
  'agencies besides the receiving and the competent one that its process gave a task';
