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
  url: string
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
        const agent = call.url.startsWith('https:') ? secure : plain
        return { ok: true, answer: await breakerOf(call.key).execute(() => send(call, agent)) }
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

function send(call: ProviderCall, agent: Agent): Promise<IncomingMessage> {
  const { url, method, headers, body, timeoutMs } = call
  const start = url.startsWith('https:') ? requestHttps : requestHttp
  return new Promise((answered, failed) => {
    const request = start(url, { agent, method, headers: headers as Record<string, string | string[]> })
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
