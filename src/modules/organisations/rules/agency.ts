/** Cơ quan: a body of the State, open from `validFrom` until `validTo` (days; null: still open). */
export type Agency = Readonly<{
  id: string
  /** Mã định danh cơ quan, 'H18.137' (QĐ 20/2020/QĐ-TTg Đ4: groups grow from left to right). */
  code: string
  name: string
  kind: AgencyKind
  communeCode: string | null
  provinceCode: string
  /** Which department it is, 'so_xay_dung'; null for every other kind. */
  departmentKey: string | null
  parentId: string | null
  address: string | null
  phone: string | null
  validFrom: string
  validTo: string | null
}>

/** Ủy ban nhân dân · sở · trung tâm phục vụ hành chính công · phòng ban chuyên môn. */
export type AgencyKind = 'peoples_committee' | 'department' | 'public_service_centre' | 'specialised_office'

/** Quầy: a place of intake and return of one agency. */
export type Desk = Readonly<{ id: string; code: string; name: string; agencyId: string }>

/** Cán bộ: a person serving in an agency; the account to sign in with belongs to identity. */
export type Officer = Readonly<{
  id: string
  fullName: string
  position: string
  agencyId: string
  email: string
}>
