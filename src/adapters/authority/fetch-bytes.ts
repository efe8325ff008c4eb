import { readAtMost } from '#platform/read-at-most'

export type BytesOrder = Readonly<{
  body?: Uint8Array<ArrayBuffer>
  mediaType?: string
  timeoutMs: number
  mostBytes: number
}>

/** The body of a 200 over http or https without redirects, at most `mostBytes`. Throws when there is none for any reason. */
export async function fetchBytes(url: string, order: BytesOrder): Promise<Uint8Array> {
  if (!/^https?:\/\//i.test(url)) throw new TypeError('the address is none of HTTP')
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(order.timeoutMs),
    ...(order.body && { method: 'POST', body: order.body }),
    ...(order.mediaType && { headers: { 'content-type': order.mediaType } }),
  })
  if (!response.ok) throw new RangeError(`it answered ${response.status}`)
  return await readAtMost(response.body, order.mostBytes)
}
