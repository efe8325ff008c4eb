import type { Temporal } from 'temporal-polyfill'
import { findDossierById, listEvents, nationalStates } from '#modules/dossiers'
import { type Destination, fillOutbox, listTold, type NationalState, type Told } from '#modules/sync'
import type { Context } from '#platform/context'
import {
  type Comparison,
  closeComparison,
  closeDrifts,
  noteDrift,
  openComparison,
  reopenDrift,
} from './repository.ts'

type Server = Pick<Context, 'db' | 'clock' | 'log'>

const portion = 100
const atOnce = 4
/** What was last told of longer ago has been compared on many nights. */
const lookBackHours = 90 * 24
const lookedBack = (at: Temporal.Instant): Temporal.Instant => at.subtract({ hours: lookBackHours })
/** What happened so long ago and is in no outbox was forgotten on the way there. */
const motionMinutes = 10
/** So many in a row that cannot be asked for: it is the destination that is away. */
const mostInARow = 5

/**
 * Compares our states with those of a destination: the dossiers of which all has arrived. What differs is noted for a
 * person to see and to have told again; nothing of ours is changed. A destination that is away ends it; one dossier that cannot
 * be compared does not. Both are said in `fault`. What never came to be told goes into the outbox.
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
  const since = lookedBack(startedAt)
  const found = { compared: 0, differing: 0 }
  const faults: Faults = { fault: null, inARow: 0 }
  try {
    for (let after: string | null = null; ; ) {
      const told: Told[] = await listTold(db, code, { since, after, limit: portion })
      found.compared += told.length
      found.differing += await comparePortion(context, destination, told, faults)
      after = told.at(-1)?.dossierId ?? null
      if (told.length < portion) break
    }
  } catch (error) {
    faults.fault = faultOf(error)
    log.warn({ err: error, destination: code }, 'the comparison stopped before its end')
  }
  const result = { ...found, fault: faults.fault }
  await db.transaction().execute((tx) => closeComparison(tx, id, result, clock.now()))
  return result
}

const faultOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 500)

type Pair = Told & Readonly<{ ours: NationalState; theirs: NationalState | null }>

/** What could not be compared: the first that is said, and how many in a row by now. */
type Faults = { fault: string | null; inARow: number }

/** Answers how many of these differ. */
async function comparePortion(
  context: Server,
  destination: Destination,
  told: readonly Told[],
  faults: Faults,
): Promise<number> {
  const waiting = [...told]
  const pairs: Pair[] = []
  const work = async () => {
    for (let one = waiting.shift(); one; one = waiting.shift()) {
      try {
        const pair = await findPair(context, destination, one)
        if (pair) pairs.push(pair)
        faults.inARow = 0
      } catch (error) {
        faults.fault ??= `${one.dossierCode}: ${faultOf(error)}`
        faults.inARow += 1
        if (faults.inARow >= mostInARow) throw error
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return await notePairs(context, destination.code, pairs)
}

/** Writes down what differs, and that nothing differs any more; answers how many do. */
async function notePairs({ db, clock }: Server, destination: string, pairs: readonly Pair[]): Promise<number> {
  const differing = pairs.filter(({ ours, theirs }) => ours !== theirs)
  const agreeing = pairs.filter(({ ours, theirs }) => ours === theirs)
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    for (const pair of differing) {
      await noteDrift(tx, { ...pair, destination }, at)
      // Another comparison may have had it told again since theirs was asked for: then that is under way.
      const one = { since: lookedBack(at), after: null, limit: 1, dossierId: pair.dossierId }
      const [allArrived] = await listTold(tx, destination, one)
      if (allArrived) await reopenDrift(tx, destination, pair.dossierId)
    }
    const ids = agreeing.map(({ dossierId }) => dossierId)
    await closeDrifts(tx, destination, ids, at)
  })
  return differing.length
}

/** Compares one dossier. `unclear`: something of it is still to be told, or waits for a person. Throws when it is away. */
export async function compareDossier(
  context: Server,
  destination: Destination,
  dossierId: string,
): Promise<'agrees' | 'differs' | 'unclear'> {
  const one = { since: lookedBack(context.clock.now()), after: null, limit: 1, dossierId }
  const [told] = await listTold(context.db, destination.code, one)
  const pair = told && (await findPair(context, destination, told))
  if (!pair) return 'unclear'
  return (await notePairs(context, destination.code, [pair])) > 0 ? 'differs' : 'agrees'
}

/** Ours and theirs of one dossier; null while something of it is not told yet: no difference, only a message under way. */
async function findPair({ db, clock }: Server, destination: Destination, one: Told): Promise<Pair | null> {
  const theirs = await destination.ask(one.dossierCode)
  const dossier = await findDossierById(db, one.dossierId)
  const [since] = await listEvents(db, one.dossierId, one.number, 1)
  if (!dossier) return null
  if (!since) return { ...one, ours: nationalStates[dossier.state], theirs: theirs?.state ?? null }
  const isForgotten = clock.now().since(since.at).total('minutes') > motionMinutes
  const { dossierId } = one
  if (isForgotten)
    await db
      .transaction()
      .execute((tx) => fillOutbox([destination])(tx, { dossierId, number: since.number, type: since.type }))
  return null
}
