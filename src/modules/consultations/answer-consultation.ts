import { appendAudit } from '#modules/audit'
import { findDossier } from '#modules/dossiers'
import type { Actor, OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { requestProblem } from '#platform/errors'
import { consultationProblem } from './errors.ts'
import { type Answer, type Consultation, lockConsultation, saveAnswer } from './repository.ts'
import { maySpeakFor, type Opinion, refuseAnswer } from './rules/consultation.ts'
import { listInCharge, tellOfficers } from './tell-officers.ts'

export type Given = Readonly<{ opinion: Opinion | null; text: string }>

/**
 * Records what the asked agency answers, with audit entry and messages to who is in charge of the dossier, or none of them.
 * Two officers who answer at once: one answer stands, the other is told. The same key answers once.
 */
export async function answerConsultation(
  context: Context,
  id: string,
  given: Given,
  actor: Actor,
  key: string | null = null,
): Promise<Consultation> {
  const at = context.clock.now()
  const text = given.text.trim()
  return await context.db.transaction().execute(async (tx) => {
    const locked = await lockConsultation(tx, id)
    if (!locked || actor.kind !== 'officer' || !maySpeakFor(actor, locked.consultation.askedAgencyId))
      throw consultationProblem('consultations.not_found')
    const { consultation, answerKey } = locked
    if (consultation.answer && key && key === answerKey)
      return repeated(consultation, consultation.answer, { ...given, text }, actor)
    const isOpen = !consultation.answer && !consultation.lapsedAt
    const refusal = refuseAnswer({ isOpen }, { ...given, text })
    if (refusal) throw consultationProblem(`consultations.${refusal}`)
    const answer: Answer = {
      opinion: given.opinion as Opinion,
      text,
      at,
      by: actor.accountId,
      byName: actor.fullName,
    }
    await saveAnswer(tx, id, answer, key)
    await appendAudit(tx, {
      at,
      actor,
      action: 'consultations.answer',
      subjectKind: 'dossier',
      subjectId: consultation.dossierId,
      subjectCode: consultation.dossierCode,
      detail: { consultation: id, opinion: answer.opinion },
    })
    const dossier = await findDossier(tx, consultation.dossierCode)
    const recipients = await listInCharge(tx, consultation, dossier?.handlerId ?? null)
    await tellOfficers(
      context,
      tx,
      { news: 'answered', agencyName: actor.agencyName, consultation, at },
      recipients,
    )
    return { ...consultation, answer }
  })
}

function repeated(consultation: Consultation, answer: Answer, given: Given, actor: OfficerActor): Consultation {
  const isSame = answer.by === actor.accountId && answer.opinion === given.opinion && answer.text === given.text
  if (!isSame) throw requestProblem('request.key_reused')
  return consultation
}
