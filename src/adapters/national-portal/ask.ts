import { explainFailedCall } from '#platform/failed-call'
import { readAtMost } from '#platform/read-at-most'

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
export async function postJson(
  url: string,
  body: unknown,
  limits: Limits,
  more: Readonly<Record<string, string>> = {},
): Promise<RawAnswer> {
  const type = 'application/json; charset=utf-8'
  const headers = { accept: 'application/json', 'content-type': type, ...more }
  const { status, bytes } = await ask(url, { method: 'POST', headers, body: JSON.stringify(body) }, limits)
  if (status >= 500) throw new PortalUnreachable(`the portal answered ${status}`)
  return { status, text: bytes.toString('utf8') }
}

/** The content at an address, within the same limits. Throws `PortalUnreachable` unless there is one. */
export async function readBytes(url: string, limits: Limits): Promise<Uint8Array> {
  if (!/^https?:\/\//i.test(url)) throw new PortalUnreachable('the portal names an address that is none')
  const { status, bytes } = await ask(url, {}, limits)
  if (status !== 200) throw new PortalUnreachable(`the portal answered ${status}`)
  return bytes
}

async function ask(url: string, request: RequestInit, limits: Limits) {
  try {
    const signal = AbortSignal.timeout(limits.timeoutMs)
    const response = await fetch(url, { ...request, redirect: 'error', signal })
    return { status: response.status, bytes: await readAtMost(response.body, limits.mostBytes) }
  } catch (error) {
    throw new PortalUnreachable(`the portal did not answer (${explainFailedCall(error)})`)
  }
}
