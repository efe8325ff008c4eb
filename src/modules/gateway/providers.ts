import { Agent, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as TlsAgent } from 'node:https'
import { pipeline, type Readable } from 'node:stream'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
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

export type Providers = Readonly<{ call: (call: ProviderCall) => Promise<ProviderAnswer>; close: () => void }>

/** The request ended before the provider had it whole: the caller went away. Not the provider's fault. */
class CallerGone extends Error {
  override readonly name = 'CallerGone'
}

class NoAnswerInTime extends Error {
  override readonly name = 'NoAnswerInTime'
}

const failuresInARow = 5
const openSeconds = 10
const mostPlaces = 1000
/** What the provider's own gateway says when nobody is behind it. */
const awayStatuses = new Set([502, 503, 504])

const makeBreaker = (): CircuitBreakerPolicy =>
  circuitBreaker(
    handleWhen((error) => !(error instanceof CallerGone)).orWhenResult((answer) =>
      awayStatuses.has((answer as IncomingMessage).statusCode ?? 0),
    ),
    { halfOpenAfter: openSeconds * 1000, breaker: new ConsecutiveBreaker(failuresInARow) },
  )

/** The way to the providers: kept connections, a circuit breaker for each version of an offering. Redirects are not followed. */
export function openProviders(): Providers {
  const options = { keepAlive: true, maxSockets: 256, maxFreeSockets: 64, scheduling: 'lifo' } as const
  const [plain, secure] = [new Agent(options), new TlsAgent(options)]
  const breakers = new Map<string, CircuitBreakerPolicy>()
  const breakerOf = (key: string): CircuitBreakerPolicy => {
    const known = breakers.get(key) ?? makeBreaker()
    breakers.set(key, known)
    return known
  }
  return {
    async call(call) {
      try {
        const where = whereIs(call.base)
        const agent = where.isSecure ? secure : plain
        return { ok: true, answer: await breakerOf(call.key).execute(() => send(call, where, agent)) }
      } catch (error) {
        call.body?.destroy()
        return { ok: false, fault: faultOf(error) }
      }
    },
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}

function faultOf(error: unknown): Fault {
  if (error instanceof BrokenCircuitError || error instanceof TaskCancelledError)
    return { code: 'circuit_open', retryAfterSeconds: openSeconds }
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
    request.on('error', failed)
    if (body)
      pipeline(body, request, (error) => {
        if (error) failed(body.errored ? new CallerGone(undefined, { cause: body.errored }) : error)
      })
    else request.end()
  })
}
