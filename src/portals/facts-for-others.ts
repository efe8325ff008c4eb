import { listResultsOf } from '#modules/results'
import type { FactSources } from '#modules/sync'

/** What other systems are told of a dossier, besides what `sync` reads itself: the results that stand. */
export const factSources: FactSources = {
  async listResults(db, dossierId) {
    const results = (await listResultsOf(db, dossierId)).filter(
      ({ state }) => state === 'signed' || state === 'issued',
    )
    return results.map(({ id, title, resultCode, documentNumber, issuedAt, sha256 }) => ({
      ...{ id, name: title, resultCode, documentNumber, issuedAt, sha256 },
      link: null,
    }))
  },
  // By which code the nation knows a register, no text says yet: none is claimed to have been asked.
  listConsulted: async () => [],
  // Files are not given out to other systems.
  linkOf: () => null,
}
