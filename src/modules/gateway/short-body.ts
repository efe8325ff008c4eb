import type { IncomingMessage } from 'node:http'
import { letPass } from '#platform/passing-memory'
import { breakOffTrickle } from './slow-watch.ts'

/** An answer up to this size is read before its caller gets any of it: no stream has to be set up and taken down. */
const mostShortBytes = 65_536

/** How long an answer says it is, when that is short; else null, and it streams. */
export function shortLengthOf(answer: IncomingMessage): number | null {
  const length = answer.headers['content-length']
  if (length === undefined || answer.headers['transfer-encoding'] !== undefined) return null
  return Number(length) <= mostShortBytes ? Number(length) : null
}

/** What came of a short answer; `broken` says why it is not the whole of it. */
export type ShortBody = Readonly<{ body: Buffer; broken: Error | null }>

/** Reads a short answer as far as it comes; one that trickles is broken off. The parser of HTTP sees to its length. */
export function readShort(answer: IncomingMessage, stretchMs: number): Promise<ShortBody> {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  breakOffTrickle({ stream: answer, bytes: () => sizeBytes }, stretchMs)
  return new Promise((read) => {
    const end = (broken: Error | null) =>
      read({ body: pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces), broken })
    answer.on('data', (piece: Buffer) => {
      pieces.push(piece)
      sizeBytes += piece.length
      letPass(piece.length)
    })
    answer.once('end', () => end(null))
    answer.once('error', end)
  })
}
