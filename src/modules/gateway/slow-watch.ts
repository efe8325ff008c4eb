import type { Readable } from 'node:stream'

const leastBytes = 1024

/** The other side sends, or takes, less than anybody who means it. */
export class Trickle extends Error {
  override readonly name = 'Trickle'
}

/** Calls `breakOff` when in a stretch of `stretchMs` less than 1 KB was added to `bytes`; answers how to end the watch. */
export function watchTrickle(
  { bytes, breakOff }: Readonly<{ bytes: () => number; breakOff: (trickle: Trickle) => void }>,
  stretchMs: number,
): () => void {
  let before = 0
  const timer = setInterval(() => {
    const now = bytes()
    if (now - before < leastBytes) breakOff(new Trickle(`less than ${leastBytes} bytes in ${stretchMs} ms`))
    before = now
  }, stretchMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** Breaks off a body that only trickles: in each stretch of `stretchMs` at least 1 KB must pass until it ends. */
export function breakOffTrickle(
  { stream, bytes }: Readonly<{ stream: Readable; bytes: () => number }>,
  stretchMs: number,
): void {
  stream.once('close', watchTrickle({ bytes, breakOff: (trickle) => stream.destroy(trickle) }, stretchMs))
}
