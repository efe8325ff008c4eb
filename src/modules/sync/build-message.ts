import { type Attachment, findDossierById, getVersionOf, listAttachments, listEvents } from '#modules/dossiers'
import { findOrigin } from '#modules/filings'
import { getAgency } from '#modules/organisations'
import { listPapers } from '#modules/papers'
import { listCharges } from '#modules/payments'
import { type ComponentFlags, type GivenPaper, judgeComponent, listTaken } from '#modules/vault'
import type { Db } from '#platform/db'
import { factsAt } from './facts-at.ts'
import type { Destination, FactSources, SyncMessage } from './ports.ts'
import type { Delivery } from './repository.ts'

const mostEvents = 1000

/** What a delivery tells: the dossier as it was after that event, from what is on record. */
export async function buildMessage(
  db: Db,
  sources: FactSources,
  delivery: Pick<Delivery, 'destination' | 'dossierId' | 'dossierCode' | 'number' | 'repeat'>,
  { isGivenAnswers = false }: Pick<Destination, 'isGivenAnswers'> = {},
): Promise<SyncMessage> {
  const { dossierId, dossierCode, number, repeat } = delivery
  const dossier = await findDossierById(db, dossierId)
  if (!dossier) throw new Error('the dossier is gone')
  const attachments = await listAttachments(db, dossierId)
  const recorded = {
    code: dossierCode,
    isGivenAnswers,
    dossier,
    attachments,
    events: await listEvents(db, dossierId, 0, mostEvents),
    origin: await findOrigin(db, dossierId, 'national_portal'),
    procedure: await getVersionOf(db, dossier),
    flags: await findFlags(db, attachments),
    charges: await listCharges(db, dossierId),
    results: dossier.resolvedAt ? await sources.listResults(db, dossierId, delivery.destination) : [],
    receipts: await sources.listReceipts(db, dossierId),
    consulted: await sources.listConsulted(db, dossierId),
    receivingAgency: await getAgency(db, dossier.receivingAgencyId),
    competentAgency: await getAgency(db, dossier.competentAgencyId),
    linkOf: (paperId: string) => sources.linkOf(paperId, delivery.destination),
  }
  return { dossierCode, number, repeat, facts: factsAt(recorded, number) }
}

/** What happened to each component: facts about its papers, from where they came. */
async function findFlags(
  db: Db,
  attachments: readonly Attachment[],
): Promise<ReadonlyMap<string, ComponentFlags>> {
  const given = attachments.filter(({ stage }) => stage !== 'result')
  const ids = given.map(({ paperId }) => paperId)
  if (ids.length === 0) return new Map()
  const origins = new Map((await listPapers(db, ids)).map(({ id, origin }) => [id, origin]))
  const taken = new Map((await listTaken(db, ids)).map((paper) => [paper.paperId, paper]))
  const papers = Map.groupBy(given, ({ componentKey }) => componentKey)
  const judge = (paper: Attachment): GivenPaper => ({
    origin: origins.get(paper.paperId) ?? 'upload',
    vault: taken.get(paper.paperId) ?? null,
  })
  return new Map([...papers].map(([key, ofKey]) => [key, judgeComponent(ofKey.map(judge))]))
}
