import { createServer, type ServerResponse } from 'node:http'
import { listenOnLoopback } from '#platform/loopback'

/** What goes wrong: it hangs up; it never answers; it answers something else; our token is over. */
export type RegisterFault = 'down' | 'slow' | 'garbage' | 'expired'

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
  'social_insurance/9990000017': {
    HoTen: 'LÒ THỊ MAI HƯƠNG',
    TrangThai: 'Đang tham gia',
    DonVi: { Ten: 'Trường Mầm non Hư Cấu' },
    SoThangDong: 62,
    MucDong: 5_400_000,
  },
}

function misbehave(fault: RegisterFault, response: ServerResponse): void {
  if (fault === 'down') response.socket?.destroy()
  if (fault === 'garbage') response.end('["không phải bản ghi"]')
  if (fault === 'expired') response.writeHead(401).end()
}

/** The enterprise register and social insurance as one small server on loopback. */
export async function startStandInRegisters(
  options: Readonly<{ port?: number }> = {},
): Promise<StandInRegisters> {
  let fault: RegisterFault | null = null
  const asked: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    if (fault) return misbehave(fault, response)
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end()
    asked.push(request.headers)
    const path = decodeURIComponent((request.url ?? '/').slice(1))
    const record = Object.hasOwn(records, path) ? records[path] : null
    response.writeHead(record ? 200 : 404, { 'content-type': 'application/json; charset=utf-8' })
    response.end(JSON.stringify(record ?? { ThongBao: 'Không tìm thấy' }))
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
