import type { FormSchema } from '#modules/eforms'
import { findFeeProblems, listSharedBenefits, withSharedBenefits } from '#modules/fees'
import { findGuideProblems } from '#modules/guides'
import {
  DecisionTableError,
  type DecisionTableSource,
  readDecisionTable,
  writeTableProblem,
} from '#platform/decision-table'
import type { Language } from '#platform/i18n'
import { sayTableProblem } from './messages.ts'
import type { OfferedContent } from './rules/procedure.ts'

/** What `procedure.yaml` says, once it has the shape of `packSchema`. */
export type PackContent = Omit<OfferedContent, 'form'>

/** What does not hold together in a pack: the way into `procedure.yaml`, and why. */
export type ContentProblem = Readonly<{
  path: readonly (string | number)[]
  reason: Readonly<Record<Language, string>>
}>

/** The content of a version: the fee rules with what procedures share, and the form. */
export function completeContent(content: PackContent, form: FormSchema | null): OfferedContent {
  const feeRules = withSharedBenefits(content.feeRules, content.code, listSharedBenefits())
  return { ...content, form, feeRules }
}

/** What the schema cannot see in fee rules, guide and decision tables. */
export function findContentProblems(content: PackContent, form: FormSchema | null): ContentProblem[] {
  const { feeRules, guide, decisions = [], components } = content
  return [
    ...below('feeRules', findFeeProblems(feeRules)),
    ...below('guide', guide ? findGuideProblems(guide, { components, form }) : []),
    ...below('decisions', decisions.flatMap(findTableProblems)),
    ...below('decisions', findTwice(decisions)),
  ]
}

const below = (name: string, problems: readonly ContentProblem[]): ContentProblem[] =>
  problems.map(({ path, reason }) => ({ path: [name, ...path], reason }))

function findTableProblems(table: DecisionTableSource, index: number): ContentProblem[] {
  try {
    readDecisionTable(table)
    return []
  } catch (error) {
    if (!(error instanceof DecisionTableError)) throw error
    return error.problems.map((problem) => ({
      path: problem.rule === null ? [index] : [index, 'rules', problem.rule - 1],
      reason: sayTableProblem('table', writeTableProblem(problem)),
    }))
  }
}

const findTwice = (tables: readonly Readonly<{ key: string }>[]): ContentProblem[] =>
  tables.flatMap(({ key }, index) =>
    tables.findIndex((table) => table.key === key) < index
      ? [{ path: [index, 'key'], reason: sayTableProblem('twice', key) }]
      : [],
  )
