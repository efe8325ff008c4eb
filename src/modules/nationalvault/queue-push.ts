import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { enqueue } from '#platform/jobs'
import { insertPush, listPushesOf, type NewPush } from './repository-pushes.ts'

const job = { name: 'nationalvault.push' } as const

/** A result was issued and sealed: the national vault is told of it, by a job in this transaction. Told twice it goes once. */
export async function queueIssued(
  tx: Tx,
  result: Omit<NewPush, 'kind' | 'reason'>,
  at: Temporal.Instant,
): Promise<void> {
  if (await insertPush(tx, { ...result, kind: 'issued', reason: null }, at)) await enqueuePush(tx)
}

/** A result does not count any more: told after it was issued there, and not at all where it never was. */
export async function queueEnded(
  tx: Tx,
  resultId: string,
  { kind, reason }: Readonly<{ kind: 'revoked' | 'replaced'; reason: string }>,
  at: Temporal.Instant,
): Promise<void> {
  const [issued] = await listPushesOf(tx, [resultId])
  if (!issued) return
  if (await insertPush(tx, { ...issued, kind, reason }, at)) await enqueuePush(tx)
}

/** Has what waits told, by one job however many ask; `runAt`: not before, beside what is to be told at once. */
export const enqueuePush = (tx: Tx, runAt?: Temporal.Instant): Promise<void> =>
  enqueue(
    tx,
    job,
    {},
    { key: runAt ? `${job.name}:later` : job.name, queue: job.name, ...(runAt && { runAt }) },
  )
