import { readAtMost } from './read-at-most.ts'

type Sent = Readonly<{
  headers: Readonly<Record<string, string>>
  body: unknown
  timeoutMs: number
  mostBytes: number
  /** Makes of why nothing came, and of its cause, the error that is thrown. */
  away: (why: string, options: Readonly<{ cause: unknown }>) => Error
}>

/**
 * Sends JSON and reads JSON, all of it within `timeoutMs`. Throws what `away` makes when there is no answer in time, or one
 * that is too long, no success, or no JSON; the words name no secret.
 */
export async function postJson(url: string, sent: Sent): Promise<unknown> {
  const { headers, body, timeoutMs, mostBytes, away } = sent
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
    throw away(name === 'TimeoutError' ? name : message.slice(0, 200), { cause: error })
  }
}
