import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { loadCalendar, localDay } from '#modules/calendar'
import { type DossierView, lockDossier, readDossier } from '#modules/dossiers'
import type { Actor, OfficerActor } from '#modules/identity'
import { type Agency, findAgencyByCode } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { AppError, requestProblem } from '#platform/errors'
import { makeId } from '#platform/ids'
import { type AskedDue, reckonDue, tellingMoment } from './due-time.ts'
import { consultationProblem } from './errors.ts'
import {
  appendConsultation,
  type Consultation,
  type ConsultationPaper,
  findAsked,
  type NewConsultation,
} from './repository.ts'
import { longestText, mayAsk, maySpeakFor } from './rules/consultation.ts'
import { listSpeakers, type Recipient, tellOfficers } from './tell-officers.ts'

/** Whom to ask (code of the agency), what, by when, and which papers of the dossier it may see. */
export type Question = Readonly<{
  agency: string
  question: string
  due: AskedDue
  papers: readonly string[]
}>

/**
 * Asks another agency about a dossier in progress: question, audit entry and messages to its officers, or none of them. The
 * clock of the dossier runs on (NĐ 61/2018 Đ19 k5). The same key asks once.
 */
export async function askAgency(
  context: Context,
  code: string,
  question: Question,
  actor: Actor,
  key: string | null = null,
): Promise<Consultation> {
  const view = await readDossier(context, code, actor, 'consultation')
  const { dossier } = view
  if (actor.kind !== 'officer' || !maySpeakFor(actor, dossier.competentAgencyId))
    throw consultationProblem('consultations.not_allowed')
  const now = context.clock.now()
  const sha256 = fingerprint(question)
  const prepared = await prepare(context, view, question, now).catch(refusalOf)
  return await context.db.transaction().execute(async (tx) => {
    const locked = await lockDossier(tx, dossier.reference)
    const asked = key ? await findAsked(tx, dossier.id, key) : null
    if (asked && asked.sha256 !== sha256) throw requestProblem('request.key_reused')
    if (asked) return asked.consultation
    if (!locked || !mayAsk(actor, locked))
      throw consultationProblem('consultations.wrong_state', { state: locked?.state })
    if (prepared instanceof AppError) throw prepared
    return await write(context, tx, view, actor, { ...prepared, key, sha256, at: now })
  })
}

/** A repeat is answered as the first was, also when it could not be asked again: so a refusal waits. */
function refusalOf(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}

const fingerprint = ({ agency, question, due, papers }: Question): string =>
  createHash('sha256')
    .update(JSON.stringify([agency, question.trim(), Object.entries(due).sort(), [...papers].sort()]))
    .digest('base64url')

type Prepared = Pick<NewConsultation, 'question' | 'dueAt' | 'lookAt' | 'papers'> &
  Readonly<{ agency: Agency; speakers: readonly Recipient[] }>

async function prepare(
  { db }: Context,
  { dossier, attachments, receivingAgency }: DossierView,
  asked: Question,
  now: Temporal.Instant,
): Promise<Prepared> {
  const question = asked.question.trim()
  const agency = await findAgencyByCode(db, asked.agency, localDay(now).toString())
  if (!agency) throw consultationProblem('consultations.agency_unknown', { agency: asked.agency })
  if (agency.id === dossier.competentAgencyId) throw consultationProblem('consultations.own_agency')
  const speakers = await listSpeakers(db, agency.id)
  if (speakers.length === 0) throw consultationProblem('consultations.agency_unreachable')
  if (!question || question.length > longestText) throw consultationProblem('consultations.question_missing')
  const due = reckonDue(await loadCalendar(db, agency.code), asked.due, now)
  if (!due.ok) throw consultationProblem(`consultations.${due.code}`)
  const { dueAt } = due
  const lookAt = tellingMoment(await loadCalendar(db, receivingAgency.code), dueAt)
  return { question, agency, speakers, dueAt, lookAt, papers: choosePapers(attachments, asked.papers) }
}

function choosePapers(attachments: DossierView['attachments'], wanted: readonly string[]): ConsultationPaper[] {
  const shown = new Map(attachments.map((paper) => [paper.paperId, paper]))
  const stranger = wanted.find((id) => !shown.has(id))
  if (stranger) throw consultationProblem('consultations.papers_unknown', { paper: stranger })
  return [...shown.values()].filter(({ paperId }) => wanted.includes(paperId))
}

type Ready = Prepared & Readonly<{ key: string | null; sha256: string; at: Temporal.Instant }>

async function write(
  context: Context,
  tx: Tx,
  { dossier }: DossierView,
  actor: OfficerActor,
  { agency, speakers, at, ...ready }: Ready,
): Promise<Consultation> {
  const consultation = await appendConsultation(tx, {
    ...ready,
    id: makeId(at.epochMilliseconds),
    dossierId: dossier.id,
    dossierCode: dossier.code ?? dossier.reference,
    procedureName: dossier.procedureName,
    askingAgencyId: dossier.competentAgencyId,
    askedAgencyId: agency.id,
    askedAt: at,
    askedBy: actor.accountId,
    askedByName: actor.fullName,
  })
  await appendAudit(tx, {
    at,
    actor,
    action: 'consultations.ask',
    subjectKind: 'dossier',
    subjectId: dossier.id,
    subjectCode: consultation.dossierCode,
    detail: {
      consultation: consultation.id,
      agency: agency.code,
      dueAt: consultation.dueAt.toString(),
      papers: ready.papers.map(({ paperId }) => paperId),
    },
  })
  await tellOfficers(context, tx, { news: 'asked', agencyName: actor.agencyName, consultation, at }, speakers)
  return consultation
}
