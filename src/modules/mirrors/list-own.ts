import type { Actor } from '#modules/identity'
import type { Db } from '#platform/db'
import { listMirroredOf, type MirroredDossier } from './repository-mirror.ts'

/** The number by which a reader is surely known: of a person of level 2 who acts for themselves; null: nobody is. */
export function provenNumberOf(actor: Actor): string | null {
  if (actor.kind !== 'citizen' || actor.assuranceLevel !== 2) return null
  const actsForAnother = 'actingFor' in actor && Boolean(actor.actingFor)
  return actsForAnother ? null : actor.personalId
}

/** What ministry systems process for a reader, the newest report first; none for who is not surely known. */
export async function listMirroredFor(db: Db, actor: Actor): Promise<MirroredDossier[]> {
  const number = provenNumberOf(actor)
  return number === null ? [] : await listMirroredOf(db, number)
}
