import { sql } from 'kysely'
import type { Db, Tx } from '#platform/db'
import { foldForSearch } from '#platform/search-text'
import type { Unit, UnitLevel, UnitSuccessor } from './rules/unit.ts'
import type { UnitChange, UnitMapping, UnitRow, UnitSource } from './rules/unit-list.ts'

/** What a write did: rows already as given are not touched. */
export type Written = Readonly<{ inserted: number; updated: number }>

const read = (rows: readonly { inserted: number; updated: number }[]): Written =>
  rows[0] ?? { inserted: 0, updated: 0 }

/** Keeps a second process from loading at the same time: it waits until this transaction ends. */
export async function lockLoading(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('organisations.load'))`.execute(tx)
}

/**
 * Writes units that were in force on `asOf`: the version in force that day is corrected, or a new one begins on
 * `validFrom` ('-infinity': before the lists begin) and ends on `validTo`. One statement, whatever the number.
 */
export async function saveUnits(
  tx: Tx,
  units: readonly UnitRow[],
  when: Readonly<{ asOf: string; validFrom: string; validTo: string | null }>,
  source: UnitSource,
): Promise<Written> {
  const given = units.map((unit) => ({ ...unit, searchText: foldForSearch(unit.fullName) }))
  const { rows } = await sql<{ inserted: number; updated: number }>`
    with given as (
      select g.*, coalesce(v.valid_from, ${when.validFrom}::date) as valid_from,
        case when v.code is null then ${when.validTo}::date else v.valid_to end as valid_to
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(code text, level text, "unitType" text, name text,
        "fullName" text, "officialName" text, "nameEn" text, "parentCode" text, "searchText" text, basis text)
      left join organisations.administrative_unit v on v.code = g.code and v.valid_from <= ${when.asOf}::date
        and (v.valid_to is null or v.valid_to >= ${when.asOf}::date)
    ), written as (
      insert into organisations.administrative_unit as u (code, valid_from, valid_to, level, unit_type, name, full_name,
        official_name, name_en, parent_code, search_text, basis, source)
      select code, valid_from, valid_to, level, "unitType", name, "fullName", "officialName", "nameEn", "parentCode",
        "searchText", basis, ${source} from given
      on conflict on constraint administrative_unit_pkey do update set
        level = excluded.level, unit_type = excluded.unit_type, name = excluded.name, full_name = excluded.full_name,
        official_name = excluded.official_name, name_en = excluded.name_en, parent_code = excluded.parent_code,
        search_text = excluded.search_text, source = excluded.source
      where (u.level, u.unit_type, u.name, u.full_name, u.official_name, u.name_en, u.parent_code, u.source)
        is distinct from (excluded.level, excluded.unit_type, excluded.name, excluded.full_name, excluded.official_name,
          excluded.name_en, excluded.parent_code, excluded.source)
      returning (xmax = 0) as is_new
    )
    select count(*) filter (where is_new)::int as inserted, count(*) filter (where not is_new)::int as updated
    from written`.execute(tx)
  return read(rows)
}

/**
 * Makes units another type from a day on: the version in force ends the day before and a new one begins. A unit that
 * already began on that day is left as it is. Answers the number of new versions.
 */
export async function changeUnitType(tx: Tx, change: UnitChange, source: UnitSource): Promise<number> {
  const given = change.units.map((unit) => ({
    ...unit,
    fromSearchText: foldForSearch(unit.fromFullName),
    searchText: foldForSearch(unit.toFullName),
  }))
  const { numAffectedRows = 0n } = await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as g(code text, "fromFullName" text, "toFullName" text, "fromSearchText" text, "searchText" text)
    ), ended as (
      update organisations.administrative_unit u set valid_to = ${change.effectiveOn}::date - 1,
        unit_type = ${change.fromType}, full_name = g."fromFullName", search_text = g."fromSearchText"
      from given g join organisations.administrative_unit was on was.code = g.code
      where u.code = g.code and u.valid_from = was.valid_from and u.valid_from < ${change.effectiveOn}::date
        and (u.valid_to is null or u.valid_to >= ${change.effectiveOn}::date)
      returning u.code, u.level, u.name, u.official_name, u.name_en, u.parent_code, was.valid_to, g."toFullName", g."searchText"
    )
    insert into organisations.administrative_unit (code, valid_from, valid_to, level, unit_type, name, full_name,
      official_name, name_en, parent_code, search_text, basis, source)
    select code, ${change.effectiveOn}, valid_to, level, ${change.toType}, name, "toFullName", official_name, name_en,
      parent_code, "searchText", ${change.basis}, ${source} from ended`.execute(tx)
  return Number(numAffectedRows)
}

/** The units in force on a day, by code: what a mapping or a change may name. */
export async function selectUnitNames(
  db: Db,
  on: string,
): Promise<ReadonlyMap<string, Readonly<{ name: string; unitType: string; validFrom: string }>>> {
  const rows = await db
    .selectFrom('organisations.administrative_unit')
    .select(['code', 'name', 'unit_type', 'valid_from'])
    .where('valid_from', '<=', on)
    .where((by) => by.or([by('valid_to', 'is', null), by('valid_to', '>=', on)]))
    .execute()
  return new Map(
    rows.map((row) => [row.code, { name: row.name, unitType: row.unit_type, validFrom: row.valid_from }]),
  )
}

