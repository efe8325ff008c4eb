import { type DossierName, getNameHere, readDossierCode } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import type { Db } from '#platform/db'
import { readReference } from '#platform/ids'
import { findOrigin, findTakenDossier } from './repository-origin.ts'

const portal = 'national_portal'

/** What is meant by a code that somebody typed: the dossier that has it at the national portal, or a name of ours. */
export async function findName(db: Db, typed: string): Promise<DossierName> {
  if (readReference(typed)) return typed
  const elsewhereId = await findTakenDossier(db, portal, readDossierCode(typed) ?? typed)
  return elsewhereId ? { typed, elsewhereId } : typed
}

/**
 * The name that a dossier has here when its code at the national portal was typed; null for every other text. Throws
 * `dossiers.not_found` when it is not for this person to read.
 */
export async function findNameHere(db: Db, typed: string, actor: Actor): Promise<string | null> {
  const name = await findName(db, typed)
  if (typeof name === 'string') return null
  const here = await getNameHere(db, name, actor)
  return here === typed ? null : here
}

/** The code that a dossier has at the national portal; null when it was not filed there. */
export const findPortalCode = async (db: Db, dossierId: string): Promise<string | null> =>
  (await findOrigin(db, dossierId, portal))?.code ?? null
