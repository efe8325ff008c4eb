import { queueMessage } from '#modules/notifications'
import type { Context } from '#platform/context'
import { defineJob } from '#platform/jobs'
import { findDossierById, listEvents } from './repository.ts'
import { writeNotice } from './write-notice.ts'

/** Tells the applicant what happened to the dossier. Runs as often as it must, writes one message for each event. */
export const tellApplicant = defineJob<{ dossierId: string; number: number }, Context>(
  'dossiers.tell_applicant',
  async ({ dossierId, number }, { db, clock, publicUrl }) => {
    const dossier = await findDossierById(db, dossierId)
    const [event] = await listEvents(db, dossierId, number - 1, 1)
    const notice = dossier && event ? writeNotice(dossier, event, publicUrl) : null
    if (!dossier || !notice) return
    await db.transaction().execute((tx) =>
      queueMessage(tx, {
        recipientName: dossier.applicantName,
        email: dossier.applicantEmail,
        phone: dossier.applicantPhone,
        ...notice,
        aboutKind: 'dossier',
        aboutId: dossier.id,
        key: `${dossierId}:${number}`,
        at: clock.now(),
      }),
    )
  },
)

export const dossierJobs = [tellApplicant] as const
