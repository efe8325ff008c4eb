import { appendAudit } from '#modules/audit'
import { localDay } from '#modules/calendar'
import { arrive, timesMoved, verdictOf } from '#modules/lifecycle'
import type { ProcessChange, Subjects } from '#modules/running'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { routeOfTasks } from './carry.ts'
import { holderOf } from './charge-handler.ts'
import { listInvolved } from './dossier-process.ts'
import { makeReckoning } from './reckon.ts'
import {
  appendEvent,
  appendStepTime,
  findDossierById,
  listEvents,
  lockDossierById,
  type StoredDossier,
  saveDossier,
  toDeeds,
} from './repository.ts'

/**
 * What dossiers make of a process that moves by itself: a timer rang, a service answered. The dossier goes to the step its
 * process has now, with an event of its own; where nothing of it changes, nothing is written.
 */
export const dossierSubjects = (context: Context): Subjects => ({
  lock: async (tx, subjectId) => {
    if (!(await lockDossierById(tx, subjectId))) throw new Error(`no dossier ${subjectId} for its process`)
  },
  moved: (tx, subjectId, change) => moveDossier(context, tx, subjectId, change),
})

async function moveDossier(context: Context, tx: Tx, dossierId: string, change: ProcessChange): Promise<void> {
  const dossier = await findDossierById(tx, dossierId)
  if (!dossier || dossier.closedAt) return
  const waitsToBeHandedOver = dossier.startsOnTransfer && dossier.state === 'accepted'
  const arrived = arrive(dossier, routeOfTasks(change.openTasks, waitsToBeHandedOver))
  const involvedAgencyIds = listInvolved(dossier, change.openTasks)
  const stays =
    arrived.step === dossier.step &&
    arrived.state === dossier.state &&
    arrived.resumeState === dossier.resumeState
  if (stays && involvedAgencyIds.length === dossier.involvedAgencyIds.length) return
  const events = await listEvents(tx, dossier.id, 0, dossier.revision)
  const { reckoning } = await makeReckoning(context.db, dossier)
  const at = context.clock.now()
  const { times, ended } = timesMoved(dossier, dossier, toDeeds(events), dossier, arrived, at, reckoning)
  const handler = ended ? { handlerId: null, handlerName: null } : {}
  const next = {
    ...dossier,
    ...times,
    ...arrived,
    ...handler,
    involvedAgencyIds,
    revision: dossier.revision + 1,
  }
  await saveDossier(tx, next, at)
  await record(tx, next, change, at)
  if (!ended) return
  const verdict = verdictOf(ended, (moment) => localDay(moment).toString())
  const visit = {
    ...ended,
    number: next.revision,
    agencyId: holderOf(dossier),
    officerName: dossier.handlerName,
    verdict,
  }
  await appendStepTime(tx, dossier, visit)
}

async function record(
  tx: Tx,
  dossier: StoredDossier,
  change: ProcessChange,
  at: StoredDossier['submittedAt'],
): Promise<void> {
  const { id, revision, state, step, dueAt, calendarVersion, code, reference } = dossier
  const detail = { cause: change.cause, tasks: change.openTasks.map(({ name }) => name) }
  const event = {
    number: revision,
    type: 'moved',
    at,
    actorKind: 'system',
    actorId: 'system',
    actorName: '',
  } as const
  const standing = { actorPosition: null, state, step, dueAt, calendarVersion, detail }
  await appendEvent(tx, id, { ...event, ...standing }, { key: null, sha256: '' })
  await appendAudit(tx, {
    at,
    actor: { kind: 'system' },
    action: 'dossiers.move',
    subjectKind: 'dossier',
    subjectId: id,
    subjectCode: code ?? reference,
    detail,
  })
}
