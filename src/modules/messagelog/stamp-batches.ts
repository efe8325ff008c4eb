import { createHash } from 'node:crypto'
import { verifyTimestamp } from '#modules/signatures'
import { ProviderUnreachable, type TimestampAuthority } from '#modules/signing'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { whileAlone } from '#platform/while-alone'
import { treeOf } from './hash-tree.ts'
import { readHead } from './repository.ts'
import {
  insertBatch,
  listLinks,
  listNewestBatches,
  listWaitingBatches,
  type StampBatch,
  saveProblem,
  saveToken,
} from './repository-batches.ts'
import { writeBatchText } from './rules/entry-text.ts'

type World = Pick<Context, 'db' | 'pool' | 'clock'>

/** As many entries share one time stamp at most: the path of one of them then has 13 steps. */
const mostEntries = 8192
const mostBatches = 100

/**
 * Closes what was recorded since the last batch, and has every batch that waits time-stamped, the oldest first. An
 * authority that is away, or none at all: the batches wait and say so, and the next run asks again.
 */
export async function stampBatches(world: World, timestamps: TimestampAuthority | null): Promise<void> {
  await whileAlone(world.pool, 'messagelog.stamp_batches', async () => {
    for (let closed = 0; closed < mostBatches && (await closeBatch(world)); closed += 1);
    for (const batch of await listWaitingBatches(world.db, mostBatches))
      if (!(await stamp(world, batch, timestamps))) return
  })
}

/** False when every entry stands in a batch. */
async function closeBatch({ db, clock }: World): Promise<boolean> {
  const [last] = await listNewestBatches(db, 1)
  const firstEntry = (last?.lastEntry ?? 0) + 1
  const lastEntry = Math.min((await readHead(db)).number, firstEntry + mostEntries - 1)
  if (lastEntry < firstEntry) return false
  const { root } = treeOf(await listLinks(db, firstEntry, lastEntry))
  await insertBatch(db, { number: (last?.number ?? 0) + 1, firstEntry, lastEntry, root, closedAt: clock.now() })
  return true
}

/** False when it has no sense to ask for the next one now. */
async function stamp(
  { db, clock }: World,
  batch: StampBatch,
  timestamps: TimestampAuthority | null,
): Promise<boolean> {
  if (!timestamps) return await wait(db, batch, 'no_authority')
  const text = Buffer.from(writeBatchText(batch))
  const token = await ask(timestamps, createHash('sha256').update(text).digest())
  if (!token) return await wait(db, batch, 'unreachable')
  const { intact, instant } = await verifyTimestamp(token, text, { trustAnchors: [], at: clock.now() })
  if (!intact || !instant) return await wait(db, batch, 'unreachable')
  await saveToken(db, batch.number, token, instant)
  return true
}

async function wait(db: Db, { number }: StampBatch, problem: 'no_authority' | 'unreachable'): Promise<false> {
  await saveProblem(db, number, problem)
  return false
}

async function ask(timestamps: TimestampAuthority, sha256: Uint8Array): Promise<Uint8Array | null> {
  try {
    return await timestamps.stamp(sha256)
  } catch (error) {
    if (error instanceof ProviderUnreachable) return null
    throw error
  }
}
