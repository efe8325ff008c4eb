import { evaluate, isFunction, parseExpression, parseUnaryTests, unaryTest } from 'feelin'

/** What an expression is asked with: plain JSON. Days are `YYYY-MM-DD`, which compare as text or by `date(x)`. */
export type FeelVariables = Readonly<Record<string, unknown>>

/** An expression that was read once. Evaluating changes nothing, and the same variables give the same value. */
export type FeelExpression = Readonly<{
  source: string
  /** The variables it asks for, e.g. `answers`, `outcome`. */
  names: readonly string[]
  /** Its value as JSON; null where a variable is missing or types do not fit, as FEEL has it. */
  evaluate: (variables: FeelVariables) => unknown
}>

/** A cell of a decision table, such as `>= 60`, `"online", "post"` or `-`: asked of a value. */
export type FeelTest = Readonly<{
  source: string
  names: readonly string[]
  matches: (value: unknown, variables: FeelVariables) => boolean
}>

/** An expression that cannot be read. `position`: where in the text, counted from 0. */
export class FeelError extends Error {
  readonly source: string
  readonly position: number
  constructor(source: string, position: number, reason: string) {
    super(reason)
    this.name = 'FeelError'
    this.source = source
    this.position = position
  }
}

const longest = 2000
const mostRemembered = 5_000
// The clock is a parameter of whoever asks: an expression that reads one gives another answer when it is asked again.
const refused = new Set(['now', 'today'])
// The library takes `x == 1` for `x = (= 1)`, which is never true: nobody means that.
const twoSigns = 'two comparison signs follow each other; FEEL writes one: =, !=, <, <=, >, >='

/**
 * Reads a FEEL expression (DMN 1.3, chapter 10). Throws `FeelError` when it does not parse, is longer than 2000 letters,
 * or asks the clock.
 */
export function readFeel(source: string): FeelExpression {
  const names = readNames(source, () => parseExpression(source, {}, undefined))
  // A variable may bear the name of a function, `today`: asked without it, the function would stand in.
  attempt(source, () => evaluate(source, Object.fromEntries(names.map((name) => [name, null]))))
  const ask = remembered(names, (variables) => toJson(evaluate(source, variables).value))
  return { source, names, evaluate: ask }
}

/** Reads the cell of a decision table. Throws `FeelError` as `readFeel` does. */
export function readFeelTest(source: string): FeelTest {
  const names = readNames(source, () => parseUnaryTests(source, {}, undefined))
  attempt(source, () => unaryTest(source, { '?': null }))
  const ask = remembered(
    ['?', ...names],
    (variables) => unaryTest(source, variables as Record<string, unknown>).value === true,
  )
  return { source, names, matches: (value, variables) => ask({ ...variables, '?': value }) }
}

type Tree = ReturnType<typeof parseExpression>

function readNames(source: string, parse: () => Tree): string[] {
  if (source.length > longest) throw new FeelError(source, longest, `longer than ${longest} characters`)
  const names = new Set<string>()
  const bound = new Set<string>()
  attempt(source, parse).iterate({
    enter: ({ name, from, to, node }) => {
      const text = source.slice(from, to)
      refuseTwoSigns(source, from, `${node.parent?.name} ${name}`)
      if (name === 'Name' && node.parent?.name === 'InExpression') bound.add(text)
      if (name !== 'VariableName') return
      const isCalled = node.parent?.name === 'FunctionInvocation' && node.prevSibling === null
      if (isCalled && refused.has(text)) throw new FeelError(source, from, `${text}() reads the clock`)
      if (!isCalled) names.add(text)
    },
  })
  return [...names].filter((name) => !bound.has(name))
}

function refuseTwoSigns(source: string, from: number, place: string): void {
  if (place === 'Comparison SimplePositiveUnaryTest') throw new FeelError(source, from, twoSigns)
}

/** The library says where it stopped; everything else it throws is passed on. */
function attempt<Value>(source: string, act: () => Value): Value {
  try {
    return act()
  } catch (error) {
    const { position } = error as { position?: { from?: number } }
    if (!(error instanceof Error) || typeof position?.from !== 'number') throw error
    throw new FeelError(source, position.from, error.message)
  }
}

/** Evaluating parses each time (half a millisecond): the answer for the same values of the same names is kept. */
function remembered<Value>(names: readonly string[], ask: (variables: FeelVariables) => Value) {
  const known = new Map<string, Value>()
  return (variables: FeelVariables): Value => {
    const key = JSON.stringify(names.map((name) => variables[name] ?? null))
    const value = known.get(key)
    if (value !== undefined || known.has(key)) return value as Value
    const made = ask(Object.fromEntries(names.map((name) => [name, variables[name] ?? null])))
    if (known.size >= mostRemembered) known.clear()
    known.set(key, made)
    return made
  }
}

/** Days, durations and functions of FEEL are no JSON: the first two become their text, the last nothing. */
function toJson(value: unknown): unknown {
  if (value === undefined || isFunction(value)) return null
  return value === null || typeof value !== 'object' ? value : JSON.parse(JSON.stringify(value))
}
