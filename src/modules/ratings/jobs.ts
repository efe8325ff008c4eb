import type { Context } from '#platform/context'
import { defineJob, type Job, type Schedule } from '#platform/jobs'
import type { Gauge } from '#platform/telemetry'
import { fetchFromEach } from '#platform/telling'
import { fetchRatings } from './fetch-ratings.ts'
import type { RatingSystem } from './ports.ts'
import { tellJob } from './rate-dossier.ts'
import { tellRatings } from './tell-ratings.ts'
import { ratingTelling } from './telling.ts'

/** What the worker can do for ratings; without other systems they stay here. */
export const ratingJobs = (systems: readonly RatingSystem[]): readonly Job<never, Context>[] => [
  defineJob<unknown, Context>(tellJob.name, async (_, context) => {
    for (const system of systems) await tellRatings(context, system)
  }),
  defineJob<unknown, Context>('ratings.fetch', (_, context) =>
    fetchFromEach(context, systems, 'ratings', (system) => fetchRatings(context, system)),
  ),
]

/** When it does so by itself. */
export const ratingSchedules: readonly Schedule[] = [
  { job: 'ratings.fetch', everyMinutes: 5 },
  { job: 'ratings.tell', everyMinutes: 2 },
]

/** Whether what was said here gets to other systems within a day. */
export const checkRatings = ratingTelling.checkUntold

/** What of ratings is measured. */
export const ratingGauges = ({ db }: Pick<Context, 'db'>): readonly Gauge[] => [
  {
    name: 'motcua_ratings_untold',
    help: 'Ratings that another system does not have yet, counted to 10,000.',
    read: async () => (await ratingTelling.tallyUntold(db)).waiting,
  },
]
