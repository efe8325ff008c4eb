import type { Temporal } from 'temporal-polyfill'
import { compileProcess, defaultProcess } from '#modules/diagrams'
import type { Actor } from '#modules/identity'
import {
  type Command,
  type CommandType,
  mayCommandDossier,
  type Route,
  type SystemGiver,
} from '#modules/lifecycle'
import { getAgency } from '#modules/organisations'
import type { Procedure } from '#modules/procedures'
import type { TaskOutcome } from '#modules/processes'
import {
  type Definition,
  findStanding,
  getDefinition,
  listStandsInFor,
  type MayDo,
  mayDoTask,
  type PlannedHappening,
  type PlannedSteps,
  type ProcessStanding,
  planHistory,
  planSteps,
  type Start,
  saveDefinition,
  type Task,
  type WhyNot,
} from '#modules/running'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { isId } from '#platform/ids'
import { memoryOf } from '#platform/memory'
import {
  type Choose,
  carryCommand,
  type Facts,
  factsFor,
  findTouch,
  listOffered,
  type OpenTask,
  openProcess,
  type Touch,
} from './carry.ts'
import { dossierProblem } from './errors.ts'
import { type DossierEvent, type StoredDossier, toDeeds } from './repository.ts'

type SignedIn = Exclude<Actor, { kind: 'nobody' }> | SystemGiver

const waysOf = memoryOf<Db, Definition>(24 * 3_600_000, 2000)

/** The process of a procedure version: its own, or the one of procedures that bring none. Versions never change. */
export const findWay = (db: Db, procedure: Procedure): Promise<Definition> =>
  waysOf(db).get(procedure.versionId, async () => {
    const xml = procedure.process ?? defaultProcess
    const decisions = procedure.decisions ?? []
    const compiled = await compileProcess(xml, { decisions })
    if (!compiled.ok) throw new Error(`the process of ${procedure.code} was judged when it was loaded`)
    const { plan } = compiled
    return await getDefinition(db, await saveDefinition(db, { key: procedure.code, xml, plan, decisions }))
  })

/** What the process of a dossier may ask of it. */
export const factsOf = (
  dossier: Pick<
    StoredDossier,
    'answers' | 'channel' | 'procedureCode' | 'receivingAgencyId' | 'competentAgencyId'
  >,
): Facts => ({
  answers: dossier.answers,
  dossier: {
    channel: dossier.channel,
    procedure: dossier.procedureCode,
    elsewhere: dossier.receivingAgencyId !== dossier.competentAgencyId,
  },
})

/**
 * The process of a dossier as it stands. A dossier from before there were processes gets one: the process of its version,
 * led through its history; it is written with the next step.
 */
export async function findRunning(
  db: Db,
  dossier: StoredDossier,
  way: Definition,
  events: readonly DossierEvent[],
): Promise<ProcessStanding> {
  const known = await findStanding(db, dossier.id)
  if (known) return known
  const start = startOf(dossier, way, { kind: 'system' }, dossier.submittedAt)
  return await planHistory(db, start, listHappenings(way, dossier, events))
}

/** What the deeds of a dossier did to its process. One that does not fit it, does nothing to it. */
function listHappenings(
  way: Definition,
  dossier: StoredDossier,
  events: readonly DossierEvent[],
): PlannedHappening[] {
  const { startsOnTransfer } = dossier
  const happened: PlannedHappening[] = []
  let { state } = openProcess(way, factsOf(dossier))
  for (const event of events) {
    const [deed] = toDeeds([event])
    const touch = deed && findTouch(way.plan, state, deed.command, startsOnTransfer, takeFirst)
    if (!touch) continue
    const carried = carryCommand(way, state, deed.command, touch, startsOnTransfer)
    state = carried.state
    happened.push(...carried.happenings.map((happening) => ({ happening, actor: doerOf(event), at: event.at })))
  }
  return happened
}

const doerOf = ({ actorKind, actorId, actorName }: DossierEvent): PlannedHappening['actor'] => ({
  kind: actorKind,
  fullName: actorName,
  ...(isId(actorId) && { accountId: actorId }),
})
/** Who did it, for the records of process and audit: the system has no account. */
export const doerFor = (actor: SignedIn): PlannedHappening['actor'] =>
  actor.kind === 'system' ? { kind: 'system' } : actor

