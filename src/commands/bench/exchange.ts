import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { request as open } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { enterOffering, enterSystem, grantRight, issueClientToken, issueKey } from '#modules/exchange'
import { cpuMsOf, cpuMsOfFamily, memoryMbOf } from './cpu-time.ts'
import { type Bench, type Figure, figure, type Ground } from './figure.ts'
import { type LoadReport, runLoad } from './load.ts'

/** As many callers as keep both busy all the time, and so few that nobody waits for another. */
const [manyConnections, fewConnections] = [128, 4]
const seconds = 8
const rounds = 3
const address = '/r1/DBN/GOV/BENCH/UPSTREAM/PIECES'

/** A call of 10 KB through the gateway (signed, on record, forwarded) against a plain reverse proxy; 1 GB each way. */
export const exchange: Bench = {
  name: 'exchange',
  summary: 'a call through the gateway against a plain reverse proxy to the same upstream',
  async run(ground) {
    const upstream = await startPeer(['upstream'])
    const proxy = await startPeer(['proxy', upstream.url])
    try {
      const headers = await enterUpstream(ground, upstream.url)
      return [...(await measureHops(ground, proxy, headers)), ...(await measureLarge(ground, headers))]
    } finally {
      proxy.process.kill()
      upstream.process.kill()
    }
  },
}

type Headers = Readonly<Record<string, string>>

async function startPeer(args: readonly string[]): Promise<Readonly<{ process: ChildProcess; url: string }>> {
  const file = fileURLToPath(new URL('./exchange-peer.ts', import.meta.url))
  const process_ = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(process_.stdout, 'data')) as [Buffer]
  return { process: process_, url: `http://127.0.0.1:${port.toString().trim()}` }
}

/** The upstream as an offering of the register, and the headers of a system that may call it. */
async function enterUpstream({ context }: Ground, url: string): Promise<Headers> {
  const doing = { context, actor: { kind: 'system', fullName: 'bench' } } as const
  const system = {
    ...{ class: 'GOV', member: 'BENCH', memberName: 'bench', name: 'bench', contact: 'bench' },
    ...{ callsPerMinute: 10_000_000, callsPerDay: 10_000_000 },
  }
  const subsystemId = await enterSystem(doing, { ...system, subsystem: 'UPSTREAM' })
  const version = {
    ...{ version: 'v1', providerUrl: url, sandboxUrl: null, timeoutMs: 30_000 },
    ...{ schemaText: '{}', examplePath: '/', exampleAnswer: '' },
  }
  const words = { code: 'PIECES', title: 'bench', summary: 'bench', contact: 'bench' }
  const offeringId = await enterOffering(doing, { subsystemId, ...words, version })
  await grantRight(doing, { subsystemId, offeringId, basis: 'bench', code: 'bench' })
  const key = await issueKey(doing, { subsystemId, code: 'bench', days: 1, sandboxOfferingId: null })
  const token = await issueClientToken(context, key)
  return { 'x-road-client': 'DBN/GOV/BENCH/UPSTREAM', authorization: `Bearer ${token?.accessToken}` }
}

