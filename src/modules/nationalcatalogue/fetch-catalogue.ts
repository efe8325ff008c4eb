import { localDay } from '#modules/calendar'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { isTheirCode } from '#platform/list-place'
import { cleanText } from '#platform/search-text'
import { makeStorable } from '#platform/storable-text'
import { whileAlone } from '#platform/while-alone'
import { compareCatalogues, eachOffered, theirCodeOf } from './compare-catalogues.ts'
import type { CataloguePage, NationalCatalogue, ProcedureDetails } from './ports.ts'
import {
  clearStaged,
  closeFetch,
  countListed,
  countStaged,
  type Line,
  type LineDetails,
  lacksDetails,
  openFetch,
  stageDetails,
  stageLines,
  takeOverStaged,
} from './repository.ts'
import { findMissingKind } from './rules/differences.ts'

type Server = Pick<Context, 'db' | 'pool' | 'clock' | 'log'>

/** More than three times what the portal listed in 2026, at a hundred a page. */
const mostPages = 200
const longestName = 2000
const portion = 500

/**
 * Fetches the whole national catalogue, and only then takes it over and compares it, in one transaction: a fetch that breaks
 * off changes nothing and says why. `busy`: another one is at it.
 */
export async function fetchCatalogue(
  context: Server,
  catalogue: NationalCatalogue,
  askedBy: string | null,
): Promise<'fetched' | 'broken' | 'busy'> {
  let outcome: 'fetched' | 'broken' = 'broken'
  const wasAlone = await whileAlone(context.pool, 'nationalcatalogue.fetch', async () => {
    outcome = await fetchAlone(context, catalogue, askedBy)
  })
  return wasAlone ? outcome : 'busy'
}

async function fetchAlone(context: Server, catalogue: NationalCatalogue, askedBy: string | null) {
  const { db, clock, log } = context
  const id = await db.transaction().execute(async (tx) => {
    await clearStaged(tx)
    return await openFetch(tx, askedBy, clock.now())
  })
  try {
    const unreadable = await stagePages(db, catalogue)
    await stageOfOurs(context, catalogue)
    await takeOver(context, catalogue.code, { id, unreadable })
    return 'fetched'
  } catch (error) {
    log.warn({ err: error, system: catalogue.code }, 'the national catalogue was not fetched')
    const said = error instanceof Error ? error.message : String(error)
    const fetched = await countStaged(db)
    const fault = makeStorable(said).slice(0, 500)
    await closeFetch(db, id, { fetched, unreadable: 0, fault }, clock.now())
    await clearStaged(db)
    return 'broken'
  }
}

/** Keeps page after page aside; gives how many lines had no code that can be one. */
async function stagePages(db: Db, catalogue: NationalCatalogue): Promise<number> {
  let unreadable = 0
  let place: string | null = null
  for (let count = 0; count < mostPages; count += 1) {
    const page: CataloguePage = await catalogue.readPage(place)
    const lines = linesOf(page)
    const readable = lines.filter(({ code }) => isTheirCode(code))
    unreadable += lines.length - readable.length
    for (let from = 0; from < readable.length; from += portion)
      await stageLines(db, readable.slice(from, from + portion))
    place = page.next
    if (place === null) return unreadable
  }
  throw new Error(`the catalogue has more than ${mostPages} pages`)
}

const nameOf = (text: string): string => cleanText(makeStorable(text)).slice(0, longestName)
const codeOf = (text: string): string => makeStorable(text).trim()

const linesOf = ({ procedures, agencies, fields }: CataloguePage): readonly Line[] =>
  [
    ...procedures.map(({ details, ...one }) => lineOf('procedure', one, details ? detailsOf(details) : {})),
    ...agencies.map(({ level, ...one }) => lineOf('agency', one, level ? { level: nameOf(level) } : {})),
    ...fields.map(({ sector, ...one }) => lineOf('field', one, sector ? { sector: nameOf(sector) } : {})),
  ] as const

const lineOf = (
  kind: Line['kind'],
  { code, name }: Readonly<{ code: string; name: string }>,
  details: LineDetails,
): Line => ({ kind, code: codeOf(code), name: nameOf(name), details })

const detailsOf = ({ fields, levels }: ProcedureDetails): LineDetails => ({
  fields: fields.map(({ code, name }) => ({ code: codeOf(code), name: nameOf(name) })),
  levels,
})

/** Where the list says no more than names, fields and levels of what people can apply for here are asked for, one by one. */
async function stageOfOurs({ db, clock }: Server, catalogue: NationalCatalogue): Promise<void> {
  const reading = { system: catalogue.code, on: localDay(clock.now()).toString() }
  for await (const offered of eachOffered(db)) {
    for (const { code } of offered) {
      const theirCode = await theirCodeOf(db, reading, 'procedure', code)
      if (!(await lacksDetails(db, theirCode))) continue
      const details = await catalogue.findProcedure(theirCode)
      if (details) await stageDetails(db, theirCode, detailsOf(details))
    }
  }
}

async function takeOver(
  { db, clock }: Server,
  system: string,
  { id, unreadable }: Readonly<{ id: number; unreadable: number }>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const at = clock.now()
    const fetched = await countStaged(tx)
    const missing = findMissingKind(fetched, await countListed(tx))
    if (missing) throw new Error(`the portal lists no ${missing} at all: that is no catalogue`)
    await takeOverStaged(tx, at)
    await compareCatalogues(tx, system, at)
    await closeFetch(tx, id, { fetched, unreadable, fault: null }, at)
  })
}
