/** What we read of a person's claims, by our words, with the names that were seen at VNeID and at the former portal. */
export const claimNames = {
  /** 1 a person, 2 an organisation. */
  accountKind: 'LoaiTaiKhoan',
  personalId: 'SoDinhDanh',
  fullName: 'HoVaTen',
  birthDate: 'NgayThangNamSinh',
  phone: 'SoDienThoai',
  email: 'ThuDienTu',
  /** Mức độ định danh of this sign-in. */
  level: 'loAs',
  /** The same, as the newer form says it; where both are said both must say 2. */
  identityLevel: 'IAL',
  enterpriseCode: 'MaSoDoanhNghiep',
  taxCode: 'MaSoThue',
  organisationName: 'TenDoanhNghiep',
  representative: 'NguoiDaiDien',
  /** The account at the national portal, which wants it back with the dossiers of its person (MaDoiTuong). */
  portalAccount: 'TechID',
  /** Where the session there is ended. */
  logoutUrl: 'logoutUri',
} as const satisfies Record<string, string>

export type ClaimNames = Readonly<Record<keyof typeof claimNames, string>>

/**
 * Reads the setting that renames claims, e.g. `personalId=uid,level=acr`; what it does not name keeps its name. Throws a
 * sentence when it names what we do not read.
 */
export function readClaimNames(setting: string | undefined): ClaimNames {
  const pairs = (setting ?? '').split(',').filter((pair) => pair.trim() !== '')
  const given = pairs.map((pair) => {
    const [key = '', name = ''] = pair.split('=').map((part) => part.trim())
    if (!(key in claimNames) || name === '')
      throw new Error(
        `OIDC_CLAIMS: "${pair}" is no claim=name; claims are ${Object.keys(claimNames).join(', ')}`,
      )
    return [key, name] as const
  })
  return { ...claimNames, ...Object.fromEntries(given) }
}
