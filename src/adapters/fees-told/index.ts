import type { FeeFacts } from '#modules/sync'

/** One line of DanhSachLePhi, as the calls of 2026 have it. */
export type WireFee = Readonly<{
  TenPhiLePhi: string
  MaPhiLePhi: string
  HinhThucThu: string
  Gia: string
  LoaiPhiLePhi: string
  TrangThaiThanhToan: string
}>

/** One fee: HinhThucThu 1 at intake; which kind (LoaiPhiLePhi) a fee is there is not on record. */
export const describeFee = ({ code, name, amountVnd, askedDuring, state }: FeeFacts): WireFee => ({
  TenPhiLePhi: name,
  MaPhiLePhi: code ?? '',
  HinhThucThu: askedDuring === 'intake' ? '1' : '',
  Gia: String(amountVnd),
  LoaiPhiLePhi: '',
  TrangThaiThanhToan: state === 'paid' ? '1' : '0',
})
