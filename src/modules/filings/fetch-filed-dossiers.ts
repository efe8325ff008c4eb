import { createHash } from 'node:crypto'
import type { Context } from '#platform/context'
import { makeStorable } from '#platform/storable-text'
import { workThrough } from '#platform/work-through'
import { answerFilings } from './answer-filings.ts'
import type { FiledContent, FiledSource } from './ports.ts'
import { type Filing, keepFiling, listToTry } from './repository.ts'
import { tryFiling } from './try-filing.ts'

/**
 * Fetches what was filed at one system, keeps it as it came, and tries to make dossiers of it; gives how many became
 * dossiers now. A system that is away is asked again later, and what came before is tried all the same.
 */
export async function fetchFiledDossiers(context: Context, source: FiledSource): Promise<number> {
  for (const came of await listFiled(context, source)) await keepOne(context, source, came)
  let received = 0
  await workThrough({
    list: (most) => listToTry(context.db, source.code, context.clock.now(), most),
    one: async (filing) => {
      const tried = await tryFiling(context, source, filing)
      if (tried === 'received') received += 1
      return tried !== 'unfinished'
    },
  })
  await answerFilings(context, source)
  return received
}

async function listFiled({ log }: Context, source: FiledSource): Promise<readonly FiledContent[]> {
  try {
    return makeStorable(await source.listFiled())
  } catch (error) {
    log.warn({ source: source.code, err: error }, 'what was filed elsewhere could not be fetched')
    return []
  }
}

/** One that cannot be kept holds up none of the others; it comes again the next time. */
async function keepOne(context: Context, source: FiledSource, came: FiledContent): Promise<void> {
  try {
    await keep(context, source, came)
  } catch (error) {
    const about = { source: source.code, dossier: came.code, err: error }
    context.log.error(about, 'what was filed elsewhere could not be kept')
  }
}

async function keep({ db, clock }: Context, source: FiledSource, came: FiledContent): Promise<Filing> {
  const contentSha256 = createHash('sha256').update(JSON.stringify(came.content)).digest('hex')
  const read = source.readFiled(came.content)
  const known = 'unreadable' in read ? null : read
  const said = {
    procedureCode: known?.procedure ?? null,
    agencyCode: known?.agencyCode.trim() || null,
    applicantName: known?.applicant.fullName || null,
  }
  const filing = { source: source.code, code: came.code, content: came.content, contentSha256, ...said }
  return await db.transaction().execute((tx) => keepFiling(tx, filing, clock.now()))
}
