import { Temporal } from 'temporal-polyfill'
import type { AuditActor } from '#modules/audit'
import {
  advance,
  type Happening,
  listWaits,
  type Passage,
  type ProcessState,
  type StepResult,
  startProcess,
  type Wait,
} from '#modules/processes'
import type { Db } from '#platform/db'
import { makeId } from '#platform/ids'
import type { Definition } from './load-definition.ts'
import { type Opened, openWork } from './open-work.ts'
import type { ProcessChange } from './ports.ts'
import type { Cause, ClosedTask, EntryRow, Instance, NewJob, NewTask, StepRow } from './repository.ts'
import type { OpenTask, Task } from './repository-tasks.ts'

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
export type Beginning = Omit<Instance, 'state' | 'renamed' | 'revision' | 'startedAt' | 'endedAt'>

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
  const instance = { ...beginning, state: nothing, renamed: {}, revision: 0, startedAt: by.at, endedAt: null }
  const row = await describeStep(db, { definition, instance, tasks: [] }, result, by, {
    cause: 'start',
    token: null,
  })
  return { ok: true, row }
}

/** A process about to be carried into another definition; `rename`: what a node of the old one is called in the new. */
export type Carrying = Readonly<{
  from: Definition
  to: Definition
  instance: Instance
  tasks: readonly Task[]
  rename: (node: string) => string
}>

/** Works out what is no longer waited for, and what newly is, when a process stands at `state` of another definition. */
export async function planMove(
  db: Db,
  { from, to, instance, tasks, rename }: Carrying,
  state: ProcessState,
  by: StepBy,
): Promise<StepRow> {
  const before = listWaits(from.plan, instance.state)
  const named = before.map((wait) => ({ ...wait, node: rename(wait.node), was: wait.node }))
  const passages = instance.state.tokens.flatMap(({ id: token, node }): Passage[] =>
    rename(node) === node
      ? []
      : [
          { token, node, how: 'left' },
          { token, node: rename(node), how: 'entered' },
        ],
  )
  const row = await describeStep(db, { definition: to, instance, tasks }, { state, passages }, by, {
    ...{ cause: 'move', token: null, before: named },
  })
  const wasOf = new Map(named.map(({ token, node, was }) => [`${token} ${node}`, was]))
  const asBefore = <One extends { token: number; node: string }>(one: One): One => ({
    ...one,
    node: wasOf.get(`${one.token} ${one.node}`) ?? one.node,
  })
  return {
    ...row,
    closed_tasks: row.closed_tasks.map(asBefore),
    closed_waits: row.closed_waits.map(asBefore),
  }
}

type Moved = Readonly<{ state: ProcessState; passages: readonly Passage[] }>
type Turn = Readonly<{ cause: Cause; token: number | null; before?: readonly Wait[] }>

async function describeStep(
  db: Db,
  { definition, instance, tasks }: Standing,
  { state, passages }: Moved,
  by: StepBy,
  { cause, token, before = listWaits(definition.plan, instance.state) }: Turn,
): Promise<StepRow> {
  const { plan } = definition
  const { opened, closed } = compareWaits(before, listWaits(plan, state))
  const doing = cause === 'complete' ? tasks.find((task) => task.token === token) : undefined
  const doersOf = (nodes: readonly string[]) => listDoers(instance, tasks, doing, by, nodes)
  const work = await openWork({ db, definition, instance: { ...instance, state }, at: by.at, doersOf }, opened)
  const over = state.status !== 'running'
  return {
    ...identify(definition, instance),
    seen: instance.revision,
    number: instance.revision + 1,
    ...{ status: state.status, state, at: by.at.toString(), ended_at: over ? by.at.toString() : null },
    ...{ cause, token, path: passages },
    ...describeActor(by, instance, { cause, node: doing?.node ?? null }),
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

function describeActor({ actor, at, audit }: StepBy, instance: Instance, detail: EntryRow['detail']) {
  const who = { actor_id: actor.accountId ?? null, actor_name: actor.fullName ?? null }
  const about = {
    subject_kind: 'process',
    subject_id: instance.id,
    subject_code: instance.subjectName,
  } as const
  const entry: EntryRow = {
    ...{ id: makeId(at.epochMilliseconds), at: at.toString(), action: 'running.step', detail },
    ...{ ...who, actor_kind: actor.kind, ...about },
  }
  return { ...who, entry: audit ? entry : null }
}

const cancelled = ({ token, node }: Readonly<{ token: number; node: string }>): ClosedTask => ({
  ...{ token, node, state: 'cancelled', outcome: null, done_by: null, done_name: null, done_for: null },
})

/** Everybody who did one of the tasks, the one being done among them, and in whose stead. */
function listDoers(
  { renamed }: Pick<Instance, 'renamed'>,
  tasks: readonly Task[],
  doing: Task | undefined,
  { actor, standsInFor }: StepBy,
  nodes: readonly string[],
): string[] {
  const done = tasks.filter(({ state, node }) => state === 'done' && nodes.includes(renamed[node] ?? node))
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

/** As much of a wait as names it: a token is at a node once. */
type Named = Readonly<{ token: number; node: string }>

const nameOf = ({ token, node }: Named): string => `${token} ${node}`

/** What is waited for now and was not before, and the other way round. */
function compareWaits<Wait extends Named>(
  before: readonly Wait[],
  after: readonly Wait[],
): Readonly<{ opened: Wait[]; closed: Wait[] }> {
  const known = new Set(before.map(nameOf))
  const now = new Set(after.map(nameOf))
  return {
    opened: after.filter((wait) => !known.has(nameOf(wait))),
    closed: before.filter((wait) => !now.has(nameOf(wait))),
  }
}

/** What a step did to a process, of which `openBefore` were the open tasks. */
export function changeOf(row: StepRow, openBefore: readonly OpenTask[]): ProcessChange {
  const closed = new Set(row.closed_tasks.map(({ token, node }) => `${token} ${node}`))
  const still = openBefore.filter(({ token, node }) => !closed.has(`${token} ${node}`))
  const at = Temporal.Instant.from(row.at)
  return {
    instanceId: row.instance_id,
    subjectId: row.subject_id,
    revision: row.number,
    status: row.status,
    error: row.state.error,
    cause: row.cause,
    openTasks: [...still, ...row.tasks.map((task) => toOpenTask(task, at))],
    variables: row.state.variables,
  }
}

const toOpenTask = (task: NewTask, openedAt: Temporal.Instant): OpenTask => ({
  id: task.id,
  token: task.token,
  node: task.node,
  name: task.name,
  nameEn: task.name_en,
  role: task.role,
  agencyId: task.agency_id,
  step: task.step as OpenTask['step'],
  openedAt,
  dueAt: task.due_at === 'infinity' ? null : Temporal.Instant.from(task.due_at),
  notBy: task.not_by,
  items: task.items,
  claimedBy: null,
  claimedName: null,
})
