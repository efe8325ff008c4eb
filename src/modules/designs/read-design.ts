import type { Db } from '#platform/db'
import { designProblem } from './errors.ts'
import { findDesign, findFiles } from './repository.ts'
import type { Design, DesignFiles } from './rules/design.ts'

export type DesignWithFiles = Readonly<{ design: Design; files: DesignFiles }>

/** A design with its files as its newest save left them. Throws `designs.not_found`. */
export async function readDesign(db: Db, id: string): Promise<DesignWithFiles> {
  const design = await findDesign(db, id)
  if (!design) throw designProblem('designs.not_found')
  return { design, files: await readSave(db, id, design.saveNumber) }
}

/** The files as save `number` left them. Throws `designs.save_not_found`. */
export async function readSave(db: Db, id: string, number: number): Promise<DesignFiles> {
  const files = await findFiles(db, id, number)
  if (!files) throw designProblem('designs.save_not_found')
  return files
}
