import { finished } from 'node:stream/promises'
import type { Context } from '#platform/context'
import { noteFault, stateAfter } from './read-kept.ts'
import { listUnchecked, saveCheck } from './repository-content.ts'

type Server = Pick<Context, 'db' | 'clock' | 'files' | 'log'>

/** Every content is read again within so many days. */
const checkedDays = 30
/** What is not whole is looked at again soon: it may have been restored. */
const damagedHours = 1
const portion = 500
/** One run reads so much and then leaves the disk to others. */
const mostBytes = 1_073_741_824

/**
 * Reads kept content again, the longest unread first, and notes what is damaged, missing, or whole again. Stops after
 * `mostBytes`, and when the store itself cannot be reached. Answers how many were read.
 */
export async function scrubContent(server: Server): Promise<number> {
  const now = server.clock.now()
  const before = now.subtract({ hours: checkedDays * 24 })
  const damagedBefore = now.subtract({ hours: damagedHours })
  let readBytes = 0
  let checked = 0
  for (const { sha256, sizeBytes } of await listUnchecked(server.db, {
    before,
    damagedBefore,
    limit: portion,
  })) {
    if (checked > 0 && readBytes + sizeBytes > mostBytes) break
    await checkContent(server, sha256)
    readBytes += sizeBytes
    checked += 1
  }
  return checked
}

async function checkContent(server: Server, sha256: string): Promise<void> {
  try {
    const content = server.files.read(sha256)
    await finished(content.resume())
    await saveCheck(server.db, sha256, 'whole', server.clock.now())
  } catch (error) {
    const state = stateAfter(error)
    if (!state) throw error
    await noteFault(server, sha256, state)
  }
}
