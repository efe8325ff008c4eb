import { type Citizen, demoCitizens } from '#modules/identity'
import type { Principal } from '#modules/representation'
import type { RawClaims } from './claims.ts'

/** An account at the stand-in: of a person, of a child, or of an organisation that a person uses. */
export type StandInAccount = Readonly<{
  /** What tells accounts apart: one person may have two. */
  key: string
  citizen: Citizen
  /** Which set of claims it is told in: that of the former portal, or the short one of VNeID. */
  form: 'portal' | 'vneid'
  organisation?: Principal & Readonly<{ representative: string }>
  /** Of a child or a ward: who registered the account. */
  representative?: Readonly<{ personalId: string; fullName: string }>
}>

/** `sub` belongs to one issuer and is not the personal id; here it only looks different. */
export const subOf = (key: string): string => `vneid-${Buffer.from(key).toString('base64url')}`

const accountOf = (citizen: Citizen): StandInAccount => ({
  key: citizen.personalId,
  citizen,
  // Two of the demo are told in the short form: it has neither telephone nor mailbox.
  form: ['999000000079', '999000000086'].includes(citizen.personalId) ? 'vneid' : 'portal',
})

/** The accounts of `people`; in the demo also a company, a cooperative, a child, and a second account of one person. */
export function listAccounts(people: readonly Citizen[] = demoCitizens): StandInAccount[] {
  const accounts = people.map(accountOf)
  const of = (personalId: string) => people.find((person) => person.personalId === personalId)
  const [huong, thanh, binh] = [of('999000000017'), of('999000000024'), of('999000000048')]
  if (huong) accounts.push({ key: `${huong.personalId}-b`, citizen: huong, form: 'vneid' })
  if (thanh)
    accounts.push({
      ...{ key: '0109999002', citizen: thanh, form: 'portal' },
      organisation: {
        ...{ kind: 'enterprise', number: '0109999002', name: 'CÔNG TY TNHH HƯ CẤU NẬM RỐM' },
        representative: thanh.fullName,
      },
    })
  if (huong)
    accounts.push({
      ...{ key: '0109999010', citizen: huong, form: 'portal' },
      organisation: {
        ...{ kind: 'organisation', number: '0109999010', name: 'HỢP TÁC XÃ HƯ CẤU THANH NƯA' },
        representative: huong.fullName,
      },
    })
  if (binh)
    accounts.push({
      ...{ key: '999000000093', form: 'portal', representative: binh },
      citizen: {
        ...{ personalId: '999000000093', fullName: 'QUÀNG MINH KHÔI', birthDate: '2017-06-01' },
        ...{ assuranceLevel: 1, phone: null, email: null },
      },
    })
  return accounts
}

/** What VNeID says of an account, at the level this sign-in was made with; what it does not know it leaves out. */
export function claimsOf(account: StandInAccount, level: 1 | 2): RawClaims & { sub: string } {
  const { key, citizen, form, organisation, representative } = account
  const told = {
    sub: subOf(key),
    LoaiTaiKhoan: organisation ? '2' : '1',
    SoDinhDanh: citizen.personalId,
    HoVaTen: citizen.fullName,
    ...(citizen.birthDate && { NgayThangNamSinh: citizen.birthDate.split('-').reverse().join('/') }),
    TechID: `T${key.slice(-6)}`,
    loAs: String(level),
  }
  if (form === 'vneid') return { ...told, IAL: String(level) }
  return {
    ...told,
    ...(citizen.phone && { SoDienThoai: citizen.phone }),
    ...(citizen.email && { ThuDienTu: citizen.email }),
    // What no procedure needs comes all the same.
    ...{ QuocTich: 'Việt Nam', DanToc: 'Thái', NhomMau: 'O', GioiTinh: 1, TrangThai: '1' },
    ...(organisation && {
      ...(organisation.kind === 'enterprise' && { MaSoDoanhNghiep: organisation.number }),
      ...{ MaSoThue: organisation.number, TenDoanhNghiep: organisation.name },
      NguoiDaiDien: organisation.representative,
    }),
    ...(representative && { NguoiDaiDien: `${representative.fullName}, ${representative.personalId}` }),
  }
}

/** Every name of the two sets, so that the provider lets it through. */
export const allClaimNames: readonly string[] = [
  ...new Set(
    listAccounts().flatMap((account) => [
      ...Object.keys(claimsOf(account, 2)),
      ...Object.keys(claimsOf({ ...account, form: 'portal' }, 2)),
    ]),
  ),
]
