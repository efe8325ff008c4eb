import { loadTrustAnchors, type SigningOutside } from '#modules/signing'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { defineJob, enqueue, type Job, type Schedule } from '#platform/jobs'
import { checkLogOn } from './check-log.ts'
import { stampBatches } from './stamp-batches.ts'

const stampJob = 'messagelog.stamp_batches'
const checkJob = 'messagelog.check_log'

/** What the worker does for the log; `timestamps` null: nobody stamps time, and batches wait. */
export const messagelogJobs = (
  signing: Pick<SigningOutside, 'timestamps' | 'trustAnchors'>,
): readonly Job<never, Context>[] => [
  defineJob<unknown, Context>(stampJob, (_, context) => stampBatches(context, signing.timestamps)),
  defineJob<unknown, Context>(checkJob, async (_, context) => {
    const trustAnchors = await loadTrustAnchors(context.db, signing)
    const { faults, findings } = await checkLogOn({ ...context, trustAnchors })
    if (faults > 0) context.log.error({ faults, findings }, 'the message log is not whole')
  }),
]

/** When it does so by itself. */
export const messagelogSchedules: readonly Schedule[] = [
  { job: stampJob, everyMinutes: 1 },
  { job: checkJob, dailyAt: '02:30' },
]

/** Has the log read again as soon as a worker can; asked twice meanwhile, it is read once. */
export const queueCheck = (tx: Tx): Promise<void> => enqueue(tx, { name: checkJob }, {}, { key: checkJob })
