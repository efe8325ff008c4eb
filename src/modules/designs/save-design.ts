import { appendAudit } from '#modules/audit'
import type { OfficerActor } from '#modules/identity'
import type { Context } from '#platform/context'
import { designProblem } from './errors.ts'
import { appendSave, findFiles, lockDesign } from './repository.ts'
import { type DesignFile, type DesignFiles, designFiles, isEditable } from './rules/design.ts'

/** Some files as they are to be; null removes one of those that may be missing. */
export type FileChanges = Readonly<Partial<Record<DesignFile, string | null>>>

export type DesignSave = Readonly<{
  files: FileChanges
  /** The revision the writer saw. */
  seen: number
  /** How it came about: `process`, `field`, `fees` …, or `save:3` when an earlier one was brought back. */
  change: string
}>

export type SaveAnswer =
  | Readonly<{ ok: true; revision: number; saved: boolean }>
  | Readonly<{ ok: false; code: 'changed_meanwhile' | 'closed' }>

/**
 * Keeps a save of a design. Nothing is written when somebody else wrote since `seen`, or when the design is under judgment;
 * the same files again are no save. Throws `designs.not_found`.
 */
export async function saveDesign(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  id: string,
  save: DesignSave,
  actor: OfficerActor,
): Promise<SaveAnswer> {
  const at = clock.now()
  return await db.transaction().execute(async (tx): Promise<SaveAnswer> => {
    const design = await lockDesign(tx, id)
    if (!design) throw designProblem('designs.not_found')
    if (!isEditable(design)) return { ok: false, code: 'closed' }
    if (design.revision !== save.seen) return { ok: false, code: 'changed_meanwhile' }
    const before = await findFiles(tx, id, design.saveNumber)
    if (!before) throw designProblem('designs.save_not_found')
    const files = change(before, save.files)
    const changed = designFiles.filter((file) => before[file] !== files[file])
    if (changed.length === 0) return { ok: true, revision: design.revision, saved: false }
    const number = design.saveNumber + 1
    const by = { id: actor.accountId, name: actor.fullName }
    await appendSave(tx, { id, number, files, change: save.change, by, at: at.toString() })
    await appendAudit(tx, {
      at,
      actor,
      action: 'designs.save',
      subjectKind: 'design',
      subjectId: id,
      subjectCode: design.code,
      detail: { save: number, files: changed, change: save.change },
    })
    return { ok: true, revision: design.revision + 1, saved: true }
  })
}

function change(before: DesignFiles, changes: FileChanges): DesignFiles {
  const after = { ...before, ...changes }
  const kept = Object.entries(after).filter(([, text]) => text !== null)
  return Object.fromEntries(kept) as DesignFiles
}
