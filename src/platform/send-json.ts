import { explainFailedCall } from './failed-call.ts'
import { readAtMost } from './read-at-most.ts'

export type JsonCall = Readonly<{
  /** Sent by POST, as JSON or, when it is a form, as one; without it the call is a GET. */
  body?: unknown
  headers?: Readonly<Record<string, string>>
  /** For all of it. */
  timeoutMs: number
  mostBytes: number
}>

/**
 * Calls once, follows nobody elsewhere, and reads what comes as text. Throws what `fetch` throws, a `TimeoutError`, or
 * `TooLong`.
 */
export async function sendJson(
  url: string,
  call: JsonCall,
): Promise<Readonly<{ status: number; text: string }>> {
  const { body, headers, timeoutMs, mostBytes } = call
  const isForm = body instanceof URLSearchParams
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: {
      accept: 'application/json',
      ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { method: 'POST', body: isForm ? body : JSON.stringify(body) }),
  })
  return { status: response.status, text: (await readAtMost(response.body, mostBytes)).toString('utf8') }
}

type Post = JsonCall &
  Readonly<{
    /** Makes of why nothing came, and of its cause, the error that is thrown. */
    away: (why: string, options: Readonly<{ cause: unknown }>) => Error
  }>

/**
 * Sends JSON and reads JSON. Throws what `away` makes when there is no answer in time, or one that is too long, no success,
 * or no JSON; the words name no secret.
 */
export async function postJson(url: string, { away, ...call }: Post): Promise<unknown> {
  try {
    const { status, text } = await sendJson(url, call)
    if (status < 200 || status > 299) throw new RangeError(`it answered ${status}`)
    return JSON.parse(text)
  } catch (error) {
    throw away(explainFailedCall(error), { cause: error })
  }
}
