import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { defineJob, enqueue, type Schedule } from '#platform/jobs'
import { fetchCatalogue } from './fetch-catalogue.ts'
import type { NationalCatalogue } from './ports.ts'

type Asked = Readonly<{ askedBy?: string }>

const fetchJob = { name: 'nationalcatalogue.fetch' } as const

/** What the worker fetches; without a catalogue nothing. */
export const nationalCatalogueJobs = (catalogue: NationalCatalogue | null) =>
  [
    defineJob<Asked | null, Context>(fetchJob.name, async (asked, context) => {
      if (catalogue) await fetchCatalogue(context, catalogue, asked?.askedBy ?? null)
    }),
  ] as const

/** At night, when nobody asks the portal for anything else. */
export const nationalCatalogueSchedules: readonly Schedule[] = [{ job: fetchJob.name, dailyAt: '03:20' }]

/** Has the catalogue fetched now, because somebody asks. */
export const enqueueFetch = (tx: Tx, askedBy: string): Promise<void> =>
  enqueue(tx, fetchJob, { askedBy }, { key: `${fetchJob.name}:asked` })
