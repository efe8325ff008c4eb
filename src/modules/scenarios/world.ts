import type { Temporal } from 'temporal-polyfill'
import { carryHappening, openProcess } from '#modules/dossiers'
import { arrive, type Deed, type Dossier, foldHistory, type Times, timesMoved } from '#modules/lifecycle'
import {
  endOfDuration,
  type Happening,
  listWaits,
  type PlanNode,
  type ProcessState,
  readMoment,
  variablesAt,
  type Wait,
} from '#modules/processes'
import type { Ground } from './ground.ts'

/** A wait of the process, since when, and when it is over: a timer's ringing, a task's due time. */
export type Opened = Readonly<{
  wait: Wait
  node: PlanNode
  since: Temporal.Instant
  until: Temporal.Instant | null
}>

/** A dossier and its process at a moment of a scenario. */
export type World = Readonly<{
  now: Temporal.Instant
  dossier: Dossier
  times: Times
  deeds: readonly Deed[]
  process: ProcessState
  opened: readonly Opened[]
  /** How many timers have rung so far. */
  rung: number
  /** Who did the tasks of a node. */
  doers: Readonly<Record<string, readonly string[]>>
}>

/** The dossier as it has just been submitted. Throws `dossiers.process_stuck`. */
export function openWorld(ground: Ground): World {
  const { way, facts, filing, reckoning } = ground
  const { state } = openProcess(way, facts)
  const { dossier, times } = foldHistory(filing, [], reckoning, () => null)
  const now = filing.submittedAt
  const world = { now, dossier, times, deeds: [], process: state, opened: [], rung: 0, doers: {} }
  return settle(ground, { ...world, opened: listOpened(ground, world) })
}

/**
 * The world after something happened to its process that nobody commanded: a timer rang, a message came, a service answered.
 * The dossier goes where its process has it then, as a real one does.
 */
export function happen(ground: Ground, world: World, happening: Happening): World {
  return settle(ground, happenAlone(ground, world, happening))
}

function happenAlone(ground: Ground, world: World, happening: Happening): World {
  const { way, filing, reckoning } = ground
  const { dossier, times, deeds, now } = world
  const waitsToBeHandedOver = filing.startsOnTransfer && dossier.state === 'accepted'
  const carried = carryHappening(way, world.process, happening, waitsToBeHandedOver)
  const arrived = times.closedAt ? dossier : arrive(dossier, carried.route)
  const moved = timesMoved(times, filing, deeds, dossier, arrived, now, reckoning)
  const next = { ...world, process: carried.state, dossier: arrived, times: { ...times, ...moved.times } }
  return { ...next, opened: listOpened(ground, next) }
}

/** Lets the services that a scenario answers for give their answers, as often as they are asked. */
export function settle(ground: Ground, world: World): World {
  const services = ground.scenario.given.services ?? {}
  let settled = world
  for (let answered = 0; answered < mostAnswers; answered += 1) {
    const open = settled.opened.find(
      ({ wait, node }) => wait.kind === 'service' && nameOfService(node).some((name) => name in services),
    )
    if (!open) return settled
    const name = nameOfService(open.node).find((one) => one in services) ?? ''
    settled = happenAlone(ground, settled, answerOf(open.wait, services[name]))
  }
  return settled
}

const mostAnswers = 1000

/** What a service is called in scenarios: the id of its task, or the name it is registered under. */
export const nameOfService = (node: PlanNode): string[] =>
  node.kind === 'service_task' ? [node.id, node.service] : [node.id]

/** A service answers with an object; a bare value is one under the name `value`. */
export function answerOf({ token }: Wait, value: unknown): Happening {
  const variables = typeof value === 'object' && value !== null ? value : { value }
  return { type: 'complete', token, outcome: null, variables: variables as Record<string, unknown> }
}

/** What the process waits for now; what it waited for before keeps its beginning and its end. */
export function listOpened(ground: Ground, world: Pick<World, 'now' | 'process' | 'opened'>): Opened[] {
  const known = new Map(world.opened.map((one) => [keyOf(one.wait), one]))
  return listWaits(ground.way.plan, world.process).map(
    (wait) => known.get(keyOf(wait)) ?? openWait(ground, world, wait),
  )
}

const keyOf = ({ token, node }: Wait): string => `${token} ${node}`

function openWait(ground: Ground, { now, process }: Pick<World, 'now' | 'process'>, wait: Wait): Opened {
  const node = ground.way.plan.nodes[wait.node] as PlanNode
  return { wait, node, since: now, until: endOf(ground, process, wait, node, now) }
}

function endOf(
  ground: Ground,
  process: ProcessState,
  wait: Wait,
  node: PlanNode,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if ('time' in node) return node.time ? endOfDuration(ground.calendar, node.time, now) : null
  if (!('timer' in node)) return null
  if (node.timer.kind === 'after') return endOfDuration(ground.calendar, node.timer.duration, now)
  return readMoment(ask(ground, process, wait, node.timer.instant))
}

/** The value of an expression where a wait is: its agency, the moment of its timer. */
export const ask = ({ way }: Ground, process: ProcessState, wait: Wait, expression: string): unknown =>
  way.asking.feel(expression, { ...variablesAt(way.plan, process, wait.token), ...wait.items })
