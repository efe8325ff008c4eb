import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { type GroupCommit, makeGroupCommit } from '#platform/group-commit'
import { checkDoer } from './delegate.ts'
import { runningProblem } from './errors.ts'
import { getDefinition } from './load-definition.ts'
import { changeOf, planStep } from './plan-step.ts'
import type { ProcessChange } from './ports.ts'
import { type StepRow, saveSteps } from './repository.ts'
import { findTasksInPlace, type TaskInPlace } from './repository-tasks.ts'
import { checkTask, completionOf, refusalOf, type Step, type TaskDone } from './step-in-transaction.ts'

const mostTries = 4

/** Who comes together is read together and written together. */
type Grouped = Readonly<{
  read: GroupCommit<string, TaskInPlace | null>
  write: GroupCommit<StepRow, boolean>
}>

const groups = new WeakMap<Db, Grouped>()

function groupOf(db: Db): Grouped {
  const known = groups.get(db)
  if (known) return known
  const made: Grouped = {
    read: makeGroupCommit((ids: readonly string[]) => findTasksInPlace(db, ids), { maxItems: 32 }),
    write: makeGroupCommit((rows: readonly StepRow[]) => saveOrLose(db, rows), {
      maxItems: 16,
      maxInFlight: 4,
    }),
  }
  groups.set(db, made)
  return made
}

/** Two statements that wait for each other: the one that gave way has written nothing, and all of it is tried again. */
async function saveOrLose(db: Db, rows: readonly StepRow[]): Promise<boolean[]> {
  try {
    return await saveSteps(db, rows)
  } catch (error) {
    if ((error as { code?: unknown }).code === '40P01') return rows.map(() => false)
    throw error
  }
}

/**
 * Does a task of a process whose subject need not be told: durable when it answers, with its audit entry and jobs. Steps
 * that arrive together share one commit. Two at once: one wins, the other reads again and is told `running.task_closed`.
 * Throws as `stepInTransaction` does, and `running.changed_meanwhile`.
 */
export async function completeTask(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  done: Omit<TaskDone, 'type'>,
  actor: Step['actor'],
): Promise<ProcessChange> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const row = await prepareCompletion(db, { type: 'task_done', ...done }, actor, clock.now())
    if (await groupOf(db).write(row.step)) return changeOf(row.step, row.openBefore)
  }
  throw runningProblem('running.changed_meanwhile')
}

async function prepareCompletion(db: Db, done: TaskDone, actor: Step['actor'], at: Step['at']) {
  const found = await groupOf(db).read(done.taskId)
  if (!found) throw runningProblem('running.not_found')
  const { task, instance, tasks } = found
  const definition = await getDefinition(db, instance.definitionId)
  checkTask(definition, task, done)
  const standsInFor = await checkDoer(db, actor, task, at)
  const by = { actor, at, standsInFor, audit: true }
  const planned = await planStep(db, { definition, instance, tasks }, completionOf(task, done, actor), by)
  if (!planned.ok) throw refusalOf(planned)
  return { step: planned.row, openBefore: tasks.filter(({ state }) => state === 'open') }
}
