import type { Temporal } from 'temporal-polyfill'
import { getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import { consultationMessages } from './messages.ts'
import { listConsultationsOf } from './repository.ts'

/** A consultation as the control sheet of its dossier prints it. */
export type PrintedConsultation = Readonly<{
  agencyName: string
  askedAt: Temporal.Instant
  dueAt: Temporal.Instant
  answer: Readonly<{ at: Temporal.Instant; opinion: string }> | null
}>

/** What other agencies were asked about a dossier, in the order it was asked, the opinion by its Vietnamese name. */
export const listForControlSheet =
  ({ db }: Pick<Context, 'db'>) =>
  async (dossierId: string): Promise<PrintedConsultation[]> => {
    const say = consultationMessages('vi')
    const consultations = await listConsultationsOf(db, dossierId)
    return await Promise.all(
      consultations.map(async ({ askedAgencyId, askedAt, dueAt, answer }) => {
        const { name: agencyName } = await getAgency(db, askedAgencyId)
        return { agencyName, askedAt, dueAt, answer: answer && { at: answer.at, opinion: say[answer.opinion] } }
      }),
    )
  }
