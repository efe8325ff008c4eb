import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { describeFees, rulesOfPublished } from '#modules/fees'
import type { Db, Tx } from '#platform/db'
import { foldForSearch } from '#platform/search-text'
import type {
  CatalogueProcedure,
  DescribedContent,
  Fee,
  Issue,
  OfferedContent,
  Procedure,
} from './rules/procedure.ts'
import { splitWords } from './rules/search-words.ts'

type VersionRow = Readonly<{
  id: string
  origin: string
  number: number
  content: unknown
  effective_from: string
  issues: readonly Issue[]
}>

// A version never changes: what was read once is kept. A catalogue of ten thousand is not: the oldest read leaves.
const kept = new Map<string, CatalogueProcedure>()
const keptAtMost = 500

/** A version kept before fees had rules says only what is published of them. */
type KeptContent = OfferedContent & Readonly<{ fees?: readonly Fee[] }>

function withFees({ fees = [], ...content }: KeptContent): OfferedContent & Pick<Procedure, 'fees'> {
  const feeRules = content.feeRules ?? rulesOfPublished(fees)
  return { ...content, feeRules, fees: describeFees(feeRules) }
}

function toProcedure({ id, origin, number, content, effective_from, issues }: VersionRow): CatalogueProcedure {
  const version = { versionId: id, version: number, effectiveFrom: effective_from, issues }
  return origin === 'pack'
    ? { ...withFees(content as KeptContent), ...version, status: 'offered' }
    : { ...(content as DescribedContent), ...version, status: 'described' }
}

/** The version of that id, or null. Answered from memory after the first time: versions never change. */
export async function findVersion(db: Db, versionId: string): Promise<CatalogueProcedure | null> {
  const known = kept.get(versionId)
  if (known) return known
  const { rows } = await sql<VersionRow>`
    select v.id, v.origin, v.number, v.content, v.effective_from,
      coalesce((select jsonb_agg(jsonb_build_object('kind', i.kind, 'field', i.field, 'found', i.found) order by i.position)
        from procedures.issue i where i.version_id = v.id), '[]') as issues
    from procedures.version v where v.id = ${versionId}`.execute(db)
  const row = rows[0]
  if (!row) return null
  const procedure = toProcedure(row)
  const oldest = kept.keys().next().value
  if (kept.size >= keptAtMost && oldest !== undefined) kept.delete(oldest)
  kept.set(versionId, procedure)
  return procedure
}

const notWithdrawn = sql`not exists (select from procedures.version_withdrawal w where w.version_id = version.id)`

/**
 * The version of `code` in force on `on` (YYYY-MM-DD; default: today): the pack's if there is one, else the newest
 * description of the catalogue, which has no date of its own.
 */
export async function findVersionInForce(
  db: Db,
  code: string,
  on: string | null = null,
): Promise<CatalogueProcedure | null> {
  const { rows } = await sql<{ id: string }>`
    select id from procedures.version
    where code = ${code} and (origin = 'catalogue' or effective_from <= coalesce(${on}::date, current_date))
      and ${notWithdrawn}
    order by origin = 'pack' desc, number desc limit 1`.execute(db)
  return rows[0] ? await findVersion(db, rows[0].id) : null
}

/** What the national catalogue says of `code`, also when a pack is offered. */
export async function findDescribed(db: Db, code: string): Promise<CatalogueProcedure | null> {
  const row = await db
    .selectFrom('procedures.procedure')
    .select('catalogue_version_id')
    .where('code', '=', code)
    .executeTakeFirst()
  return row?.catalogue_version_id ? await findVersion(db, row.catalogue_version_id) : null
}

export type VersionLine = Readonly<{
  id: string
  origin: 'pack' | 'catalogue'
  number: number
  effectiveFrom: string
  publishingDecision: string | null
  /** The decision of a version that was designed here. */
  decisionNumber: string | null
  decidedByName: string | null
  designId: string | null
  /** Undone before its day. */
  withdrawn: boolean
}>

/** The versions of `code`, newest first, at most a hundred. */
export async function listVersions(db: Db, code: string): Promise<VersionLine[]> {
  const { rows } = await sql<VersionLine>`
    select id, origin, number, effective_from as "effectiveFrom", content->>'publishingDecision' as "publishingDecision",
      decision_number as "decisionNumber", decided_by_name as "decidedByName", design_id as "designId",
      not ${notWithdrawn} as withdrawn
    from procedures.version where code = ${code}
    order by origin = 'pack' desc, number desc limit 100`.execute(db)
  return rows
}

/** `hashes`: of every content that was ever a version. `decided`: the newest one was designed and approved here. */
export type LatestPack = Readonly<{
  number: number
  effectiveFrom: string
  decided: boolean
  hashes: readonly string[]
}>

/**
 * The newest version of each pack in `codes`, of those not undone; numbers count on over all. A lock keeps two from adding
 * versions at the same time.
 */
export async function lockLatestPacks(tx: Tx, codes: readonly string[]): Promise<Map<string, LatestPack>> {
  await sql`select pg_advisory_xact_lock(hashtext('procedures.load_packs'))`.execute(tx)
  const { rows } = await sql<LatestPack & { code: string }>`
    select code, max(number) as number, array_agg(content_hash) as hashes,
      coalesce((array_agg(effective_from order by number desc) filter (where ${notWithdrawn}))[1], '0001-01-01') as "effectiveFrom",
      coalesce((array_agg(design_id is not null order by number desc) filter (where ${notWithdrawn}))[1], false) as decided
    from procedures.version where origin = 'pack' and code = any(${[...codes]}::text[]) group by code`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.code, row]))
}