/** Writes what became of old units; the official table takes the place of what a package said of the same day. */
export async function saveMappings(
  tx: Tx,
  mappings: readonly UnitMapping[],
  about: Readonly<{ level: UnitLevel; effectiveOn: string; basis: string }>,
  source: UnitSource,
): Promise<Written> {
  if (source === 'official') {
    await tx
      .deleteFrom('organisations.unit_mapping')
      .where('level', '=', about.level)
      .where('effective_on', '=', about.effectiveOn)
      .where('source', '=', 'package')
      .execute()
  }
  const { rows } = await sql<{ inserted: number; updated: number }>`
    with written as (
      insert into organisations.unit_mapping as m (level, effective_on, old_code, new_code, scope, note, old_name,
        old_district_code, old_province_code, basis, source)
      select ${about.level}, ${about.effectiveOn}, g."oldCode", g."newCode", g.scope, g.note, g."oldName",
        g."oldDistrictCode", g."oldProvinceCode", ${about.basis}, ${source}
      from jsonb_to_recordset(${JSON.stringify(mappings)}::jsonb) as g("oldCode" text, "newCode" text, scope text,
        note text, "oldName" text, "oldDistrictCode" text, "oldProvinceCode" text)
      on conflict on constraint unit_mapping_key do update set scope = excluded.scope, note = excluded.note,
        old_district_code = excluded.old_district_code, old_province_code = excluded.old_province_code,
        basis = excluded.basis, source = excluded.source
      where (m.scope, m.note, m.old_district_code, m.old_province_code, m.basis, m.source) is distinct from
        (excluded.scope, excluded.note, excluded.old_district_code, excluded.old_province_code, excluded.basis, excluded.source)
      returning (xmax = 0) as is_new
    )
    select count(*) filter (where is_new)::int as inserted, count(*) filter (where not is_new)::int as updated
    from written`.execute(tx)
  return read(rows)
}

/** Whether any unit has been loaded: one row is enough to know. */
export async function hasUnits(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('organisations.administrative_unit')
    .select('code')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

const unitColumns = [
  'code',
  'level',
  'unit_type as unitType',
  'name',
  'full_name as fullName',
  'parent_code as parentCode',
  'valid_from as validFrom',
  'valid_to as validTo',
] as const

const toUnit = (row: Record<keyof Unit, string | null>): Unit => ({
  ...(row as Unit),
  validFrom: row.validFrom === '-infinity' ? null : row.validFrom,
})

/** Units in force on `on` (null: today), by code, at most `limit`. `text` is folded for search already. */
export async function selectUnits(
  db: Db,
  wanted: Readonly<{
    on: string | null
    limit: number
    code?: string | undefined
    level?: UnitLevel | undefined
    parentCode?: string | undefined
    text?: string | undefined
    after?: string | undefined
  }>,
): Promise<Unit[]> {
  const { on, limit, code, level, parentCode, text, after } = wanted
  const day = on === null ? sql<string>`current_date` : sql<string>`${on}::date`
  const rows = await db
    .selectFrom('organisations.administrative_unit')
    .select(unitColumns)
    .where('valid_from', '<=', day)
    .where((by) => by.or([by('valid_to', 'is', null), by('valid_to', '>=', day)]))
    .$if(code !== undefined, (query) => query.where('code', '=', code ?? ''))
    .$if(level !== undefined, (query) => query.where('level', '=', level ?? ''))
    .$if(parentCode !== undefined, (query) => query.where('parent_code', '=', parentCode ?? ''))
    .$if(text !== undefined, (query) => query.where('search_text', 'like', `%${text}%`))
    .$if(after !== undefined, (query) => query.where('code', '>', after ?? ''))
    .orderBy('code')
    .limit(limit)
    .execute()
  return rows.map(toUnit)
}

/** What became of the old unit of `oldCode`: more than one row when it was divided. */
export async function selectSuccessors(db: Db, oldCode: string): Promise<UnitSuccessor[]> {
  const rows = await db
    .selectFrom('organisations.unit_mapping as m')
    .innerJoin('organisations.administrative_unit as u', (join) =>
      join
        .onRef('u.code', '=', 'm.new_code')
        .onRef('u.valid_from', '<=', 'm.effective_on')
        .on((by) => by.or([by('u.valid_to', 'is', null), by('u.valid_to', '>=', by.ref('m.effective_on'))])),
    )
    .select(['m.new_code as newCode', 'u.full_name as newFullName', 'm.scope', 'm.effective_on as effectiveOn'])
    .where('m.old_code', '=', oldCode)
    .orderBy('m.new_code')
    .limit(100)
    .execute()
  return rows.map((row) => ({ ...row, scope: row.scope as UnitSuccessor['scope'] }))
}
