/** Cấp: since 1 July 2025 two levels; districts are kept for the time before. */
export type UnitLevel = 'province' | 'district' | 'commune'

/** Loại đơn vị hành chính, as the national lists write it. */
export type UnitType =
  | 'thanh_pho_truc_thuoc_trung_uong'
  | 'tinh'
  | 'thanh_pho'
  | 'quan'
  | 'huyen'
  | 'thi_xa'
  | 'phuong'
  | 'xa'
  | 'thi_tran'
  | 'dac_khu'

/**
 * One version of an administrative unit (đơn vị hành chính): the same code may be another unit, or another type of
 * unit, at another time. Days are 'YYYY-MM-DD'; `validFrom` null: before the lists begin; `validTo` null: in force.
 */
export type Unit = Readonly<{
  code: string
  level: UnitLevel
  unitType: UnitType
  name: string
  fullName: string
  parentCode: string | null
  validFrom: string | null
  validTo: string | null
}>

/** What became of an old unit. `part`: only a part of it went to `newCode`, an address there needs a person to choose. */
export type UnitSuccessor = Readonly<{
  newCode: string
  newFullName: string
  scope: 'all' | 'part' | 'unchanged' | 'renamed' | 'district' | 'unknown'
  effectiveOn: string
}>

const words: readonly (readonly [UnitType, string])[] = [
  ['tinh', 'Tỉnh'],
  ['quan', 'Quận'],
  ['huyen', 'Huyện'],
  ['thi_xa', 'Thị xã'],
  ['phuong', 'Phường'],
  ['xa', 'Xã'],
  ['thi_tran', 'Thị trấn'],
  ['dac_khu', 'Đặc khu'],
  ['thanh_pho', 'Thành phố'],
]

/** The type and the bare name in a full name: 'Phường Điện Biên Phủ' → phuong, 'Điện Biên Phủ'. Null when it has no type. */
export function splitFullName(
  fullName: string,
  level: UnitLevel,
): Readonly<{ unitType: UnitType; name: string }> | null {
  const found = words.find(([, word]) => fullName.startsWith(`${word} `))
  if (!found) return null
  const [type, word] = found
  const unitType = type === 'thanh_pho' && level === 'province' ? 'thanh_pho_truc_thuoc_trung_uong' : type
  return { unitType, name: fullName.slice(word.length + 1) }
}

/** The full name of a unit of that type: phuong, 'Mường Thanh' → 'Phường Mường Thanh'. */
export function makeFullName(unitType: UnitType, name: string): string {
  const type = unitType === 'thanh_pho_truc_thuoc_trung_uong' ? 'thanh_pho' : unitType
  const word = words.find(([of]) => of === type)?.[1] ?? ''
  return `${word} ${name}`
}
