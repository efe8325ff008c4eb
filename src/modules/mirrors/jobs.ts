import type { Context } from '#platform/context'
import { defineJob, type Schedule } from '#platform/jobs'
import type { ReportSource } from './ports.ts'
import { pullReports } from './pull-reports.ts'
import { foldReports, listToRead, lockSystem, type Touched } from './repository.ts'

const portion = 500

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

/** Reads again what a mapping that was entered or ended is about, in portions. Answers how many dossiers it looked at. */
export async function readAgain(
  { db }: Pick<Context, 'db'>,
  system: string,
  touched: Touched,
): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const codes = await db.transaction().execute(async (tx) => {
      await lockSystem(tx, system)
      const found = await listToRead(tx, system, touched, { after, limit: portion })
      await foldReports(tx, system, found)
      return found
    })
    count += codes.length
    if (codes.length < portion) return count
    after = codes.at(-1) ?? ''
  }
}
