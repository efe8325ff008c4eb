import { CompiledQuery } from 'kysely'
import type { Db } from '#platform/db'

/** A step of how PostgreSQL answered a query, and how many rows it gave each time it was asked. */
export type PlanStep = Readonly<{
  'Node Type': string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  Plans?: readonly PlanStep[]
}>

/** Runs the query; gives every step of its plan, from the outside inwards. */
export async function planOf(
  db: Db,
  query: Readonly<{ compile: () => CompiledQuery }>,
): Promise<readonly PlanStep[]> {
  const { sql: text, parameters } = query.compile()
  const explain = CompiledQuery.raw(`explain (analyze, format json) ${text}`, [...parameters])
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': readonly [{ Plan: PlanStep }] }>(explain)
  const plan = rows[0]?.['QUERY PLAN'][0].Plan
  return plan ? flatten(plan) : []
}

const flatten = (plan: PlanStep): PlanStep[] => [plan, ...(plan.Plans ?? []).flatMap(flatten)]
