import { type Pack, type PackProblem, readPack } from '#modules/packs'
import { type PackRun, runScenarios } from '#modules/scenarios'
import type { DesignFiles } from './rules/design.ts'

/** What the checks of a design found: the pack it makes and how its scenarios went, or what is wrong, by file and line. */
export type DesignCheck =
  | Readonly<{ pack: Pack; run: PackRun; problems: readonly [] }>
  | Readonly<{ pack: null; run: null; problems: readonly PackProblem[] }>

/** Reads the files of a design as those of a pack that anybody may have sent, and runs its scenarios. */
export async function checkDesign(code: string, files: DesignFiles): Promise<DesignCheck> {
  const read = await readPack(files, code)
  if (!read.ok) return { pack: null, run: null, problems: read.problems }
  return { pack: read.pack, run: runScenarios(read.pack), problems: [] }
}

/** Whether a design may be submitted and approved: its files fit together and no scenario fails. */
export const isSound = (check: DesignCheck): check is Extract<DesignCheck, { problems: readonly [] }> =>
  check.pack !== null && check.run.failed === 0
