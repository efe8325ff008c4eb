import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Static } from 'typebox'
import { Check } from 'typebox/value'
import { answerOnLine, jsonAnswer, type LineAnswer, lineFaults } from '#adapters/faulty-line'
import { html } from '#platform/html'
import { listenOnLoopback } from '#platform/loopback'
import { formatVnd } from '#platform/money'
import { readAtMost } from '#platform/read-at-most'
import { readJson } from '#platform/read-json'
import { summaryShape } from './shapes.ts'

type Summary = Static<typeof summaryShape>

/** What goes wrong: it refuses whatever comes, our token is over, or the line. */
export const taxFaults = [...lineFaults, 'expired', 'error'] as const
export type TaxFault = (typeof taxFaults)[number] | null

export type StandInTaxAuthority = Readonly<{
  url: string
  token: string
  setFault: (fault: TaxFault) => void
  /** What it took, in order; a summary that came twice is there once. */
  taken: () => readonly Summary[]
  stop: () => Promise<void>
}>

/** Starts the stand-in tax authority: it takes summaries under `/bang-tong-hop` and shows them at `/`. */
export async function startStandInTaxAuthority(port = 0): Promise<StandInTaxAuthority> {
  const token = randomBytes(24).toString('base64url')
  const taken = new Map<string, Readonly<{ summary: Summary; reference: string }>>()
  let fault: TaxFault = null
  let called = 0

  const take = ({ headers }: IncomingMessage, text: string): LineAnswer => {
    if (fault === 'expired' || headers.authorization !== `Bearer ${token}`) return jsonAnswer(401, {})
    const summary = readJson(text)
    if (!Check(summaryShape, summary)) return jsonAnswer(400, { MoTa: 'Thông điệp không đúng cấu trúc' })
    const { MaThongDiep } = summary
    const reference = taken.get(MaThongDiep)?.reference ?? `TN${String(taken.size + 1).padStart(8, '0')}`
    const refuse = (MoTa: string) => jsonAnswer(200, { MaThongDiep, TrangThai: 'TU_CHOI', MoTa })
    if (fault === 'error') return refuse('Mã số thuế không khớp')
    if (summary.MaSoThue === null) return refuse('Thiếu mã số thuế của đơn vị thu')
    if (!taken.has(MaThongDiep)) taken.set(MaThongDiep, { summary, reference })
    return jsonAnswer(200, { MaThongDiep, TrangThai: 'TIEP_NHAN', MaTiepNhan: reference })
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return void show(response, [...taken.values()])
    const text = (await readAtMost(request, 16_000_000)).toString('utf8')
    called += 1
    const turn = { number: called, of: 5 }
    const garbage = 'Hệ thống đang bảo trì'
    await answerOnLine({ fault, response, take: () => take(request, text), garbage, turn })
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const { url, stop } = await listenOnLoopback(server, port)
  return {
    ...{ url, token, stop },
    setFault: (wanted) => {
      fault = wanted
    },
    taken: () => [...taken.values()].map(({ summary }) => summary),
  }
}

const style = html`<style>body{font:1.0625rem/1.5 system-ui,sans-serif;background:#e8ecef;color:#14202b;margin:0;padding:1rem}main{max-width:60rem;margin:1rem auto;background:#fff;border:1px solid #b4c0ca;border-radius:.75rem;padding:1.5rem}
h1{font-size:1.25rem;margin:0}table{border-collapse:collapse;width:100%;margin-top:1rem}td,th{border-bottom:1px solid #b4c0ca;padding:.4rem .6rem;text-align:left;overflow-wrap:anywhere}[lang=en],.note{color:#4a5a68}.scroll{overflow-x:auto}</style>`

function show(
  response: ServerResponse,
  summaries: readonly Readonly<{ summary: Summary; reference: string }>[],
): void {
  const rows = summaries.toReversed().map(
    ({
      summary,
      reference,
    }) => html`<tr><td>${reference}</td><td>${summary.Ngay}, bảng ${summary.SoBang}</td><td>${summary.TenDonVi}</td>
<td>${summary.DSBienLai.length}</td><td>${formatVnd(summary.TongTienLap, 'vi')}</td><td>${formatVnd(summary.TongTienHuy, 'vi')}</td></tr>`,
  )
  const page = html`<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Cơ quan thuế đóng thế</title>${style}</head>
<body><main><h1>Cơ quan thuế <small>(đóng thế)</small></h1><p class="note">Các bảng tổng hợp biên lai đã nhận. <span lang="en">Summaries of receipts that were taken.</span></p>
${summaries.length === 0 ? html`<p>Chưa có bảng nào.</p>` : html`<div class="scroll"><table><thead><tr><th>Mã tiếp nhận</th><th>Ngày</th><th>Đơn vị</th><th>Số dòng</th><th>Đã lập</th><th>Đã hủy</th></tr></thead><tbody>${rows}</tbody></table></div>`}</main></body></html>`
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page.text)
}
