import { compileProcess, defaultProcess, type ProcessProblem } from '#modules/diagrams'
import type { Plan } from '#modules/processes'
import { layOutProcess } from './lay-out-process.ts'

/** A process to look at: its file with a drawing, its plan when it can be run, and else what is wrong with it. */
export type ReadProcess = Readonly<{
  xml: string
  /** The procedure brings none: it is the one that all such procedures have. */
  isDefault: boolean
  plan: Plan | null
  problems: readonly ProcessProblem[]
}>

/** Reads the process of a procedure; `xml` null or undefined: it brings none of its own. */
export async function readProcess(xml: string | null | undefined): Promise<ReadProcess> {
  const given = xml ?? defaultProcess
  const isDefault = xml === null || xml === undefined
  const [compiled, drawn] = await Promise.all([compileProcess(given), layOutProcess(given)])
  return compiled.ok
    ? { xml: drawn, isDefault, plan: compiled.plan, problems: [] }
    : { xml: drawn, isDefault, plan: null, problems: compiled.problems }
}
