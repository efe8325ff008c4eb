import { type AuditActor, appendAudit } from '#modules/audit'
import { enqueueLook, tellAgain } from '#modules/sync'
import type { Context } from '#platform/context'
import { enqueueCompareAt } from './comparison-job.ts'
import { lockOpenDrifts, markRepeated } from './repository.ts'

const portion = 200
const secondsUntilLooked = 60

type Server = Pick<Context, 'db' | 'clock'>

/**
 * Has a destination told again of the dossiers that it has otherwise, at most 200 at once, as we have them on record: our
 * own record is never changed. Some time later both are compared again. Answers how many are told.
 */
export const repairDrifts = async (context: Server, destination: string, actor: AuditActor): Promise<number> =>
  (await repairPortion(context, { destination, actor, onlyTaken: false, after: null })).told

/** One dossier alone; `looks`: how often it was looked at by itself already. */
type OfOne = Readonly<{ destination: string; dossierId: string; onlyTaken: boolean; looks: number }>

/** The same of one dossier alone, which is looked at once more after it. False: nothing of it differs, or it was told again. */
export const repairDrift = async (context: Server, one: OfOne, actor: AuditActor): Promise<boolean> => {
  const { destination, dossierId, onlyTaken, looks } = one
  const asked = { destination, actor, onlyTaken, after: null, one: { dossierId, looks } }
  return (await repairPortion(context, asked)).told > 0
}

/**
 * The same of all, by itself: not of those of which the last message was not taken, for that would not be taken again. What is
 * left differing is for a person to see.
 */
export async function repairAllDrifts(context: Server, destination: string, actor: AuditActor): Promise<void> {
  for (let after: string | null = null; ; ) {
    const { last }: Portion = await repairPortion(context, { destination, actor, onlyTaken: true, after })
    if (last === null) return
    after = last
  }
}

/** How many are told, and the last that was looked at; null: there was none. */
type Portion = Readonly<{ told: number; last: string | null }>
type Asked = Readonly<{
  destination: string
  actor: AuditActor
  onlyTaken: boolean
  after: string | null
  one?: Pick<OfOne, 'dossierId' | 'looks'>
}>

async function repairPortion(
  { db, clock }: Server,
  { destination, actor, onlyTaken, after, one }: Asked,
): Promise<Portion> {
  const at = clock.now()
  return await db.transaction().execute(async (tx) => {
    const open = await lockOpenDrifts(tx, destination, { after, limit: portion, dossierId: one?.dossierId })
    const dossierIds = open.map(({ dossierId }) => dossierId)
    const told = await tellAgain(tx, { destination, dossierIds, onlyTaken }, at)
    const drifts = open.filter(({ dossierId }) => told.has(dossierId))
    for (const { dossierId, dossierCode, ours, theirs } of drifts) {
      await appendAudit(tx, {
        at,
        actor,
        action: 'drift.tell_again',
        subjectKind: 'dossier',
        subjectId: dossierId,
        subjectCode: dossierCode,
        detail: { destination, ours, theirs },
      })
    }
    const ids = drifts.map(({ id }) => id)
    await markRepeated(tx, ids, actor.fullName ?? actor.kind, at)
    if (ids.length > 0 && one) await enqueueLook(tx, { destination, ...one })
    else if (ids.length > 0) await enqueueCompareAt(tx, destination, secondsUntilLooked)
    return { told: ids.length, last: open.at(-1)?.id ?? null }
  })
}
