import type { Db } from './db.ts'
import type { HealthCheck } from './health-check.ts'
import { tallyGivenUp } from './jobs.ts'
import type { Gauge } from './telemetry.ts'

/** Warns of jobs that failed until they were given up: what they were to do is not done. */
export const checkJobs =
  ({ db }: Readonly<{ db: Db }>): HealthCheck =>
  async () => {
    const { count, names } = await tallyGivenUp(db)
    const found = count > 0 ? `${count} jobs given up: ${names.join(', ')}` : 'no job given up'
    return { check: 'jobs', ok: true, found, warning: count > 0 ? found : null }
  }

/** What of jobs is measured. */
export const jobGauges = ({ db }: Readonly<{ db: Db }>): readonly Gauge[] => [
  {
    name: 'motcua_jobs_given_up',
    help: 'Jobs that failed until they were given up, counted to 1,000.',
    read: async () => (await tallyGivenUp(db)).count,
  },
]
