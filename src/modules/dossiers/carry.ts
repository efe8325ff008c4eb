import type { Command, CommandType, Follow, Route } from '#modules/lifecycle'
import { taskCommands } from '#modules/lifecycle'
import {
  type Asking,
  advance,
  type Happening,
  listWaits,
  type Passage,
  type Plan,
  type ProcessState,
  startProcess,
  type TaskOutcome,
  type Wait,
  type Work,
} from '#modules/processes'
import { dossierProblem } from './errors.ts'

/** The process of a procedure version, with how its expressions are asked. */
export type Way = Readonly<{ plan: Plan; asking: Asking }>

/** A task that somebody can finish now. */
export type OpenTask = Readonly<{ wait: Wait; name: string; nameEn: string | null; work: Work }>

/** The process after a step, and where it has the dossier then. */
export type Carried = Readonly<{
  state: ProcessState
  /** What happened to it, one after another; empty when nothing of it waited for the command. */
  happenings: readonly Happening[]
  passages: readonly Passage[]
  route: Route
}>

/** Which of the tasks that fit a command is meant: the caller knows who asks. */
export type Choose = (tasks: readonly OpenTask[], outcome: TaskOutcome | null) => OpenTask | null

/** What a process may ask of its dossier: facts that do not change after submission. */
export type Facts = Readonly<{
  answers: unknown
  dossier: Readonly<{ channel: string; procedure: string; elsewhere: boolean }>
}>

/** The process of a dossier that has just been submitted. Throws `dossiers.process_stuck`. */
export function openProcess(
  { plan, asking }: Way,
  facts: Facts,
): Readonly<{ state: ProcessState; passages: readonly Passage[] }> {
  const started = startProcess(plan, factsFor(plan, facts), asking)
  if (started.ok) return started
  throw stuck(started)
}

/** Only what the expressions of the plan name: a process with its variables is written at every step. */
export function factsFor(plan: Plan, facts: Facts): Readonly<Record<string, unknown>> {
  const known = namesOf.get(plan) ?? findNames(plan)
  namesOf.set(plan, known)
  return Object.fromEntries(Object.entries(facts).filter(([name]) => known.has(name)))
}

const namesOf = new WeakMap<Plan, ReadonlySet<string>>()

/** A decision table asks what it wants: then it may be anything. */
function findNames(plan: Plan): ReadonlySet<string> {
  const nodes = Object.values(plan.nodes)
  const text = JSON.stringify([Object.values(plan.flows), nodes])
  const decides = nodes.some((node) => node.kind === 'rule_task' && node.decision !== null)
  return new Set(['answers', 'dossier'].filter((name) => decides || text.includes(name)))
}

/** The tasks open to people, oldest first. */
export const listTasksOpen = (plan: Plan, state: ProcessState): OpenTask[] =>
  listWaits(plan, state).flatMap((wait) => {
    const node = plan.nodes[wait.node]
    if (node?.kind !== 'user_task' && node?.kind !== 'manual_task') return []
    return [{ wait, name: node.name, nameEn: node.nameEn, work: node }]
  })

/** Where the process has the dossier: the oldest open task that belongs to a step says. */
export const routeOf = (plan: Plan, state: ProcessState, waitsToBeHandedOver: boolean): Route =>
  routeOfTasks(
    listTasksOpen(plan, state).map(({ work }) => work),
    waitsToBeHandedOver,
  )

/** The same, of tasks in the order they were opened. */
export function routeOfTasks(
  tasks: readonly Readonly<{ step: Work['step'] }>[],
  waitsToBeHandedOver: boolean,
): Route {
  const step = tasks.find((task) => task.step !== null)?.step
  if (!step) return null
  if (step === 'transfer') return { step: 'reception', handsOver: true }
  return { step, handsOver: waitsToBeHandedOver }
}

/** The commands that finish a task which is open and chosen by `choose`. */
export function listOffered(plan: Plan, state: ProcessState, choose: Choose): CommandType[] {
  const tasks = listTasksOpen(plan, state)
  return taskCommands.filter((type) =>
    type === 'complete_task'
      ? tasks.some((task) => canJustComplete(task) && choose([task], null))
      : tasks.some((task) =>
          task.work.outcomes.some((outcome) => outcome.command === type && choose([task], outcome)),
        ),
  )
}

/** Whether a task can end without a command of the dossier's own. */
export const canJustComplete = ({ work }: OpenTask): boolean =>
  work.outcomes.length === 0 || work.outcomes.some(({ command }) => command === null)

/** What of a process a command touches: a task of people, a message, or nothing. */
export type Touch =
  | Readonly<{ kind: 'task'; task: OpenTask; outcome: TaskOutcome | null }>
  | Readonly<{ kind: 'message'; message: string }>
  | Readonly<{ kind: 'nothing' }>

