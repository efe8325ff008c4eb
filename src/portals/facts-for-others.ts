import { findPortalAccount } from '#modules/citizens'
import { linkPaper } from '#modules/handouts'
import { findFieldCode } from '#modules/nationalcatalogue'
import { listReceiptNumbers } from '#modules/receipts'
import { listAnswered } from '#modules/registers'
import { listResultsOf } from '#modules/results'
import type { FactSources } from '#modules/sync'
import type { Context } from '#platform/context'

/** What other systems are told of a dossier, besides what `sync` reads itself: results that stand, receipts, registers asked, links. */
export const factSources = (context: Context): FactSources => {
  const linkTo = (system: string, purpose: 'dossier' | 'result') => (paperId: string) =>
    linkPaper(context, { paperId, system, purpose }, context.clock.now())
  return {
    async listResults(db, dossierId, destination) {
      const link = linkTo(destination, 'result')
      const results = (await listResultsOf(db, dossierId)).filter(
        ({ state }) => state === 'signed' || state === 'issued',
      )
      return results.map(({ id, title, resultCode, documentNumber, issuedAt, sha256, paperId }) => ({
        ...{ id, name: title, resultCode, documentNumber, issuedAt, sha256 },
        link: link(paperId),
      }))
    },
    listConsulted: listAnswered,
    findPortalAccount,
    findFieldCode,
    listReceipts: (_, dossierId) => listReceiptNumbers(context, dossierId),
    linkOf: (paperId, destination) => linkTo(destination, 'dossier')(paperId),
  }
}
