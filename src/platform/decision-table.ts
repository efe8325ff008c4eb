import { stripEquals } from '#platform/ask-feel'
import { findUnreachable, listOverlaps } from '#platform/decision-overlap'
import {
  FeelError,
  type FeelExpression,
  type FeelTest,
  type FeelVariables,
  readFeel,
  readFeelTest,
} from '#platform/feel'

/** `unique`: at most one rule may hit; `first`: the first that hits counts; `collect`: all that hit, in their order. */
export type HitPolicy = 'unique' | 'first' | 'collect'

/** What a cell of an output may hold. */
export type OutputType = 'text' | 'number' | 'boolean' | 'date'

/**
 * A decision table as it is written (after DMN 1.3, chapter 8). `expression` of an input is FEEL; without one the
 * variable of that name is asked. `when` holds one FEEL test for each input (`-`: whatever it is). `give` holds one value
 * for each output; a text that begins with `=` is FEEL.
 */
export type DecisionTableSource = Readonly<{
  key: string
  name: string
  nameEn?: string
  hit: HitPolicy
  inputs: readonly Readonly<{ name: string; label: string; labelEn?: string; expression?: string }>[]
  outputs: readonly Readonly<{ name: string; label: string; labelEn?: string; type: OutputType }>[]
  rules: readonly Readonly<{
    when: readonly string[]
    give: readonly (string | number | boolean | null)[]
    note?: string
    law?: string
  }>[]
}>

/**
 * What a table says. `value`: with one output its value, with more an object by output name; under `collect` a list of
 * those; null when no rule hits, and under `unique` when more than one does. `hits`: the rules that hit, from 0.
 */
export type Decision = Readonly<{ value: unknown; hits: readonly number[] }>

/** A table that was read once. Deciding changes nothing. `names`: the variables it asks for. */
export type DecisionTable = Readonly<{
  source: DecisionTableSource
  names: readonly string[]
  decide: (variables: FeelVariables) => Decision
}>

/** Where a table is wrong: rule and column count from 1, as people count; position in the cell from 0. */
export type TableProblem = Readonly<{
  rule: number | null
  column: string | null
  position: number | null
  reason: string
}>

/** A table that cannot be read, with all that is wrong with it. */
export class DecisionTableError extends Error {
  readonly table: string
  readonly problems: readonly TableProblem[]
  constructor(table: string, problems: readonly TableProblem[]) {
    super(`${table}: ${problems.map(writeTableProblem).join('; ')}`)
    this.name = 'DecisionTableError'
    this.table = table
    this.problems = problems
  }
}

/** `rule 2, column age, at 3: ...`: a problem of a table in one line. */
export function writeTableProblem({ rule, column, position, reason }: TableProblem): string {
  const place = [
    rule !== null && `rule ${rule}`,
    column !== null && `column ${column}`,
    position !== null && `at ${position}`,
  ].filter(Boolean)
  return place.length > 0 ? `${place.join(', ')}: ${reason}` : reason
}

const mostRules = 500
const mostColumns = 30

/**
 * Reads a table. Throws `DecisionTableError` for cells that do not parse or are missing, for values of another type than
 * their output, for rules of which two could hit under `unique`, and for rules that never hit under `first`.
 */
export function readDecisionTable(source: DecisionTableSource): DecisionTable {
  const problems = findShapeProblems(source)
  if (problems.length > 0) throw new DecisionTableError(source.key, problems)
  const inputs = source.inputs.map(({ name, expression = name }) =>
    attempt(problems, { rule: null, column: name }, () => readFeel(stripEquals(expression))),
  )
  const rules = source.rules.map((rule, index) => readRule(source, rule, index + 1, problems))
  if (problems.length > 0) throw new DecisionTableError(source.key, problems)
  const tests = rules.map(({ when }) => when as FeelTest[])
  const clashes = findClashes(source.hit, tests)
  if (clashes.length > 0) throw new DecisionTableError(source.key, clashes)
  const asked = inputs as FeelExpression[]
  return {
    source,
    names: [...new Set([...asked, ...rules.flatMap(({ when, give }) => [...when, ...give])].flatMap(namesOf))],
    decide: (variables) => decideWith(source, asked, rules as ReadRule[], variables),
  }
}

