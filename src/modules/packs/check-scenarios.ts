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
      ...findStrangers(scenario, ['scenarios', index, 'given'], procedure),
    ]),
  ]
}

function findStrangers({ given }: Scenario, path: Path, procedure: Spoken): ShapeProblem[] {
  const known = new Set(procedure.components.map(({ key }) => key))
  const papers = (given.papers ?? []).flatMap((key, index) =>
    known.has(key)
      ? []
      : [{ path: [...path, 'papers', index], reason: say((words) => words.unknownPaper(key)) }],
  )
  return [...findUnknownAnswers(given.answers, [...path, 'answers'], procedure), ...papers]
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
