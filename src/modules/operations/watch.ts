import { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import { AppError } from '#platform/errors'
import { type CallError, listHeld, recordSeen, type Seen } from './repository.ts'

const writeMs = 1000
const holdsLastMs = 3000
const mostErrors = 10
const longestError = 200

type Given = Readonly<{
  away?: () => Error
  /**
   * Where a call answers that the system gave nothing: why it did not. Null: it gave something. Undefined: this answer says
   * nothing about the system.
   */
  judge?: (call: string, answer: unknown) => string | null | undefined
}>

type HeldElsewhere = () => Promise<Iterable<string>>

/**
 * Has the calls of a system recorded under `code`: which gave something, which gave nothing usable (they threw). `away`
 * makes what calls throw while an administrator holds the system; it must be what its module takes for a system that is away.
 */
export type Watch = <Outside extends object>(code: string, outside: Outside, given?: Given) => Outside

/**
 * Opens the recording of calls; what was seen is written once a second, and never holds a call up or breaks it. `heldElsewhere`:
 * the codes of those that are held where another module keeps it.
 */
export function openWatch(
  { db, log }: Pick<Context, 'db' | 'log'>,
  heldElsewhere: HeldElsewhere = async () => [],
): Readonly<{
  watch: Watch
  /** Who is held is known: after a restart nobody who is held is called. */
  ready: Promise<void>
  /** Writes what is left. */
  close: () => Promise<void>
}> {
  const seen = new Map<string, Seen>()
  const held = openHolds(db, heldElsewhere)
  let timer: NodeJS.Timeout | null = null

  async function write(): Promise<void> {
    timer = null
    const left = [...seen.values()]
    seen.clear()
    try {
      for (const one of left) await recordSeen(db, one)
    } catch (error) {
      log.warn({ err: error }, 'how systems outside answered could not be written down')
    }
  }

  function note(code: string, error: CallError | null): void {
    const calledAt = Temporal.Now.instant()
    const before = seen.get(code) ?? { code, answeredAt: null, failures: 0, errors: [], calledAt }
    const change = error
      ? { failures: before.failures + 1, errors: [error, ...before.errors].slice(0, mostErrors) }
      : { failures: 0, answeredAt: calledAt }
    seen.set(code, { ...before, calledAt, ...change })
    timer ??= setTimeout(() => void write(), writeMs).unref()
  }

  async function follow(
    { code, call, judge }: Readonly<{ code: string; call: string; judge: Given['judge'] | undefined }>,
    answer: Promise<unknown>,
  ): Promise<unknown> {
    const failed = (error: string): CallError => ({ at: Temporal.Now.instant(), call, error })
    try {
      const given = await answer
      const why = judge ? judge(call, given) : null
      if (why !== undefined) note(code, why === null ? null : failed(wordsOf(why)))
      return given
    } catch (error) {
      note(code, isRefusal(error) ? null : failed(wordsOf(error)))
      throw error
    }
  }

  const watch: Watch = (code, outside, { away, judge } = {}) => {
    const wrapped = Object.entries(outside).map(([name, own]) => {
      if (typeof own !== 'function' || name === 'close' || name === 'stop') return [name, own] as const
      const call = (...given: unknown[]): unknown => own.apply(outside, given)
      const asked = (...given: unknown[]): unknown => {
        if (away && held.isHeld(code)) return Promise.reject(away())
        const answer = call(...given)
        return answer instanceof Promise ? follow({ code, call: name, judge }, answer) : answer
      }
      return [name, asked] as const
    })
    return Object.fromEntries(wrapped) as typeof outside
  }

  return {
    watch,
    ready: held.ready,
    close: async () => {
      if (timer) clearTimeout(timer)
      await write()
    },
  }
}

/** Who is held, as it was three seconds ago at the most where calls are made: a call never waits for it. */
function openHolds(db: Context['db'], heldElsewhere: HeldElsewhere) {
  let codes: ReadonlySet<string> = new Set()
  let readMs = performance.now()
  const refresh = async () => {
    const read = async () => new Set([...(await listHeld(db)), ...(await heldElsewhere())])
    codes = await read().catch(() => codes)
  }
  return {
    ready: refresh(),
    isHeld: (code: string): boolean => {
      if (performance.now() - readMs > holdsLastMs) {
        readMs = performance.now()
        void refresh()
      }
      return codes.has(code)
    },
  }
}

/** An answer that says no is an answer. */
const isRefusal = (error: unknown): boolean => error instanceof AppError && error.status < 500

/** What an error says, without addresses and long numbers: it may repeat what was sent. */
function wordsOf(error: unknown): string {
  const said = error instanceof Error ? error.message || error.name : String(error)
  return said
    .replaceAll(/\S+@\S+/g, '…')
    .replaceAll(/\d{9,}/g, '…')
    .slice(0, longestError)
}
