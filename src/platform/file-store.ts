import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Temporal } from 'temporal-polyfill'

export type StoredFile = Readonly<{ sha256: string; sizeBytes: number }>

/** A file being received: durable on disk, not yet under its name. `keep` or `discard` it. */
export type ReceivedFile = StoredFile &
  Readonly<{ path: string; keep: () => Promise<void>; discard: () => Promise<void> }>

/** Files by the SHA-256 of their content: the same content is kept once, and a stored file never changes. */
export type FileStore = Readonly<{
  /** Writes a stream to disk (synced) and hashes it on the way; memory use does not grow with the file. */
  receive: (content: Readable) => Promise<ReceivedFile>
  read: (sha256: string) => Readable
  has: (sha256: string) => Promise<boolean>
  sizeOf: (sha256: string) => Promise<number>
}>

/** Opens the store in `folder` (made when missing): files lie at `ab/cd/abcd…`. */
export async function openFileStore(folder: string): Promise<FileStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await removeLeftovers(incoming)
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)

  async function receive(content: Readable): Promise<ReceivedFile> {
    const path = join(incoming, randomUUID())
    const hash = createHash('sha256')
    const file = createWriteStream(path, { mode: 0o600, flush: true })
    let sizeBytes = 0
    try {
      await pipeline(
        content,
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk)
            sizeBytes += chunk.length
            yield chunk
          }
        },
        file,
      )
    } catch (error) {
      // What breaks off at once may do so before the file is there: it is removed when nothing makes it any more.
      if (!file.closed) await new Promise<void>((resolve) => file.once('close', () => resolve()))
      await rm(path, { force: true })
      throw error
    }
    const sha256 = hash.digest('hex')
    return {
      sha256,
      sizeBytes,
      path,
      keep: () => moveInto(path, pathOf(sha256)),
      discard: () => rm(path, { force: true }),
    }
  }

  return {
    receive,
    read: (sha256) => createReadStream(pathOf(sha256)),
    has: (sha256) =>
      access(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
    sizeOf: async (sha256) => (await stat(pathOf(sha256))).size,
  }
}

/** What a killed process was still receiving: nobody was told that it arrived. Another process may be receiving now. */
async function removeLeftovers(incoming: string): Promise<void> {
  const yesterday = Temporal.Now.instant().subtract({ hours: 24 }).epochMilliseconds
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const found = await stat(path).catch(() => null)
    if (found && found.mtimeMs < yesterday) await rm(path, { force: true })
  }
}

async function moveInto(from: string, to: string): Promise<void> {
  const folder = join(to, '..')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await rename(from, to)
  const directory = await open(folder)
  await directory.sync()
  await directory.close()
}
