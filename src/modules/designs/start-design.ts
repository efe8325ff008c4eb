import { parseDocument, stringify } from 'yaml'
import { appendAudit } from '#modules/audit'
import { ownFeeRules } from '#modules/fees'
import type { OfficerActor } from '#modules/identity'
import { findProcedureVersion, listSources, type Procedure } from '#modules/procedures'
import type { Context } from '#platform/context'
import type { Db } from '#platform/db'
import { makeId } from '#platform/ids'
import { designProblem } from './errors.ts'
import { insertDesign } from './repository.ts'
import type { DesignFiles } from './rules/design.ts'

/** What a design begins with: a version to copy, under its own code or another one; or the files of a pack. */
export type DesignStart =
  | Readonly<{ versionId: string; code: string }>
  | Readonly<{ files: DesignFiles; code: string }>

/** Begins a design and answers its id. Throws `designs.not_offered` for a version that is no pack's. */
export async function startDesign(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  start: DesignStart,
  actor: OfficerActor,
): Promise<string> {
  const at = clock.now()
  const id = makeId(at.epochMilliseconds)
  const { code } = start
  const versionId = 'versionId' in start ? start.versionId : null
  const files = 'files' in start ? start.files : await copyVersion(db, start)
  await db.transaction().execute(async (tx) => {
    await insertDesign(tx, {
      id,
      code,
      basedOnVersionId: versionId,
      files,
      change: versionId ? 'copy' : 'upload',
      by: { id: actor.accountId, name: actor.fullName },
      at: at.toString(),
    })
    await appendAudit(tx, {
      at,
      actor,
      action: 'designs.start',
      subjectKind: 'design',
      subjectId: id,
      subjectCode: code,
      detail: { basedOnVersionId: versionId },
    })
  })
  return id
}

/** The files of a version, as they were written; one that was kept without them is written anew from what it says. */
export async function readVersionFiles(db: Db, versionId: string): Promise<DesignFiles> {
  const [procedure, sources] = await Promise.all([
    findProcedureVersion(db, versionId),
    listSources(db, versionId),
  ])
  if (!procedure) throw designProblem('designs.not_offered', { procedure: versionId })
  return { ...writeFiles(procedure), ...sources }
}

async function copyVersion(
  db: Db,
  { versionId, code }: Readonly<{ versionId: string; code: string }>,
): Promise<DesignFiles> {
  const files = await readVersionFiles(db, versionId)
  const document = parseDocument(files['procedure.yaml'])
  if (document.get('code') === code) return files
  document.set('code', code)
  return { ...files, 'procedure.yaml': document.toString({ lineWidth: 0 }) }
}

/** The files that say what a version says. */
function writeFiles(procedure: Procedure): DesignFiles {
  const { form, process, versionId, version, issues, status, effectiveFrom, code, fees, feeRules, ...content } =
    procedure
  const described = { code, effectiveFrom, ...content, feeRules: ownFeeRules(feeRules) }
  return {
    'procedure.yaml': stringify(described, { lineWidth: 0 }),
    'form.json': `${JSON.stringify(form ?? { type: 'object', properties: {} }, null, 2)}\n`,
    ...(process && { 'process.bpmn': process }),
  }
}
