import { findShapeProblems, type ShapeProblem } from './check-shape.ts'
import { say } from './messages.ts'
import type { Path } from './problem.ts'
import { type Scenario, type ScenarioBook, scenariosSchema } from './scenario-schema.ts'

/** As much of a procedure as its scenarios speak of. */
type Spoken = Readonly<{
  components: readonly Readonly<{ key: string }>[]
  form: Readonly<{ properties: Readonly<Record<string, Readonly<{ properties?: object }>>> }> | null
}>

/** What is wrong with `cases.yaml` before anything runs: its shape, and what the procedure does not know. */
export function findScenarioProblems(value: unknown, procedure: Spoken): ShapeProblem[] {
  const misshapen = findShapeProblems(scenariosSchema, value)
  if (misshapen.length > 0) return misshapen
  const { sample, scenarios } = value as ScenarioBook
  const names = scenarios.map(({ name }) => name)
  return [
    ...findUnknownAnswers(sample, ['sample'], procedure),
    ...scenarios.flatMap((scenario, index) => [
      ...(names.indexOf(scenario.name) < index
        ? [{ path: ['scenarios', index, 'name'], reason: say((words) => words.sameName(scenario.name)) }]
        : []),
      ...findStrangers(scenario, ['scenarios', index], procedure),
    ]),
  ]
}

function findStrangers({ given, steps = [] }: Scenario, path: Path, procedure: Spoken): ShapeProblem[] {
  const asked = steps.flatMap((step, index) => {
    const { do: deed } = step
    const components = typeof deed === 'object' && 'command' in deed ? deed.components : []
    return findUnknownPapers(components, [...path, 'steps', index, 'do', 'components'], procedure)
  })
  return [
    ...findUnknownAnswers(given.answers, [...path, 'given', 'answers'], procedure),
    ...findUnknownPapers(given.papers, [...path, 'given', 'papers'], procedure),
    ...asked,
  ]
}

function findUnknownPapers(keys: readonly string[] = [], path: Path, { components }: Spoken): ShapeProblem[] {
  return keys.flatMap((key, index) =>
    components.some((component) => component.key === key)
      ? []
      : [{ path: [...path, index], reason: say((words) => words.unknownPaper(key)) }],
  )
}

/** A misspelt question would silently be no answer. */
function findUnknownAnswers(answers: ScenarioBook['sample'], path: Path, { form }: Spoken): ShapeProblem[] {
  return Object.entries(answers ?? {}).flatMap(([step, fields]) => {
    const asked = form?.properties[step]?.properties
    if (!asked) return [{ path: [...path, step], reason: say((words) => words.unknownAnswer(step)) }]
    return Object.keys(fields)
      .filter((field) => !Object.hasOwn(asked, field))
      .map((field) => ({
        path: [...path, step, field],
        reason: say((words) => words.unknownAnswer(`${step}.${field}`)),
      }))
  })
}
