import { makeFullName, splitFullName, type UnitLevel, type UnitType } from './unit.ts'

/** Where a row came from: the npm package a clone seeds itself with, or a list an administrator imported. */
export type UnitSource = 'package' | 'official'

/** One unit of a list, as it is written. */
export type UnitRow = Readonly<{
  code: string
  level: UnitLevel
  unitType: UnitType
  name: string
  fullName: string
  officialName: string | null
  nameEn: string | null
  parentCode: string | null
  basis: string
}>

/** Units that became another type on one day by one decision; name and code stay. */
export type UnitChange = Readonly<{
  effectiveOn: string
  basis: string
  fromType: UnitType
  toType: UnitType
  units: readonly Readonly<{ code: string; fromFullName: string; toFullName: string }>[]
}>

/** One row of a conversion table. */
export type UnitMapping = Readonly<{
  oldCode: string | null
  newCode: string
  scope: string
  note: string | null
  oldName: string | null
  oldDistrictCode: string | null
  oldProvinceCode: string | null
}>

/** A row that was not taken: which one, and why, in a word a program can switch on. */
export type Rejected = Readonly<{ row: string; reason: RejectReason; detail?: string }>

export type RejectReason =
  | 'code_malformed'
  | 'code_twice'
  | 'name_missing'
  | 'type_unknown'
  | 'type_not_as_expected'
  | 'unit_unknown'
  | 'old_unit_unknown'
  | 'scope_unknown'

const lengths: Record<UnitLevel, number> = { province: 2, district: 3, commune: 5 }
const types: Record<UnitLevel, readonly UnitType[]> = {
  province: ['tinh', 'thanh_pho_truc_thuoc_trung_uong'],
  district: ['quan', 'huyen', 'thi_xa', 'thanh_pho'],
  commune: ['phuong', 'xa', 'thi_tran', 'dac_khu'],
}
const scopes = ['all', 'part', 'unchanged', 'renamed', 'district']

/** Whether `code` has the digits of its level; leading zeros count. */
export const isUnitCode = (code: unknown, level: UnitLevel): code is string =>
  typeof code === 'string' && code.length === lengths[level] && /^\d+$/.test(code)

/** A unit as a file gives it; everything may be missing. */
export type GivenUnit = Readonly<{
  code?: unknown
  name?: unknown
  fullName?: unknown
  unit?: unknown
  nsoName?: unknown
  nameEn?: unknown
}>

const textOrNull = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.normalize('NFC').trim() : null

/** Reads one unit of a list: its type is said, or stands at the beginning of its full name. */
export function readUnit(
  given: GivenUnit,
  level: UnitLevel,
  parentCode: string | null,
  basis: string,
): UnitRow | Rejected {
  const row = `${level} ${String(given.code)}`
  if (!isUnitCode(given.code, level)) return { row, reason: 'code_malformed' }
  const fullName = textOrNull(given.fullName)
  if (!fullName) return { row, reason: 'name_missing' }
  const split = splitFullName(fullName, level)
  const unitType = (textOrNull(given.unit) ?? split?.unitType) as UnitType
  if (!split || !types[level].includes(unitType)) return { row, reason: 'type_unknown', detail: fullName }
  const name = textOrNull(given.name) ?? split.name
  const officialName = textOrNull(given.nsoName)
  const nameEn = textOrNull(given.nameEn)
  return { code: given.code, level, unitType, name, fullName, officialName, nameEn, parentCode, basis }
}

/** The units of one list, and what was not taken: unreadable rows, and every further row of a code. */
export function sortOut(
  rows: readonly (UnitRow | Rejected)[],
): Readonly<{ units: UnitRow[]; rejected: Rejected[] }> {
  const units = new Map<string, UnitRow>()
  const rejected: Rejected[] = []
  for (const row of rows) {
    if ('reason' in row) rejected.push(row)
    else if (units.has(row.code)) rejected.push({ row: `${row.level} ${row.code}`, reason: 'code_twice' })
    else units.set(row.code, row)
  }
  return { units: [...units.values()], rejected }
}

/** A unit known by name and type, as the database has it on the day of a change or a mapping. */
export type KnownUnits = ReadonlyMap<string, Readonly<{ name: string; unitType: string; validFrom: string }>>

/** A change of type as a file gives it. */
export type GivenChange = Readonly<{
  effective: string
  basis: string
  codes: readonly string[]
  fromUnit: UnitType
  toUnit: UnitType
}>

/** Reads one change against the units in force that day; `alreadyChanged` began as the new type on that very day. */
export function readChange(
  given: GivenChange,
  known: KnownUnits,
): Readonly<{ change: UnitChange; alreadyChanged: number; rejected: Rejected[] }> {
  const { effective, basis, fromUnit, toUnit } = given
  const rejected: Rejected[] = []
  let alreadyChanged = 0
  const units = given.codes.flatMap((code) => {
    const unit = known.get(code)
    const row = `${effective} ${code}`
    if (!unit) rejected.push({ row, reason: 'unit_unknown' })
    else if (unit.unitType !== fromUnit && unit.unitType !== toUnit)
      rejected.push({ row, reason: 'type_not_as_expected', detail: unit.unitType })
    else if (unit.validFrom === effective) alreadyChanged++
    else
      return [
        {
          code,
          fromFullName: makeFullName(fromUnit, unit.name),
          toFullName: makeFullName(toUnit, unit.name),
        },
      ]
    return []
  })
  return {
    change: { effectiveOn: effective, basis, fromType: fromUnit, toType: toUnit, units },
    alreadyChanged,
    rejected,
  }
}

/** A mapping row as a file gives it. */
export type GivenMapping = Readonly<{
  old?: string | null
  new?: string
  scope?: string
  note?: string | null
  oldName?: string | null
  oldDistrict?: string | null
  oldProvince?: string | null
}>

/**
 * Reads one mapping row against the units before and after. A row without an old code is taken: an island district
 * had no communes. Old units are checked only when the list of that time is loaded.
 */
export function readMapping(
  given: GivenMapping,
  level: UnitLevel,
  before: KnownUnits,
  after: KnownUnits,
): UnitMapping | Rejected {
  const { old: oldCode = null, new: newCode, scope = 'all', note = null, oldName = null } = given
  const row = `${level} ${oldCode ?? oldName ?? '(no old code)'} → ${String(newCode)}`
  if (!isUnitCode(newCode, level) || (oldCode !== null && !isUnitCode(oldCode, level)))
    return { row, reason: 'code_malformed' }
  if (!after.has(newCode)) return { row, reason: 'unit_unknown' }
  if (oldCode !== null && before.size > 0 && !before.has(oldCode)) return { row, reason: 'old_unit_unknown' }
  if (!scopes.includes(scope) && scope !== 'unknown') return { row, reason: 'scope_unknown', detail: scope }
  const { oldDistrict: oldDistrictCode = null, oldProvince: oldProvinceCode = null } = given
  return { oldCode, newCode, scope, note, oldName, oldDistrictCode, oldProvinceCode }
}
