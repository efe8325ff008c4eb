import { sql } from 'kysely'
import type { Tx } from '#platform/db'
import type { DescribedContent, Issue } from './rules/procedure.ts'

export type CatalogueRow = Readonly<{
  id: string
  hash: string
  content: DescribedContent
  issues: readonly Issue[]
  searchText: string
  nameText: string
}>

/** The hash of the newest description of each code; a lock keeps a second import from writing at the same time. */
export async function lockCatalogueHashes(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  await sql`select pg_advisory_xact_lock(hashtext('procedures.import'))`.execute(tx)
  const { rows } = await sql<{ code: string; hash: string }>`
    select code, catalogue_hash as hash from procedures.procedure
    where code = any(${[...codes]}::text[]) and catalogue_hash is not null`.execute(tx)
  return new Map(rows.map(({ code, hash }) => [code, hash]))
}

/**
 * Adds a batch of descriptions as new versions, three statements whatever its size. An offered procedure keeps what
 * its pack says and only learns of the description beside it.
 */
export async function saveCatalogueVersions(
  tx: Tx,
  rows: readonly CatalogueRow[],
  at: string,
  effectiveFrom: string,
): Promise<void> {
  const versions = JSON.stringify(
    rows.map(({ id, hash, content }) => ({ id, code: content.code, hash, content })),
  )
  await sql`
    insert into procedures.version (id, code, origin, number, content_hash, content, effective_from, created_at)
    select r.id, r.code, 'catalogue', coalesce(
        (select max(v.number) from procedures.version v where v.code = r.code and v.origin = 'catalogue'), 0) + 1,
      r.hash, r.content, ${effectiveFrom}::date, ${at}::timestamptz
    from jsonb_to_recordset(${versions}::jsonb) as r(id uuid, code text, hash text, content jsonb)`.execute(tx)
  await saveIssues(tx, rows)
  await saveLines(tx, rows, at)
}

async function saveIssues(tx: Tx, rows: readonly CatalogueRow[]): Promise<void> {
  const issues = rows.flatMap(({ id, issues: found }) =>
    found.map((issue, index) => ({ version_id: id, position: index + 1, ...issue })),
  )
  await sql`
    insert into procedures.issue (version_id, position, kind, field, found)
    select version_id, position, kind, field, found
    from jsonb_to_recordset(${JSON.stringify(issues)}::jsonb)
      as r(version_id uuid, position int, kind text, field text, found text)`.execute(tx)
}

async function saveLines(tx: Tx, rows: readonly CatalogueRow[], at: string): Promise<void> {
  const lines = rows.map(({ id, hash, content, searchText, nameText }) => ({
    id,
    hash,
    code: content.code,
    name: content.name,
    short_name: content.shortName,
    field: content.field,
    level: content.level,
    summary: content.summary,
    search_text: searchText,
    name_text: nameText,
  }))
  await sql`
    insert into procedures.procedure as p (code, status, name, short_name, field, level, summary, search_text,
      name_text, catalogue_version_id, catalogue_hash, updated_at)
    select code, 'described', name, short_name, field, level, summary, search_text, name_text, id, hash,
      ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r(id uuid, hash text, code text, name text,
      short_name text, field text, level text, summary text, search_text text, name_text text)
    on conflict (code) do update set
      catalogue_version_id = excluded.catalogue_version_id,
      catalogue_hash = excluded.catalogue_hash,
      name = case p.status when 'offered' then p.name else excluded.name end,
      short_name = case p.status when 'offered' then p.short_name else excluded.short_name end,
      field = case p.status when 'offered' then p.field else excluded.field end,
      level = case p.status when 'offered' then p.level else excluded.level end,
      summary = case p.status when 'offered' then p.summary else excluded.summary end,
      search_text = case p.status when 'offered' then p.search_text else excluded.search_text end,
      name_text = case p.status when 'offered' then p.name_text else excluded.name_text end,
      updated_at = excluded.updated_at`.execute(tx)
}
