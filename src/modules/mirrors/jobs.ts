import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import type { ReportSource } from './ports.ts'
import { pullReports } from './pull-reports.ts'
import { readAgain } from './read-again.ts'
import type { Touched } from './repository.ts'

/** Reads again what a mapping is about. */
export const readAgainJob = defineJob<Touched & { system: string }, Context>(
  'mirrors.read_again',
  async ({ system, ...touched }, context) => {
    await readAgain(context, system, touched)
  },
)

/** What the worker can do for mirrors. */
export const mirrorJobs = (sources: readonly ReportSource[]) =>
  [
    defineJob<unknown, Context>('mirrors.pull', async (_, context) => {
      for (const source of sources) await pullReports(context, source)
    }),
    readAgainJob,
  ] as const

/** When it does so by itself: ministry systems are asked every minute. */
export const mirrorSchedules: readonly Schedule[] = [{ job: 'mirrors.pull', everyMinutes: 1 }]
