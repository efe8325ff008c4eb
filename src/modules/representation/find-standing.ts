import { findRepresentation, type Holding } from './list-representations.ts'
import type { ActingFor, Representation } from './rules/representation.ts'

/** As much of whoever acts as the question needs. */
type Acting = Readonly<{ personalId: string; actingFor?: ActingFor | null; chooses?: boolean }>

/**
 * The right that a person names to act for somebody else, or null when they name none; 'ended' when it is not theirs, is over,
 * or is another one than that of the organisation whose account they came with.
 */
export async function findStanding(
  holding: Holding,
  { personalId, actingFor, chooses }: Acting,
  representationId: string | null,
): Promise<Representation | 'ended' | null> {
  const isBound = actingFor != null && !chooses
  if (isBound && actingFor.representationId !== representationId) return 'ended'
  if (!representationId) return null
  return (await findRepresentation(holding, { id: representationId, personalId })) ?? 'ended'
}
