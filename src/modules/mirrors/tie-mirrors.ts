import { findDossier } from '#modules/dossiers'
import type { Tx } from '#platform/db'
import { tieToOurs } from './repository.ts'
import { listHandedOver } from './repository-hand-over.ts'

/** Ties mirrors to the dossiers of ours that were handed over: theirs then stands beside ours, and in no list of others'. */
export async function tieMirrors(tx: Tx, system: string, theirCodes: readonly string[]): Promise<void> {
  for (const { theirCode, dossierCode } of await listHandedOver(tx, system, theirCodes)) {
    const ours = await findDossier(tx, dossierCode)
    if (ours) await tieToOurs(tx, system, theirCode, ours.id)
  }
}
