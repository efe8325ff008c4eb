import type { Readable } from 'node:stream'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
  TaskCancelledError,
} from 'cockatiel'
import type { Temporal } from 'temporal-polyfill'
import { Agent, type Dispatcher, errors } from 'undici'
import { type Clock, systemClock } from '#platform/clock'
import { isNotTrusted } from '#platform/failed-call'
import { BodyTooLarge } from './hashing-body.ts'
import { NotRecorded } from './log-call.ts'
import { type Answer, BadAnswer, receiveAnswer } from './provider-answer.ts'
import type { Fault } from './rules/faults.ts'
import type { TlsFiles } from './tls-files.ts'
import type { TlsMaterial } from './tls-material.ts'

export type ProviderCall = Readonly<{
  /** Names the breaker: one version of one offering, its sandbox apart. */
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

/** The provider's answer, or what to tell the caller. */
export type ProviderAnswer = Readonly<{ ok: true; answer: Answer }> | Readonly<{ ok: false; fault: Fault }>

export type Providers = Readonly<{
  call: (call: ProviderCall) => Promise<ProviderAnswer>
  /** How the breaker of each version stands that was called since the start. */
  states: () => readonly Circuit[]
  close: () => void
}>

/** How the breaker of a version stands; `since` and `triesAt` are null while it is closed. */
export type Circuit = Readonly<{
  key: string
  state: BreakerState
  /** When it opened, however often a call has tried since. */
  since: Temporal.Instant | null
  /** From then on the next call tries. */
  triesAt: Temporal.Instant | null
}>

/** `open`: the provider is left alone; `half_open`: one call tries. */
export type BreakerState = 'closed' | 'half_open' | 'open'

/** The request ended before the provider had it whole: the caller went away, or it is not on record. Not the provider's fault. */
class CallerGone extends Error {
  override readonly name = 'CallerGone'
}

/** A provider wants our certificate, and the settings name none. */
class NoCertificate extends Error {
  override readonly name = 'NoCertificate'
}

/** Our certificate would be shown to nobody: the provider's address is not one of TLS. */
class NotSecure extends Error {
  override readonly name = 'NotSecure'
}

/** They change nothing. */
export const readingMethods: ReadonlySet<string> = new Set(['GET', 'HEAD'])

/** Connections that are kept, and those for one request. */
type Agents = Readonly<{ kept: Agent; fresh: Agent }>

const common = { connections: 256, allowH2: false } as const

function openAgents(connect: Partial<TlsMaterial> = {}): Agents {
  return {
    kept: new Agent({ ...common, connect }),
    fresh: new Agent({ ...common, connect, pipelining: 0 }),
  }
}

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

/** A breaker that knows when it opened. */
type Breaker = {
  policy: CircuitBreakerPolicy
  since: Temporal.Instant | null
  triesAt: Temporal.Instant | null
}

function makeBreaker(restMs: number, { now }: Clock): Breaker {
  const policy = circuitBreaker(
    handleWhen((error) => !(error instanceof CallerGone)).orWhenResult((answer) =>
      awayStatuses.has((answer as Answer).status),
    ),
    { halfOpenAfter: restMs, breaker: new ConsecutiveBreaker(failuresInARow) },
  )
  const breaker: Breaker = { policy, since: null, triesAt: null }
  policy.onBreak(() => {
    breaker.since ??= now()
    breaker.triesAt = now().add({ milliseconds: restMs })
  })
  policy.onReset(() => {
    breaker.since = null
    breaker.triesAt = null
  })
  return breaker
}

/** Whose certificate is shown to providers; each change is for new connections. */
type ShownFiles = Pick<TlsFiles, 'inUse' | 'follow'>

/** Connections on which our certificate is shown. After a change those of before carry what is under way, and end. */
function showCertificate(files: ShownFiles): Readonly<{ agents: () => Agents; close: () => void }> {
  const leaving = new Set<Agents>()
  let agents = openAgents(files.inUse())
  const unfollow = files.follow(() => {
    const before = agents
    agents = openAgents(files.inUse())
    leaving.add(before)
    void Promise.allSettled([before.kept.close(), before.fresh.close()]).then(() => leaving.delete(before))
  })
  return {
    agents: () => agents,
    close() {
      unfollow()
      for (const each of [agents, ...leaving]) destroyAgents(each)
    },
  }
}

function destroyAgents({ kept, fresh }: Agents): void {
  void kept.destroy()
  void fresh.destroy()
}

/** The way to the providers: kept connections, a circuit breaker for each version of an offering. Redirects are not followed. */
export function openProviders(
  tlsFiles: ShownFiles | null,
  { restMs = openSeconds * 1000, clock = systemClock }: Readonly<{ restMs?: number; clock?: Clock }> = {},
): Providers {
  const plain = openAgents()
  const shown = tlsFiles && showCertificate(tlsFiles)
  const breakers = new Map<string, Breaker>()
  const breakerOf = (key: string): CircuitBreakerPolicy => {
    const known = breakers.get(key) ?? makeBreaker(restMs, clock)
    breakers.set(key, known)
    return known.policy
  }
  return {
    async call(call) {
      try {
        const where = whereIs(call.base)
        const agents = call.showsCertificate ? shown?.agents : () => plain
        if (!agents) throw new NoCertificate()
        if (call.showsCertificate && !where.isSecure) throw new NotSecure()
        return { ok: true, answer: await breakerOf(call.key).execute(() => sendOnce(call, where, agents)) }
      } catch (error) {
        call.body?.destroy()
        return { ok: false, fault: faultOf(error) }
      }
    },
    states: () =>
      [...breakers].map(([key, { policy, since, triesAt }]) => ({
        ...{ key, state: stateWords[policy.state], since, triesAt },
      })),
    close() {
      destroyAgents(plain)
      shown?.close()
    },
  }
}

function faultOf(error: unknown): Fault {
  if (error instanceof BrokenCircuitError || error instanceof TaskCancelledError)
    return { code: 'circuit_open', retryAfterSeconds: openSeconds }
  if (error instanceof NoCertificate) return { code: 'no_certificate' }
  if (error instanceof errors.HeadersTimeoutError) return { code: 'timeout' }
  if (error instanceof CallerGone && error.cause instanceof NotRecorded) return { code: 'not_logged' }
  if (error instanceof CallerGone)
    return { code: error.cause instanceof BodyTooLarge ? 'too_large' : 'broken_off' }
  if (isBad(error)) return { code: 'bad_answer' }
  return { code: isNotTrusted(error) || isOfLists(error) ? 'not_trusted' : 'unreachable' }
}

/** The list of its authority is missing, has ended, or cannot be believed: `CRL_HAS_EXPIRED`, `UNABLE_TO_GET_CRL`. */
const isOfLists = (error: unknown): boolean => /CRL/.test(String((error as { code?: unknown }).code))

/** It answered, but nothing that can be passed on. undici says 'bad …' of 100 and 101, which nobody asked for. */
const isBad = (error: unknown): boolean =>
  error instanceof BadAnswer ||
  error instanceof errors.HTTPParserError ||
  (error instanceof errors.SocketError && error.message.startsWith('bad '))

type Where = Readonly<{ isSecure: boolean; origin: string; prefix: string }>

const places = new Map<string, Where>()

/** Where a provider listens; addresses are few, and each is read once. */
function whereIs(base: string): Where {
  const known = places.get(base)
  if (known) return known
  const { protocol, origin, pathname, search } = new URL(base)
  const found = { isSecure: protocol === 'https:', origin, prefix: `${pathname}${search}`.replace(/\/$/, '') }
  if (places.size >= mostPlaces) places.clear()
  places.set(base, found)
  return found
}

/**
 * A connection that was kept may be closed by the provider in the moment we use it; it has seen nothing of the request then.
 * One that changes nothing and has no body goes once more, on a connection of its own.
 */
async function sendOnce(call: ProviderCall, where: Where, agents: () => Agents): Promise<Answer> {
  try {
    return await send(call, where, agents().kept)
  } catch (error) {
    if (!hasEnded(error) || call.body || !readingMethods.has(call.method)) throw error
    return await send(call, where, agents().fresh)
  }
}

const hasEnded = (error: unknown): boolean =>
  error instanceof errors.SocketError ||
  ['ECONNRESET', 'EPIPE'].includes(String((error as { code?: unknown }).code))

function send(call: ProviderCall, { origin, prefix }: Where, agent: Agent): Promise<Answer> {
  const { method, body, timeoutMs } = call
  const whole = `${prefix}${call.path}`
  const path = whole.startsWith('/') ? whole : `/${whole}`
  const headers = call.headers as Record<string, string | string[]>
  // The first counts from the moment the provider has the whole request, or takes none of it; the second between two pieces.
  const patience = { headersTimeout: timeoutMs, bodyTimeout: timeoutMs }
  const request: Dispatcher.DispatchOptions = { origin, path, method, headers, body, ...patience }
  return new Promise((answered, failed) => {
    body?.once('error', (cause) => failed(new CallerGone(undefined, { cause })))
    agent.dispatch(request, receiveAnswer(method, answered, failed))
  })
}
