import type { StandInSigner } from '#adapters/remote-signing'
import { findOfficerActor } from '#modules/identity'
import { findAgencyByCode } from '#modules/organisations'
import { addSeal, listSeals, listSigners, saveSigner } from '#modules/signing'
import type { Context } from '#platform/context'

/** The account of an officer of the demo at a provider; `username` is the name to sign in with here. */
export type DemoSigner = Readonly<{
  username: string
  fullName: string
  provider: 'smartca' | 'mysign' | 'misa'
  account: string
  /** Where the provider signs people in by a password; known to everybody. */
  secret?: string
}>

const people: readonly (readonly [username: string, fullName: string, provider?: DemoSigner['provider']])[] = [
  ['signatory', 'Tòng Văn Phú'],
  ['leader', 'Lường Thị Xuyến'],
  ['reception', 'Vàng A Súa'],
  ['case-officer', 'Cà Thị Ngân'],
  ['signatory.muong-nhe', 'Giàng A Páo'],
  ['leader.muong-nhe', 'Lỳ Xuyến Phù'],
  ['reception.muong-nhe', 'Sùng Thị Dua'],
  ['case-officer.muong-nhe', 'Pờ Văn Nhùn'],
  ['reception.trung-tam', 'Nguyễn Thu Hiên'],
  ['signatory.so-xay-dung', 'Lò Văn Muôn', 'mysign'],
  ['case-officer.so-xay-dung', 'Hoàng Văn Kiên', 'mysign'],
  ['signatory.so-cong-thuong', 'Vừ A Lềnh'],
  ['signatory.so-tu-phap', 'Cà Văn Diên'],
  ['signatory.so-van-hoa', 'Bạc Thị Hương', 'misa'],
  ['case-officer.so-van-hoa', 'Lù Thị Phượng', 'misa'],
]

/** Which officer of the demo has which account at which stand-in. */
export const demoSigners: readonly DemoSigner[] = people.map(
  ([username, fullName, provider = 'smartca'], index) => ({
    ...{ username, fullName, provider },
    account: String(999_000_000_301 + index),
    ...(provider === 'misa' && { secret: 'mat-khau-trinh-dien' }),
  }),
)

/** The seal of an agency of the demo at the stand-in VGCA: the id of its certificate is its account. */
export type DemoSeal = Readonly<{
  agencyCode: string
  agencyName: string
  provider: 'vgca'
  account: string
  certificateId: string
}>

const agencies: readonly (readonly [code: string, name: string])[] = [
  ['H18.137', 'UBND phường Điện Biên Phủ'],
  ['H18.140', 'UBND xã Mường Nhé'],
  ['H18.50', 'Trung tâm Phục vụ hành chính công tỉnh Điện Biên'],
  ['H18.12', 'Sở Tư pháp'],
  ['H18.14', 'Sở Công Thương'],
  ['H18.15', 'Sở Nông nghiệp và Môi trường'],
  ['H18.16', 'Sở Xây dựng'],
  ['H18.18', 'Sở Văn hóa, Thể thao và Du lịch'],
]

/** The agencies of the demo that seal. */
export const demoSeals: readonly DemoSeal[] = agencies.map(([agencyCode, agencyName]) => ({
  ...{ agencyCode, agencyName, provider: 'vgca' },
  account: `seal-${agencyCode}`,
  certificateId: `seal-${agencyCode}`,
}))

/** Who has a key at a stand-in. */
export const signersAt = (provider: DemoSigner['provider']): StandInSigner[] =>
  demoSigners
    .filter((signer) => signer.provider === provider)
    .map(({ fullName, account, secret }) => ({
      kind: 'person',
      commonName: fullName,
      account,
      personalId: account,
      ...(secret && { password: secret }),
    }))

/** The seals at the stand-in VGCA. */
export const sealsAtVgca: readonly StandInSigner[] = demoSeals.map(({ agencyName, account }) => ({
  ...{ kind: 'seal', account },
  commonName: agencyName,
  organisation: agencyName,
}))

/** Enters the accounts and the seals of the demo where there are none: what officers and the administrator would enter. */
export async function seedDemoSigning(context: Context): Promise<void> {
  for (const { username, provider, account, secret = null } of demoSigners) {
    const officer = await findOfficerActor(context.db, username)
    if (!officer || (await listSigners(context.db, officer.accountId)).length > 0) continue
    await saveSigner(context, officer, { provider, account, secret, imageSha256: null })
  }
  const administrator = await findOfficerActor(context.db, 'administrator')
  const sealed = new Set((await listSeals(context.db)).map(({ agencyId }) => agencyId))
  for (const { agencyCode, provider, account, certificateId } of demoSeals) {
    const agency = await findAgencyByCode(context.db, agencyCode)
    if (!agency || !administrator || sealed.has(agency.id)) continue
    await addSeal(context, administrator, {
      ...{ agencyId: agency.id, agencyName: agency.name, provider, account, certificateId },
      ...{ certificateName: agency.name, secret: null, imageSha256: null },
      ...{ validFromOn: '2026-01-01', validToOn: '2027-12-31' },
    })
  }
}
