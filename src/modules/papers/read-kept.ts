import { Readable } from 'node:stream'
import type { ByteRange } from '#platform/byte-range'
import type { Context } from '#platform/context'
import { FileDamaged } from '#platform/file-store'
import { papersProblem } from './errors.ts'
import { saveCheck } from './repository-content.ts'
import type { ContentState } from './rules/paper.ts'

type Server = Pick<Context, 'db' | 'clock' | 'files' | 'log'>

/** What a failed reading says of the bytes; null when it says nothing of them, e.g. that the object store is away. */
export function stateAfter(error: unknown): ContentState | null {
  if (error instanceof FileDamaged) return 'damaged'
  return (error as NodeJS.ErrnoException | null)?.code === 'ENOENT' ? 'missing' : null
}

/**
 * Reads content that is kept. When it turns out not to be what was kept, that is noted and logged, and the reading
 * breaks off before its end (`papers.content_unavailable`): nobody takes it for the paper.
 */
export function readKept(server: Server, sha256: string, range: ByteRange | null): Readable {
  async function* read() {
    try {
      yield* server.files.read(sha256, range ?? undefined)
    } catch (cause) {
      const state = stateAfter(cause)
      if (state) await noteFault(server, sha256, state)
      throw papersProblem('papers.content_unavailable', {}, { cause })
    }
  }
  return Readable.from(read(), { objectMode: false })
}

/** Notes content that is not as it was kept: the check of health tells it until it is whole again. */
export async function noteFault(
  { db, clock, log }: Server,
  sha256: string,
  state: ContentState,
): Promise<void> {
  log.error({ sha256, state }, 'a kept file is not what was kept: restore it from a backup')
  await saveCheck(db, sha256, state, clock.now())
}
