import type { Readable } from 'node:stream'
import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhen,
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

/** The time of the call was over before a connection was there to send it on. */
class NoConnection extends Error {
  override readonly name = 'NoConnection'
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

/** The connections of each version: one that hangs takes none away from its neighbours at the same address. */
type Lines = Readonly<{
  of: (key: string) => Agents
  /** Carries what is under way to its end. */
  close: () => Promise<unknown>
  destroy: () => void
}>

const common = { connections: 256, allowH2: false } as const

function openLines(connect: Partial<TlsMaterial> = {}): Lines {
  const lines = new Map<string, Agents>()
  const each = () => [...lines.values()].flatMap(({ kept, fresh }) => [kept, fresh])
  const open = (key: string): Agents => {
    const agents = {
      kept: new Agent({ ...common, connect }),
      fresh: new Agent({ ...common, connect, pipelining: 0 }),
    }
    lines.set(key, agents)
    return agents
  }
  return {
    of: (key) => lines.get(key) ?? open(key),
    close: () => Promise.allSettled(each().map((agent) => agent.close())),
    destroy() {
      for (const agent of each()) void agent.destroy()
    },
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
  // A caller that goes says nothing of the provider: while the circuit is closed it counts for nothing, and proves nothing
  // where one call tries.
  const policy: CircuitBreakerPolicy = circuitBreaker(
    handleWhen(
      (error) => !(error instanceof CallerGone) || policy.state === CircuitState.HalfOpen,
    ).orWhenResult((answer) => awayStatuses.has((answer as Answer).status)),
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
function showCertificate(files: ShownFiles): Readonly<{ lines: () => Lines; close: () => void }> {
  const leaving = new Set<Lines>()
  let lines = openLines(files.inUse())
  const unfollow = files.follow(() => {
    const before = lines
    lines = openLines(files.inUse())
    leaving.add(before)
    void before.close().then(() => leaving.delete(before))
  })
  return {
    lines: () => lines,
    close() {
      unfollow()
      for (const each of [lines, ...leaving]) each.destroy()
    },
  }
}

/** The way to the providers: kept connections, a circuit breaker for each version of an offering. Redirects are not followed. */
export function openProviders(
  tlsFiles: ShownFiles | null,
  { restMs = openSeconds * 1000, clock = systemClock }: Readonly<{ restMs?: number; clock?: Clock }> = {},
): Providers {
  const plain = openLines()
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
        const lines = call.showsCertificate ? shown?.lines : () => plain
        if (!lines) throw new NoCertificate()
        if (call.showsCertificate && !where.isSecure) throw new NotSecure()
        const breaker = breakerOf(call.key)
        // While one call tries, nobody else waits for what it finds.
        if (breaker.state === CircuitState.HalfOpen) throw new BrokenCircuitError()
        const answer = await breaker.execute(() => sendOnce(call, where, () => lines().of(call.key)))
        return { ok: true, answer }
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
      plain.destroy()
      shown?.close()
    },
  }
}

function faultOf(error: unknown): Fault {
  if (error instanceof BrokenCircuitError) return { code: 'circuit_open', retryAfterSeconds: openSeconds }
  if (error instanceof NoCertificate) return { code: 'no_certificate' }
  if (error instanceof errors.HeadersTimeoutError || error instanceof NoConnection) return { code: 'timeout' }
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
    const gone = (cause: unknown) => failed(new CallerGone(undefined, { cause }))
    if (body?.destroyed) return gone(body.errored)
    body?.once('error', gone)
    agent.dispatch(request, startInTime(receiveAnswer(method, answered, failed), { failed, timeoutMs }))
  })
}

/** What is not on a connection within its time is given up, and not begun afterwards. */
function startInTime(
  handler: Dispatcher.DispatchHandler,
  { failed, timeoutMs }: Readonly<{ failed: (error: Error) => void; timeoutMs: number }>,
): Dispatcher.DispatchHandler {
  let given: NoConnection | null = null
  const timer = setTimeout(() => {
    given = new NoConnection(`no connection in ${timeoutMs} ms`)
    failed(given)
  }, timeoutMs)
  return {
    ...handler,
    onRequestStart(controller) {
      clearTimeout(timer)
      if (given) controller.abort(given)
    },
    onResponseError(controller, error) {
      clearTimeout(timer)
      handler.onResponseError?.(controller, error)
    },
  }
}
