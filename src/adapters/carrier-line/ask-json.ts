import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { readJson } from '#platform/read-json'
import { sendJson } from '#platform/send-json'

/** No usable answer came. `mayHaveTaken`: the question may have got there, and what it asked for may have been done. */
export class LineError extends Error {
  override readonly name = 'LineError'
  readonly mayHaveTaken: boolean
  constructor(message: string, options: Readonly<{ mayHaveTaken: boolean; cause?: unknown }>) {
    super(message, { cause: options.cause })
    this.mayHaveTaken = options.mayHaveTaken
  }
}

export type Question<T extends TSchema> = Readonly<{
  /** What is asked, as an error names it. */
  what: string
  url: string
  /** Sent by POST, as JSON or, when it is a form, as one; without it the question is a GET. */
  body?: unknown
  headers?: Readonly<Record<string, string>>
  schema: T
  timeoutMs: number
}>

/** `locked_out`: our token or account is not taken, so nothing was done. */
export type Answered<T> = Readonly<{ kind: 'read'; value: T }> | Readonly<{ kind: 'locked_out' }>

const mostBytes = 1_000_000

/** Asks once. Throws `LineError` when nothing usable comes back; its message names no secret. */
export async function askJson<T extends TSchema>(question: Question<T>): Promise<Answered<Static<T>>> {
  const { what, schema } = question
  const { status, text } = await send(question)
  if (status === 401 || status === 403) return { kind: 'locked_out' }
  if (status >= 500) throw new LineError(`${what}: answered ${status}`, { mayHaveTaken: true })
  const value = readJson(text)
  if (!Check(schema, value))
    throw new LineError(`${what}: the answer is not as described`, { mayHaveTaken: true })
  return { kind: 'read', value }
}

async function send({ what, url, body, headers, timeoutMs }: Question<TSchema>) {
  try {
    return await sendJson(url, { body, headers: headers ?? {}, timeoutMs, mostBytes })
  } catch (error) {
    const { name, message, cause } = error as Error
    const { code = '' } = (cause ?? {}) as { code?: string }
    const why = name === 'TimeoutError' ? name : code || message.slice(0, 200)
    throw new LineError(`${what}: no answer (${why})`, { mayHaveTaken: !neverLeft.has(code), cause: error })
  }
}

/** Where there was no connection, nothing was sent. */
const neverLeft = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])
