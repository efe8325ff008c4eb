import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Errors } from 'typebox/value'
import { parse } from 'yaml'
import { appendAudit } from '#modules/audit'
import { assertForm, type FormSchema } from '#modules/eforms'
import type { Context } from '#platform/context'
import { makeId } from '#platform/ids'
import { procedureProblem } from './errors.ts'
import { dayOf, forgetProcedures } from './get-procedure.ts'
import { packSchema } from './procedure-schema.ts'
import { foldContent, hashContent, type LatestPack, lockLatestPacks, savePackVersion } from './repository.ts'
import type { OfferedContent } from './rules/procedure.ts'

export type PackReport = Readonly<{ loaded: readonly string[]; unchanged: number }>

/**
 * Brings the packs of `folder` into the database, at every start. A pack that was a version before does nothing; a changed
 * one becomes a new version, in force from its own date or, when that is not later than the last one's, from today. Where
 * the newest version was designed and approved here the folder has no say. All or nothing; throws `procedures.bad_pack`.
 */
export async function loadPacks(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  folder: string = packsFolder,
): Promise<PackReport> {
  const codes = await listPackCodes(folder)
  const packs = await Promise.all(codes.map((code) => readPack(folder, code)))
  const now = clock.now()
  const today = dayOf(now)
  const report = await db.transaction().execute(async (tx) => {
    const latest = await lockLatestPacks(tx, codes)
    const changed = packs.filter(({ content }) => {
      const last = latest.get(content.code)
      return !last?.decided && !last?.hashes.includes(hashContent(content))
    })
    for (const pack of changed) {
      await savePackVersion(tx, {
        id: makeId(now.epochMilliseconds),
        hash: hashContent(pack.content),
        content: pack.content,
        ...foldContent(pack.content),
        ...numberAndDate(pack, latest.get(pack.content.code), today),
        at: now.toString(),
      })
    }
    if (changed.length > 0) {
      await appendAudit(tx, {
        at: now,
        actor: { kind: 'system' },
        action: 'procedures.load_packs',
        subjectKind: 'procedure_catalogue',
        subjectId: 'packs',
        detail: { codes: changed.map(({ content }) => content.code) },
      })
    }
    return {
      loaded: changed.map(({ content }) => content.code),
      unchanged: packs.length - changed.length,
    }
  })
  forgetProcedures(db)
  return report
}

function numberAndDate(
  { effectiveFrom }: Pack,
  last: LatestPack | undefined,
  today: string,
): { number: number; effectiveFrom: string } {
  if (!last) return { number: 1, effectiveFrom }
  return { number: last.number + 1, effectiveFrom: effectiveFrom > last.effectiveFrom ? effectiveFrom : today }
}

/** The packs that come with the system. */
export const packsFolder = join(import.meta.dirname, '..', '..', '..', 'packs')

type Pack = Readonly<{ content: OfferedContent; effectiveFrom: string }>

/** The codes of the packs in `folder`, in order. */
async function listPackCodes(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** Reads `<folder>/<code>/procedure.yaml` and `form.json`. Throws `procedures.bad_pack` naming file and fields. */
async function readPack(folder: string, code: string): Promise<Pack> {
  const file = `${code}/procedure.yaml`
  const raw: unknown = parse(await readFile(join(folder, file), 'utf8'))
  const fields = Errors(packSchema, raw).map(({ instancePath, message }) => ({
    field: instancePath.slice(1) || '(file)',
    expected: message,
  }))
  if (fields.length > 0) throw procedureProblem('procedures.bad_pack', { file, fields })
  const { effectiveFrom, ...content } = raw as Omit<OfferedContent, 'form'> & { effectiveFrom: string }
  if (content.code !== code) {
    throw procedureProblem('procedures.bad_pack', { file, fields: [{ field: 'code', expected: code }] })
  }
  return { effectiveFrom, content: { ...content, form: await readForm(folder, code) } }
}

async function readForm(folder: string, code: string): Promise<FormSchema> {
  const file = `${code}/form.json`
  try {
    const form = JSON.parse(await readFile(join(folder, file), 'utf8')) as FormSchema
    assertForm(form)
    return form
  } catch (error) {
    const fields = [{ field: '(file)', expected: 'a JSON Schema 2020-12 of steps and fields' }]
    throw procedureProblem('procedures.bad_pack', { file, fields }, { cause: error })
  }
}
