-- Money is handled by the agency that took its dossier; which one that is stands beside the charge.
alter table payments.charge add column agency_id uuid;
update payments.charge c set agency_id = d.receiving_agency_id from dossiers.dossier d where d.id = c.dossier_id;
alter table payments.charge alter column agency_id set not null;
comment on column payments.charge.agency_id is 'whose money it is: the one-stop that took the dossier; its officers alone take it, give it back and replace its receipt';

-- What a ministry system processes is listed by system and by agency, the newest report first.
drop index mirrors.mirrored_dossier_recent_index;
create index mirrored_dossier_system_index on mirrors.mirrored_dossier (system, reported_at desc, their_code desc)
  where our_dossier_id is null;
create index mirrored_dossier_agency_index on mirrors.mirrored_dossier (agency_code, system, reported_at desc, their_code desc)
  where our_dossier_id is null;
