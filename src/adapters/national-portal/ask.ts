/** Nobody knows whether the portal took the call: it did not answer in time, or not with something that can be read. */
export class PortalUnreachable extends Error {
  override readonly name = 'PortalUnreachable'
}

/** An answer as it came: whether it can be read, its reader decides. */
export type RawAnswer = Readonly<{ status: number; text: string }>

export type Limits = Readonly<{ timeoutMs: number; mostBytes: number }>

/** No answer of the portal is longer, not even a list of the nation's procedures. */
export const usualMostBytes = 16_000_000

/**
 * Posts JSON and reads the answer, of which at most `mostBytes` are taken and which is waited for `timeoutMs` in all, so
 * that neither an endless answer nor one that drips holds us. Throws `PortalUnreachable`; its message names no secret.
 */
export async function postJson(url: string, body: unknown, limits: Limits): Promise<RawAnswer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(limits.timeoutMs),
      headers: { accept: 'application/json', 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
    })
    const text = await readUpTo(response, limits.mostBytes)
    if (response.status >= 500) throw new PortalUnreachable(`the portal answered ${response.status}`)
    return { status: response.status, text }
  } catch (error) {
    throw error instanceof PortalUnreachable ? error : new PortalUnreachable(explain(error as Error))
  }
}

function explain({ name, message, cause }: Error): string {
  if (name === 'TimeoutError') return 'the portal did not answer in time'
  const code = (cause as { code?: unknown } | undefined)?.code
  return `the portal did not answer (${typeof code === 'string' ? code : message})`
}

/** The body as text; reading stops, and the line is closed, at the limit. */
export async function readUpTo({ body }: Response, mostBytes: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > mostBytes) throw new PortalUnreachable(`the portal's answer is longer than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
