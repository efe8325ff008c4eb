import type { Temporal } from 'temporal-polyfill'
import type { AuditActor } from '#modules/audit'
import type { Happening } from '#modules/processes'
import type { Db, Tx } from '#platform/db'
import { checkDoer } from './delegate.ts'
import { runningProblem } from './errors.ts'
import { type Definition, getDefinition } from './load-definition.ts'
import { changeOf, planStep, type Refused, type Standing, type StepBy } from './plan-step.ts'
import type { ProcessChange } from './ports.ts'
import { type Instance, lockInstance, type StepRow, saveSteps } from './repository.ts'
import { listTasksOfInstance, type Task } from './repository-tasks.ts'

/** A task that somebody has done, and how it ended. */
export type TaskDone = Readonly<{
  type: 'task_done'
  taskId: string
  /** The key of one of its outcomes; null when it has none. */
  outcome: string | null
  reason?: string | null
  variables?: Readonly<Record<string, unknown>>
}>

export type Step = Readonly<{
  subjectId: string
  happening: Happening | TaskDone
  /** An officer who does a task is checked: role, agency, four eyes, claim. Anybody else is the caller's to check. */
  actor: AuditActor & Readonly<{ roles?: readonly string[]; agencyId?: string }>
  at: Temporal.Instant
  /** Where the subject has been moved to since, if it has: who is `receiving` and `competent` from now on. */
  agencies?: Readonly<{ receiving: string; competent: string }>
  /** Whether this module writes the audit entry; left out: the caller does. */
  audit?: boolean
}>

/**
 * Lets something happen to the process of a subject, in the caller's transaction; lock the subject first. Answers what it
 * waits for now. Throws `running.no_process`, `running.task_closed`, `running.not_yours`, `running.outcome_unknown`,
 * `running.reason_missing`, `running.not_waiting`, `running.stuck`; then nothing was written.
 */
export async function stepInTransaction(db: Db, tx: Tx, step: Step): Promise<ProcessChange> {
  const change = await tryStep(db, tx, step)
  if (change.ok) return change
  throw refusalOf(change)
}

/** The same, for a happening that may come too late: null when nothing waits for it, and nothing was written. */
export async function stepIfWaiting(db: Db, tx: Tx, step: Step): Promise<ProcessChange | null> {
  const change = await tryStep(db, tx, step)
  if (change.ok) return change
  if (change.code === 'not_waiting') return null
  throw refusalOf(change)
}

/** The same, with a refusal as a value. */
export async function tryStep(
  db: Db,
  tx: Tx,
  step: Step,
): Promise<(ProcessChange & Readonly<{ ok: true }>) | Refused> {
  const { subjectId, actor, at, agencies, audit = false } = step
  const locked = await lockInstance(tx, subjectId)
  if (!locked) throw runningProblem('running.no_process')
  const tasks = await listTasksOfInstance(tx, locked.id)
  const definition = await getDefinition(db, locked.definitionId)
  const standing = { definition, instance: moveTo(locked, agencies), tasks }
  const { happening, standsInFor } = await readHappening(db, standing, step)
  const planned = await planStep(db, standing, happening, { actor, at, standsInFor, audit })
  if (!planned.ok) return planned
  await saveLocked(tx, planned.row)
  return { ok: true, ...changeOf(planned.row, tasks.filter(isOpen)) }
}

const isOpen = ({ state }: Task): boolean => state === 'open'

const moveTo = (instance: Instance, agencies: Step['agencies']): Instance =>
  agencies
    ? { ...instance, receivingAgencyId: agencies.receiving, competentAgencyId: agencies.competent }
    : instance

async function saveLocked(tx: Tx, row: StepRow): Promise<void> {
  const [written] = await saveSteps(tx, [row])
  if (!written) throw new Error(`the process ${row.instance_id} was locked and has moved`)
}

type Read = Readonly<{ happening: Happening; standsInFor: string | null }>

async function readHappening(db: Db, standing: Standing, { happening, actor, at }: Step): Promise<Read> {
  if (happening.type !== 'task_done') return { happening, standsInFor: null }
  const task = standing.tasks.find(({ id }) => id === happening.taskId)
  if (!task) throw runningProblem('running.not_found')
  checkTask(standing.definition, task, happening)
  const standsInFor = await checkDoer(db, actor, task, at)
  return { happening: completionOf(task, happening, actor), standsInFor }
}

/** The completion of a task as the engine takes it. */
export const completionOf = (task: Task, done: TaskDone, actor: StepBy['actor']): Happening => ({
  type: 'complete',
  token: task.token,
  outcome: done.outcome,
  variables: done.variables ?? {},
  ...(actor.accountId !== undefined && { by: actor.accountId }),
})

/** Throws why a task cannot end like this: it is over, it has no such outcome, or the outcome needs a reason. */
export function checkTask({ plan }: Definition, task: Task, { outcome, reason }: TaskDone): void {
  if (task.state !== 'open') throw runningProblem('running.task_closed', { state: task.state })
  const node = plan.nodes[task.node]
  const outcomes = node && 'outcomes' in node ? node.outcomes : []
  const chosen = outcomes.find(({ key }) => key === outcome)
  if (outcomes.length === 0 ? outcome !== null : !chosen)
    throw runningProblem('running.outcome_unknown', { outcomes: outcomes.map(({ key }) => key) })
  if (chosen?.asksReason && !reason?.trim())
    throw runningProblem('running.reason_missing', { outcome: chosen.key })
}

/** A refusal of the engine as an error. */
export function refusalOf(refused: Refused): Error {
  if (refused.code === 'stuck')
    return runningProblem('running.stuck', { node: refused.node, reason: refused.reason })
  return runningProblem(refused.code === 'not_waiting' ? 'running.not_waiting' : 'running.outcome_unknown')
}
