import { checkDossierProcess, compileProcess, defaultProcess } from '#modules/diagrams'
import type { DecisionTableSource, Plan } from '#modules/processes'
import type { PackProblem } from './problem.ts'

export type JudgedProcess = Readonly<{ plan: Plan | null; problems: readonly PackProblem[] }>

/**
 * Compiles the process of a pack, or the one that procedures without their own follow, and judges it as that of a dossier. A
 * problem names the element of the diagram and its line.
 */
export async function judgeProcess(
  xml: string | undefined,
  decisions: readonly DecisionTableSource[],
): Promise<JudgedProcess> {
  const compiled = await compileProcess(xml ?? defaultProcess, { decisions })
  const found = compiled.ok ? checkDossierProcess(compiled) : compiled.problems
  const problems = found.map(({ element, line, reason, reasonEn }) => ({
    file: 'process.bpmn',
    line,
    path: element ?? '',
    reason: { vi: reason, en: reasonEn },
  }))
  return { plan: compiled.ok && problems.length === 0 ? compiled.plan : null, problems }
}
