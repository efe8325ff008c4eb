import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { answerOnLine, jsonAnswer, type LineAnswer } from '#adapters/faulty-line'
import { listenOnLoopback } from '#platform/loopback'
import type { VaultConnection } from './client.ts'
import type { VaultFault } from './stand-in-line.ts'
import { renderVault } from './stand-in-page.ts'
import { listSamples } from './stand-in-papers.ts'
import {
  openStore,
  type StandInAsked,
  type StandInPaper,
  type StandInStore,
  type StandInTold,
} from './stand-in-store.ts'

export type StandInVault = Readonly<{
  /** Its own page is there. */
  url: string
  connection: Pick<VaultConnection, 'url' | 'searchPath' | 'filePath' | 'pushPath' | 'token'>
  /** From now on, until it is null again. */
  break: (fault: VaultFault | null) => void
  asked: () => readonly StandInAsked[]
  told: () => readonly StandInTold[]
  /** How many calls reached it, those that a fault ate too. */
  countCalls: () => number
  stop: () => Promise<void>
}>

const paths = { searchPath: '/kho/tra-cuu', filePath: '/kho/tep', pushPath: '/kho/dong-bo' } as const

type Body = Readonly<Record<string, unknown>>

/** The national vault as a small server on loopback: its API, and at `/` a page of what it holds and was told. */
export async function startStandInVault({
  papers = listSamples(),
  port,
}: Readonly<{ papers?: readonly StandInPaper[]; port?: number }> = {}): Promise<StandInVault> {
  const store = openStore(papers)
  const token = randomBytes(18).toString('base64url')
  let fault: VaultFault | null = null
  let called = 0

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?')[0]
    if (path === '/' && request.method === 'GET')
      return void response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(renderVault(store, fault).text)
    const text = (await buffer(request)).toString('utf8')
    const isIn = request.headers.authorization === `Bearer ${token}` && fault !== 'expired'
    if (!isIn) return void response.writeHead(401).end()
    const calls: Readonly<Record<string, (body: Body) => Promise<LineAnswer>>> = {
      [paths.searchPath]: async (body) => search(store, body, request, fault),
      [paths.filePath]: (body) => fetchFile(store, body, fault),
      [paths.pushPath]: async (body) => (fault === 'error' ? refusal : push(store, body)),
    }
    const call = calls[path ?? '']
    if (!call) return void response.writeHead(404).end()
    const take = () => call(JSON.parse(text) as Body)
    called += 1
    const turn = { number: called, of: 5 }
    await answerOnLine({ fault, response, take, garbage: 'Kho đang bảo trì', turn })
  }
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const { url, stop } = await listenOnLoopback(server, port)
  return {
    url,
    connection: { url, ...paths, token },
    break: (next) => {
      fault = next
    },
    asked: () => store.asked,
    told: store.told,
    countCalls: () => called,
    stop,
  }
}

const json = (result: unknown, errorCode = '0', message = ''): LineAnswer =>
  jsonAnswer(200, { errorCode, message, signature: '', result })

async function search(
  store: StandInStore,
  body: Body,
  { headers }: IncomingMessage,
  fault: VaultFault | null,
): Promise<LineAnswer> {
  const askerNumber = String(body.SoDinhDanhNguoiYeuCau ?? '')
  const ownerNumber = String(body.SoDinhDanhChuSoHuu ?? askerNumber)
  const wanted = (body.DanhSachDanhMucKetQua ?? []) as readonly Readonly<{ MaKetQua: string }>[]
  store.remember({ askerNumber, ownerNumber, purpose: decodeURIComponent(String(headers['x-purpose'] ?? '')) })
  const found = store.find(
    ownerNumber,
    wanted.map(({ MaKetQua }) => MaKetQua),
  )
  const described = found.map(async ([path, paper]) => ({
    MaKetQua: paper.typeCode,
    TenGiayTo: paper.title,
    SoKyHieu: paper.number,
    CoQuanChuQuan: paper.issuerName,
    SoDinhDanhChuSoHuu: fault === 'wrong_owner' ? '999000000099' : paper.ownerNumber,
    ConHieuLuc: paper.isInForce && fault !== 'revoked_paper' ? '1' : '0',
    DanhSachTepDinhKem: [
      {
        TenTep: `${paper.title}.pdf`,
        DuongDan: path,
        MaBamSHA256: sha256Of(fault === 'unsafe_file' ? unsafePdf : await paper.content()),
      },
    ],
  }))
  return json({ DanhSachGiayToKetQua: await Promise.all(described) })
}

async function fetchFile(
  store: StandInStore,
  { DuongDan }: Body,
  fault: VaultFault | null,
): Promise<LineAnswer> {
  const paper = store.at(String(DuongDan))
  const content = fault === 'unsafe_file' ? unsafePdf : ((await paper?.content()) ?? Buffer.alloc(0))
  const body = fault === 'wrong_hash' ? Buffer.concat([content, Buffer.from('\n%%EOF\n')]) : content
  return { status: 200, type: 'application/pdf', body }
}

const push = (store: StandInStore, body: Body): LineAnswer =>
  store.take(body as Readonly<Record<string, string>>) ? json(null) : json(null, '1', 'Bản tin đã tồn tại')

const refusal = json(null, '7', 'Không có loại kết quả này')

const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/** A file that does something by itself when it is opened. */
const unsafePdf = Buffer.from(
  '%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\nxref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000092 00000 n \ntrailer\n<</Size 3/Root 1 0 R>>\nstartxref\n141\n%%EOF\n',
)
