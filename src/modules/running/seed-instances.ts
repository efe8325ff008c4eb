import type { Temporal } from 'temporal-polyfill'
import type { AuditActor } from '#modules/audit'
import type { Happening } from '#modules/processes'
import type { Db } from '#platform/db'
import { type Definition, getDefinition } from './load-definition.ts'
import { planStep, type Standing } from './plan-step.ts'
import { type StepRow, saveInstances, saveSteps } from './repository.ts'
import type { Task } from './repository-tasks.ts'
import { prepareStart, type Start } from './start-instance.ts'

/** An invented process: how it started, and what happened to it since, in order. */
export type SeedProcess = Readonly<{
  start: Start
  happenings: readonly Readonly<{ happening: Happening; actor: AuditActor; at: Temporal.Instant }>[]
}>

/** Writes invented processes with the tasks done and open: the same steps as of real ones, many in one statement. */
export async function seedInstances(db: Db, processes: readonly SeedProcess[]): Promise<void> {
  const histories = await Promise.all(processes.map((process) => planHistory(db, process)))
  const starts = histories.flatMap(([first]) => first ?? [])
  await db.transaction().execute((tx) => saveInstances(tx, starts))
  const longest = Math.max(0, ...histories.map(({ length }) => length))
  for (let number = 1; number < longest; number += 1)
    await saveSteps(
      db,
      histories.flatMap((rows) => rows[number] ?? []),
    )
}

async function planHistory(db: Db, { start, happenings }: SeedProcess): Promise<StepRow[]> {
  const definition = await getDefinition(db, start.definitionId)
  const { row } = await prepareStart(db, start)
  const rows = [row]
  for (const { happening, actor, at } of happenings) {
    const planned = await planStep(db, standingAfter(definition, rows), happening, { actor, at, audit: false })
    if (!planned.ok) break
    rows.push(planned.row)
  }
  return rows
}

/** A process as its rows leave it, without having been written yet. */
function standingAfter(definition: Definition, rows: readonly StepRow[]): Standing {
  const last = rows.at(-1) as StepRow
  const closed = rows.flatMap(({ closed_tasks }) => closed_tasks)
  const tasks = rows
    .flatMap(({ tasks }) => tasks)
    .map((task) => {
      const over = closed.find(({ token, node }) => token === task.token && node === task.node)
      const { node, token, id } = task
      return {
        id,
        node,
        token,
        state: over?.state ?? 'open',
        doneBy: over?.done_by ?? null,
        doneFor: null,
      } as Task
    })
  const instance = {
    id: last.instance_id,
    definitionId: last.definition_id,
    subjectId: last.subject_id,
    subjectName: last.subject_name,
    receivingAgencyId: last.receiving_agency_id,
    competentAgencyId: last.competent_agency_id,
    state: last.state,
    renamed: {},
    revision: last.number,
    startedAt: null as never,
    endedAt: null,
  }
  return { definition, instance, tasks }
}
