import { PlatformUnreachable } from '#modules/payments'
import { readAtMost } from '#platform/read-at-most'

/** A statement of 50,000 lines has room in it; a flood has not. */
const mostBytes = 16_000_000

type Sent = Readonly<{ headers: Readonly<Record<string, string>>; body: unknown; timeoutMs: number }>

/**
 * Sends JSON and reads JSON, all of it within `timeoutMs`. Throws `PlatformUnreachable` when there is no answer in time, or
 * one that is too long, no success, or no JSON; its message names no secret.
 */
export async function postJson(url: string, { headers, body, timeoutMs }: Sent): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    const text = (await readAtMost(response.body, mostBytes)).toString('utf8')
    if (!response.ok) throw new RangeError(`it answered ${response.status}`)
    return JSON.parse(text)
  } catch (error) {
    const { name, message } = error as Error
    const why = name === 'TimeoutError' ? name : message.slice(0, 200)
    throw new PlatformUnreachable(`the payment platform did not answer: ${why}`, { cause: error })
  }
}
