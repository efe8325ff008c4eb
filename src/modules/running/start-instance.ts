import type { Temporal } from 'temporal-polyfill'
import type { AuditActor } from '#modules/audit'
import type { ProcessState } from '#modules/processes'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { runningProblem } from './errors.ts'
import { getDefinition } from './load-definition.ts'
import { changeOf, planStart } from './plan-step.ts'
import type { ProcessChange } from './ports.ts'
import { type StepRow, saveInstances } from './repository.ts'

/** A process about to be started. */
export type Start = Readonly<{
  subjectId: string
  /** What people know the subject by; it stands on worklists. */
  subjectName: string
  definitionId: string
  variables: ProcessState['variables']
  agencies: Readonly<{ receiving: string; competent: string }>
  actor: AuditActor
  at: Temporal.Instant
}>

/**
 * A process worked out to the last row of its first step, and what the subject makes of it. `row` goes, as JSON in an array,
 * to `running.start_instances(jsonb)`: a statement of the subject's module may start many while it writes their subjects.
 */
export type PreparedStart = Readonly<{ row: StepRow; change: ProcessChange }>

/** Works out a start; writes nothing. Throws `running.stuck` when the process cannot take its first step. */
export async function prepareStart(db: Db, start: Start): Promise<PreparedStart> {
  const { subjectId, subjectName, agencies, variables, actor, at } = start
  const definition = await getDefinition(db, start.definitionId)
  const beginning = {
    ...{ id: makeId(at.epochMilliseconds), definitionId: definition.id, subjectId, subjectName },
    receivingAgencyId: agencies.receiving,
    competentAgencyId: agencies.competent,
  }
  const planned = await planStart(db, definition, beginning, variables, { actor, at, audit: false })
  if (planned.ok) return { row: planned.row, change: changeOf(planned.row, []) }
  throw runningProblem('running.stuck', 'node' in planned ? { node: planned.node, reason: planned.reason } : {})
}

/** Starts a process in the caller's transaction; answers what it waits for first. One subject has one process. */
export async function startInstance(db: Db, tx: Tx, start: Start): Promise<ProcessChange> {
  const { row, change } = await prepareStart(db, start)
  await saveInstances(tx, [row])
  return change
}
