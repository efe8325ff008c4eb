import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import { listWaits, type Plan, type ProcessState } from '#modules/processes'
import type { Context } from '#platform/context'
import type { Db, Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import { defineJob, enqueue } from '#platform/jobs'
import { runningProblem } from './errors.ts'
import { type Definition, getDefinition } from './load-definition.ts'
import { changeOf, planMove } from './plan-step.ts'
import type { Subjects } from './ports.ts'
import { type Instance, listRunning, lockInstance, saveSteps } from './repository.ts'
import {
  appendMove,
  findMove,
  type InstanceMove,
  type MovedTask,
  noteLooked,
  noteMoveFinished,
  saveMoved,
} from './repository-moves.ts'
import { listTasksOfInstance, type Task } from './repository-tasks.ts'
import { type Mapping, mapState, type StateMove, strangersOf, targetOf } from './rules/map-state.ts'

/** What is to be moved: every running instance of one definition to another. */
export type MoveRequest = Readonly<{ fromDefinitionId: string; toDefinitionId: string; mapping: Mapping }>

/** What would happen to one instance: it goes when every token has somewhere to go. */
export type MovePreview = Readonly<{
  instanceId: string
  subjectId: string
  subjectName: string
  goes: boolean
  tokens: StateMove['tokens']
}>

type Pair = Readonly<{ from: Definition; to: Definition; mapping: Mapping }>

async function readPair(db: Db, { fromDefinitionId, toDefinitionId, mapping }: MoveRequest): Promise<Pair> {
  const [from, to] = await Promise.all([getDefinition(db, fromDefinitionId), getDefinition(db, toDefinitionId)])
  const nodes = strangersOf({ from: from.plan, to: to.plan, mapping })
  if (nodes.length > 0) throw runningProblem('running.mapping_invalid', { nodes })
  return { from, to, mapping }
}

const mapWith = ({ from, to, mapping }: Pair, state: ProcessState): StateMove =>
  mapState({ from: from.plan, to: to.plan, mapping }, state)

/**
 * Tries a move out: what would happen to every token of each instance, after the instance `after`, at most `limit` (≤ 500).
 * Writes nothing. Throws `running.definition_unknown`, `running.mapping_invalid`.
 */
export async function planMigration(
  db: Db,
  request: MoveRequest,
  { after = null, limit = 100 }: Readonly<{ after?: string | null; limit?: number }> = {},
): Promise<MovePreview[]> {
  const pair = await readPair(db, request)
  const instances = await listRunning(db, pair.from.id, after, Math.min(limit, 500))
  return instances.map(({ id, subjectId, subjectName, state }) => {
    const { tokens, state: moved } = mapWith(pair, state)
    return { instanceId: id, subjectId, subjectName, goes: moved !== null, tokens }
  })
}

const moveJob = 'running.move_instances'
const portion = 100

/** Has the running instances of a definition moved, in the background; answers the id to ask for the progress with. */
export async function migrateInstances(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  request: MoveRequest,
  actor: OfficerActor,
): Promise<string> {
  await readPair(db, request)
  const at = clock.now()
  const id = makeId(at.epochMilliseconds)
  await db.transaction().execute(async (tx) => {
    await appendMove(tx, { id, ...request, requestedAt: at, requestedName: actor.fullName })
    await enqueue(tx, { name: moveJob }, { id })
    const entry = { at, actor, subjectKind: 'definition', subjectId: request.fromDefinitionId }
    await appendAudit(tx, { ...entry, action: 'running.move', detail: { to: request.toDefinitionId } })
  })
  return id
}

/** Moves instance by instance, each in a transaction of its own with the progress: after a crash it goes on where it was. */
export const moveInstances = (subjects: Subjects) =>
  defineJob<{ id: string }, Context>(moveJob, async ({ id }, context) => {
    const move = await findMove(context.db, id)
    if (!move || move.finishedAt) return
    const pair = await readPair(context.db, move)
    let after = move.afterId
    for (;;) {
      const instances = await listRunning(context.db, pair.from.id, after, portion)
      for (const { subjectId } of instances) await moveOne(context, subjects, move, pair, subjectId)
      after = instances.at(-1)?.id ?? null
      if (instances.length < portion) break
    }
    await context.db.transaction().execute((tx) => noteMoveFinished(tx, id, context.clock.now()))
  })

async function moveOne(
  context: Context,
  subjects: Subjects,
  move: InstanceMove,
  pair: Pair,
  subjectId: string,
): Promise<void> {
  await context.db.transaction().execute(async (tx) => {
    await subjects.lock(tx, subjectId)
    const instance = await lockInstance(tx, subjectId)
    if (!instance || instance.definitionId !== pair.from.id || instance.endedAt) return
    const { state } = mapWith(pair, instance.state)
    if (state) await carry(context, tx, subjects, pair, instance, state)
    await noteLooked(tx, move.id, instance.id, state !== null)
  })
}

async function carry(
  { db, clock }: Context,
  tx: Tx,
  subjects: Subjects,
  pair: Pair,
  instance: Instance,
  state: ProcessState,
): Promise<void> {
  const tasks = await listTasksOfInstance(tx, instance.id)
  const by = { actor: { kind: 'system' }, at: clock.now(), audit: true } as const
  const rename = (node: string) => targetOf(pair.mapping, node)
  const row = await planMove(db, { ...pair, instance, tasks, rename }, state, by)
  const [written] = await saveSteps(tx, [row])
  if (!written) throw new Error(`the process ${instance.id} was locked and has moved`)
  const closed = new Set(row.closed_tasks.map(({ token, node }) => `${token} ${node}`))
  const open = tasks.filter((task) => task.state === 'open' && !closed.has(`${task.token} ${task.node}`))
  const moved = open.map((task) => moveTask(pair.to.plan, task, rename(task.node)))
  await saveMoved(tx, {
    instanceId: instance.id,
    definitionId: pair.to.id,
    renamed: { ...mapValues(instance.renamed, rename), ...pair.mapping },
    tasks: moved,
    waits: listWaits(pair.from.plan, instance.state)
      .filter(({ kind }) => kind !== 'task')
      .map(({ token, node }) => ({ token, node, to: rename(node) })),
  })
  const renamed = open.map((task, index) => ({ ...task, ...asTask(moved[index], task) }))
  await subjects.moved(tx, instance.subjectId, changeOf(row, renamed))
}

const mapValues = (given: Mapping, rename: (node: string) => string): Mapping =>
  Object.fromEntries(Object.entries(given).map(([old, now]) => [old, rename(now)]))

function moveTask({ nodes }: Plan, task: Task, to: string): MovedTask {
  const node = nodes[to]
  if (node?.kind !== 'user_task' && node?.kind !== 'manual_task') throw new Error(`${to} is no task`)
  const { name, nameEn, role, step } = node
  return { id: task.id, node: to, name, name_en: nameEn, role, step }
}

const asTask = (moved: MovedTask | undefined, task: Task) =>
  moved
    ? {
        node: moved.node,
        name: moved.name,
        nameEn: moved.name_en,
        role: moved.role,
        step: moved.step as Task['step'],
      }
    : task
