import type { Db } from './db.ts'
import type { HealthCheck } from './health-check.ts'
import { findLongestWait, tallyGivenUp } from './jobs.ts'
import type { Gauge } from './telemetry.ts'

/** What was to follow at once is late by then: the nation's systems are to know within ten minutes (NĐ 63/2024/NĐ-CP Đ7 k4). */
const longestWaitSeconds = 600

/** Warns of jobs that failed until they were given up, and of those that no worker takes: what they were to do is not done. */
export const checkJobs =
  ({ db }: Readonly<{ db: Db }>): HealthCheck =>
  async () => {
    const { count, names } = await tallyGivenUp(db)
    const waiting = await findLongestWait(db)
    const warnings = [
      ...(count > 0 ? [`${count} jobs given up: ${names.join(', ')}`] : []),
      ...(waiting && waiting.seconds > longestWaitSeconds
        ? [`no worker takes ${waiting.name}, due for ${Math.floor(waiting.seconds / 60)} min`]
        : []),
    ]
    const warning = warnings.join('; ') || null
    return { check: 'jobs', ok: true, found: warning ?? 'no job given up', warning }
  }

/** What of jobs is measured. */
export const jobGauges = ({ db }: Readonly<{ db: Db }>): readonly Gauge[] => [
  {
    name: 'motcua_jobs_given_up',
    help: 'Jobs that failed until they were given up, counted to 1,000.',
    read: async () => (await tallyGivenUp(db)).count,
  },
  {
    name: 'motcua_jobs_wait_seconds',
    help: 'How long the job that waits longest has been due without a worker taking it; 0 when none is due.',
    read: async () => (await findLongestWait(db))?.seconds ?? 0,
  },
]
