import { listCopiesToSign } from '#modules/digitisation'
import { findDossier, listTitles, mayReadDossier, mayReadPaperOfDossier } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import type { PaperExaminer } from '#modules/papers'
import { issuedReceipts } from '#modules/receipts'
import { issuedForms, issuedResults, listResultsToSign, mayReadResult } from '#modules/results'
import { loadTrustAnchors, type SigningOutside, type ToSign } from '#modules/signing'
import { type FindApplicant, type NameDossiers, saveSignature } from '#modules/vault'
import { findReports, type IssuedDocument, type IssuedDocuments, type Trust } from '#modules/verification'
import type { Context } from '#platform/context'

// What lower modules are handed by `app.ts` where they must reach upward.

/** A paper may be read by whom a dossier that holds it, or whose result it is, may be read by. */
export const paperGuard =
  ({ db }: Context) =>
  async (actor: Actor, paperId: string): Promise<boolean> =>
    (await mayReadPaperOfDossier(db, actor, paperId)) || (await mayReadResult(db, actor, paperId))

/** What waits for an officer's signature, of whatever kind. */
export const toSign: ToSign = async (context, officer) => [
  ...(await listResultsToSign(context, officer)),
  ...(await listCopiesToSign(context, officer)),
]

/** What signatures are judged by. */
export const trustOf = ({ db }: Context, signing: SigningOutside): Trust => ({
  listAnchors: () => loadTrustAnchors(db, signing),
  revocation: signing.revocation,
})

/** The documents that were issued here, by whoever issued them. */
export const issuedDocuments = (context: Context): IssuedDocuments => {
  const issuers = [issuedResults(context), issuedForms(context), issuedReceipts(context)]
  const firstOf = async (asked: (issuer: IssuedDocuments) => Promise<IssuedDocument | null>) => {
    for (const issuer of issuers) {
      const found = await asked(issuer)
      if (found) return found
    }
    return null
  }
  return {
    findByCode: (code) => firstOf((issuer) => issuer.findByCode(code)),
    findByContent: (sha256) => firstOf((issuer) => issuer.findByContent(sha256)),
  }
}

/** A paper that lies in a vault shows there what was found of its signatures. */
export const tellVault: PaperExaminer = async ({ db }, { sha256 }) => {
  const report = (await findReports(db, [sha256])).get(sha256)
  if (!report) return
  const { verdict, judgedAt, signatures } = report
  const status = { verdict, judgedAt, level: signatures.at(-1)?.level ?? null }
  await db.transaction().execute((tx) => saveSignature(tx, sha256, status))
}

/** Of a dossier an officer may look into the vault of its applicant, if the dossier is the officer's to read. */
export const findApplicant =
  ({ db }: Context): FindApplicant =>
  async (actor, code) => {
    const dossier = await findDossier(db, code)
    if (!dossier || !mayReadDossier(actor, dossier)) return null
    const { id, applicantPersonalId: personalId, procedureCode, procedureName } = dossier
    return { dossierId: id, code: dossier.code ?? dossier.reference, personalId, procedureCode, procedureName }
  }

export const nameDossiers =
  ({ db }: Context): NameDossiers =>
  async (ids) => {
    const titles = await listTitles(db, ids)
    return new Map([...titles].map(([id, { code, reference }]) => [id, code ?? reference]))
  }
