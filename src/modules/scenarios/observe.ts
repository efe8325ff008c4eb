import type { Temporal } from 'temporal-polyfill'
import { localDay } from '#modules/calendar'
import { type CalculatedFees, calculateFees } from '#modules/fees'
import { nameOfItem } from './do-deed.ts'
import { type Ground, writeLocal } from './ground.ts'
import { ask, nameOfService, type Opened, type World } from './world.ts'

/** An open task, as scenarios speak of it. */
export type SeenTask = Readonly<{
  id: string
  names: readonly string[]
  item: string | null
  role: string
  agency: string
  due: Temporal.Instant | null
}>

/** What can be seen of a dossier and its process at a moment: what expectations are compared with. */
export type Seen = Readonly<{
  state: string
  step: string
  outcome: string | null
  process: string
  tasks: readonly SeenTask[]
  waitsFor: readonly string[]
  rings: Readonly<Record<string, Temporal.Instant | null>>
  due: Temporal.Instant | null
  stepDue: Temporal.Instant | null
  fees: CalculatedFees
  variables: Readonly<Record<string, unknown>>
}>

export function observe(ground: Ground, world: World): Seen {
  const { dossier, times, process, opened } = world
  const others = opened.filter(({ wait }) => wait.kind !== 'task')
  const timers = others.filter(({ wait }) => wait.kind === 'timer')
  return {
    state: dossier.state,
    step: dossier.step,
    outcome: dossier.outcome,
    process: process.status,
    tasks: opened.flatMap((one) => seeTask(ground, world, one) ?? []),
    waitsFor: [...new Set(others.flatMap(namesOf))],
    rings: Object.fromEntries(timers.map(({ wait, until }) => [wait.node, until])),
    due: times.dueAt,
    stepDue: times.stepDueAt,
    fees: feesOf(ground),
    variables: process.variables,
  }
}

function namesOf({ wait, node }: Opened): string[] {
  if (wait.kind === 'service') return nameOfService(node)
  return wait.message === null ? [wait.node] : [wait.message]
}

function seeTask(ground: Ground, { process }: World, { wait, node, until }: Opened): SeenTask | null {
  if (node.kind !== 'user_task' && node.kind !== 'manual_task') return null
  const [item] = Object.values(wait.items)
  const { agency } = node
  return {
    id: node.id,
    names: [node.id, node.name, node.nameEn ?? node.name],
    item: item === undefined ? null : nameOfItem(item),
    role: node.role,
    agency: agency.startsWith('=') ? String(ask(ground, process, wait, agency.slice(1))) : agency,
    due: until,
  }
}

/** What the dossier costs, by its answers and the day of its filing. */
export function feesOf({ procedure, scenario, channel, answers, filing }: Ground): CalculatedFees {
  const { applicant = {}, entitlements = [] } = scenario.given
  const { category = [], ...person } = applicant
  const categories = typeof category === 'string' ? [category] : category
  return calculateFees(procedure.feeRules, {
    on: localDay(filing.submittedAt).toString(),
    channel,
    answers,
    applicant: { ...person, categories },
    entitlements: entitlements.map((key) => ({ key })),
  })
}

/** A moment as reports write it; '—' for none. */
export const writeMoment = (at: Temporal.Instant | null): string => (at ? writeLocal(at) : '—')
