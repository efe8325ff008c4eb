import { localDay } from '#modules/calendar'
import { type Attachment, findDossierById, getVersionOf, listAttachments, listEvents } from '#modules/dossiers'
import { findOrigin, findTheirCode } from '#modules/filings'
import { getAgency } from '#modules/organisations'
import { listPapers } from '#modules/papers'
import { listCharges } from '#modules/payments'
import { type ComponentFlags, type GivenPaper, judgeComponent, listTaken } from '#modules/vault'
import type { Db } from '#platform/db'
import { factsAt, type Recorded } from './facts-at.ts'
import type { Destination, FactSources, SyncMessage } from './ports.ts'
import type { DueDelivery } from './repository.ts'

const mostEvents = 1000

type Told = Pick<DueDelivery, 'destination' | 'dossierId' | 'dossierCode' | 'number' | 'repeat' | 'toldBefore'>
type Answers = Pick<Destination, 'isGivenAnswers'>

/** What a delivery tells: the dossier as it was after that event, from what is on record. */
export const buildMessage = async (
  db: Db,
  sources: FactSources,
  delivery: Told,
  answers: Answers = {},
): Promise<SyncMessage> => await openBuilder(db, sources, answers)(delivery)

/**
 * Builds the messages of one dossier that go one after the other: what is on record is read once for all of them, and again
 * when one tells of an event that was not there yet.
 */
export function openBuilder(
  db: Db,
  sources: FactSources,
  { isGivenAnswers = false }: Answers,
): (delivery: Told) => Promise<SyncMessage> {
  let read: Recorded | null = null
  return async (delivery) => {
    const { dossierCode, number, repeat, toldBefore } = delivery
    const isThere = read?.events.some((event) => event.number === number)
    if (!read || !isThere) {
      const recorded = await readRecorded(db, sources, delivery, isGivenAnswers)
      read = await inTheirCodes(db, delivery.destination, recorded)
    }
    return { dossierCode, number, repeat, toldBefore, facts: factsAt({ ...read, code: dossierCode }, number) }
  }
}

async function readRecorded(
  db: Db,
  sources: FactSources,
  { dossierId, dossierCode, destination }: Told,
  isGivenAnswers: boolean,
): Promise<Recorded> {
  // One after the other: a backlog that is drained leaves officers their connections.
  const dossier = await findDossierById(db, dossierId)
  if (!dossier) throw new Error('the dossier is gone')
  const attachments = await listAttachments(db, dossierId)
  const events = await listEvents(db, dossierId, 0, mostEvents)
  const procedure = await getVersionOf(db, dossier)
  const lastAt = events.at(-1)?.at ?? dossier.submittedAt
  return {
    ...{ code: dossierCode, isGivenAnswers, dossier, attachments, events, procedure },
    origin: await findOrigin(db, dossierId, 'national_portal'),
    portalAccount: dossier.applicantId && (await sources.findPortalAccount(db, dossier.applicantId)),
    fieldCode: await sources.findFieldCode(db, procedure.field, lastAt),
    flags: await findFlags(db, attachments),
    charges: await listCharges(db, dossierId),
    results: dossier.resolvedAt ? await sources.listResults(db, dossierId, destination) : [],
    receipts: await sources.listReceipts(db, dossierId),
    consulted: await sources.listConsulted(db, dossierId),
    receivingAgency: await getAgency(db, dossier.receivingAgencyId),
    competentAgency: await getAgency(db, dossier.competentAgencyId),
    linkOf: (paperId: string) => sources.linkOf(paperId, destination),
  }
}

/** Agencies and the procedure by the codes that the destination has for them on the day of the last event. */
async function inTheirCodes(db: Db, system: string, recorded: Recorded): Promise<Recorded> {
  const { dossier, receivingAgency, competentAgency, events } = recorded
  const on = localDay(events.at(-1)?.at ?? dossier.submittedAt).toString()
  const theirs = (kind: 'agency' | 'procedure', code: string) => findTheirCode(db, { system, kind, code, on })
  return {
    ...recorded,
    dossier: { ...dossier, procedureCode: await theirs('procedure', dossier.procedureCode) },
    receivingAgency: { ...receivingAgency, code: await theirs('agency', receivingAgency.code) },
    competentAgency: { ...competentAgency, code: await theirs('agency', competentAgency.code) },
  }
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
