import { stripEquals } from '#platform/ask-feel'
import { FeelError, readFeel } from '#platform/feel'
import { type Said, sayProblem } from './messages.ts'
import type { Guide, GuideOutcome, GuideQuestion, KnownAnswers } from './rules/guide.ts'

/** Where a guide does not hold together: the way into it, and what is wrong. */
export type GuideProblem = Readonly<{ path: readonly (string | number)[]; reason: Said }>

type Path = GuideProblem['path']

/** What a guide speaks of: the papers of the procedure, and the steps of its form with their fields. */
export type GuideGround = Readonly<{
  components: readonly Readonly<{ key: string }>[]
  form: Readonly<{
    properties: Readonly<Record<string, Readonly<{ properties: Readonly<Record<string, unknown>> }>>>
  }> | null
}>

/**
 * What the schema cannot see: conditions that do not parse or ask for what is not known, keys used twice, papers and fields
 * that the procedure does not have, and a guide that may lead nowhere: its last outcome has to hold always.
 */
export function findGuideProblems(guide: Guide, ground: GuideGround): GuideProblem[] {
  return [
    ...findTwice(guide.questions, ['questions']),
    ...findTwice(guide.outcomes, ['outcomes']),
    ...guide.questions.flatMap((question, index) =>
      findQuestionProblems(question, ['questions', index], ground),
    ),
    ...guide.outcomes.flatMap((outcome, index) => findOutcomeProblems(outcome, ['outcomes', index], ground)),
    ...findEndProblems(guide),
  ]
}

function findQuestionProblems(question: GuideQuestion, path: Path, ground: GuideGround): GuideProblem[] {
  const values = question.choices.map(({ value }) => ({ key: value }))
  return [
    ...findFeelProblem(question.when, 'guide', [...path, 'when']),
    ...findFeelProblem(question.from, 'answers', [...path, 'from']),
    ...findTwice(values, [...path, 'choices']),
    ...question.choices.flatMap(({ answers }, index) =>
      findAnswerProblems(answers, [...path, 'choices', index, 'answers'], ground),
    ),
  ]
}

function findOutcomeProblems(outcome: GuideOutcome, path: Path, ground: GuideGround): GuideProblem[] {
  const { required = [], notAsked = [] } = outcome.components ?? {}
  const strange = [...required, ...notAsked].filter((key) =>
    ground.components.every((known) => known.key !== key),
  )
  const isElsewhere = outcome.kind === 'elsewhere'
  return [
    ...findFeelProblem(outcome.when, 'guide', [...path, 'when']),
    ...strange.map((key) => ({
      path: [...path, 'components'],
      reason: sayProblem((words) => words.noComponent(key)),
    })),
    ...findAnswerProblems(outcome.answers, [...path, 'answers'], ground),
    ...(isElsewhere === (outcome.procedure !== undefined)
      ? []
      : [{ path, reason: sayProblem((words) => words.otherProcedure) }]),
  ]
}

function findAnswerProblems(
  answers: KnownAnswers | undefined,
  path: Path,
  { form }: GuideGround,
): GuideProblem[] {
  return Object.entries(answers ?? {}).flatMap(([step, fields]) =>
    Object.keys(fields).flatMap((field) =>
      form?.properties[step]?.properties[field] === undefined
        ? [{ path: [...path, step, field], reason: sayProblem((words) => words.noField) }]
        : [],
    ),
  )
}

function findEndProblems({ outcomes }: Guide): GuideProblem[] {
  const first = outcomes.findIndex(({ when }) => when === undefined)
  if (first < 0) return [{ path: ['outcomes'], reason: sayProblem((words) => words.noEnd) }]
  return first < outcomes.length - 1
    ? [{ path: ['outcomes', first], reason: sayProblem((words) => words.afterEnd) }]
    : []
}

function findFeelProblem(source: string | undefined, known: string, path: Path): GuideProblem[] {
  if (source === undefined) return []
  try {
    const strange = readFeel(stripEquals(source)).names.filter((name) => name !== known)
    return strange.map((name) => ({ path, reason: sayProblem((words) => words.unknownName(name, known)) }))
  } catch (error) {
    if (!(error instanceof FeelError)) throw error
    return [{ path, reason: sayProblem((words) => words.unreadable(error.position, error.message)) }]
  }
}

const findTwice = (list: readonly Readonly<{ key: string }>[], path: Path): GuideProblem[] =>
  list.flatMap(({ key }, index) =>
    list.findIndex((one) => one.key === key) < index
      ? [{ path: [...path, index], reason: sayProblem((words) => words.twice(key)) }]
      : [],
  )
