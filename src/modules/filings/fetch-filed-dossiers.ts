import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import { type FiledDossier, receiveFiledDossier } from './receive-filed-dossier.ts'

/** A system at which people file dossiers that are for us. */
export type FiledSource = Readonly<{
  /** The code of the same system as a destination: it is told of these under its own code for them. */
  code: string
  /** What was filed and not heard of since. Throws when it is away. */
  listFiled: () => Promise<readonly FiledDossier[]>
}>

/** What was filed elsewhere is fetched every minute. One that is refused or broken holds up none of the others. */
export const filedDossierJobs = (sources: readonly FiledSource[]) =>
  [
    defineJob<unknown, Context>('filings.fetch', async (_, context) => {
      for (const source of sources) await fetchFiledDossiers(context, source)
    }),
  ] as const

export const filedDossierSchedules: readonly Schedule[] = [{ job: 'filings.fetch', everyMinutes: 1 }]

/** Fetches what was filed at one system; gives how many became dossiers now. A system that is away is asked again later. */
export async function fetchFiledDossiers(context: Context, source: FiledSource): Promise<number> {
  const { log } = context
  let received = 0
  try {
    for (const filed of await source.listFiled()) {
      if (await tryToReceive(context, source.code, filed)) received += 1
    }
  } catch (error) {
    log.warn({ source: source.code, err: error }, 'what was filed elsewhere could not be fetched')
  }
  return received
}

async function tryToReceive(context: Context, source: string, filed: FiledDossier): Promise<boolean> {
  const about = { source, dossier: filed.code }
  try {
    const received = await receiveFiledDossier(context, source, filed)
    if (received.outcome === 'refused') {
      context.log.warn({ ...about, code: received.code }, 'a dossier filed elsewhere is refused')
    }
    return received.outcome === 'received'
  } catch (error) {
    context.log.warn({ ...about, err: error }, 'a dossier filed elsewhere could not be taken now')
    return false
  }
}
