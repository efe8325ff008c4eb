import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream, fdatasync, type WriteStream } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { Temporal } from 'temporal-polyfill'
import type { ByteRange } from './byte-range.ts'
import { letPass } from './passing-memory.ts'

const syncData = promisify(fdatasync)

export type StoredFile = Readonly<{ sha256: string; sizeBytes: number }>

/** A file being received: durable on disk, not yet under its name. `keep` or `discard` it. */
export type ReceivedFile = StoredFile &
  Readonly<{ path: string; keep: () => Promise<void>; discard: () => Promise<void> }>

/** Files on their way from the disk here to where they are kept: how many, and how long the first has waited. */
export type FilesWaiting = Readonly<{ files: number; seconds: number }>

/** Files by the SHA-256 of their content: the same content is kept once, and a stored file never changes. */
export type FileStore = Readonly<{
  /**
   * Writes a stream to disk (synced) and hashes it on the way; memory use does not grow with the file. Throws what the
   * stream or the disk throws (`ENOSPC` when it is full); then nothing is left.
   */
  receive: (content: AsyncIterable<Buffer>) => Promise<ReceivedFile>
  /**
   * The whole file, or a part of it. What is read whole is checked on the way: a file that is not what its hash says
   * breaks off with `FileDamaged` before its end. A file that is not there breaks off too.
   */
  read: (sha256: string, range?: ByteRange) => Readable
  has: (sha256: string) => Promise<boolean>
  sizeOf: (sha256: string) => Promise<number>
  /** Moves what waits here to where files are kept; what cannot be moved now stays, and is read from here. */
  settle: () => Promise<void>
  waiting: () => Promise<FilesWaiting>
}>

/** A store on this machine's disk; what it holds can be listed and taken out. */
export type DiskFileStore = FileStore &
  Readonly<{ list: () => AsyncGenerator<string>; remove: (sha256: string) => Promise<void> }>

/** What is kept is not what was received. */
export class FileDamaged extends Error {
  override readonly name = 'FileDamaged'
}

/** Opens the store in `folder` (made when missing): files lie at `ab/cd/abcd…`. `write` opens a new file. */
export async function openFileStore(
  folder: string,
  write: (path: string) => WriteStream = writeSynced,
): Promise<DiskFileStore> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await removeLeftovers(incoming)
  const pathOf = (sha256: string) => join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256)

  async function receive(content: AsyncIterable<Buffer>): Promise<ReceivedFile> {
    const path = join(incoming, randomUUID())
    const written = await writeHashed(content, write(path)).catch(async (error: unknown) => {
      await rm(path, { force: true })
      throw error
    })
    const keep = () => moveInto(path, pathOf(written.sha256))
    return { ...written, path, keep, discard: () => rm(path, { force: true }) }
  }

  return {
    receive,
    read: (sha256, range) => {
      const content = createReadStream(pathOf(sha256), range)
      return range ? content : readVerified(content, sha256)
    },
    has: (sha256) =>
      access(pathOf(sha256)).then(
        () => true,
        () => false,
      ),
    sizeOf: async (sha256) => (await stat(pathOf(sha256))).size,
    settle: async () => undefined,
    waiting: async () => ({ files: 0, seconds: 0 }),
    list: () => listFiles(folder),
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
  }
}

/** As much may wait to be written, so that one call writes many pieces. */
const writeAheadBytes = 4_194_304
/** After as much the disk begins to make it durable while more arrives: little is left to wait for at the end. */
const syncEveryBytes = 33_554_432

const writeSynced = (path: string): WriteStream =>
  createWriteStream(path, { mode: 0o600, flush: true, highWaterMark: writeAheadBytes })

async function writeHashed(content: AsyncIterable<Buffer>, file: WriteStream): Promise<StoredFile> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  try {
    await pipeline(
      content,
      async function* (chunks: AsyncIterable<Buffer>) {
        const syncing = followWith(file)
        for await (const chunk of chunks) {
          hash.update(chunk)
          sizeBytes += chunk.length
          yield chunk
          letPass(chunk.length)
          syncing.wrote(chunk.length)
        }
        await syncing.end()
      },
      file,
    )
  } catch (error) {
    // What breaks off at once may do so before the file is there: it is removed when nothing makes it any more.
    if (!file.closed) await new Promise<void>((resolve) => file.once('close', () => resolve()))
    throw error
  }
  return { sha256: hash.digest('hex'), sizeBytes }
}

type Syncing = Readonly<{ wrote: (bytes: number) => void; end: () => Promise<void> }>

/** Follows what is written to `file` with what makes it durable, one call at a time; `end` throws what the disk threw. */
function followWith(file: WriteStream): Syncing {
  let descriptor: number | null = null
  let unsynced = 0
  let running: Promise<unknown> | null = null
  file.once('open', (opened) => {
    descriptor = opened
  })
  return {
    wrote(bytes) {
      unsynced += bytes
      if (running || descriptor === null || unsynced < syncEveryBytes) return
      unsynced = 0
      running = syncData(descriptor).then(() => {
        running = null
      })
      running.catch(() => undefined) // told at the end
    },
    end: async () => void (await running),
  }
}

/** `content`, whose last piece is held back until its hash is seen to be right: nobody takes a damaged file for whole. */
export function readVerified(content: AsyncIterable<Buffer>, sha256: string): Readable {
  async function* verify() {
    const hash = createHash('sha256')
    let held: Buffer | null = null
    for await (const chunk of content) {
      hash.update(chunk)
      if (held) yield held
      held = chunk
    }
    const found = hash.digest('hex')
    if (found !== sha256) throw new FileDamaged(`content of ${sha256} has the hash ${found}`)
    if (held) yield held
  }
  return Readable.from(verify(), { objectMode: false })
}

async function* listFiles(folder: string): AsyncGenerator<string> {
  const isPart = (name: string) => /^[0-9a-f]{2}$/.test(name)
  for (const first of (await readdir(folder)).filter(isPart)) {
    for (const second of (await readdir(join(folder, first))).filter(isPart))
      yield* await readdir(join(folder, first, second))
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
