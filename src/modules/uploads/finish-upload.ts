import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { Actor } from '#modules/identity'
import { findPaper, receivePaper, type StoredPaper } from '#modules/papers'
import type { Context } from '#platform/context'
import { uploadsProblem } from './errors.ts'
import type { Uploads } from './open-uploads.ts'
import { findUpload } from './repository.ts'

const running = new Map<string, Promise<StoredPaper>>()

/**
 * Makes a paper of an upload that has arrived whole: inspected as any other file, under the upload's id. Asked twice, or
 * again after a crash, it is the same paper. Throws `uploads.refused` with the reason; then nothing is left of it.
 */
export function finishUpload(
  context: Context,
  uploads: Uploads,
  id: string,
  actor: Actor,
): Promise<StoredPaper> {
  const begun = running.get(id)
  if (begun !== undefined) return begun
  const finishing = finish(context, uploads, id, actor).finally(() => running.delete(id))
  running.set(id, finishing)
  return finishing
}

async function finish(
  context: Context,
  { store, folder }: Uploads,
  id: string,
  actor: Actor,
): Promise<StoredPaper> {
  const known = await findPaper(context.db, id)
  const upload = await findUpload(context.db, id)
  if (known) {
    if (upload) await store.remove(id)
    return known
  }
  if (!upload) throw uploadsProblem('uploads.not_found')
  const content = createReadStream(join(folder, id))
  const result = await receivePaper(context, { id, name: upload.name, content, receivedBy: actor })
  await store.remove(id)
  if (result.ok) return result.paper
  const { name: _, ...numbers } = result.detail
  throw uploadsProblem('uploads.refused', { reason: `papers.${result.code}`, ...numbers })
}