type ReadRule = Readonly<{ when: FeelTest[]; give: (FeelExpression | Literal)[] }>
type Literal = Readonly<{ literal: unknown }>
type Place = Pick<TableProblem, 'rule' | 'column'>
type SourceRule = DecisionTableSource['rules'][number]

const namesOf = (read: FeelExpression | FeelTest | Literal | null): string[] =>
  read && 'names' in read ? read.names.filter((name) => name !== '?') : []

function findShapeProblems({ inputs, outputs, rules }: DecisionTableSource): TableProblem[] {
  const whole = (reason: string): TableProblem => ({ rule: null, column: null, position: null, reason })
  const problems: TableProblem[] = []
  const names = [...inputs, ...outputs].map(({ name }) => name)
  if (inputs.length === 0 || outputs.length === 0) problems.push(whole('needs an input and an output'))
  if (names.length > mostColumns) problems.push(whole(`more than ${mostColumns} columns`))
  if (rules.length === 0 || rules.length > mostRules) problems.push(whole(`needs 1 to ${mostRules} rules`))
  for (const name of new Set(names.filter((name, index) => names.indexOf(name) !== index)))
    problems.push(whole(`two columns are called ${name}`))
  return problems
}

function readRule(source: DecisionTableSource, rule: SourceRule, number: number, problems: TableProblem[]) {
  const count = (cells: readonly unknown[], columns: readonly unknown[], what: string) => {
    if (cells.length === columns.length) return
    const reason = `${what} has ${cells.length} cells for ${columns.length} columns`
    problems.push({ rule: number, column: null, position: null, reason })
  }
  count(rule.when, source.inputs, 'when')
  count(rule.give, source.outputs, 'give')
  const when = source.inputs.map(({ name }, column) => {
    const cell = rule.when[column] ?? '-'
    return attempt(problems, { rule: number, column: name }, () => readFeelTest(cell))
  })
  const give = source.outputs.map(({ name, type }, column) =>
    attempt(problems, { rule: number, column: name }, () => readValue(rule.give[column] ?? null, type)),
  )
  return { when, give }
}

/** What a reading throws becomes a problem with its place. */
function attempt<Value>(problems: TableProblem[], place: Place, read: () => Value): Value | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    problems.push({ ...place, position: error.position, reason: error.message })
    return null
  }
}

function readValue(cell: string | number | boolean | null, type: OutputType): FeelExpression | Literal {
  if (typeof cell === 'string' && cell.trimStart().startsWith('=')) return readFeel(stripEquals(cell))
  if (cell === null || isOfType(cell, type)) return { literal: cell }
  throw new FeelError(String(cell), 0, `${JSON.stringify(cell)} is no ${type}`)
}

function isOfType(value: unknown, type: OutputType): boolean {
  if (type === 'text') return typeof value === 'string'
  if (type === 'date') return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
  return typeof value === type
}

function findClashes(hit: HitPolicy, tests: readonly (readonly FeelTest[])[]): TableProblem[] {
  const clash = (rule: number, reason: string): TableProblem => ({ rule, column: null, position: null, reason })
  if (hit === 'unique')
    return listOverlaps(tests).map(([one, other]) =>
      clash(other + 1, `could hit together with rule ${one + 1}`),
    )
  return hit === 'first'
    ? findUnreachable(tests).map((rule) => clash(rule + 1, 'earlier rules leave it nothing'))
    : []
}

function decideWith(
  { hit, outputs }: DecisionTableSource,
  inputs: readonly FeelExpression[],
  rules: readonly ReadRule[],
  variables: FeelVariables,
): Decision {
  const values = inputs.map((input) => input.evaluate(variables))
  const hits = rules.flatMap(({ when }, index) =>
    when.every((test, column) => test.matches(values[column] ?? null, variables)) ? [index] : [],
  )
  const asked = Object.fromEntries(outputs.map(({ name }, column) => [name, column] as const))
  const resultOf = (index: number): unknown => {
    const cells = (rules[index]?.give ?? []).map((cell) =>
      'literal' in cell ? cell.literal : cell.evaluate(variables),
    )
    if (outputs.length === 1) return cells[0] ?? null
    return Object.fromEntries(Object.entries(asked).map(([name, column]) => [name, cells[column] ?? null]))
  }
  if (hit === 'collect') return { value: hits.map(resultOf), hits }
  const counting = hit === 'first' ? hits.slice(0, 1) : hits
  return { value: counting.length === 1 ? resultOf(counting[0] as number) : null, hits: counting }
}
