import type { ActingFor } from '#modules/representation'

/** Mức độ định danh: how sure the State is of who signed in (NĐ 69/2024 Đ9). */
export type AssuranceLevel = 1 | 2

/** Vai trò: what an officer's account is for. One account may hold several. */
export type Role =
  | 'reception_officer'
  | 'case_officer'
  | 'signatory'
  | 'cashier'
  | 'administrator'
  | 'leader'
  | 'auditor'

export const roles: readonly Role[] = [
  'reception_officer',
  'case_officer',
  'signatory',
  'cashier',
  'administrator',
  'leader',
  'auditor',
]

export type Nobody = Readonly<{ kind: 'nobody' }>

/** Công dân: a person signed in with an e-identification account; `personalId` is the stable key (12 digits). */
export type CitizenActor = Readonly<{
  kind: 'citizen'
  accountId: string
  personalId: string
  fullName: string
  /** As the identity provider says it; left out when it does not. */
  birthDate?: string | null
  /** Of this sign-in; by a token, of the last one. */
  assuranceLevel: AssuranceLevel
  /** For whom they act now; left out: for themselves. */
  actingFor?: ActingFor | null
  /** There are others they may act for: pages show the choice. */
  chooses?: boolean
}>

/** Cán bộ: an officer signed in with an officer account, acting for one agency. */
export type OfficerActor = Readonly<{
  kind: 'officer'
  accountId: string
  username: string
  fullName: string
  position: string
  roles: readonly Role[]
  agencyId: string
  agencyCode: string
  agencyName: string
}>

/** Who is asking: always known, `nobody` when not signed in. */
export type Actor = Nobody | CitizenActor | OfficerActor

export const nobody: Nobody = { kind: 'nobody' }
