import { askFeel } from '#platform/ask-feel'
import {
  type Choices,
  type Guide,
  type GuideOutcome,
  type GuideQuestion,
  type KnownAnswers,
  mergeAnswers,
} from './rules/guide.ts'

/**
 * How far the choices lead. `asked`: the questions of this way so far, answered or not, in order; `next`: the first that is
 * open. `outcome`: where they lead, once nothing is open; null when no case was foreseen. `known`: what the form then knows.
 */
export type Followed = Readonly<{
  asked: readonly GuideQuestion[]
  choices: Choices
  next: GuideQuestion | null
  outcome: GuideOutcome | null
  known: KnownAnswers
}>

/** Follows a guide by what was chosen. Choices of questions that this way does not ask, or unknown ones, do not count. */
export function followGuide(guide: Guide, given: Readonly<Record<string, unknown>>): Followed {
  const choices: Record<string, string> = {}
  const asked: GuideQuestion[] = []
  for (const question of guide.questions) {
    if (!holds(question.when, { guide: choices })) continue
    asked.push(question)
    const chosen = question.choices.find(({ value }) => value === given[question.key])
    if (!chosen) return { asked, choices, next: question, outcome: null, known: {} }
    choices[question.key] = chosen.value
  }
  const outcome = guide.outcomes.find(({ when }) => holds(when, { guide: choices })) ?? null
  const chosen = asked.map(({ key, choices: all }) => all.find(({ value }) => value === choices[key])?.answers)
  return { asked, choices, next: null, outcome, known: mergeAnswers([...chosen, outcome?.answers]) }
}

/**
 * The case that a form's answers tell: each question is answered by its `from`; one that has none does not tell the papers,
 * and is passed over. Null while an answer that this way needs is not given: the procedure stands as it is for everybody.
 */
export function findVariant(
  guide: Guide | null | undefined,
  answers: Readonly<Record<string, unknown>>,
): GuideOutcome | null {
  if (!guide) return null
  const told = guide.questions.filter(({ from }) => from !== undefined)
  const given = told.map(({ key, from = '' }) => [key, askFeel(from, { answers })] as const)
  return followGuide({ ...guide, questions: told }, Object.fromEntries(given)).outcome
}

type Adapted = Readonly<{
  components: readonly Readonly<{ key: string; required: boolean }>[]
  timeLimit: object
  guide?: Guide | null
}>

/** The procedure as one case has it: its papers and its time. Without a case, or one that applies, the procedure itself. */
export function adaptToCase<Procedure extends Adapted>(
  procedure: Procedure,
  outcome: GuideOutcome | null,
): Procedure {
  if (outcome?.kind !== 'apply') return procedure
  const { required = [], notAsked = [] } = outcome.components ?? {}
  const components = procedure.components
    .filter(({ key }) => !notAsked.includes(key))
    .map((component) => (required.includes(component.key) ? { ...component, required: true } : component))
  return { ...procedure, components, timeLimit: { ...procedure.timeLimit, ...outcome.timeLimit } }
}

/** The procedure as a dossier with these answers has it: papers and time of its case. Pure. */
export const adaptToAnswers = <Procedure extends Adapted>(
  procedure: Procedure,
  answers: Readonly<Record<string, unknown>>,
): Procedure => adaptToCase(procedure, findVariant(procedure.guide, answers))

const holds = (condition: string | undefined, variables: Readonly<Record<string, unknown>>): boolean =>
  condition === undefined || askFeel(condition, variables) === true
