import type { Context } from '#platform/context'
import type { HealthCheck } from '#platform/health-check'
import { defineJob, type Job, type Schedule } from '#platform/jobs'
import type { Gauge } from '#platform/telemetry'
import { fetchRatings } from './fetch-ratings.ts'
import type { RatingSystem } from './ports.ts'
import { tellJob } from './rate-dossier.ts'
import { tallyToTell } from './repository-told.ts'
import { tellRatings } from './tell-ratings.ts'

/** What the worker can do for ratings; without other systems they stay here. */
export const ratingJobs = (systems: readonly RatingSystem[]): readonly Job<never, Context>[] => [
  defineJob<unknown, Context>(tellJob.name, async (_, context) => {
    for (const system of systems) await tellRatings(context, system)
  }),
  defineJob<unknown, Context>('ratings.fetch', async (_, context) => {
    for (const system of systems) {
      try {
        await fetchRatings(context, system)
      } catch (error) {
        context.log.warn({ system: system.code, err: error }, 'ratings could not be fetched')
      }
    }
  }),
]

/** When it does so by itself. */
export const ratingSchedules: readonly Schedule[] = [
  { job: 'ratings.fetch', everyMinutes: 5 },
  { job: 'ratings.tell', everyMinutes: 2 },
]

type Server = Pick<Context, 'db' | 'clock'>
const mostWaitHours = 24

/** Whether what was said here gets to other systems within a day; that they are away is no fault of this server. */
export const checkRatings =
  ({ db, clock }: Server): HealthCheck =>
  async () => {
    const { waiting, oldestAt } = await tallyToTell(db)
    const hours = oldestAt ? (clock.now().epochMilliseconds - oldestAt.epochMilliseconds) / 3_600_000 : 0
    const found = `${waiting} ratings wait to be told, the oldest for ${Math.floor(hours)} h`
    return { check: 'ratings', ok: true, found, warning: hours > mostWaitHours ? found : null }
  }

/** What of ratings is measured. */
export const ratingGauges = ({ db }: Server): readonly Gauge[] => [
  {
    name: 'motcua_ratings_untold',
    help: 'Ratings that another system does not have yet, counted to 10,000.',
    read: async () => (await tallyToTell(db)).waiting,
  },
]
