import { jsonAnswer, type LineAnswer } from '#adapters/faulty-line'
import type { MinistryFault } from './stand-in-line.ts'
import type { MinistryStore, OwnDossier } from './stand-in-store.ts'

export const account = { clientId: 'motcua', clientSecret: 'dong-the' } as const
const token = 'the-tam-cua-he-thong-bo'

const done = (data: unknown = null): LineAnswer => jsonAnswer(200, { code: 200, message: 'Thành công', data })
const refuse = (message: string, code = 400): LineAnswer => jsonAnswer(code, { code, message, data: null })

type Body = Readonly<Record<string, unknown>>
const textOf = (body: Body, name: string): string => {
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

/** The calls of a ministry's system: a token, then what is asked with it. */
export function openMinistryCalls(store: MinistryStore, fault: () => MinistryFault | null) {
  const giveToken = (body: Body): LineAnswer =>
    textOf(body, 'client_id') === account.clientId && textOf(body, 'client_secret') === account.clientSecret
      ? jsonAnswer(200, { access_token: token, expires_in: 3600, token_type: 'Bearer', scope: 'mc' })
      : jsonAnswer(401, { code: 401, message: 'Sai tài khoản' })

  const calls: Readonly<Record<string, (body: Body) => LineAnswer>> = {
    GetNextValue: () => done({ MaHoSo: store.nextCode() }),
    UploadFile(body) {
      const { id, sha256 } = store.addFile(Buffer.from(textOf(body, 'NoiDungTep'), 'base64'))
      return done({ IdTepTin: id, HashTepTin: fault() === 'wrong_hash' ? '0'.repeat(64) : sha256 })
    },
    NoiHoSo(body) {
      const first = readFirst(body)
      if (typeof first === 'string') return refuse(first)
      const dossier = store.take(body, first)
      return dossier ? done({ idHoSo: dossier.id, maHoSo: dossier.code }) : refuse('Hồ sơ đã tồn tại')
    },
    CapNhatTienTrinh(body) {
      const dossier = store.find(textOf(body, 'MaHoSo'))
      if (!dossier || dossier.id !== textOf(body, 'IDHoSo')) return refuse('Hồ sơ không tồn tại')
      return store.addStep(dossier, body) ? done() : refuse('Tiến trình đã tồn tại')
    },
    CapNhatTrangThai(body) {
      const dossier = store.find(textOf(body, 'MaHoSo'))
      if (!dossier || dossier.id !== textOf(body, 'IdHoSo')) return refuse('Hồ sơ không tồn tại')
      return store.setState(dossier, body) ? done() : refuse('Trạng thái đã tồn tại')
    },
    TraCuuHoSo(body) {
      const dossier = store.find(textOf(body, 'MaHoSo'))
      const last = dossier?.reports.at(-1)
      if (!dossier || !last) return refuse('Hồ sơ không tồn tại')
      const { TrangThai, ThoiDiemCapNhat } = last
      return done({ IdHoSo: dossier.id, MaHoSo: dossier.code, TrangThai, ThoiDiemCapNhat })
    },
    DanhSachHoSo: (body) => done(pageOf(store, fault(), textOf(body, 'ConTro'), Number(body.SoLuong) || 100)),
  }

  return {
    call(name: string, authorization: string | undefined, body: Body): LineAnswer {
      if (name === 'GetToken') return giveToken(body)
      if (fault() === 'expired' || authorization !== `Bearer ${token}`) return refuse('Phiên hết hạn', 401)
      return calls[name]?.(body) ?? jsonAnswer(404, { code: 404, message: 'Không có' })
    },
  }
}

/** What changed since a cursor. Broken, each row comes twice, or the newest first. */
function pageOf(store: MinistryStore, fault: MinistryFault | null, cursor: string, size: number) {
  const start = Number(cursor) || 0
  const rows = store.feed.slice(start, start + size)
  const next = start + rows.length
  const doubled = fault === 'duplicate' ? rows.flatMap((row) => [row, row]) : rows
  return {
    DanhSachHoSo: fault === 'reorder' ? doubled.toReversed() : doubled,
    ConTro: String(next),
    ConNua: next < store.feed.length,
  }
}

/** What a dossier that is handed over begins with here, or what is missing in it. */
function readFirst(body: Body): OwnDossier | string {
  const person = body.ThongTinNguoiNop as { ThongTinChiTiet?: Record<string, string> } | undefined
  const detail = person?.ThongTinChiTiet ?? {}
  const needed = {
    MaHoSo: textOf(body, 'MaHoSo'),
    MaTTHC: textOf(body, 'MaTTHC'),
    ChuHoSo: textOf(body, 'ChuHoSo'),
  }
  const [missing] = Object.entries(needed).find(([, value]) => value === '') ?? []
  if (missing) return `Thiếu ${missing}`
  return {
    ...needed,
    TenTTHC: textOf(body, 'MaTTHC'),
    MaDonViXuLy: textOf(body, 'MaDonViTiepNhan'),
    TenDonViXuLy: textOf(body, 'MaDonViTiepNhan'),
    SoDinhDanhChuHs: detail.SoDinhDanhChuHs ?? '',
    TenNguoiNop: detail.TenNguoiNop || null,
    SoDinhDanh: detail.SoDinhDanh || null,
    NgayNop: textOf(body, 'NgayNop'),
    NgayTiepNhan: textOf(body, 'NgayTiepNhan') || null,
  }
}
