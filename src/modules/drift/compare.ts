import { findDossierById, listEvents, nationalStates } from '#modules/dossiers'
import { type Destination, listTold, type NationalState, type Told } from '#modules/sync'
import type { Context } from '#platform/context'
import { type Comparison, closeComparison, closeDrifts, noteDrift, openComparison } from './repository.ts'

type Server = Pick<Context, 'db' | 'clock' | 'log'>

const portion = 100
const atOnce = 4
/** What was last told of longer ago has been compared on many nights. */
const lookBackHours = 90 * 24

/**
 * Compares our states with those of a destination: the dossiers of which all has arrived. What differs is noted for a
 * person to see and to have told again; nothing of ours is changed. A destination that is away ends it, said in `fault`.
 */
export async function compare(
  context: Server,
  destination: Destination,
  askedBy: string | null,
): Promise<Pick<Comparison, 'compared' | 'differing' | 'fault'>> {
  const { db, clock, log } = context
  const startedAt = clock.now()
  const { code } = destination
  const id = await db.transaction().execute((tx) => openComparison(tx, code, askedBy, startedAt))
  const since = startedAt.subtract({ hours: lookBackHours })
  const found = { compared: 0, differing: 0, fault: null as string | null }
  try {
    for (let after: string | null = null; ; ) {
      const told: Told[] = await listTold(db, code, { since, after, limit: portion })
      found.compared += told.length
      found.differing += await comparePortion(context, destination, told)
      after = told.at(-1)?.dossierId ?? null
      if (told.length < portion) break
    }
  } catch (error) {
    found.fault = (error instanceof Error ? error.message : String(error)).slice(0, 500)
    log.warn({ err: error, destination: code }, 'the comparison stopped before its end')
  }
  await db.transaction().execute((tx) => closeComparison(tx, id, found, clock.now()))
  return found
}

type Pair = Told & Readonly<{ ours: NationalState; theirs: NationalState | null }>

/** Answers how many of these differ. */
async function comparePortion(
  { db, clock }: Server,
  destination: Destination,
  told: readonly Told[],
): Promise<number> {
  const waiting = [...told]
  const pairs: Pair[] = []
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      const theirs = await destination.ask(one.dossierCode)
      const dossier = await findDossierById(db, one.dossierId)
      // What has happened since is not told yet: no difference, only a message under way.
      const isInMotion = (await listEvents(db, one.dossierId, one.number, 1)).length > 0
      if (dossier && !isInMotion)
        pairs.push({ ...one, ours: nationalStates[dossier.state], theirs: theirs?.state ?? null })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  const differing = pairs.filter(({ ours, theirs }) => ours !== theirs)
  const agreeing = pairs.filter(({ ours, theirs }) => ours === theirs)
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    for (const pair of differing) await noteDrift(tx, { ...pair, destination: destination.code }, at)
    const ids = agreeing.map(({ dossierId }) => dossierId)
    await closeDrifts(tx, destination.code, ids, at)
  })
  return differing.length
}
