import { type AfterEvent, findDossierById, listEvents, type StoredDossier } from '#modules/dossiers'
import { findLastPayload, lockKey, publish } from '#modules/events'
import { getAgency } from '#modules/organisations'

/** The topic that tells what happened to dossiers: facts, and nobody's personal data. */
export const dossierTopic = 'dossiers'

/**
 * Publishes what happened to a dossier, in the order in which it happened: up to this event all that was not published
 * yet, because the jobs of a dossier's events may overtake each other. Called again it publishes nothing.
 */
export const publishDossierEvents: AfterEvent = async (tx, { dossierId, number }) => {
  await lockKey(tx, dossierTopic, dossierId)
  const published = Number((await findLastPayload(tx, dossierTopic, dossierId))?.number ?? 0)
  if (published >= number) return
  const dossier = await findDossierById(tx, dossierId)
  if (!dossier) return
  const facts = await factsOf(tx, dossier)
  for (const event of await listEvents(tx, dossierId, published, number - published)) {
    const payload = { ...facts, number: event.number, state: event.state, at: event.at.toString() }
    const messageId = `${dossierTopic} ${dossierId} ${event.number}`
    await publish(tx, {
      topic: dossierTopic,
      key: dossierId,
      kind: event.type,
      payload,
      at: event.at,
      messageId,
    })
  }
}

async function factsOf(tx: Parameters<AfterEvent>[0], dossier: StoredDossier) {
  const { code, procedureCode, competentAgencyId } = dossier
  return { code, procedureCode, agencyCode: (await getAgency(tx, competentAgencyId)).code }
}
