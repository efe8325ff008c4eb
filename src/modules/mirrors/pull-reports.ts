import type { Context } from '#platform/context'
import { whileAlone } from '#platform/while-alone'
import type { ReportSource } from './ports.ts'
import { receiveReports } from './receive-reports.ts'
import { findSystem, notePull } from './repository.ts'

/** A run reads at most so many pages of a system, or for so long; the rest is for the next. */
const mostPages = 50
const runMs = 20_000

/**
 * Reads what a ministry's system has reported since the last time, page by page: each page and how far it goes are one
 * transaction, so a crash reads a page again and loses none. A system that is away is asked again later. Answers how many
 * reports were new.
 */
export async function pullReports(context: Context, source: ReportSource): Promise<number> {
  let taken = 0
  const begunMs = performance.now()
  await whileAlone(context.pool, `mirrors:${source.code}`, async () => {
    try {
      for (let page = 0; page < mostPages; page += 1) {
        const read = await pullPage(context, source)
        taken += read.taken
        if (!read.more || performance.now() - begunMs > runMs) break
      }
    } catch (error) {
      await noteFailure(context, source.code, error)
    }
  })
  return taken
}

async function pullPage(context: Context, source: ReportSource): Promise<{ taken: number; more: boolean }> {
  const system = await findSystem(context.db, source.code)
  if (!system) throw new Error(`no ministry system ${source.code} is entered`)
  const { items, cursor, more } = await source.list(system.cursor)
  const outcomes = await receiveReports(context, source.code, items, { cameBy: 'pull', cursor })
  const taken = outcomes.filter(({ outcome }) => outcome === 'taken').length
  // One that says there is more, and stays where it was, would be asked forever.
  return { taken, more: more && cursor !== system.cursor }
}

async function noteFailure({ db, clock, log }: Context, code: string, error: unknown): Promise<void> {
  const said = (error instanceof Error ? error.message : String(error)).slice(0, 500)
  log.warn({ system: code, err: error }, 'the reports of a ministry system could not be read')
  await db.transaction().execute((tx) => notePull(tx, code, { lastError: said, lastErrorAt: clock.now() }))
}
