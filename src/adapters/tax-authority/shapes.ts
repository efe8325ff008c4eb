import { Type } from 'typebox'

const name = Type.String({ minLength: 1, maxLength: 80 })
const amount = Type.Integer({ minimum: 0, maximum: 999_999_999_999_999 })

/** A receipt as the summary tells it. LoaiDong 1: lập. 2: hủy. */
const lineShape = Type.Object({
  STT: Type.Integer({ minimum: 1 }),
  LoaiDong: Type.Union([Type.Literal(1), Type.Literal(2)]),
  MauSo: name,
  KyHieu: name,
  So: Type.String({ pattern: '^\\d{8}$' }),
  ThoiDiemLap: Type.String({ maxLength: 40 }),
  TenNguoiNop: Type.String({ maxLength: 300 }),
  TenKhoanThu: Type.String({ maxLength: 600 }),
  SoTien: amount,
  HinhThucThanhToan: Type.Union([Type.Literal('TM'), Type.Literal('CK'), Type.Literal('TTO')]),
  MauSoBiThay: Type.Union([name, Type.Null()]),
  KyHieuBiThay: Type.Union([name, Type.Null()]),
  SoBiThay: Type.Union([Type.String({ pattern: '^\\d{8}$' }), Type.Null()]),
  LyDo: Type.Union([Type.String({ maxLength: 600 }), Type.Null()]),
})

/** Bảng tổng hợp dữ liệu biên lai. */
export const summaryShape = Type.Object({
  MaThongDiep: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  TenDonVi: Type.String({ minLength: 1, maxLength: 300 }),
  MaSoThue: Type.Union([Type.String({ pattern: '^\\d{10}(-\\d{3})?$' }), Type.Null()]),
  Ngay: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  SoBang: Type.Integer({ minimum: 1 }),
  TongTienLap: amount,
  TongTienHuy: amount,
  DSBienLai: Type.Array(lineShape, { minItems: 1, maxItems: 5000 }),
})

export const answerShape = Type.Object({
  MaThongDiep: Type.String({ maxLength: 60 }),
  TrangThai: Type.Union([Type.Literal('TIEP_NHAN'), Type.Literal('TU_CHOI')]),
  MaTiepNhan: Type.Optional(name),
  MoTa: Type.Optional(Type.String({ maxLength: 1000 })),
})
