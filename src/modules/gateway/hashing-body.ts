import { createHash, hash } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import { letPass } from '#platform/passing-memory'

/** What passed. SHA-256 names the content in the log; SHA-512 is for X-Road-Request-Hash, so an answer has none. `content`: the whole, where it is to be kept. */
export type Digest = Readonly<{
  sha256: string
  sha512: Buffer | null
  sizeBytes: number
  content: Buffer | null
}>

/** The body is larger than is passed on. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

export type HashingBody = Readonly<{
  stream: Transform
  /** How much has passed so far. */
  bytes: () => number
  /** The digest of what has passed, of a body that was not read to its end. */
  digestSoFar: () => Digest
}>

type HashingOptions = Readonly<{
  mostBytes: number
  half: 'request' | 'answer'
  /** Up to so many bytes the whole is kept for the log; 0: none. */
  keepBytes: number
  /** Called with everything but the last piece passed on; that piece follows when the promise is kept, else the stream breaks. */
  beforeEnd: (digest: Digest) => Promise<void>
}>

/**
 * Passes a body on piece by piece and hashes it on the way; nothing is kept but the last piece. It is held back until
 * `beforeEnd` is done: whoever has the whole of a message knows that it is on record.
 */
export function makeHashingBody({ mostBytes, half, keepBytes, beforeEnd }: HashingOptions): HashingBody {
  const sha256 = createHash('sha256')
  const sha512 = half === 'request' ? createHash('sha512') : null
  let sizeBytes = 0
  let held: Buffer | null = null
  let pieces: Buffer[] = []
  const content = () => (sizeBytes > 0 && sizeBytes <= keepBytes ? Buffer.concat(pieces) : null)
  let whole: Digest | null = null
  const stream = new Transform({
    transform(piece: Buffer, _encoding, done: TransformCallback) {
      sizeBytes += piece.length
      if (sizeBytes > mostBytes) return done(new BodyTooLarge(`more than ${mostBytes} bytes`))
      sha256.update(piece)
      sha512?.update(piece)
      letPass(piece.length)
      if (sizeBytes <= keepBytes) pieces.push(piece)
      else pieces = []
      const before = held
      held = piece
      return before ? done(null, before) : done()
    },
    flush(done: TransformCallback) {
      whole = { sha256: sha256.digest('hex'), sha512: sha512?.digest() ?? null, sizeBytes, content: content() }
      beforeEnd(whole).then(
        () => done(null, held ?? undefined),
        (error: unknown) => done(error as Error),
      )
    },
  })
  const digestSoFar = () =>
    whole ?? {
      sha256: sha256.copy().digest('hex'),
      sha512: sha512?.copy().digest() ?? null,
      sizeBytes,
      content: null,
    }
  return { stream, bytes: () => sizeBytes, digestSoFar }
}

/** The digest of an answer that is in memory as a whole. */
export const digestOf = (body: Buffer, keepBytes = 0): Digest => ({
  sha256: hash('sha256', body, 'hex'),
  sha512: null,
  sizeBytes: body.length,
  content: body.length > 0 && body.length <= keepBytes ? body : null,
})

/** The digest of a message without a body. */
export const emptyDigest: Digest = digestOf(Buffer.alloc(0))
