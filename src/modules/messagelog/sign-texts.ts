import { type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { SigningOrder } from './signing-thread.ts'

const signOne: (algorithm: null, text: Buffer, key: KeyObject) => Promise<Buffer> = promisify(sign)

/** From here on one message to a thread costs less than a job of the pool for each text. */
const fewTexts = 4
const signatureBytes = 64

/** The Ed25519 signatures of texts, in their order; made beside the event loop. */
export async function signTexts(key: KeyObject, texts: readonly string[]): Promise<readonly Buffer[]> {
  if (texts.length < fewTexts)
    return await Promise.all(texts.map((text) => signOne(null, Buffer.from(text), key)))
  const all = await signInThread({ key, texts })
  return texts.map((_, index) => all.subarray(index * signatureBytes, (index + 1) * signatureBytes))
}

type Waiting = Readonly<{ done: (signatures: Buffer) => void; failed: (error: Error) => void }>

let thread: Worker | null = null
let waiting: Waiting[] = []

/** The thread answers in the order in which it was asked. It keeps the process alive only while somebody waits. */
function signInThread(order: SigningOrder): Promise<Buffer> {
  return new Promise((done, failed) => {
    thread ??= startThread()
    thread.ref()
    waiting.push({ done, failed })
    thread.postMessage(order)
  })
}

function startThread(): Worker {
  const started = new Worker(new URL('./signing-thread.ts', import.meta.url))
  started.on('message', ({ buffer, byteOffset, length }: Uint8Array) => {
    waiting.shift()?.done(Buffer.from(buffer, byteOffset, length))
    if (waiting.length === 0) started.unref()
  })
  started.once('error', (error) => {
    thread = null
    const lost = waiting
    waiting = []
    for (const { failed } of lost) failed(error as Error)
  })
  return started
}
