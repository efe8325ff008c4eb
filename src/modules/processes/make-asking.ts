import { type DecisionTable, type DecisionTableSource, readDecisionTable } from '#platform/decision-table'
import { FeelError, type FeelExpression, readFeel } from '#platform/feel'
import type { Asking } from './rules/state.ts'

const mostRead = 2000
const expressions = new Map<string, FeelExpression | null>()
const tables = new WeakMap<DecisionTableSource, DecisionTable>()

/**
 * How a process asks FEEL and the decision tables of its pack. What cannot be read is null, as everything unknown in FEEL
 * is; compiling a process and loading a pack have refused it before. Expressions and tables are read once.
 */
export const makeAsking = (decisions: readonly DecisionTableSource[]): Asking => ({
  feel: (source, variables) => readOnce(source)?.evaluate(variables) ?? null,
  decide: (key, variables) => {
    const source = decisions.find((table) => table.key === key)
    return source ? readTableOnce(source).decide(variables).value : null
  },
})

function readOnce(source: string): FeelExpression | null {
  const known = expressions.get(source)
  if (known !== undefined) return known
  if (expressions.size >= mostRead) expressions.clear()
  const read = readOrNull(source)
  expressions.set(source, read)
  return read
}

function readOrNull(source: string): FeelExpression | null {
  try {
    return readFeel(source)
  } catch (error) {
    if (error instanceof FeelError) return null
    throw error
  }
}

function readTableOnce(source: DecisionTableSource): DecisionTable {
  const known = tables.get(source)
  if (known) return known
  const read = readDecisionTable(source)
  tables.set(source, read)
  return read
}
