import { appendAudit } from '#modules/audit'
import { loadCalendar, type Urgency, urgencyOf } from '#modules/calendar'
import { readDossier } from '#modules/dossiers'
import type { Actor } from '#modules/identity'
import { type Agency, getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { isId } from '#platform/ids'
import { consultationProblem } from './errors.ts'
import {
  type Consultation,
  type ConsultationPaper,
  findConsultation,
  listConsultationPapers,
  listConsultationsOf,
} from './repository.ts'
import { maySpeakFor } from './rules/consultation.ts'

/** A consultation with the agencies by name and how it stands to its due time. */
export type ConsultationView = Readonly<{
  consultation: Consultation
  asking: Agency
  asked: Agency
  urgency: Urgency
  /** The papers of the dossier that the asked agency may see. */
  papers: readonly ConsultationPaper[]
}>

/** The consultations of a dossier, for whoever may read the dossier. Throws `dossiers.not_found` to all others. */
export async function readConsultationsOf(
  context: Context,
  code: string,
  actor: Actor,
): Promise<ConsultationView[]> {
  const { dossier } = await readDossier(context, code, actor, 'consultation')
  return await loadConsultations(context, dossier.id)
}

/** The same of a dossier that has been read for somebody already. */
export async function loadConsultations(context: Context, dossierId: string): Promise<ConsultationView[]> {
  const consultations = await listConsultationsOf(context.db, dossierId)
  const papersOf = await listConsultationPapers(
    context.db,
    consultations.map(({ id }) => id),
  )
  return await Promise.all(
    consultations.map(async (one) => ({ ...(await describe(context, one)), papers: papersOf(one.id) })),
  )
}

/** One consultation as it is shown, with its papers. */
export async function describeWhole(
  context: Pick<Context, 'db' | 'clock'>,
  consultation: Consultation,
): Promise<ConsultationView> {
  const papersOf = await listConsultationPapers(context.db, [consultation.id])
  return { ...(await describe(context, consultation)), papers: papersOf(consultation.id) }
}

/** What is read of a consultation besides its papers; agencies and calendars are kept in the process. */
export async function describe(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  consultation: Consultation,
): Promise<Omit<ConsultationView, 'papers'>> {
  const [asking, asked] = await Promise.all([
    getAgency(db, consultation.askingAgencyId),
    getAgency(db, consultation.askedAgencyId),
  ])
  const state = isOpen(consultation) ? 'running' : 'done'
  const { dueAt } = consultation
  const urgency = urgencyOf(await loadCalendar(db, asked.code), { clock: state, dueAt }, clock.now())
  return { consultation, asking, asked, urgency }
}

/** Whether an answer is still waited for. */
export const isOpen = ({ answer, lapsedAt }: Consultation): boolean => !(answer || lapsedAt)

/**
 * Reads a consultation for an officer who can answer it: the question and the papers that come with it, never the dossier.
 * The reading is recorded. Throws `consultations.not_found` to everybody else.
 */
export async function readConsultation(context: Context, id: string, actor: Actor): Promise<ConsultationView> {
  const { db, clock } = context
  const consultation = await getAsked(db, id, actor)
  await db.transaction().execute((tx) =>
    appendAudit(tx, {
      at: clock.now(),
      actor,
      action: 'consultations.read',
      subjectKind: 'dossier',
      subjectId: consultation.dossierId,
      subjectCode: consultation.dossierCode,
      detail: { consultation: id, purpose: 'consultation' },
    }),
  )
  return await describeWhole(context, consultation)
}

/** Whether `actor` was asked and the paper was chosen to be seen. */
export async function mayReadPaperOfConsultation(
  db: Db,
  actor: Actor,
  id: string,
  paperId: string,
): Promise<boolean> {
  await getAsked(db, id, actor)
  const papersOf = await listConsultationPapers(db, [id])
  return papersOf(id).some((paper) => paper.paperId === paperId)
}

async function getAsked(db: Db, id: string, actor: Actor): Promise<Consultation> {
  const consultation = isId(id) ? await findConsultation(db, id) : null
  if (!consultation || !maySpeakFor(actor, consultation.askedAgencyId))
    throw consultationProblem('consultations.not_found')
  return consultation
}
