import { Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as TlsAgent } from 'node:https'
import { pipeline, type Readable } from 'node:stream'
import type { SecureContextOptions } from 'node:tls'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TaskCancelledError,
} from 'cockatiel'
import { BodyTooLarge } from './hashing-body.ts'
import type { Fault } from './rules/faults.ts'

export type ProviderCall = Readonly<{
  /** Names the breaker: one version of one offering. */
  key: string
  /** The address of the provider, and what is added to it. */
  base: string
  path: string
  /** Whether our certificate is shown to it. */
  showsCertificate: boolean
  method: string
  headers: Readonly<Record<string, string | readonly string[]>>
  /** The body on its way, or null. */
  body: Readable | null
  timeoutMs: number
}>

/** The head of the provider's answer, its body still on the way; or what to tell the caller. */
export type ProviderAnswer =
  | Readonly<{ ok: true; answer: IncomingMessage }>
  | Readonly<{ ok: false; fault: Fault }>

export type Providers = Readonly<{
  call: (call: ProviderCall) => Promise<ProviderAnswer>
  /** How the breaker of each version stands that was called since the start. */
  states: () => readonly Readonly<{ key: string; state: BreakerState }>[]
  close: () => void
}>

/** `open`: the provider is left alone; `half_open`: one call tries. */
export type BreakerState = 'closed' | 'half_open' | 'open'

/** The request ended before the provider had it whole: the caller went away. Not the provider's fault. */
class CallerGone extends Error {
  override readonly name = 'CallerGone'
}

/** A provider wants our certificate, and the settings name none. */
class NoCertificate extends Error {
  override readonly name = 'NoCertificate'
}

class NoAnswerInTime extends Error {
  override readonly name = 'NoAnswerInTime'
}

/** A kept connection was closed by the other side before anything came on it. */
class ConnectionEnded extends Error {
  override readonly name = 'ConnectionEnded'
}

const hasEnded = (error: unknown): boolean =>
  ['ECONNRESET', 'EPIPE'].includes(String((error as { code?: unknown }).code))
const readingMethods = new Set(['GET', 'HEAD'])

type Agents = Readonly<{ kept: Agent; fresh: Agent }>

const kept = { keepAlive: true, maxSockets: 256, maxFreeSockets: 64, scheduling: 'lifo' } as const
const fresh = { keepAlive: false } as const

const stateWords: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
}

const failuresInARow = 5
const openSeconds = 10
const mostPlaces = 1000
/** What the provider's own gateway says when nobody is behind it. */
const awayStatuses = new Set([502, 503, 504])

const makeBreaker = (halfOpenAfter: number): CircuitBreakerPolicy =>
  circuitBreaker(
    handleWhen((error) => !(error instanceof CallerGone)).orWhenResult((answer) =>
      awayStatuses.has((answer as IncomingMessage).statusCode ?? 0),
    ),
    { halfOpenAfter, breaker: new ConsecutiveBreaker(failuresInARow) },
  )

/** The way to the providers: kept connections, a circuit breaker for each version of an offering. Redirects are not followed. */
export function openProviders(
  tlsFiles: SecureContextOptions | null,
  { restMs = openSeconds * 1000 }: Readonly<{ restMs?: number }> = {},
): Providers {
  const plain = { kept: new Agent(kept), fresh: new Agent(fresh) }
  const secure = { kept: new TlsAgent(kept), fresh: new TlsAgent(fresh) }
  const shown = tlsFiles && {
    kept: new TlsAgent({ ...kept, ...tlsFiles }),
    fresh: new TlsAgent({ ...fresh, ...tlsFiles }),
  }
  const ordinary = { plain, secure }
  const breakers = new Map<string, CircuitBreakerPolicy>()
  const breakerOf = (key: string): CircuitBreakerPolicy => {
    const known = breakers.get(key) ?? makeBreaker(restMs)
    breakers.set(key, known)
    return known
  }
  return {
    async call(call) {
      try {
        const where = whereIs(call.base)
        const agents = call.showsCertificate ? shown : ordinary[where.isSecure ? 'secure' : 'plain']
        if (!agents) throw new NoCertificate()
        return { ok: true, answer: await breakerOf(call.key).execute(() => sendOnce(call, where, agents)) }
      } catch (error) {
        call.body?.destroy()
        return { ok: false, fault: faultOf(error) }
      }
    },
    states: () => [...breakers].map(([key, { state }]) => ({ key, state: stateWords[state] })),
    close() {
      for (const agents of [plain, secure, shown]) agents?.kept.destroy()
    },
  }
}

function faultOf(error: unknown): Fault {
  if (error instanceof BrokenCircuitError || error instanceof TaskCancelledError)
    return { code: 'circuit_open', retryAfterSeconds: openSeconds }
  if (error instanceof NoCertificate) return { code: 'no_certificate' }
  if (error instanceof NoAnswerInTime) return { code: 'timeout' }
  if (error instanceof CallerGone)
    return { code: error.cause instanceof BodyTooLarge ? 'too_large' : 'broken_off' }
  return { code: 'unreachable' }
}

type Where = Readonly<{ isSecure: boolean; hostname: string; port: string; prefix: string }>

const places = new Map<string, Where>()

/** Where a provider listens; addresses are few, and each is read once. */
function whereIs(base: string): Where {
  const known = places.get(base)
  if (known) return known
  const { protocol, hostname, port, pathname, search } = new URL(base)
  const isSecure = protocol === 'https:'
  const prefix = `${pathname}${search}`.replace(/\/$/, '')
  const found = { isSecure, hostname: hostname.replace(/^\[|\]$/g, ''), port, prefix }
  if (places.size >= mostPlaces) places.clear()
  places.set(base, found)
  return found
}

/**
 * A connection that was kept may be closed by the provider in the moment we use it; it has seen nothing of the request then.
 * One that changes nothing and has no body goes once more, on a connection of its own.
 */
async function sendOnce(call: ProviderCall, where: Where, agents: Agents): Promise<IncomingMessage> {
  try {
    return await send(call, where, agents.kept)
  } catch (error) {
    if (!(error instanceof ConnectionEnded) || call.body || !readingMethods.has(call.method)) throw error
    return await send(call, where, agents.fresh)
  }
}

function send(call: ProviderCall, where: Where, agent: Agent): Promise<IncomingMessage> {
  const { method, body, timeoutMs } = call
  const { isSecure, hostname, port, prefix } = where
  const start = isSecure ? requestHttps : requestHttp
  const headers = call.headers as Record<string, string | string[]>
  const whole = `${prefix}${call.path}`
  const path = whole.startsWith('/') ? whole : `/${whole}`
  return new Promise((answered, failed) => {
    const request = start({ hostname, port, path, method, headers, agent })
    let patience: NodeJS.Timeout | null = null
    // Counts from the moment the provider has the whole request; a socket on which nothing moves is too slow as well.
    request.once('finish', () => {
      patience = setTimeout(() => request.destroy(new NoAnswerInTime()), timeoutMs)
    })
    request.setTimeout(timeoutMs, () => request.destroy(new NoAnswerInTime()))
    request.once('response', (answer) => {
      if (patience) clearTimeout(patience)
      answered(answer)
    })
    request.once('close', () => patience && clearTimeout(patience))
    request.on('error', (error) =>
      failed(
        request.reusedSocket && hasEnded(error) ? new ConnectionEnded(undefined, { cause: error }) : error,
      ),
    )
    if (body)
      pipeline(body, request, (error) => {
        if (error) failed(body.errored ? new CallerGone(undefined, { cause: body.errored }) : error)
      })
    else request.end()
  })
}