/** Which decision a version designed here rests on. */
export type VersionDecision = Readonly<{
  number: string
  /** YYYY-MM-DD. */
  decidedOn: string
  decidedByName: string
  designId: string
}>

/** A file of a pack, as it was written. */
export type PackFile = 'procedure.yaml' | 'form.json' | 'process.bpmn' | 'cases.yaml'
export type PackFiles = Readonly<Partial<Record<PackFile, string>>>

export type NewPackVersion = Readonly<{
  id: string
  number: number
  hash: string
  content: OfferedContent
  effectiveFrom: string
  searchText: string
  nameText: string
  at: string
  files?: PackFiles
  decision?: VersionDecision
}>

/** Adds a version of a pack, and puts the procedure among those that people can apply for. */
export async function savePackVersion(tx: Tx, version: NewPackVersion): Promise<void> {
  await addVersion(tx, version)
  await showVersion(tx, version)
}

/** Adds a version; what search and lists show stays as it is. */
export async function addVersion(tx: Tx, version: NewPackVersion): Promise<void> {
  const { content, decision, files = {} } = version
  await tx
    .insertInto('procedures.version')
    .values({
      id: version.id,
      code: content.code,
      origin: 'pack',
      number: version.number,
      content_hash: version.hash,
      content: JSON.stringify(content),
      effective_from: version.effectiveFrom,
      created_at: version.at,
      decision_number: decision?.number ?? null,
      decided_on: decision?.decidedOn ?? null,
      decided_by_name: decision?.decidedByName ?? null,
      design_id: decision?.designId ?? null,
    })
    .execute()
  const sources = Object.entries(files).map(([file, body]) => ({ version_id: version.id, file, body }))
  if (sources.length > 0) await tx.insertInto('procedures.version_source').values(sources).execute()
}

type ShownVersion = Pick<NewPackVersion, 'id' | 'content' | 'searchText' | 'nameText' | 'at'>

/** Lets search and lists show this version of its procedure. */
export async function showVersion(tx: Tx, version: ShownVersion): Promise<void> {
  const { content } = version
  const shown = {
    status: 'offered',
    name: content.name,
    short_name: content.shortName,
    field: content.field,
    level: content.level,
    summary: content.summary,
    name_en: content.nameEn ?? null,
    search_text: version.searchText,
    name_text: version.nameText,
    pack_version_id: version.id,
    updated_at: version.at,
  }
  await tx
    .insertInto('procedures.procedure')
    .values({ code: content.code, ...shown })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(shown))
    .execute()
}

/** The versions in force on `on` that search and lists do not show yet. */
export async function listVersionsToShow(
  tx: Tx,
  on: string,
): Promise<Readonly<{ id: string; content: OfferedContent }>[]> {
  const { rows } = await sql<{ id: string; content: OfferedContent }>`
    select f.id, f.content from (
      select distinct on (code) id, code, content from procedures.version
      where origin = 'pack' and effective_from <= ${on}::date and ${notWithdrawn}
      order by code, number desc
    ) f left join procedures.procedure p on p.code = f.code
    where p.pack_version_id is distinct from f.id`.execute(tx)
  return rows
}

/** Keeps that a version was undone. */
export async function appendWithdrawal(
  tx: Tx,
  withdrawal: Readonly<{ versionId: string; at: string; byName: string; reason: string }>,
): Promise<void> {
  await tx
    .insertInto('procedures.version_withdrawal')
    .values({
      version_id: withdrawal.versionId,
      withdrawn_at: withdrawal.at,
      withdrawn_by_name: withdrawal.byName,
      reason: withdrawal.reason,
    })
    .execute()
}

/** The files a version was made of; empty when it was kept without them. */
export async function listSources(db: Db, versionId: string): Promise<PackFiles> {
  const rows = await db
    .selectFrom('procedures.version_source')
    .select(['file', 'body'])
    .where('version_id', '=', versionId)
    .execute()
  return Object.fromEntries(rows.map(({ file, body }) => [file, body]))
}

/**
 * What the versions of packs were made of: for each version `<code>:` and its files in order, each with the MD5 of its text.
 * Files that were judged once need not be judged at the next start.
 */
export async function listKnownFiles(db: Db, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ files: string }>`
    select v.code || ':' || string_agg(s.file || ' ' || md5(s.body), ',' order by s.file collate "C") as files
    from procedures.version v join procedures.version_source s on s.version_id = v.id
    where v.origin = 'pack' and v.code = any(${[...codes]}::text[]) group by v.id, v.code`.execute(db)
  return new Set(rows.map(({ files }) => files))
}

/** Narrows to what a dossier can be filed under. */
export const isOffered = (procedure: CatalogueProcedure | null): procedure is Procedure =>
  procedure?.status === 'offered'

/** Tells whether a content is the very one already kept; the keys are written in the order the content was built. */
export const hashContent = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('base64url')

const fold = (texts: readonly string[]): string =>
  [...new Set(splitWords(foldForSearch(texts.join(' '))))].join(' ')

type Searched = Pick<
  OfferedContent | DescribedContent,
  'code' | 'name' | 'shortName' | 'field' | 'keywords' | 'result' | 'nameEn' | 'summary'
>

/** What search compares: `searchText` holds every word once, `nameText` the name as it is read. */
export function foldContent(content: Searched): { searchText: string; nameText: string } {
  const { code, name, shortName, field, keywords, result, nameEn = '' } = content
  const said = [name, shortName, code, field, ...keywords, result.name, nameEn]
  return { searchText: fold(said), nameText: splitWords(foldForSearch(shortName)).join(' ') }
}

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
    from json_to_recordset(${versions}::json) as r(id uuid, code text, hash text, content json)`.execute(tx)
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
