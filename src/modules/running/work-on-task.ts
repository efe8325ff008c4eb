import { appendAudit } from '#modules/audit'
import { listOfficerContacts, type OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { checkDoer, listStandsInFor } from './delegate.ts'
import { runningProblem } from './errors.ts'
import { type Claimant, findTask, handTask, saveDraft, type Task } from './repository-tasks.ts'
import { mayDoTask } from './rules/may-do-task.ts'

type Working = Pick<Context, 'db' | 'clock'>

/**
 * Takes an open task in hand: others see whose it is, and leave it. Taken twice by the same officer it is once.
 * Throws `running.not_found`, `running.task_closed`, `running.not_yours`, `running.changed_meanwhile`.
 */
export async function claimTask(context: Working, id: string, actor: OfficerActor): Promise<Task> {
  const task = await getOpenTask(context.db, id)
  await checkDoer(context.db, actor, task, context.clock.now())
  if (task.claimedBy === actor.accountId) return task
  return await give(context, task, actor, actor, 'running.claim')
}

/** Gives a task back that one has in hand; a leader of the agency gives back anybody's. Throws as `claimTask` does. */
export async function releaseTask(context: Working, id: string, actor: OfficerActor): Promise<Task> {
  const task = await getOpenTask(context.db, id)
  if (task.claimedBy === null) return task
  if (task.claimedBy !== actor.accountId && !isLeaderOf(actor, task))
    throw runningProblem('running.not_yours', { because: 'claimed_by_other' })
  return await give(context, task, null, actor, 'running.release')
}

/**
 * Puts a task into the hand of another officer who may do it. Who may do it oneself may, and a leader of the agency.
 * Throws as `claimTask` does, and `running.officer_unknown`.
 */
export async function reassignTask(
  context: Working,
  id: string,
  accountId: string,
  actor: OfficerActor,
): Promise<Task> {
  const { db, clock } = context
  const task = await getOpenTask(db, id)
  if (!isLeaderOf(actor, task)) await checkDoer(db, actor, task, clock.now())
  const [other] = await listOfficerContacts(db, { accountIds: [accountId] })
  if (!other) throw runningProblem('running.officer_unknown', { field: 'accountId' })
  const standsInFor = await listStandsInFor(db, accountId, clock.now())
  const verdict = mayDoTask(other, { ...task, claimedBy: null }, standsInFor)
  if (!verdict.ok) throw runningProblem('running.not_yours', { because: verdict.because })
  return await give(context, task, other, actor, 'running.reassign')
}

/** Keeps half-done work with a task: whoever goes on with it finds it. JSON. Throws as `claimTask` does. */
export async function saveTaskDraft(
  { db, clock }: Working,
  id: string,
  draft: unknown,
  actor: OfficerActor,
): Promise<void> {
  const task = await getOpenTask(db, id)
  await checkDoer(db, actor, task, clock.now())
  const saved = await db.transaction().execute((tx) => saveDraft(tx, id, draft))
  if (!saved) throw runningProblem('running.task_closed', { state: 'done' })
}

const isLeaderOf = ({ roles, agencyId }: OfficerActor, task: Task): boolean =>
  roles.includes('leader') && agencyId === task.agencyId

async function getOpenTask(db: Db, id: string): Promise<Task> {
  const task = await findTask(db, id)
  if (!task) throw runningProblem('running.not_found')
  if (task.state !== 'open') throw runningProblem('running.task_closed', { state: task.state })
  return task
}

async function give(
  { db, clock }: Working,
  task: Task,
  to: Claimant | null,
  actor: OfficerActor,
  action: string,
): Promise<Task> {
  const at = clock.now()
  await db.transaction().execute(async (tx) => {
    if (!(await handTask(tx, task.id, task.claimedBy, to, at)))
      throw runningProblem('running.changed_meanwhile')
    await appendAudit(tx, {
      ...{ at, actor, action, subjectKind: 'process', subjectId: task.instanceId },
      detail: { task: task.id, to: to?.accountId ?? null },
    })
  })
  const claimedBy = to?.accountId ?? null
  return { ...task, claimedBy, claimedName: to?.fullName ?? null, claimedAt: to ? at : null }
}
