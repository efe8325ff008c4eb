import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { fetchJob } from './decide-filing.ts'
import { fetchFiledDossiers } from './fetch-filed-dossiers.ts'
import type { FiledSource } from './ports.ts'

/** What was filed elsewhere is fetched, tried and answered every minute. One that is held or broken holds up none of the others. */
export const filedDossierJobs = (sources: readonly FiledSource[]) =>
  [
    defineJob<unknown, Context>(fetchJob.name, async (_, context) => {
      for (const source of sources) await fetchFiledDossiers(context, source)
    }),
  ] as const

export const filedDossierSchedules: readonly Schedule[] = [{ job: 'filings.fetch', everyMinutes: 1 }]
