import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { explainFailedCall, neverArrived, Unanswered } from '#platform/failed-call'
import { readJson } from '#platform/read-json'
import { sendJson } from '#platform/send-json'

/** No usable answer came. `mayHaveTaken`: the question may have got there, and what it asked for may have been done. */
export class LineError extends Unanswered {
  override readonly name = 'LineError'
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
  // RFC 6585 §4: it had too many of us, and took none.
  if (status === 429) throw new LineError(`${what}: we ask too often`, { mayHaveTaken: false })
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
    const why = explainFailedCall(error)
    throw new LineError(`${what}: no answer (${why})`, { mayHaveTaken: !neverArrived(error), cause: error })
  }
}
