import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import type { LoadPlan, LoadReport } from './load.ts'

// A load generator that costs little itself: keep-alive sockets, one request in flight on each, no HTTP library.
const plan = JSON.parse(await text(process.stdin)) as LoadPlan
const { hostname, port, host } = new URL(plan.url)
const run = randomBytes(6).toString('hex')
const latencies: number[] = []
let failed = 0
let firstFailure: string | null = null
let bytes = 0
let sent = 0
let open = plan.connections
const startedMs = performance.now()
const endMs = startedMs + plan.seconds * 1000

const lines = Object.entries({ host, connection: 'keep-alive', ...plan.headers }).map(
  ([name, value]) => `${name}: ${value}\r\n`,
)

function writeRequest(): string {
  sent += 1
  const body = plan.body ?? ''
  const key = plan.method === 'POST' ? `idempotency-key: ${run}-${sent}\r\n` : ''
  const length =
    plan.body === null ? '' : `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n`
  return `${plan.method} ${plan.path} HTTP/1.1\r\n${lines.join('')}${key}${length}\r\n${body}`
}

function finish(): void {
  open -= 1
  if (open > 0) return
  latencies.sort((a, b) => a - b)
  const at = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0
  const seconds = (performance.now() - startedMs) / 1000
  const report: LoadReport = {
    requests: latencies.length,
    failed,
    firstFailure,
    seconds,
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    p99Ms: at(0.99),
    bytes,
  }
  process.stdout.write(JSON.stringify(report))
}

/** Answers the length of the first whole response in `buffer`, or 0 when it is not all there. */
function responseLength(buffer: Buffer): number {
  const head = buffer.indexOf('\r\n\r\n')
  if (head < 0) return 0
  const length = /content-length: (\d+)/i.exec(buffer.toString('latin1', 0, head))?.[1]
  const total = head + 4 + Number(length ?? 0)
  return buffer.length >= total ? total : 0
}

function drive(socket: Socket): void {
  let received: Buffer = Buffer.alloc(0)
  let beganMs = 0
  const next = () => {
    if (performance.now() >= endMs) return socket.end()
    beganMs = performance.now()
    return socket.write(writeRequest())
  }
  socket.setNoDelay(true)
  socket.on('connect', next)
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
    const length = responseLength(received)
    if (length === 0) return
    latencies.push(performance.now() - beganMs)
    bytes += length
    if (Number(received.toString('latin1', 9, 12)) !== plan.expectStatus) {
      failed += 1
      firstFailure ??= received.toString('utf8', 0, Math.min(length, 600))
    }
    received = received.subarray(length)
    next()
  })
  socket.on('error', () => {
    failed += 1
  })
  socket.on('close', finish)
}

for (let index = 0; index < plan.connections; index += 1) drive(connect(Number(port), hostname))
