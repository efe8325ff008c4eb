-- When the provider last showed a right to act for another, or when it was declared: what rests on an organisation's
-- account holds for so many days after.
alter table representation.representation add column proved_at timestamptz;
update representation.representation set proved_at = since;
alter table representation.representation alter column proved_at set not null;

-- What a form was filled in with out of a kept answer is on record once for each draft or dossier.
create unique index look_up_kept_once
  on registers.look_up (kept_from_id, account_id, (coalesce(occasion, dossier_id::text)))
  where kind = 'read' and kept_from_id is not null;
