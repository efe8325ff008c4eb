import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import type { Language } from '#platform/i18n'
import type { Channel, Level } from './rules/procedure.ts'

/** One line of a list or of search results. */
export type ProcedureLine = Readonly<{
  code: string
  name: string
  shortName: string
  nameEn: string | null
  field: string
  level: Level
  summary: string
  status: 'offered' | 'described'
}>

/** Where a page ended: the rank of its last line, and its code. */
export type Position = Readonly<{ rank: number; code: string }>
export type RankedLine = ProcedureLine & Readonly<{ rank: number }>

const line = sql`p.code, p.name, p.short_name as "shortName", p.name_en as "nameEn", p.field, p.level, p.summary, p.status`

// Smaller comes first: what can be applied for, then names that hold every word, then the shorter name.
const rankByWords = (words: string): RawBuilder<number> => sql`
  case p.status when 'offered' then 0 else 2000000 end
  + case when array_to_tsvector(string_to_array(p.name_text, ' ')) @@ ${words}::tsquery then 0 else 1000000 end
  + least(length(p.name_text), 999999)`

const after = ({ rank, code }: Position) => sql`where (rank, code) > (${rank}::int, ${code})`

/**
 * Procedures whose words hold all of `words` (a tsquery of folded words), best first. Answered by the GIN index of
 * words; at most `limit` lines.
 */
export async function listByWords(
  db: Db,
  words: string,
  limit: number,
  from: Position | null,
): Promise<RankedLine[]> {
  const { rows } = await sql<RankedLine>`
    select * from (
      select ${line}, ${rankByWords(words)} as rank from procedures.procedure p where p.search_words @@ ${words}::tsquery
    ) found ${from ? after(from) : sql``} order by rank, code limit ${limit}`.execute(db)
  return rows
}

/**
 * Procedures whose text is like `text`, for a slip of the finger: `dang ky khia sinh`. Answered by the trigram index;
 * one page only, at most `limit` lines.
 */
export async function listAlike(db: Db, text: string, limit: number): Promise<RankedLine[]> {
  const { rows } = await sql<RankedLine>`
    select ${line}, 0 as rank from procedures.procedure p where ${text} <% p.search_text
    order by (p.status = 'offered')::int * 0.15 + word_similarity(${text}, p.search_text) desc, length(p.name_text), p.code
    limit ${limit}`.execute(db)
  return rows
}

/** Procedures by code, those that can be applied for first; `field` null: of every field. */
export async function listLines(
  db: Db,
  field: string | null,
  limit: number,
  from: Position | null,
): Promise<RankedLine[]> {
  const { rows } = await sql<RankedLine>`
    select ${line}, case p.status when 'offered' then 0 else 1 end as rank from procedures.procedure p
    where ${field === null ? sql`true` : sql`p.field = ${field}`} ${from ? afterInList(from) : sql``}
    order by p.status desc, p.code limit ${limit}`.execute(db)
  return rows
}

const afterInList = ({ rank, code }: Position) =>
  rank === 0
    ? sql`and ((p.status = 'offered' and p.code > ${code}) or p.status < 'offered')`
    : sql`and p.status = 'described' and p.code > ${code}`

/** What people can apply for through `channel`, by level and code; at most `limit`. */
export async function listOffered(db: Db, channel: Channel | null, limit: number): Promise<ProcedureLine[]> {
  const { rows } = await sql<ProcedureLine>`
    select ${line} from procedures.procedure p join procedures.version v on v.id = p.pack_version_id
    where p.status = 'offered'
      and (${channel}::text is null or (v.content -> 'channels')::jsonb ? ${channel})
    order by p.level, p.code limit ${limit}`.execute(db)
  return rows
}

export type FieldLine = Readonly<{ field: string; procedures: number; offered: number }>

/** The fields with how many procedures each has, by name; at most 500. */
export async function listFields(db: Db): Promise<FieldLine[]> {
  const { rows } = await sql<FieldLine>`
    select field, count(*)::int as procedures, count(*) filter (where status = 'offered')::int as offered
    from procedures.procedure where field <> '' group by field
    order by count(*) filter (where status = 'offered') desc, field collate "vi-x-icu" limit 500`.execute(db)
  return rows
}

export type IssueCount = Readonly<{ code: string; open: number }>

/** How many issues of each of `codes` nobody has settled; codes without any are left out. */
export async function countOpenIssues(db: Db, codes: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<IssueCount>`
    select p.code, count(*)::int as open from procedures.procedure p
    join procedures.issue i on i.version_id = p.catalogue_version_id and i.settled_at is null
    where p.code = any(${[...codes]}::text[]) group by p.code`.execute(db)
  return new Map(rows.map(({ code, open }) => [code, open]))
}

export type IssueLine = Readonly<{
  position: number
  kind: string
  field: string
  found: string
  settledAt: Date | null
  settledBy: string | null
}>

/** The issues of a version, as they were found; at most 300. */
export async function listIssues(db: Db, versionId: string): Promise<IssueLine[]> {
  return await db
    .selectFrom('procedures.issue')
    .select(['position', 'kind', 'field', 'found', 'settled_at as settledAt', 'settled_by as settledBy'])
    .where('version_id', '=', versionId)
    .orderBy('position')
    .limit(300)
    .execute()
}

export type TopicLine = Readonly<{ topic: string; code: string; shortName: string; nameEn: string | null }>

/**
 * The first two procedures of each topic whose name holds one of its folded phrases, those that can be applied for
 * first. Names too long for a card are left out. The words index narrows, the phrase decides.
 */
export async function listTopics(
  db: Db,
  topics: readonly Readonly<{ topic: string; phrases: readonly string[] }>[],
): Promise<TopicLine[]> {
  const asked = topics.map(({ topic, phrases }) => ({
    topic,
    words: phrases.map((phrase) => phrase.replaceAll(' ', ' & ')).join(' | '),
    phrase: phrases.join('|'),
  }))
  const { rows } = await sql<TopicLine>`
    select t.topic, p.code, p."shortName", p."nameEn"
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as t(topic text, words text, phrase text)
    cross join lateral (
      select code, short_name as "shortName", name_en as "nameEn" from procedures.procedure
      where search_words @@ t.words::tsquery and name_text ~ ('\\m(' || t.phrase || ')\\M') and length(name_text) <= 60
      order by status desc, length(name_text), code limit 2
    ) p`.execute(db)
  return rows
}

/** Marks an issue as settled; false when there is none, or somebody settled it before. */
export async function saveIssueSettled(
  tx: Tx,
  issue: Readonly<{ versionId: string; position: number }>,
  settled: Readonly<{ at: string; by: string }>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('procedures.issue')
    .set({ settled_at: settled.at, settled_by: settled.by })
    .where('version_id', '=', issue.versionId)
    .where('position', '=', issue.position)
    .where('settled_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The short names of procedures, by code, in English where one was given; a code that is not known has none. */
export async function listProcedureNames(
  db: Db,
  codes: readonly string[],
  language: Language = 'vi',
): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await db
    .selectFrom('procedures.procedure')
    .select(['code', 'short_name', 'name_en'])
    .where('code', 'in', codes)
    .execute()
  return new Map(
    rows.map(({ code, short_name, name_en }) => [code, (language === 'en' && name_en) || short_name]),
  )
}
