import type { Static } from 'typebox'
import { Check } from 'typebox/value'
import {
  type TaxAnswer,
  type TaxAuthority,
  TaxAuthorityUnreachable,
  type TaxLine,
  type TaxSummary,
} from '#modules/receipts'
import { postJson } from '#platform/send-json'
import { answerShape, type summaryShape } from './shapes.ts'

export type TaxAuthoritySettings = Readonly<{
  url: string
  token: string | undefined
  timeoutMs?: number
}>

/** An answer is a few lines. */
const mostBytes = 100_000

/** The tax authority in its own words; every answer is checked before it is believed. */
export function openTaxAuthority({ url, token, timeoutMs = 20_000 }: TaxAuthoritySettings): TaxAuthority {
  const headers: Readonly<Record<string, string>> = token ? { authorization: `Bearer ${token}` } : {}
  const away = (why: string, options: Readonly<{ cause: unknown }>) =>
    new TaxAuthorityUnreachable(`the tax authority did not answer: ${why}`, options)
  return {
    send: async (summary) => {
      const body = writeSummary(summary)
      const sent = { headers, body, timeoutMs, mostBytes, away }
      return readAnswer(await postJson(`${url}/bang-tong-hop`, sent), summary.id)
    },
  }
}

const writeSummary = (summary: TaxSummary): Static<typeof summaryShape> => ({
  MaThongDiep: summary.id,
  TenDonVi: summary.agencyName,
  MaSoThue: summary.taxCode,
  Ngay: summary.day.toString(),
  SoBang: summary.number,
  TongTienLap: summary.issuedVnd,
  TongTienHuy: summary.cancelledVnd,
  DSBienLai: summary.lines.map(writeLine),
})

const acts = { issued: 1, cancelled: 2 } as const
const methods = { cash: 'TM', transfer: 'CK', online: 'TTO' } as const
const eightDigits = (number: number): string => String(number).padStart(8, '0')

const writeLine = (line: TaxLine): Static<typeof summaryShape>['DSBienLai'][number] => ({
  STT: line.number,
  LoaiDong: acts[line.act],
  MauSo: line.formSymbol,
  KyHieu: line.receiptSymbol,
  So: eightDigits(line.receiptNumber),
  ThoiDiemLap: line.issuedAt.toString(),
  TenNguoiNop: line.payerName,
  TenKhoanThu: line.feeName,
  SoTien: line.amountVnd,
  HinhThucThanhToan: methods[line.method],
  MauSoBiThay: line.replaced?.formSymbol ?? null,
  KyHieuBiThay: line.replaced?.receiptSymbol ?? null,
  SoBiThay: line.replaced && eightDigits(line.replaced.number),
  LyDo: line.reason,
})

function readAnswer(answer: unknown, id: string): TaxAnswer {
  if (!Check(answerShape, answer) || answer.MaThongDiep !== id)
    throw new TaxAuthorityUnreachable('the answer is not as it is described')
  if (answer.TrangThai === 'TU_CHOI') return { state: 'refused', reason: answer.MoTa ?? '' }
  if (!answer.MaTiepNhan) throw new TaxAuthorityUnreachable('an acceptance without its number')
  return { state: 'accepted', reference: answer.MaTiepNhan }
}