/** What a command tells the process of its dossier. */
export const messageOf: Readonly<Partial<Record<CommandType, string>>> = {
  supplement: 'supplement_arrived',
  confirm_payment: 'fee_paid',
  record_confirmation: 'confirmation_recorded',
  withdraw: 'withdrawn',
  stop: 'stopped',
}

/** Commands after which a dossier's process has nothing left to do. */
const ending: readonly CommandType[] = ['refuse', 'withdraw', 'stop', 'deliver']

/**
 * What `command` finishes or tells. Null: it would finish a task, and none that fits is open (to whoever asks). A dossier
 * taken in for another agency is handed over by law, whether its process has a task for that or not.
 */
export function findTouch(
  plan: Plan,
  state: ProcessState,
  command: Command,
  startsOnTransfer: boolean,
  choose: Choose,
): Touch | null {
  const message = messageOf[command.type]
  if (message) return { kind: 'message', message }
  if (!taskCommands.includes(command.type)) return { kind: 'nothing' }
  const fitting = listTasksOpen(plan, state).flatMap((task) =>
    outcomesFor(task, command).map((outcome) => ({ task, outcome })),
  )
  const found = fitting.find(({ task, outcome }) => choose([task], outcome))
  if (found) return { kind: 'task', ...found }
  return command.type === 'transfer' && startsOnTransfer && fitting.length === 0 ? { kind: 'nothing' } : null
}

function outcomesFor({ wait, work }: OpenTask, command: Command): (TaskOutcome | null)[] {
  if (command.type !== 'complete_task')
    return work.outcomes.filter((outcome) => outcome.command === command.type)
  if (wait.node !== command.task) return []
  if (work.outcomes.length === 0) return command.outcome === null ? [null] : []
  return work.outcomes.filter(({ key, command: given }) => key === command.outcome && given === null)
}

/** Carries the process through a command. Throws `dossiers.process_stuck`: then nothing may be written. */
export function carryCommand(
  { plan, asking }: Way,
  state: ProcessState,
  command: Command,
  touch: Touch,
  startsOnTransfer: boolean,
): Carried {
  const first = step(plan, state, happeningOf(touch), asking)
  const isOver = ending.includes(command.type) && first.state.status === 'running'
  const last = isOver
    ? step(plan, first.state, { type: 'cancel' }, asking)
    : { ...first, happenings: [], passages: [] }
  const waitsToBeHandedOver = startsOnTransfer && command.type !== 'transfer'
  return {
    state: last.state,
    happenings: [...first.happenings, ...last.happenings],
    passages: [...first.passages, ...last.passages],
    route: isOver ? null : routeOf(plan, last.state, waitsToBeHandedOver),
  }
}

const takeFirst: Choose = ([task]) => task ?? null

/** Where a process has a dossier after each of the commands it is asked of, one after another, from submission on. */
export function followPlan(
  way: Way,
  { startsOnTransfer, facts = noFacts }: Readonly<{ startsOnTransfer: boolean; facts?: Facts }>,
): Follow {
  let { state } = openProcess(way, facts)
  return (command) => {
    const touch = findTouch(way.plan, state, command, startsOnTransfer, takeFirst)
    if (!touch) return 'wrong_step'
    const carried = carryCommand(way, state, command, touch, startsOnTransfer)
    state = carried.state
    return carried.route
  }
}

const noFacts: Facts = { answers: {}, dossier: { channel: 'counter', procedure: '', elsewhere: false } }

/** Carries the process through what comes from elsewhere: a timer that rings, a message, the answer of a service. */
export function carryHappening(
  { plan, asking }: Way,
  state: ProcessState,
  happening: Happening,
  startsOnTransfer: boolean,
): Carried {
  const stepped = step(plan, state, happening, asking)
  return { ...stepped, route: routeOf(plan, stepped.state, startsOnTransfer) }
}

function happeningOf(touch: Touch): Happening | null {
  if (touch.kind === 'nothing') return null
  if (touch.kind === 'message') return { type: 'message', message: touch.message, variables: {} }
  return { type: 'complete', token: touch.task.wait.token, outcome: touch.outcome?.key ?? null, variables: {} }
}

type Stepped = Omit<Carried, 'route'>

/** A step; where nobody waits for what happened, the process stays as it is. */
function step(plan: Plan, state: ProcessState, happening: Happening | null, asking: Asking): Stepped {
  const still = { state, happenings: [], passages: [] }
  if (!happening) return still
  const result = advance(plan, state, happening, asking)
  if (result.ok) return { ...result, happenings: [happening] }
  if (result.code === 'not_waiting') return still
  throw stuck(result)
}

const stuck = (result: Readonly<{ code: string; node?: string; reason?: string }>) =>
  dossierProblem('dossiers.process_stuck', { node: result.node ?? '', reason: result.reason ?? result.code })
