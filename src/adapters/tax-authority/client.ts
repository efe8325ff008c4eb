import type { Static } from 'typebox'
import { Check } from 'typebox/value'
import {
  type TaxAnswer,
  type TaxAuthority,
  TaxAuthorityUnreachable,
  type TaxLine,
  type TaxSummary,
} from '#modules/receipts'
import { readAtMost } from '#platform/read-at-most'
import { answerShape, type summaryShape } from './shapes.ts'

export type TaxAuthoritySettings = Readonly<{
  url: string
  token: string | undefined
  timeoutMs?: number
}>

/** An answer is a few lines. */
const mostBytes = 100_000

/** The tax authority in its own words; every answer is checked before it is believed. */
export const openTaxAuthority = (settings: TaxAuthoritySettings): TaxAuthority => ({
  send: async (summary) => readAnswer(await post(settings, writeSummary(summary)), summary.id),
})

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
  SoBiThay: line.replacedNumber === null ? null : eightDigits(line.replacedNumber),
  LyDo: line.reason,
})

async function post({ url, token, timeoutMs = 20_000 }: TaxAuthoritySettings, body: unknown): Promise<unknown> {
  try {
    const response = await fetch(`${url}/bang-tong-hop`, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        ...(token && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    })
    const text = (await readAtMost(response.body, mostBytes)).toString('utf8')
    if (!response.ok) throw new RangeError(`it answered ${response.status}`)
    return JSON.parse(text)
  } catch (error) {
    const { name, message } = error as Error
    const why = name === 'TimeoutError' ? name : message.slice(0, 200)
    throw new TaxAuthorityUnreachable(`the tax authority did not answer: ${why}`, { cause: error })
  }
}

function readAnswer(answer: unknown, id: string): TaxAnswer {
  if (!Check(answerShape, answer) || answer.MaThongDiep !== id)
    throw new TaxAuthorityUnreachable('the answer is not as it is described')
  if (answer.TrangThai === 'TU_CHOI') return { state: 'refused', reason: answer.MoTa ?? '' }
  if (!answer.MaTiepNhan) throw new TaxAuthorityUnreachable('an acceptance without its number')
  return { state: 'accepted', reference: answer.MaTiepNhan }
}
