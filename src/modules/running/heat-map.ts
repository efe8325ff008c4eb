import { loadCalendar, workingMinutesBetween } from '#modules/calendar'
import { getAgency } from '#modules/organisations'
import { instantOf } from '#platform/clock'
import type { Db } from '#platform/db'
import { getPlan } from './load-definition.ts'
import { listDefinitionIds } from './repository.ts'
import { countStanding, type DoneTask, listDone, type Standing } from './repository-moves.ts'

const mostCounted = 10_000
const mostMeasured = 200
const mostDefinitions = 20

async function readNodes(db: Db, key: string) {
  const definitionIds = (await listDefinitionIds(db, key)).slice(0, mostDefinitions)
  const plans = await Promise.all(definitionIds.map((id) => getPlan(db, id)))
  return { definitionIds, nodes: [...new Set(plans.flatMap(({ nodes }) => Object.keys(nodes)))] }
}

/**
 * At which nodes the running processes of a definition's key stand, of its last 20 definitions: open tasks, services, timers
 * and messages. Counted to 10,000 for a node of a definition and no further, so that its cost is bounded.
 */
export async function countWhereTheyStand(db: Db, key: string): Promise<Standing[]> {
  const { definitionIds, nodes } = await readNodes(db, key)
  return await countStanding(db, definitionIds, nodes, mostCounted)
}

/** How long a task took: of working time, in minutes, the last 200 of each definition. */
export type NodeTime = Readonly<{ node: string; count: number; meanMinutes: number; medianMinutes: number }>

/** How long the tasks of a definition's key took lately, by node. */
export async function measureNodes(db: Db, key: string): Promise<NodeTime[]> {
  const { definitionIds, nodes } = await readNodes(db, key)
  const done = await listDone(db, definitionIds, nodes, mostMeasured)
  const measured = await Promise.all(
    [...Map.groupBy(done, ({ node }) => node)].map(async ([node, tasks]) => {
      const minutes = await Promise.all(tasks.map((task) => measure(db, task)))
      return { node, count: minutes.length, ...describe(minutes.sort((a, b) => a - b)) }
    }),
  )
  return measured.sort((a, b) => (a.node < b.node ? -1 : 1))
}

async function measure(db: Db, { agencyId, openedAt, doneAt }: DoneTask): Promise<number> {
  const calendar = await loadCalendar(db, (await getAgency(db, agencyId)).code)
  return workingMinutesBetween(calendar, instantOf(openedAt), instantOf(doneAt))
}

const describe = (minutes: readonly number[]) => ({
  meanMinutes: Math.round(minutes.reduce((sum, one) => sum + one, 0) / minutes.length),
  medianMinutes: Math.round(minutes[minutes.length >> 1] ?? 0),
})
