-- A dossier follows the process of its procedure version: the agencies that were given a task of it may read it. Which case of
-- the procedure it is, its answers told when it was submitted: papers and time limit are those of the case. What makes its
-- fees lower was proven then, and is kept with the proof.
alter table dossiers.dossier
  add column involved_agency_ids uuid[] not null default '{}',
  add column applicant_categories text[] not null default '{}',
  add column entitlements jsonb not null default '[]',
  add column variant smallint constraint dossier_variant_check check (variant >= 0);
comment on column dossiers.dossier.entitlements is 'rights to lower fees: key, proof and when it was seen';
comment on column dossiers.dossier.variant is 'the case of the procedure, by its place in the guide of the version; null: none is told apart';
comment on column dossiers.dossier.involved_agency_ids is
  'agencies besides the receiving and the competent one that its process gave a task';
