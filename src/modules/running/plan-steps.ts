import { Temporal } from 'temporal-polyfill'
import type { AuditActor } from '#modules/audit'
import type { Happening } from '#modules/processes'
import type { Db, Tx } from '#platform/db'
import { type Definition, getDefinition } from './load-definition.ts'
import { changeOf, planStep, type Standing } from './plan-step.ts'
import type { ProcessChange } from './ports.ts'
import { findInstance, type StepRow, saveInstances, saveSteps } from './repository.ts'
import { listTasksOfInstance, type Task } from './repository-tasks.ts'
import { prepareStart, type Start } from './start-instance.ts'
import { refusalOf } from './step-in-transaction.ts'

/** One thing that happens, who does it, and when; `standsInFor`: in the stead of whom who is on leave. */
export type PlannedHappening = Readonly<{
  happening: Happening
  actor: AuditActor
  at: Temporal.Instant
  standsInFor?: string | null
}>

/** A process as it was read; `begin` is set when it is still to be written. */
export type ProcessStanding = Standing & Readonly<{ begin: readonly StepRow[] }>

/** Steps worked out to the last row, on a process as it was seen. */
export type PlannedSteps = Readonly<{
  begin: readonly StepRow[]
  steps: readonly StepRow[]
  change: ProcessChange | null
}>

/** The process of a subject with its tasks; null when it has none. */
export async function findStanding(db: Db, subjectId: string): Promise<ProcessStanding | null> {
  const instance = await findInstance(db, subjectId)
  if (!instance) return null
  const [definition, tasks] = await Promise.all([
    getDefinition(db, instance.definitionId),
    listTasksOfInstance(db, instance.id),
  ])
  return { definition, instance, tasks, begin: [] }
}

/** A process that nobody has written yet: started, and led through what happened since. */
export async function planHistory(
  db: Db,
  start: Start,
  happenings: readonly PlannedHappening[],
): Promise<ProcessStanding> {
  const definition = await getDefinition(db, start.definitionId)
  const { row } = await prepareStart(db, start)
  let standing: ProcessStanding = { ...standingAfter(definition, [row]), begin: [row] }
  for (const happening of happenings) {
    const rows = [...standing.begin, ...(await planSteps(db, standing, [happening])).steps]
    standing = { ...standingAfter(definition, rows), begin: rows }
  }
  return standing
}

/** Its first step, as a statement of the subject's module writes it. */
export const standingOfStart = async (db: Db, row: StepRow): Promise<ProcessStanding> => ({
  ...standingAfter(await getDefinition(db, row.definition_id), [row]),
  begin: [],
})

/**
 * Works out what happenings do to a process, one after another; writes nothing, and needs no transaction. Throws
 * `running.stuck`, `running.not_waiting`, `running.outcome_unknown`.
 */
export async function planSteps(
  db: Db,
  standing: ProcessStanding,
  happenings: readonly PlannedHappening[],
): Promise<PlannedSteps> {
  const { begin } = standing
  let now: Standing = standing
  let change: ProcessChange | null = null
  const steps: StepRow[] = []
  for (const { happening, actor, at, standsInFor = null } of happenings) {
    const planned = await planStep(db, now, happening, { actor, at, standsInFor, audit: false })
    if (!planned.ok) throw refusalOf(planned)
    change = changeOf(
      planned.row,
      now.tasks.filter(({ state }) => state === 'open'),
    )
    steps.push(planned.row)
    now = standAfter(now, planned.row)
  }
  return { begin, steps, change }
}

/** Writes what was worked out. False: the process has gone on meanwhile, and the transaction is to be given up. */
export async function savePlanned(tx: Tx, { begin, steps }: PlannedSteps): Promise<boolean> {
  const [start, ...since] = begin
  if (start) await saveInstances(tx, [start])
  for (const step of [...since, ...steps]) {
    const [written] = await saveSteps(tx, [step])
    if (!written) return false
  }
  return true
}

const standingAfter = (definition: Definition, [first, ...rest]: readonly StepRow[]): Standing => {
  if (!first) throw new Error('a process begins with a row')
  const begun = { definition, instance: instanceOf(first, {}), tasks: tasksOf(first) }
  return rest.reduce(standAfter, begun)
}

/** A process as a row leaves it, as far as the next step needs it. */
function standAfter({ definition, instance, tasks }: Standing, row: StepRow): Standing {
  const closing = (task: Task) =>
    row.closed_tasks.find(({ token, node }) => token === task.token && node === task.node)
  const after = tasks.map((task) => {
    const over = task.state === 'open' && closing(task)
    return over ? { ...task, state: over.state, doneBy: over.done_by, doneFor: over.done_for } : task
  })
  return { definition, instance: instanceOf(row, instance), tasks: [...after, ...tasksOf(row)] }
}

const instanceOf = (row: StepRow, { renamed = {} }: Partial<Standing['instance']>): Standing['instance'] => ({
  id: row.instance_id,
  definitionId: row.definition_id,
  subjectId: row.subject_id,
  subjectName: row.subject_name,
  receivingAgencyId: row.receiving_agency_id,
  competentAgencyId: row.competent_agency_id,
  state: row.state,
  renamed,
  revision: row.number,
  startedAt: Temporal.Instant.from(row.at),
  endedAt: null,
})

const tasksOf = (row: StepRow): Task[] =>
  changeOf(row, []).openTasks.map((task) => ({
    ...task,
    instanceId: row.instance_id,
    definitionId: row.definition_id,
    subjectId: row.subject_id,
    state: 'open',
    ...{
      claimedAt: null,
      draft: null,
      outcome: null,
      doneBy: null,
      doneName: null,
      doneFor: null,
      doneAt: null,
    },
  }))

/** An invented process: how it started, and what happened to it since, in order. */
export type SeedProcess = Readonly<{ start: Start; happenings: readonly PlannedHappening[] }>

/** Writes invented processes with the tasks done and open: the same steps as of real ones, many in one statement. */
export async function seedInstances(db: Db, processes: readonly SeedProcess[]): Promise<void> {
  const histories = await Promise.all(
    processes.map(async ({ start, happenings }) => (await planHistory(db, start, happenings)).begin),
  )
  const starts = histories.flatMap(([first]) => first ?? [])
  await db.transaction().execute((tx) => saveInstances(tx, starts))
  const longest = Math.max(0, ...histories.map(({ length }) => length))
  for (let number = 1; number < longest; number += 1) {
    const steps = histories.flatMap((rows) => rows[number] ?? [])
    await saveSteps(db, steps)
  }
}
