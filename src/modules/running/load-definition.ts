import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { type Asking, makeAsking, type Plan } from '#modules/processes'
import type { Db, Tx } from '#platform/db'
import type { DecisionTableSource } from '#platform/decision-table'
import { makeId } from '#platform/ids'
import { memoryOf } from '#platform/memory'
import { runningProblem } from './errors.ts'
import { findDefinition, keepDefinition } from './repository.ts'

/** A definition as it is executed. */
export type Definition = Readonly<{ id: string; key: string; plan: Plan; asking: Asking }>

// A definition never changes; only room is limited.
const definitionsOf = memoryOf<Db, Definition>(24 * 3_600_000, 2000)
const idsOf = memoryOf<Db, string>(24 * 3_600_000, 2000)

/** The definition of that id, kept in the process. Throws `running.definition_unknown`. */
export const getDefinition = (db: Db, id: string): Promise<Definition> =>
  definitionsOf(db).get(id, async () => {
    const found = await findDefinition(db, id)
    if (!found) throw runningProblem('running.definition_unknown', { id })
    const asking = makeAsking(found.decisions as readonly DecisionTableSource[])
    return { id, key: found.key, plan: found.plan as Plan, asking }
  })

/** The plan of a definition. Throws `running.definition_unknown`. */
export const getPlan = async (db: Db, definitionId: string): Promise<Plan> =>
  (await getDefinition(db, definitionId)).plan

/** The BPMN file of a definition. Throws `running.definition_unknown`. */
export async function getDiagram(db: Db, definitionId: string): Promise<string> {
  const found = await findDefinition(db, definitionId)
  if (!found) throw runningProblem('running.definition_unknown', { id: definitionId })
  return found.xml
}

export type GivenDefinition = Readonly<{
  /** Code of the procedure, or the name of a process that many share, e.g. `default`. */
  key: string
  xml: string
  plan: Plan
  /** The decision tables its rule tasks ask. */
  decisions?: readonly DecisionTableSource[]
}>

/**
 * Keeps a compiled process and answers its id; the same file, plan and decision tables under the same key have the same id,
 * however often they are given. Give the database itself, not a transaction, and the answer is remembered.
 */
export async function saveDefinition(db: Db | Tx, given: GivenDefinition): Promise<string> {
  const { key, xml, plan, decisions = [] } = given
  const contentHash = createHash('sha256')
    .update(JSON.stringify([xml, plan, decisions]))
    .digest('base64url')
  const at = Temporal.Now.instant()
  return await idsOf(db).get(`${key} ${contentHash}`, () =>
    keepDefinition(db, { id: makeId(), key, contentHash, xml, plan, decisions, at }),
  )
}
