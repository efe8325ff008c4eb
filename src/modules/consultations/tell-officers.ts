import type { Temporal } from 'temporal-polyfill'
import { formatMoment } from '#modules/calendar'
import { listOfficerContacts, type OfficerContact } from '#modules/identity'
import { queueMessage } from '#modules/notifications'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { consultationMessages } from './messages.ts'
import type { Consultation } from './repository.ts'
import { speaks } from './rules/consultation.ts'

export type Recipient = OfficerContact

/** Who can answer for an agency. */
export const listSpeakers = async (db: Db, agencyId: string): Promise<Recipient[]> =>
  (await listOfficerContacts(db, { agencyId })).filter(({ roles }) => speaks(roles))

/** Who waits for an answer: the officer in charge of the dossier, and who asked. */
export const listInCharge = (
  db: Db,
  { askedBy }: Pick<Consultation, 'askedBy'>,
  handlerId: string | null,
): Promise<Recipient[]> =>
  listOfficerContacts(db, { accountIds: [...new Set([askedBy, ...(handlerId ? [handlerId] : [])])] })

/** The head of the one-stop: the leaders of the agency that took the dossier in, else its reception officers. */
export async function listHeads(db: Db, receivingAgencyId: string): Promise<Recipient[]> {
  const leaders = await listOfficerContacts(db, { agencyId: receivingAgencyId, role: 'leader' })
  if (leaders.length > 0) return leaders
  return await listOfficerContacts(db, { agencyId: receivingAgencyId, role: 'reception_officer' })
}

/** What is told of a consultation; `agencyName` is the agency that asked, or that answered or keeps silent. */
export type News = Readonly<{
  news: 'asked' | 'answered' | 'overdue'
  agencyName: string
  consultation: Consultation
  at: Temporal.Instant
}>

/**
 * One message to each. It goes out by e-mail: it names the dossier, its procedure and the agency; question and answer are
 * read after signing in.
 */
export async function tellOfficers(
  { publicUrl }: Pick<Context, 'publicUrl'>,
  tx: Tx,
  { news, agencyName, consultation, at }: News,
  recipients: readonly Recipient[],
): Promise<void> {
  const say = consultationMessages('vi')
  const { id, dossierCode, procedureName, dueAt } = consultation
  const page = news === 'asked' ? `/officer/consultations/${id}` : `/officer/dossiers/${dossierCode}`
  const told = { asked: say.toldAsked, answered: say.toldAnswered, overdue: say.toldOverdue }[news]
  for (const { accountId, fullName, email } of recipients)
    await queueMessage(tx, {
      recipientName: fullName,
      email,
      phone: null,
      subject: say.subject(dossierCode),
      body: [
        told(agencyName),
        say.toldDue(formatMoment(dueAt, 'vi')),
        say.toldProcedure(procedureName),
        say.toldOpen(`${publicUrl}${page}`),
      ].join('\n'),
      aboutKind: 'consultation',
      aboutId: id,
      key: `consultation:${id}:${news}:${accountId}`,
      at,
    })
}