async function measureHops(
  ground: Ground,
  { url: proxyUrl, process: proxyProcess }: Readonly<{ process: ChildProcess; url: string }>,
  headers: Headers,
): Promise<Figure[]> {
  const load = (url: string, connections: number, time: number) =>
    runLoad({
      ...{ url, method: 'GET', path: `${address}/v1/ten`, headers, body: null },
      ...{ connections, seconds: time, expectStatus: 200 },
    })
  const loads = {
    gateway: (connections: number) => load(ground.serverUrl, connections, seconds),
    proxy: (connections: number) => load(proxyUrl, connections, seconds),
  }
  // Until what runs often has been compiled.
  await loads.gateway(manyConnections)
  await loads.proxy(manyConnections)
  ground.say(`exchange: ${fewConnections} callers`)
  const few = { proxy: await loads.proxy(fewConnections), gateway: await loads.gateway(fewConnections) }
  const found: Readonly<{ gateway: LoadReport; proxy: LoadReport }>[] = []
  const cpu = () => ({
    server: cpuMsOf(ground.serverPid),
    database: cpuMsOfFamily(ground.postmasterPid),
    proxy: cpuMsOf(proxyProcess.pid ?? 0),
  })
  const before = cpu()
  for (let round = 1; round <= rounds; round += 1) {
    ground.say(`exchange: ${manyConnections} callers, round ${round} of ${rounds}`)
    found.push({
      proxy: await loads.proxy(manyConnections),
      gateway: await loads.gateway(manyConnections),
    })
  }
  const after = cpu()
  const calls = found.reduce((sum, { gateway }) => sum + gateway.requests, 0)
  const proxied = found.reduce((sum, { proxy }) => sum + proxy.requests, 0)
  const failed = found.find(({ gateway }) => gateway.failed > 0)
  if (failed) throw new Error(`calls failed: ${failed.gateway.firstFailure}`)
  const perSecond = ({ requests, seconds: time }: LoadReport) => requests / time
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
  const named = (name: string, value: number, unit: string, target?: { atLeast?: number; atMost?: number }) =>
    figure('exchange', name, value, unit, target)
  const ratios = found.map(({ gateway, proxy }) => perSecond(gateway) / perSecond(proxy))
  return [
    named('gateway_10kb', middle(found.map(({ gateway }) => perSecond(gateway))), 'calls/s'),
    named('proxy_10kb', middle(found.map(({ proxy }) => perSecond(proxy))), 'calls/s'),
    named('ratio_to_proxy', middle(ratios), 'ratio (median of rounds)', { atLeast: 0.35 }),
    named('added_p95', few.gateway.p95Ms - few.proxy.p95Ms, `ms (${fewConnections} callers)`),
    named(
      'added_p95_busy',
      middle(found.map(({ gateway, proxy }) => gateway.p95Ms - proxy.p95Ms)),
      `ms (${manyConnections} callers)`,
    ),
    named('gateway_cpu', (after.server - before.server) / calls, 'ms/call'),
    named('database_cpu', (after.database - before.database) / calls, 'ms/call'),
    named('proxy_cpu', (after.proxy - before.proxy) / proxied, 'ms/call'),
  ]
}

const gigabyte = 1_073_741_824

/** 1 GB down and 1 GB up through the gateway, and how far the memory of the server went. */
async function measureLarge(ground: Ground, headers: Headers): Promise<Figure[]> {
  ground.say('exchange: 1 GB each way')
  const before = memoryMbOf(ground.serverPid)
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, memoryMbOf(ground.serverPid))
  }, 100)
  const startedMs = performance.now()
  try {
    const down = await carry(ground, { headers, path: `${address}/v1/large` })
    const up = await carry(ground, { headers, path: `${address}/v1/sink`, sendBytes: gigabyte })
    if (down !== gigabyte || up !== 2) throw new Error(`1 GB came as ${down} bytes, its answer as ${up}`)
  } finally {
    clearInterval(watch)
  }
  const rate = (2 * 1024) / ((performance.now() - startedMs) / 1000)
  return [
    figure('exchange', 'carried_1gb', rate, 'MB/s'),
    figure('exchange', 'memory_before_1gb', before, 'MB'),
    figure('exchange', 'memory_growth_1gb', peak - before, 'MB', { atMost: 100 }),
  ]
}

type Carried = Readonly<{ headers: Headers; path: string; sendBytes?: number }>

/** Sends a call and answers how many bytes came back. */
async function carry({ serverUrl }: Ground, { headers, path, sendBytes = 0 }: Carried): Promise<number> {
  const method = sendBytes > 0 ? 'POST' : 'GET'
  const length = sendBytes > 0 ? { 'content-length': sendBytes } : {}
  const request = open(`${serverUrl}${path}`, { method, headers: { ...headers, ...length } })
  const answered = once(request, 'response')
  const piece = Buffer.alloc(65_536, 'x')
  if (sendBytes > 0)
    await pipeline(Readable.from(Array.from({ length: sendBytes / piece.length }, () => piece)), request)
  else request.end()
  const [answer] = (await answered) as [AsyncIterable<Buffer>]
  let bytes = 0
  for await (const part of answer) bytes += part.length
  return bytes
}
