import type { Readable } from 'node:stream'
import { TooLong } from '#platform/read-at-most'

type Patience = Readonly<{
  /** How long the content is waited for, over all its pieces. */
  patienceMs: number
  /** So many bytes win back a millisecond; left out: none do, and `patienceMs` is for all of it. */
  bytesPerMs?: number
  mostBytes?: number
}>

/**
 * Reads what another system sends as long as it gets on. Only the time in which we wait for it counts, so that whoever
 * reads slowly, e.g. a person on a bad line, does not make the sender look slow. Throws a `TimeoutError`, `TooLong`, or what
 * the content throws; then its line is closed.
 */
export async function* readPatiently(content: Readable, patience: Patience): AsyncGenerator<Buffer> {
  const { patienceMs, bytesPerMs = Number.POSITIVE_INFINITY, mostBytes = Number.POSITIVE_INFINITY } = patience
  const pieces = content[Symbol.asyncIterator]()
  let leftMs = patienceMs
  let length = 0
  try {
    for (;;) {
      const begunMs = performance.now()
      const next = await within(leftMs, pieces.next(), content)
      if (next.done) return
      const piece = next.value as Buffer
      length += piece.length
      if (length > mostBytes) throw new TooLong(`longer than ${mostBytes} bytes`)
      const waitedMs = performance.now() - begunMs
      leftMs = Math.min(patienceMs, leftMs - waitedMs + piece.length / bytesPerMs)
      yield piece
    }
  } finally {
    content.destroy()
  }
}

async function within<T>(limitMs: number, next: Promise<T>, content: Readable): Promise<T> {
  const tooLate = () => content.destroy(new DOMException('the rest did not come in time', 'TimeoutError'))
  const timer = setTimeout(tooLate, Math.max(0, limitMs))
  try {
    return await next
  } finally {
    clearTimeout(timer)
  }
}
