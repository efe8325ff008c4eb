import { Temporal } from 'temporal-polyfill'
import { appendAudit } from '#modules/audit'
import { loadCalendar } from '#modules/calendar'
import { findDossier } from '#modules/dossiers'
import { getAgency } from '#modules/organisations'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { tellingMoment } from './due-time.ts'
import { findConsultation } from './repository.ts'
import { saveWatched, takeWatched, type WatchedConsultation } from './repository-watch.ts'
import { listHeads, listInCharge, tellOfficers } from './tell-officers.ts'

/**
 * Looks at up to `limit` consultations that are overdue: the lead agency tells the head of the one-stop (NĐ 61/2018 Đ19 k5),
 * and who is in charge. Once: notice and mark are one transaction, and workers share the consultations. Answers how many
 * were looked at.
 */
export async function watchConsultations(context: Context, limit: number): Promise<number> {
  const now = context.clock.now()
  return await context.db.transaction().execute(async (tx) => {
    const taken = await takeWatched(tx, now, limit)
    for (const watched of taken) await lookAt(context, tx, watched, now)
    return taken.length
  })
}

/**
 * When a holiday was added since, the notice waits for the next opening. Of a dossier that has ended nobody waits for an
 * answer. One that cannot be reckoned is looked at again in an hour: it does not silence the others.
 */
async function lookAt(
  context: Context,
  tx: Tx,
  watched: WatchedConsultation,
  now: Temporal.Instant,
): Promise<void> {
  const { id } = watched
  const found = await gather(context, watched).catch((error: unknown) => {
    context.log.error({ err: error, consultation: id }, 'an overdue consultation cannot be reckoned')
    return null
  })
  if (!found) return await saveWatched(tx, id, { again: now.add({ hours: 1 }) })
  if (found.isOver) return await saveWatched(tx, id, { lapsed: now })
  if (Temporal.Instant.compare(found.moment, now) > 0) return await saveWatched(tx, id, { again: found.moment })
  const { consultation, asked, recipients } = found
  await saveWatched(tx, id, { told: now })
  await appendAudit(tx, {
    at: now,
    actor: { kind: 'system' },
    action: 'consultations.tell_overdue',
    subjectKind: 'dossier',
    subjectId: consultation.dossierId,
    subjectCode: consultation.dossierCode,
    detail: { consultation: id, told: recipients.length },
  })
  const news = { news: 'overdue', agencyName: asked.name, consultation, at: now } as const
  await tellOfficers(context, tx, news, recipients)
}

async function gather({ db }: Context, { id, dossierCode, dueAt }: WatchedConsultation) {
  const [dossier, consultation] = await Promise.all([findDossier(db, dossierCode), findConsultation(db, id)])
  if (!dossier || !consultation) throw new Error(`the dossier ${dossierCode} is not there`)
  const { receivingAgencyId, handlerId } = dossier
  const [receiving, asked, heads, inCharge] = await Promise.all([
    getAgency(db, receivingAgencyId),
    getAgency(db, consultation.askedAgencyId),
    listHeads(db, receivingAgencyId),
    listInCharge(db, consultation, handlerId),
  ])
  const recipients = [...new Map([...heads, ...inCharge].map((one) => [one.accountId, one])).values()]
  return {
    isOver: dossier.resolvedAt !== null || dossier.closedAt !== null,
    moment: tellingMoment(await loadCalendar(db, receiving.code), dueAt),
    consultation,
    asked,
    recipients,
  }
}
