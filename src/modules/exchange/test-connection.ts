import { isNotTrusted } from '#platform/failed-call'
import type { OfferingVersion } from './repository.ts'

/** What a test of a connection found; `ms` until the head of the answer. */
export type ConnectionFinding =
  | Readonly<{ ok: true; status: number; ms: number }>
  | Readonly<{ ok: false; code: 'timeout' | 'not_trusted' | 'unreachable' }>

const patienceMs = 5000

/** Calls the example of a version once, in its sandbox if there is one; reads nothing of the answer but its status. */
export async function testConnection({
  sandboxUrl,
  providerUrl,
  examplePath,
}: OfferingVersion): Promise<ConnectionFinding> {
  const url = `${(sandboxUrl ?? providerUrl).replace(/\/$/, '')}${examplePath}`
  const startedMs = performance.now()
  try {
    const signal = AbortSignal.timeout(patienceMs)
    const { status, body } = await fetch(url, { signal, redirect: 'manual' })
    await body?.cancel()
    return { ok: true, status, ms: Math.round(performance.now() - startedMs) }
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return { ok: false, code: 'timeout' }
    return { ok: false, code: isNotTrusted(error) ? 'not_trusted' : 'unreachable' }
  }
}
