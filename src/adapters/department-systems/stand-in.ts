import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { lossOf } from '#adapters/faulty-line'
import { listenOnLoopback } from '#platform/loopback'

/**
 * How the systems misbehave: away, silent, a byte at a time, broken off in the middle, with a server's error, with nonsense;
 * or of five calls one is lost, and the answer of another; or each call is taken twice.
 */
export type DepartmentFault = 'none' | Misbehaviour | 'lossy' | 'duplicate'
type Misbehaviour = 'down' | 'silent' | 'trickle' | 'broken_off' | 'error' | 'garbage'

export type StandInDepartments = Readonly<{
  url: string
  /** The requests that arrived, oldest first; at most 200 are kept. */
  requests: readonly Readonly<{ method: string; url: string; headers: IncomingMessage['headers'] }>[]
  /** Whoever waits for a silent one is hung up on. */
  setFault: (fault: DepartmentFault) => void
  close: () => Promise<void>
}>

const extracts: Readonly<Record<string, unknown>> = {
  '402': { number: '402/TLKS-BS', kind: 'birth_extract', state: 'revoked', issuedOn: '2026-01-15' },
  '118': { number: '118/UBND-XNTTHN', kind: 'marital_status', state: 'valid', issuedOn: '2026-03-02' },
}
const parcels: Readonly<Record<string, unknown>> = {
  '12/204': { sheet: 12, parcel: 204, areaM2: 318.5, landUse: 'ODT', registered: true },
  '12/205': { sheet: 12, parcel: 205, areaM2: 96, landUse: 'ODT', registered: false },
}

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  const text = JSON.stringify(body)
  const head = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) }
  response.writeHead(status, head).end(text)
}

/** The address below one of the two systems: which, and what was asked of it. */
function look(url: string): unknown {
  const { pathname } = new URL(url, 'http://stand-in.invalid')
  const [, kind, key = ''] = /^(?:\/sandbox)?\/(extracts|parcels)\/v1\/(.+)$/.exec(pathname) ?? []
  return (kind === 'extracts' ? extracts : parcels)[key] ?? null
}

const misbehave: Readonly<Record<Misbehaviour, (response: ServerResponse) => void>> = {
  down: (response) => response.destroy(),
  silent: () => undefined,
  trickle: (response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' })
    const timer = setInterval(() => response.write('.'), 20)
    response.once('close', () => clearInterval(timer))
  },
  broken_off: (response) => {
    response.writeHead(200, { 'content-length': 1000 })
    response.write('half of it', () => response.destroy())
  },
  error: (response) => sendJson(response, 503, { error: 'busy' }),
  garbage: (response) =>
    void response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end('<html><body>Hệ thống đang bảo trì</body>'),
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { method, url = '/', headers } = request
  if (method === 'POST') {
    response.writeHead(200, { 'content-type': headers['content-type'] ?? 'application/octet-stream' })
    pipeline(request, response, () => undefined)
    return
  }
  const found = look(url)
  sendJson(response, found ? 200 : 404, found ?? { error: 'not_found' })
}

/**
 * The systems of two departments on loopback: civil-status extracts at `/extracts/v1/{number}`, parcels of land at
 * `/parcels/v1/{sheet}/{parcel}`, the same below `/sandbox`. Whatever is sent with POST comes back as it is.
 */
export async function startStandInDepartments(port = 0): Promise<StandInDepartments> {
  let fault: DepartmentFault = 'none'
  const requests: { method: string; url: string; headers: IncomingMessage['headers'] }[] = []
  const waiting = new Set<ServerResponse>()
  let called = 0
  const take = ({ method = 'GET', url = '/', headers }: IncomingMessage): void => {
    requests.push({ method, url, headers })
    if (requests.length > 200) requests.shift()
  }
  const server = createServer((request, response) => {
    called += 1
    const lost = fault === 'lossy' ? lossOf(called) : null
    if (lost !== 'call') take(request)
    if (lost) return void response.destroy()
    if (fault === 'duplicate') take(request)
    if (!(fault in misbehave)) return answer(request, response)
    request.resume()
    waiting.add(response)
    response.once('close', () => waiting.delete(response))
    misbehave[fault as Misbehaviour](response)
  })
  const { url, stop } = await listenOnLoopback(server, port)
  return {
    url,
    requests,
    setFault: (next) => {
      fault = next
      for (const response of waiting) response.destroy()
    },
    close: stop,
  }
}
