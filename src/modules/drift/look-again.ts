import { type Destination, enqueueLook, type Look } from '#modules/sync'
import type { Context } from '#platform/context'
import { compareDossier } from './compare.ts'
import { repairDrift } from './repair-drifts.ts'

type Server = Pick<Context, 'db' | 'clock' | 'log'>

/** So many looks, minutes apart; what differs after them is found at night. */
const mostLooks = 5
const actor = { kind: 'system', fullName: 'drift.look_again' } as const

/**
 * Looks at one dossier, minutes after a telling of which an attempt had broken off: a copy that came late may have set it back
 * there. What differs is told again, not to a system that leads, and looked at once more; so is what could not be compared.
 */
export async function lookAgain(context: Server, destination: Destination, asked: Look): Promise<void> {
  const { dossierId, looks } = asked
  const found = await compareDossier(context, destination, dossierId).catch((error: unknown) => {
    context.log.warn(
      { err: error, destination: destination.code, dossierId },
      'a dossier could not be looked at',
    )
    return 'unclear' as const
  })
  if (found === 'agrees' || looks >= mostLooks) return
  const next = { destination: destination.code, dossierId, looks: looks + 1 }
  if (found === 'unclear') return await context.db.transaction().execute((tx) => enqueueLook(tx, next))
  if (!destination.isLedThere) await repairDrift(context, { ...next, onlyTaken: true }, actor)
}
