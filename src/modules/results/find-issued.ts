import { maskName } from '#modules/dossiers'
import type { IssuedDocument, IssuedDocuments } from '#modules/verification'
import type { Context } from '#platform/context'
import { findResultByCode, findResultByContent, listContents, type Result } from './repository.ts'

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

/** The dossier whose issued result a paper is: who may see the result there may read the paper. */
export { findDossierOfResultPaper } from './repository.ts'
