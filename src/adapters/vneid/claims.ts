import type { Citizen } from '#modules/identity'
import { parseBirthDate } from './birth-date.ts'

/** What VNeID says of a person; any of it may be missing, and what is not listed here is not read. */
export type VneidClaims = Readonly<{
  sub: string
  /** 1 a person, 2 an organisation. */
  LoaiTaiKhoan?: string | number
  SoDinhDanh?: string
  HoVaTen?: string
  NgayThangNamSinh?: string
  SoDienThoai?: string
  ThuDienTu?: string
  TechID?: string
  /** Mức độ định danh of this sign-in. */
  loAs?: string | number
  /** The same, by the name other providers use. */
  IAL?: string | number
}>

const text = (given: unknown): string | null =>
  typeof given === 'string' && given.trim() !== '' ? given.normalize('NFC').trim() : null

/**
 * Keeps of the claims what a procedure needs. Null when it is no person, or the name or the personal id is missing. The
 * level is 2 only when it says so; anything unclear is 1.
 */
export function readCitizen(claims: Readonly<Record<string, unknown>>): Citizen | null {
  const { SoDinhDanh, HoVaTen, NgayThangNamSinh, SoDienThoai, ThuDienTu, LoaiTaiKhoan, loAs, IAL } =
    claims as Partial<VneidClaims>
  const personalId = text(SoDinhDanh)
  const fullName = text(HoVaTen)
  if (!personalId || !/^\d{12}$/.test(personalId) || !fullName) return null
  if (LoaiTaiKhoan !== undefined && String(LoaiTaiKhoan) !== '1') return null
  return {
    personalId,
    fullName,
    birthDate: parseBirthDate(text(NgayThangNamSinh)),
    assuranceLevel: String(loAs ?? IAL ?? '') === '2' ? 2 : 1,
    phone: text(SoDienThoai),
    email: text(ThuDienTu),
  }
}
