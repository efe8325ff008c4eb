import type { Context } from '#platform/context'
import type { StoredFile } from '#platform/file-store'
import { messagelogProblem } from './errors.ts'

/** A body in the file store; give it to `recordMessage` as `body`. */
export type KeptBody = StoredFile & Readonly<{ kept: true }>

/**
 * Keeps a body by its hash as it streams by, with little memory whatever its size. Above `mostBytes` it breaks off with
 * `messagelog.body_too_large`, and nothing of it is left.
 */
export async function keepBody(
  { files }: Pick<Context, 'files'>,
  content: AsyncIterable<Buffer>,
  mostBytes: number,
): Promise<KeptBody> {
  const { sha256, sizeBytes, keep } = await files.receive(upTo(content, mostBytes))
  await keep()
  return { sha256, sizeBytes, kept: true }
}

async function* upTo(content: AsyncIterable<Buffer>, mostBytes: number): AsyncGenerator<Buffer> {
  let sizeBytes = 0
  for await (const chunk of content) {
    sizeBytes += chunk.length
    if (sizeBytes > mostBytes) throw messagelogProblem('messagelog.body_too_large', { limit: mostBytes })
    yield chunk
  }
}
