import { type KeyObject, sign } from 'node:crypto'
import { parentPort } from 'node:worker_threads'

/** Texts to be signed with one key. */
export type SigningOrder = Readonly<{ key: KeyObject; texts: readonly string[] }>

/** The signatures in the order of the texts, 64 bytes each. */
parentPort?.on('message', ({ key, texts }: SigningOrder) => {
  parentPort?.postMessage(Buffer.concat(texts.map((text) => sign(null, Buffer.from(text), key))))
})
