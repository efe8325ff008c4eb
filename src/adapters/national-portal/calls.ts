import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import type { Clock } from '#platform/clock'
import { type Meaning, readAnswer } from './answers.ts'
import { PortalUnreachable, postJson, usualMostBytes } from './ask.ts'
import { keepSession } from './session.ts'

export type PortalOptions = Readonly<{
  /** `json`: the shapes of 2026, with a token; else the classic adapter, with a session. */
  generation?: 'classic' | 'json'
  /** The address of the portal's adapter, to which the paths are added. */
  url: string
  authPath: string
  integrationPath: string
  sharePath: string
  /** madonvi: our unit there. */
  unit: string
  /** dstcode; empty: not sent. */
  destination?: string
  username: string
  password: string
  sessionCodes: readonly string[]
  paidOnline?: string
  notPaidOnline?: string
  /** MaCSDL by our name for a register. */
  databaseCodes?: ReadonlyMap<string, string>
  /** Of the JSON calls: where they stand, and where a token is given. */
  jsonPath?: string
  tokenPath?: string
  /** The call that lists what was filed there; unset: none is fetched. */
  filedCall?: string | undefined
  /** The call that lists the ratings given there; unset: none are fetched. */
  ratingsCall?: string | undefined
  /** Whether questions and answers are exchanged. */
  inquiries?: boolean
  /** Left out: that of the machine. */
  clock?: Clock
  timeoutMs?: number
  mostBytes?: number
  /** Of a paper that was filed there. */
  mostPaperBytes?: number
  /** From where such papers are fetched besides its own address, as origins. */
  paperOrigins?: readonly string[]
}>

export type Calls = Readonly<{
  /** Writes. */
  up: (call: string, body: object) => Promise<Meaning>
  /** Reads; throws `PortalUnreachable` unless the portal answered, `null` when it knows nothing under that. */
  list: <T extends TSchema>(call: string, row: T, body?: object) => Promise<Static<T>[] | null>
}>

/** The calls of the portal within a session that is opened when needed, and once more when it is over. */
export function openCalls(options: PortalOptions): Calls {
  const base = options.url.replace(/\/$/, '')
  const limits = {
    timeoutMs: options.timeoutMs ?? 20_000,
    mostBytes: options.mostBytes ?? usualMostBytes,
  }
  const session = keepSession(
    { url: base + options.authPath, username: options.username, password: options.password },
    limits,
  )
  const once = async (path: string, call: string, body: object): Promise<Meaning> => {
    const current = await session.get()
    const envelope = {
      session: current,
      madonvi: options.unit,
      ...(options.destination && { dstcode: options.destination }),
      service: call,
    }
    const raw = await postJson(base + path, { ...envelope, ...body }, limits)
    const meaning = readAnswer(raw, options.sessionCodes)
    if (meaning.kind === 'session_over') session.drop(current)
    return meaning
  }
  const call = async (path: string, name: string, body: object): Promise<Meaning> => {
    const meaning = await once(path, name, body)
    const again = meaning.kind === 'session_over' ? await once(path, name, body) : meaning
    if (again.kind === 'session_over') throw new PortalUnreachable('the portal ends every session at once')
    return again
  }
  return {
    up: (name, body) => call(options.integrationPath, name, body),
    list: async (name, row, body = {}) => readRows(await call(options.sharePath, name, body), row),
  }
}

/** The rows of an answer; null when the portal knows nothing under that. Throws when it is not as described. */
export function readRows<T extends TSchema>(meaning: Meaning, row: T): Static<T>[] | null {
  if (meaning.kind === 'unknown') return null
  if (meaning.kind !== 'done') {
    const reason = 'reason' in meaning ? meaning.reason : meaning.kind
    throw new PortalUnreachable(`the portal does not answer this question (${reason})`)
  }
  const { result } = meaning.body
  if (result === undefined || result === null) return []
  if (!Array.isArray(result) || !result.every((one: unknown) => Check(row, one))) {
    throw new PortalUnreachable("the portal's answer is not as described")
  }
  return result as Static<T>[]
}