const takeFirst: Choose = ([task]) => task ?? null

/** How a process starts with its dossier. */
export const startOf = (
  dossier: Parameters<typeof factsOf>[0] & Pick<StoredDossier, 'id' | 'reference'>,
  way: Definition,
  actor: Start['actor'],
  at: Temporal.Instant,
): Start => ({
  subjectId: dossier.id,
  subjectName: dossier.reference,
  definitionId: way.id,
  variables: factsFor(way.plan, factsOf(dossier)),
  agencies: { receiving: dossier.receivingAgencyId, competent: dossier.competentAgencyId },
  actor,
  at,
})

const openTasksOf = ({ tasks }: ProcessStanding): Task[] => tasks.filter(({ state }) => state === 'open')

/** The command with its task by the id of the diagram, which the history keeps; given by the id of the open task or by that. */
export function nameTask(command: Command, standing: ProcessStanding): Command {
  if (command.type !== 'complete_task') return command
  return { ...command, task: openTasksOf(standing).find(({ id }) => id === command.task)?.node ?? command.task }
}

/** What a command makes of the process: the rows to write, where it has the dossier then, and which agencies take part. */
export type Stepped = Readonly<{ planned: PlannedSteps; route: Route; involvedAgencyIds: readonly string[] }>

/**
 * Works out how the process of a dossier goes along with a command; writes nothing. Throws `dossiers.wrong_step` when nothing
 * open ends with it, `dossiers.not_allowed` when that is somebody else's to do, `dossiers.reason_missing`,
 * `dossiers.process_stuck`.
 */
export async function stepRunning(
  db: Db,
  dossier: StoredDossier,
  standing: ProcessStanding,
  given: Command,
  actor: SignedIn,
  at: Temporal.Instant,
): Promise<Stepped> {
  const { definition, instance } = standing
  const { startsOnTransfer } = dossier
  const command = nameTask(given, standing)
  const tasks = listMeant(openTasksOf(standing), given)
  const may = await whoMay(db, dossier, actor, at)
  const touch = findTouch(definition.plan, instance.state, command, startsOnTransfer, chooserOf(may, tasks))
  if (!touch) throw refusalOf(standing, command, dossier, (task) => may(task, null))
  refuseSilence(touch, command)
  const carried = carryCommand(definition, instance.state, command, touch, startsOnTransfer)
  const standsInFor = touch.kind === 'task' ? findStandIn(may(storedOf(touch.task, tasks), null)) : null
  const planned = await planSteps(
    db,
    standing,
    carried.happenings.map((happening) => ({ happening, actor: doerFor(actor), at, standsInFor })),
  )
  return {
    planned,
    route: carried.route,
    involvedAgencyIds: listInvolved(dossier, planned.change?.openTasks ?? []),
  }
}

/** The agencies besides its own two that were ever given a task of a dossier. */
export function listInvolved(
  dossier: StoredDossier,
  tasks: readonly Readonly<{ agencyId: string }>[],
): string[] {
  const all = new Set([...dossier.involvedAgencyIds, ...tasks.map(({ agencyId }) => agencyId)])
  all.delete(dossier.receivingAgencyId)
  all.delete(dossier.competentAgencyId)
  return [...all]
}

/** The tasks that a command may mean: the one it names by its id, or any. */
const listMeant = (tasks: readonly Task[], command: Command): readonly Task[] => {
  const named = command.type === 'complete_task' ? tasks.filter(({ id }) => id === command.task) : []
  return named.length > 0 ? named : tasks
}

type May = (task: Task | undefined, command: string | null) => MayDo

/** Who may do a task: whom the task says; and the competent agency may say itself that it has a dossier. */
async function whoMay(
  db: Db,
  dossier: StoredDossier,
  actor: Actor | SystemGiver,
  at: Temporal.Instant,
): Promise<May> {
  if (actor.kind !== 'officer') return () => noTask
  const standsInFor = await listStandsInFor(db, actor.accountId, at)
  return (task, command) => {
    const verdict = task ? mayDoTask(actor, task, standsInFor) : noTask
    if (verdict.ok || command !== 'transfer' || !mayCommandDossier(actor, dossier, 'transfer')) return verdict
    return { ok: true, standsInFor: null }
  }
}

