import { findDossierById, maskName, mayReadDossier } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import type { IssuedDocument, IssuedDocuments } from '#modules/verification'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import {
  findDossierOfResultPaper,
  findResultByCode,
  findResultByContent,
  listContents,
  type Result,
} from './repository.ts'

/** The results that were issued here, as much of them as a stranger may know. */
export const issuedResults = ({ db }: Pick<Context, 'db'>): IssuedDocuments => {
  const describe = async (result: Result | null): Promise<IssuedDocument | null> => {
    if (!result) return null
    const ended = { revoked: 'revoked', replaced: 'replaced' } as const
    return {
      code: result.checkCode,
      kind: 'result',
      title: result.title,
      agencyName: result.agencyName,
      number: result.documentNumber,
      issuedAt: result.issuedAt ?? result.signedAt,
      holder: maskName(result.holderName),
      state: result.state === 'revoked' || result.state === 'replaced' ? ended[result.state] : 'in_force',
      stateReason: result.endedReason,
      sha256s: await listContents(db, result.id),
    }
  }
  return {
    findByCode: async (code) => await describe(await findResultByCode(db, code)),
    findByContent: async (sha256) => await describe(await findResultByContent(db, sha256)),
  }
}

/** Whether a paper is a result of a dossier that `actor` may read, once the dossier shows its result. */
export async function mayReadResult(db: Db, actor: Actor, paperId: string): Promise<boolean> {
  const dossierId = await findDossierOfResultPaper(db, paperId)
  const dossier = dossierId && (await findDossierById(db, dossierId))
  if (!dossier || actor.kind === 'nobody' || !mayReadDossier(actor, dossier)) return false
  return actor.kind === 'officer' || dossier.resolvedAt !== null
}
