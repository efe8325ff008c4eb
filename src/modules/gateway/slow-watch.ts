import type { Readable } from 'node:stream'

const leastBytes = 1024
/**
 * How long a body may wait for who reads it. What a slow reader takes is seen only when the system has passed several
 * megabytes on to it: at 20 KB a second that is minutes.
 */
const longestWaitMs = 600_000

/** The other side sends, or takes, less than anybody who means it. */
export class Trickle extends Error {
  override readonly name = 'Trickle'
}

type Watched = Readonly<{
  bytes: () => number
  /** Whether pieces stand ready that the reader has not taken: then the sender is not to blame. */
  isWaiting?: () => boolean
  breakOff: (trickle: Trickle) => void
}>

/** Calls `breakOff` when in a stretch of `stretchMs` less than 1 KB was added to `bytes`; answers how to end the watch. */
export function watchTrickle({ bytes, isWaiting, breakOff }: Watched, stretchMs: number): () => void {
  let before = 0
  let waitedMs = 0
  const timer = setInterval(() => {
    const now = bytes()
    const isSlow = now - before < leastBytes
    before = now
    waitedMs = isSlow && isWaiting?.() ? waitedMs + stretchMs : 0
    if (isSlow && (waitedMs === 0 || waitedMs > longestWaitMs))
      breakOff(new Trickle(`less than ${leastBytes} bytes in ${waitedMs || stretchMs} ms`))
  }, stretchMs)
  timer.unref()
  return () => clearInterval(timer)
}

/**
 * Breaks off a body that only trickles: in each stretch of `stretchMs` at least 1 KB must pass until it ends, unless it
 * waits for its reader, who has ten minutes for what stands ready.
 */
export function breakOffTrickle(
  { stream, bytes }: Readonly<{ stream: Readable; bytes: () => number }>,
  stretchMs: number,
): void {
  const isWaiting = () => stream.readableLength > 0
  const breakOff = (trickle: Trickle) => stream.destroy(trickle)
  stream.once('close', watchTrickle({ bytes, isWaiting, breakOff }, stretchMs))
}
