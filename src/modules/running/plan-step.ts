import type { Temporal } from 'temporal-polyfill'
import type { AuditActor } from '#modules/audit'
import {
  advance,
  type Happening,
  listWaits,
  type Passage,
  type ProcessState,
  type StepResult,
  startProcess,
} from '#modules/processes'
import type { Db } from '#platform/db'
import { makeId } from '#platform/ids'
import type { Definition } from './load-definition.ts'
import { type Opened, openWork } from './open-work.ts'
import type { Cause, ClosedTask, Instance, NewJob, StepRow } from './repository.ts'
import type { Task } from './repository-tasks.ts'
import { compareWaits } from './rules/compare-waits.ts'

/** A process as a step finds it; `tasks` are those that are open or done. */
export type Standing = Readonly<{ definition: Definition; instance: Instance; tasks: readonly Task[] }>

/** Who makes the step, when, and whether an entry of the audit log is written with it. */
export type StepBy = Readonly<{
  actor: AuditActor
  at: Temporal.Instant
  /** Of a task done in the stead of somebody on leave: whose. */
  standsInFor?: string | null
  audit: boolean
}>

export type Refused = Extract<StepResult, { ok: false }>
export type PlannedStep = Readonly<{ ok: true; row: StepRow }> | Refused

/** The names of the jobs that a step queues; `jobs.ts` does them. */
export const jobNames = { serviceTask: 'running.run_service_task', message: 'running.send_message' } as const
/** Tries of a service: the last about six hours after the first. */
export const serviceTries = 10

/** Works out what a happening does to a process, to the last row. Reads caches only; writes nothing. */
export async function planStep(
  db: Db,
  standing: Standing,
  happening: Happening,
  by: StepBy,
): Promise<PlannedStep> {
  const { definition, instance } = standing
  const result = advance(definition.plan, instance.state, happening, definition.asking)
  if (!result.ok) return result
  const token = 'token' in happening ? happening.token : null
  const row = await describeStep(db, standing, result, by, { cause: happening.type, token })
  if (happening.type !== 'complete') return { ok: true, row }
  const closed_tasks = row.closed_tasks.map((closed) =>
    closed.token === happening.token ? { ...closed, ...doneBy(happening.outcome, by) } : closed,
  )
  return { ok: true, row: { ...row, closed_tasks } }
}

const doneBy = (outcome: string | null, { actor, standsInFor = null }: StepBy) => ({
  state: 'done' as const,
  outcome,
  done_by: actor.accountId ?? null,
  done_name: actor.fullName ?? null,
  done_for: standsInFor,
})

/** A process about to begin. */
export type Beginning = Omit<Instance, 'state' | 'revision' | 'startedAt' | 'endedAt'>

/** Works out the first step of a process. */
export async function planStart(
  db: Db,
  definition: Definition,
  beginning: Beginning,
  variables: ProcessState['variables'],
  by: StepBy,
): Promise<PlannedStep> {
  const result = startProcess(definition.plan, variables, definition.asking)
  if (!result.ok) return result
  const nothing: ProcessState = { ...result.state, status: 'ended', tokens: [] }
  const instance = { ...beginning, state: nothing, revision: 0, startedAt: by.at, endedAt: null }
  const row = await describeStep(db, { definition, instance, tasks: [] }, result, by, {
    cause: 'start',
    token: null,
  })
  return { ok: true, row }
}

type Moved = Readonly<{ state: ProcessState; passages: readonly Passage[] }>

async function describeStep(
  db: Db,
  { definition, instance, tasks }: Standing,
  { state, passages }: Moved,
  by: StepBy,
  { cause, token }: Readonly<{ cause: Cause; token: number | null }>,
): Promise<StepRow> {
  const { plan } = definition
  const { opened, closed } = compareWaits(listWaits(plan, instance.state), listWaits(plan, state))
  const doing = cause === 'complete' ? tasks.find((task) => task.token === token) : undefined
  const doersOf = (nodes: readonly string[]) => listDoers(tasks, doing, by, nodes)
  const work = await openWork({ db, definition, instance: { ...instance, state }, at: by.at, doersOf }, opened)
  const over = state.status !== 'running'
  return {
    ...identify(definition, instance),
    seen: instance.revision,
    number: instance.revision + 1,
    ...{ status: state.status, state, at: by.at.toString(), ended_at: over ? by.at.toString() : null },
    ...{ cause, token, path: passages },
    ...describeActor(by, { cause, node: doing?.node ?? null }),
    closed_tasks: closed.flatMap((wait) => (wait.kind === 'task' ? [cancelled(wait)] : [])),
    closed_waits: closed.filter(({ kind }) => kind !== 'task').map(({ token, node }) => ({ token, node })),
    ...work,
    jobs: listJobs(definition, instance.id, work, passages),
  }
}

const identify = (definition: Definition, instance: Instance) => ({
  instance_id: instance.id,
  definition_id: definition.id,
  subject_id: instance.subjectId,
  subject_name: instance.subjectName,
  receiving_agency_id: instance.receivingAgencyId,
  competent_agency_id: instance.competentAgencyId,
})

const describeActor = ({ actor, at, audit }: StepBy, detail: StepRow['detail']) => ({
  actor_kind: actor.kind,
  actor_id: actor.accountId ?? null,
  actor_name: actor.fullName ?? null,
  audit_id: audit ? makeId(at.epochMilliseconds) : null,
  action: 'running.step',
  detail,
})

const cancelled = ({ token, node }: Readonly<{ token: number; node: string }>): ClosedTask => ({
  ...{ token, node, state: 'cancelled', outcome: null, done_by: null, done_name: null, done_for: null },
})

/** Everybody who did one of the tasks, the one being done among them, and in whose stead. */
function listDoers(
  tasks: readonly Task[],
  doing: Task | undefined,
  { actor, standsInFor }: StepBy,
  nodes: readonly string[],
): string[] {
  const done = tasks.filter(({ state, node }) => state === 'done' && nodes.includes(node))
  const now = doing && nodes.includes(doing.node) ? [actor.accountId, standsInFor] : []
  const doers = [...done.flatMap(({ doneBy, doneFor }) => [doneBy, doneFor]), ...now]
  return [...new Set(doers.filter((account) => account !== null && account !== undefined))]
}

function listJobs(
  { plan }: Definition,
  instanceId: string,
  { waits }: Opened,
  passages: readonly Passage[],
): NewJob[] {
  const calls = waits.flatMap(({ kind, token }) =>
    kind === 'service'
      ? [{ name: jobNames.serviceTask, payload: { instanceId, token }, max_attempts: serviceTries }]
      : [],
  )
  const messages = passages.flatMap(({ token, node, how }) =>
    how === 'entered' && plan.nodes[node]?.kind === 'message_end'
      ? [{ name: jobNames.message, payload: { instanceId, token, node }, max_attempts: serviceTries }]
      : [],
  )
  return [...calls, ...messages]
}
