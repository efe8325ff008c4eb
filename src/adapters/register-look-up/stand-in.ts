import { createServer, type IncomingMessage } from 'node:http'
import { answerOnLine, jsonAnswer, type LineAnswer, lineFaults } from '#adapters/faulty-line'
import { listenOnLoopback } from '#platform/loopback'

/** What goes wrong: on the line, or our token is over. */
export const registerFaults = [...lineFaults, 'expired'] as const
export type RegisterFault = (typeof registerFaults)[number]

export type StandInRegisters = Readonly<{
  /** The address of a register, to which the number is added. */
  urlOf: (code: string) => string
  token: string
  /** From now on, until it is null again. */
  break: (fault: RegisterFault | null) => void
  /** The headers it was asked with. */
  asked: readonly Readonly<Record<string, unknown>>[]
  stop: () => Promise<void>
}>

const token = 'stand-in-registers'

/** Invented bodies and people, with more in their records than anybody asks for. */
const records: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'enterprise/0109999001': {
    MaSoDoanhNghiep: '0109999001',
    TenDoanhNghiep: 'HỢP TÁC XÃ HƯ CẤU MƯỜNG THANH',
    TruSo: { DiaChi: 'Tổ dân phố 3, phường Điện Biên Phủ, tỉnh Điện Biên' },
    TinhTrang: 'Đang hoạt động',
    DaiDienPhapLuat: { HoVaTen: 'CÀ VĂN PHƯƠNG', SoDinhDanh: '999000000055' },
    NgayDangKy: '2021-05-18',
    VonDieuLe: 900_000_000,
  },
  'enterprise/0109999002': { MaSoDoanhNghiep: '0109999002', TenDoanhNghiep: 'CÔNG TY TNHH HƯ CẤU NẬM RỐM' },
  'enterprise/9990000017': {
    MaSoDoanhNghiep: '9990000017',
    TenDoanhNghiep: 'HỘ KINH DOANH CHÈ MAI HƯƠNG',
    TruSo: { DiaChi: 'Bản Ten, xã Mường Phăng, tỉnh Điện Biên' },
    TinhTrang: 'Đang hoạt động',
    DaiDienPhapLuat: { HoVaTen: 'LÒ THỊ MAI HƯƠNG', SoDinhDanh: '999000000017' },
    NgayDangKy: '2025-04-11',
  },
  'civil_status/999000000017': {
    HoTen: 'LÒ THỊ MAI HƯƠNG',
    TinhTrangHonNhan: 'Đã kết hôn',
    KhaiSinh: { So: '17/1997', Quyen: '01/1997' },
    KetHon: { So: '52/2021', VoChong: 'QUÀNG VĂN HƯ CẤU' },
  },
  'civil_status/999000000025': { HoTen: 'LÒ VĂN THÀNH', TinhTrangHonNhan: 'Chưa kết hôn' },
  // Công khai và không công khai (NĐ 326/2026/NĐ-CP Đ7 k3): what is not public comes along, and must go no further.
  'place/999011000017': {
    MaDinhDanh: '999011000017',
    DiaChi: 'Bản Ten, xã Mường Phăng, tỉnh Điện Biên',
    MaPhuongXa: '03127',
    TinhTrang: 'Đang sử dụng',
    ChuSoHuu: { HoVaTen: 'LÒ THỊ MAI HƯƠNG' },
    GiayChungNhan: 'CS 017017',
  },
  'social_insurance/9990000017': {
    HoTen: 'LÒ THỊ MAI HƯƠNG',
    TrangThai: 'Đang tham gia',
    DonVi: { Ten: 'Trường Mầm non Hư Cấu' },
    SoThangDong: 62,
    MucDong: 5_400_000,
  },
}

/** The registers of enterprises, insurance, civil status and places as one small server on loopback. */
export async function startStandInRegisters(
  options: Readonly<{ port?: number }> = {},
): Promise<StandInRegisters> {
  let fault: RegisterFault | null = null
  const asked: Record<string, unknown>[] = []
  let called = 0
  const take = ({ headers, url = '/' }: IncomingMessage): LineAnswer => {
    if (fault === 'expired' || headers.authorization !== `Bearer ${token}`) return jsonAnswer(401, {})
    asked.push(headers)
    const path = decodeURIComponent(url.slice(1))
    const record = Object.hasOwn(records, path) ? records[path] : null
    return record ? jsonAnswer(200, record) : jsonAnswer(404, { ThongBao: 'Không tìm thấy' })
  }
  const server = createServer((request, response) => {
    called += 1
    const turn = { number: called, of: 5 }
    answerOnLine({
      ...{ fault, response, turn, garbage: 'Hệ thống đang bảo trì' },
      take: () => take(request),
    }).catch(() => response.destroy())
  })
  const { url, stop } = await listenOnLoopback(server, options.port)
  return {
    urlOf: (code) => `${url}/${code}`,
    token,
    break: (next) => {
      fault = next
    },
    asked,
    stop,
  }
}
