import type { Db } from '#platform/db'
import { foldForSearch } from '#platform/search-text'
import { selectSuccessors, selectUnits } from './repository-units.ts'
import type { Unit, UnitLevel, UnitSuccessor } from './rules/unit.ts'

const longestList = 500

/**
 * The units in force on a day ('YYYY-MM-DD'; today unless said otherwise), by code, at most 500. `text` finds a part of
 * the name however its marks are typed: 'khánh hoà', 'Khánh Hòa' and 'khanh hoa' are one.
 */
export function listUnits(
  db: Db,
  wanted: Readonly<{
    level?: UnitLevel | undefined
    parentCode?: string | undefined
    on?: string | undefined
    text?: string | undefined
    after?: string | undefined
    limit?: number | undefined
  }>,
): Promise<Unit[]> {
  const { on = null, limit = longestList, text, ...rest } = wanted
  const folded = text === undefined ? undefined : foldForSearch(text)
  return selectUnits(db, { ...rest, on, limit: Math.min(limit, longestList), text: folded || undefined })
}

/** The commune that bore `code` on a day; a code alone is not enough, most were another commune's before July 2025. */
export async function findCommune(db: Db, code: string, on?: string): Promise<Unit | null> {
  const [unit] = await selectUnits(db, { code, level: 'commune', on: on ?? null, limit: 1 })
  return unit ?? null
}

/** The province that bore `code` on a day. */
export async function findProvince(db: Db, code: string, on?: string): Promise<Unit | null> {
  const [unit] = await selectUnits(db, { code, level: 'province', on: on ?? null, limit: 1 })
  return unit ?? null
}

/** What became of an old commune; several, of scope `part`, when it was divided. */
export const listSuccessors = (db: Db, oldCode: string): Promise<UnitSuccessor[]> =>
  selectSuccessors(db, oldCode)
