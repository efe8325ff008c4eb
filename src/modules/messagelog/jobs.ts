import type { TimestampAuthority } from '#modules/signing'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { defineJob, enqueue, type Job, type Schedule } from '#platform/jobs'
import { checkLogOn } from './check-log.ts'
import { stampBatches } from './stamp-batches.ts'

const stampJob = 'messagelog.stamp_batches'
const checkJob = 'messagelog.check_log'

/** What the worker does for the log; null: nobody stamps time, and batches wait. */
export const messagelogJobs = (timestamps: TimestampAuthority | null): readonly Job<never, Context>[] => [
  defineJob<unknown, Context>(stampJob, (_, context) => stampBatches(context, timestamps)),
  defineJob<unknown, Context>(checkJob, async (_, context) => {
    const { faults, findings } = await checkLogOn(context)
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
