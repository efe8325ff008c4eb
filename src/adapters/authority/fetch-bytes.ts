import { readAtMost } from '#platform/read-at-most'

type BytesOrder = Readonly<{
  body?: Uint8Array<ArrayBuffer>
  mediaType?: string
  timeoutMs: number
  mostBytes: number
}>

/** The body of a 200 over http or https without redirects, at most `mostBytes`; null when there is none for any reason. */
export async function fetchBytes(url: string, order: BytesOrder): Promise<Uint8Array | null> {
  if (!/^https?:\/\//i.test(url)) return null
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(order.timeoutMs),
      ...(order.body && { method: 'POST', body: order.body }),
      ...(order.mediaType && { headers: { 'content-type': order.mediaType } }),
    })
    return response.ok ? await readAtMost(response.body, order.mostBytes) : null
  } catch {
    return null
  }
}
