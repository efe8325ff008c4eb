import type { FormSchema } from '#modules/eforms'
import {
  type FeeRule,
  findFeeProblems,
  listSharedBenefits,
  rulesOfPublished,
  withSharedBenefits,
} from '#modules/fees'
import { findGuideProblems } from '#modules/guides'
import { DecisionTableError, readDecisionTable, writeTableProblem } from '#platform/decision-table'
import type { Language } from '#platform/i18n'
import type { Fee, OfferedContent } from './rules/procedure.ts'

/** What `procedure.yaml` says, once it has the shape of `packSchema`. */
export type PackContent = Omit<OfferedContent, 'form' | 'feeRules'> &
  Readonly<{ feeRules?: readonly FeeRule[]; fees?: readonly Fee[] }>

/** What does not hold together in a pack: the way into `procedure.yaml`, and why. */
export type ContentProblem = Readonly<{
  path: readonly (string | number)[]
  reason: Readonly<Record<Language, string>>
}>

/** The content of a version: the fee rules with what procedures share, and the form. */
export function completeContent(
  { fees = [], ...content }: PackContent,
  form: FormSchema | null,
): OfferedContent {
  const feeRules = content.feeRules ?? rulesOfPublished(fees)
  return { ...content, form, feeRules: withSharedBenefits(feeRules, content.code, listSharedBenefits()) }
}

/** What the schema cannot see in fee rules, guide and decision tables. */
export function findContentProblems(content: PackContent, form: FormSchema | null): ContentProblem[] {
  const { feeRules = [], guide, decisions = [], components } = content
  return [
    ...below('feeRules', findFeeProblems(feeRules)),
    ...below('guide', guide ? findGuideProblems(guide, { components, form }) : []),
    ...below('decisions', decisions.flatMap(findTableProblems)),
    ...below('decisions', findTwice(decisions)),
  ]
}

const below = (name: string, problems: readonly ContentProblem[]): ContentProblem[] =>
  problems.map(({ path, reason }) => ({ path: [name, ...path], reason }))

function findTableProblems(table: Parameters<typeof readDecisionTable>[0], index: number): ContentProblem[] {
  try {
    readDecisionTable(table)
    return []
  } catch (error) {
    if (!(error instanceof DecisionTableError)) throw error
    return error.problems.map((problem) => ({
      path: problem.rule === null ? [index] : [index, 'rules', problem.rule - 1],
      reason: {
        vi: `Bảng quyết định sai: ${writeTableProblem(problem)}`,
        en: `Decision table: ${writeTableProblem(problem)}`,
      },
    }))
  }
}

const findTwice = (tables: readonly Readonly<{ key: string }>[]): ContentProblem[] =>
  tables.flatMap(({ key }, index) =>
    tables.findIndex((table) => table.key === key) < index
      ? [{ path: [index, 'key'], reason: { vi: `“${key}” có hai lần.`, en: `“${key}” stands there twice.` } }]
      : [],
  )
