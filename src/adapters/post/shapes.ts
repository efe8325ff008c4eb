import { type Static, Type } from 'typebox'

// The words of the post. UNVERIFIED: no contract was seen.

const status = Type.Union([
  Type.Literal('KHONG_CO'),
  Type.Literal('DA_TAO'),
  Type.Literal('DA_LAY'),
  Type.Literal('DANG_VAN_CHUYEN'),
  Type.Literal('DA_PHAT'),
  Type.Literal('CHUYEN_HOAN'),
  Type.Literal('THAT_LAC'),
])
export type PostStatus = Static<typeof status>

export const orderedShape = Type.Object({
  /** 0: taken. */
  MaLoi: Type.Integer(),
  MaVanDon: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
})

export const askedShape = Type.Object({
  TrangThai: status,
  MaVanDon: Type.Optional(Type.String({ maxLength: 40 })),
  ThoiGian: Type.Optional(Type.String({ maxLength: 40 })),
})

export const reportShape = Type.Object({
  MaDonHang: Type.String({ maxLength: 80 }),
  MaVanDon: Type.String({ maxLength: 40 }),
  TrangThai: status,
  ThoiGian: Type.String({ maxLength: 40 }),
})

/** Each word of the post, as we say it. */
export const stateOf = {
  KHONG_CO: 'not_taken',
  DA_TAO: 'ordered',
  DA_LAY: 'collected',
  DANG_VAN_CHUYEN: 'in_transit',
  DA_PHAT: 'delivered',
  CHUYEN_HOAN: 'returned',
  THAT_LAC: 'lost',
} as const satisfies Record<PostStatus, string>

export const signatureHeader = 'x-chu-ky'
