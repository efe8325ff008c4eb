import { Readable } from 'node:stream'
import { type Dispatcher, errors } from 'undici'
import { NotRecorded } from './log-call.ts'
import { joinRepeated } from './rules/headers.ts'
import { Trickle, watchTrickle } from './slow-watch.ts'

/** The head of the provider's answer, its body still on the way: null when it has none. */
export type Answer = Readonly<{
  status: number
  headers: Readonly<Record<string, string>>
  body: ShortBody | Readable | null
}>

/** A body that is read as a whole, as far as it comes; `broken` says why it is not the whole of it. */
export type ShortBody = Readonly<{
  /** One that trickles (see `watchTrickle`) is broken off. */
  read: (stretchMs: number) => Promise<Readonly<{ whole: Buffer; broken: Error | null }>>
}>

/** The answer ended before it was whole. */
export class AnswerBroken extends Error {
  override readonly name = 'AnswerBroken'
}

/** The answer has a status that is none, or is not HTTP. */
export class BadAnswer extends Error {
  override readonly name = 'BadAnswer'
}

/**
 * An answer up to this size is read before its caller gets any of it: no stream has to be set up and taken down, and the
 * garbage of its call has the young heap looked through often enough (see `letPass`).
 */
const mostShortBytes = 65_536
const bodiless = new Set([204, 205, 304])

/** How a body takes what arrives; `take` is false when it wants a rest. The parser of HTTP sees to its length. */
type Arriving = Readonly<{
  body: ShortBody | Readable
  take: (piece: Buffer) => boolean
  end: (broken: Error | null) => void
}>

/** Takes what comes of a request: `answered` when the head is there, `failed` when none will come. */
export function receiveAnswer(
  method: string,
  answered: (answer: Answer) => void,
  failed: (error: Error) => void,
): Dispatcher.DispatchHandler {
  let arriving: Arriving | null = null
  return {
    onRequestStart: () => undefined,
    onResponseStart(controller, status, given) {
      if (status < 100 || status > 599) {
        const bad = new BadAnswer(`status ${status}`)
        failed(bad)
        return controller.abort(bad)
      }
      if (status < 200) return
      const headers = joinRepeated(given)
      if (method !== 'HEAD' && !bodiless.has(status))
        arriving = isShort(headers) ? openShort(controller) : openStream(controller)
      answered({ status, headers, body: arriving?.body ?? null })
    },
    onResponseData(controller, piece) {
      if (arriving?.take(piece) === false) controller.pause()
    },
    onResponseEnd: () => arriving?.end(null),
    onResponseError(_controller, error) {
      // Whoever has the head is past being told of a failure: then this does nothing.
      failed(error)
      arriving?.end(brokenBy(error))
    },
  }
}

const isShort = (headers: Answer['headers']): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? Infinity) <= mostShortBytes

function brokenBy(error: Error): Error {
  if (error instanceof Trickle || error instanceof NotRecorded) return error
  if (error instanceof errors.BodyTimeoutError) return new Trickle('nothing came', { cause: error })
  return new AnswerBroken('the answer broke off', { cause: error })
}

function openShort(controller: Dispatcher.DispatchController): Arriving {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  let ended: Readonly<{ broken: Error | null }> | null = null
  let tell: () => void = () => undefined
  return {
    take(piece) {
      pieces.push(piece)
      sizeBytes += piece.length
      return true
    },
    end(broken) {
      ended = { broken }
      tell()
    },
    body: {
      async read(stretchMs: number) {
        // Mostly all of it came with the head.
        if (!ended) {
          const breakOff = (trickle: Trickle) => controller.abort(trickle)
          const stop = watchTrickle({ bytes: () => sizeBytes, breakOff }, stretchMs)
          await new Promise<void>((done) => {
            tell = done
          })
          stop()
        }
        const whole = pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces)
        return { whole, broken: ended?.broken ?? null }
      },
    },
  }
}

function openStream(controller: Dispatcher.DispatchController): Arriving {
  let isEnded = false
  const body = new Readable({
    read: () => controller.resume(),
    destroy(error, done) {
      if (!isEnded) controller.abort(error ?? new AnswerBroken('nobody takes the answer any more'))
      done(error)
    },
  })
  // It may break before anybody listens; who comes later is told by the state of the stream.
  body.on('error', () => undefined)
  return {
    body,
    take: (piece) => body.push(piece),
    end(broken) {
      isEnded = true
      if (broken) body.destroy(broken)
      else body.push(null)
    },
  }
}
