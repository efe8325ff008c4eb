import { type Pack, type PackProblem, readPack } from '#modules/packs'
import type { DesignFiles } from './rules/design.ts'

/** What the checks of a design found: the pack it makes, or what is wrong, by file and line. */
export type DesignCheck = Readonly<{ pack: Pack | null; problems: readonly PackProblem[] }>

/** Reads the files of a design as those of a pack that anybody may have sent. */
export async function checkDesign(code: string, files: DesignFiles): Promise<DesignCheck> {
  const read = await readPack(files, code)
  return read.ok ? { pack: read.pack, problems: [] } : { pack: null, problems: read.problems }
}