const noTask: MayDo = { ok: false, because: 'wrong_role' }
const findStandIn = (verdict: MayDo): string | null => (verdict.ok ? verdict.standsInFor : null)

const chooserOf =
  (may: May, tasks: readonly Task[]): Choose =>
  (open, outcome) =>
    open.find((task) => may(storedOf(task, tasks), outcome?.command ?? null).ok) ?? null

const storedOf = ({ wait }: OpenTask, tasks: readonly Task[]): Task | undefined =>
  tasks.find(({ token, node }) => token === wait.token && node === wait.node)

function refuseSilence(touch: Touch, command: Command): void {
  if (touch.kind !== 'task' || !touch.outcome?.asksReason) return
  const { reason, note } = command as Readonly<{ reason?: string; note?: string }>
  if (!(reason ?? note)?.trim()) throw dossierProblem('dossiers.reason_missing')
}

function refusalOf(
  standing: ProcessStanding,
  command: Command,
  dossier: StoredDossier,
  may: (task: Task | undefined) => MayDo,
): Error {
  const { definition, instance } = standing
  const fits = findTouch(definition.plan, instance.state, command, dossier.startsOnTransfer, takeFirst)
  if (!fits) return dossierProblem('dossiers.wrong_step', { state: dossier.state, step: dossier.step })
  const verdict = fits.kind === 'task' ? may(storedOf(fits.task, openTasksOf(standing))) : noTask
  const isBarred = !verdict.ok && verdict.because === 'four_eyes'
  return dossierProblem(isBarred ? 'dossiers.four_eyes' : 'dossiers.not_allowed', { command: command.type })
}

/** A task of a dossier's process, as its pages show it to one officer. */
export type DossierTask = Task &
  Readonly<{
    instructions: string | null
    agencyName: string
    /** The ways it can end without a command of the dossier's own. */
    freeOutcomes: readonly TaskOutcome[]
    /** Whether it can end so. */
    isFree: boolean
    mayDo: boolean
    barred: WhyNot | null
  }>

/** What of a process an officer sees with its dossier: the open tasks, and the commands that finish one of the own. */
export type ProcessView = Readonly<{ tasks: readonly DossierTask[]; offered: readonly CommandType[] }>

/** Reads the process of a dossier for an officer. */
export async function readProcess(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  dossier: StoredDossier,
  { procedure, events }: Readonly<{ procedure: Procedure; events: readonly DossierEvent[] }>,
  actor: Actor,
): Promise<ProcessView> {
  if (actor.kind !== 'officer' || dossier.closedAt) return { tasks: [], offered: [] }
  const standing = await findRunning(db, dossier, await findWay(db, procedure), events)
  const { definition, instance } = standing
  const may = await whoMay(db, dossier, actor, clock.now())
  const open = openTasksOf(standing)
  const offered = listOffered(definition.plan, instance.state, chooserOf(may, open))
  const tasks = await Promise.all(open.map((task) => describeTask(db, definition, task, may)))
  const isElsewhere = dossier.startsOnTransfer && mayCommandDossier(actor, dossier, 'transfer')
  return { tasks, offered: isElsewhere ? [...new Set<CommandType>([...offered, 'transfer'])] : offered }
}

async function describeTask(db: Db, { plan }: Definition, task: Task, may: May): Promise<DossierTask> {
  const node = plan.nodes[task.node]
  const work = node && 'outcomes' in node ? node : null
  const verdict = may(task, null)
  const freeOutcomes = work?.outcomes.filter(({ command }) => command === null) ?? []
  return {
    ...task,
    instructions: work?.instructions ?? null,
    agencyName: (await getAgency(db, task.agencyId)).name,
    freeOutcomes,
    isFree: freeOutcomes.length > 0 || work?.outcomes.length === 0,
    mayDo: verdict.ok,
    barred: verdict.ok ? null : verdict.because,
  }
}
