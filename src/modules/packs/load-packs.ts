import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type PackReport, savePacks } from '#modules/procedures'
import type { Context } from '#platform/context'
import { packProblem } from './errors.ts'
import { say } from './messages.ts'
import { isPackCode, readPackFolder } from './pack-files.ts'
import type { PackProblem } from './problem.ts'
import { type Pack, type PackResult, readPack } from './read-pack.ts'

/** The packs that come with the system. */
export const packsFolder = join(import.meta.dirname, '..', '..', '..', 'packs')

/** The codes of the packs in `folder`, in order. */
export async function listPackCodes(folder: string = packsFolder): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** Reads and judges the pack in the folder `<folder>/<code>`. Throws `packs.not_found` when there is none. */
export async function readPackOf(code: string, folder: string = packsFolder): Promise<PackResult> {
  if (!isPackCode(code)) return refuseCode(code)
  const files = await readPackFolder(join(folder, code)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') throw packProblem('packs.not_found', { code })
    throw error
  })
  return files.ok ? await readPack(files.texts, code) : files
}

const refuseCode = (code: string): PackResult => ({
  ok: false,
  problems: [{ file: code.slice(0, 100), line: null, path: '', reason: say((words) => words.badCode) }],
})

/** Brings the packs of `folder` into the database (see procedures' `savePacks`). All or nothing; throws `packs.bad_pack`. */
export async function loadPacks(
  context: Pick<Context, 'db' | 'clock'>,
  folder: string = packsFolder,
): Promise<PackReport> {
  const codes = await listPackCodes(folder)
  const packs = await Promise.all(codes.map((code) => getPack(code, folder)))
  return await savePacks(
    context,
    packs.map(({ content, effectiveFrom, texts }) => ({ content, effectiveFrom, files: texts })),
  )
}

async function getPack(code: string, folder: string): Promise<Pack> {
  const result = await readPackOf(code, folder)
  if (result.ok) return result.pack
  const [first] = result.problems as readonly [PackProblem]
  throw packProblem('packs.bad_pack', {
    at: describePlace(`${code}/${first.file}`, first),
    reason: first.reason.en,
    problems: result.problems.length,
  })
}

/** Where a problem is, for a person: `1.001193/procedure.yaml:12 fees[0].amountVnd`. */
export const describePlace = (file: string, { line, path }: Pick<PackProblem, 'line' | 'path'>): string =>
  `${file}${line === null ? '' : `:${line}`}${path ? ` ${path}` : ''}`
