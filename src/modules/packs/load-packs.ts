import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { listKnownFiles, type OfferedPack, type PackReport, savePacks } from '#modules/procedures'
import type { Context } from '#platform/context'
import { packProblem } from './errors.ts'
import { say } from './messages.ts'
import { isPackCode, type PackTexts, readPackFolder } from './pack-files.ts'
import type { PackProblem } from './problem.ts'
import { type PackResult, readJudged, readPack } from './read-pack.ts'

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

/**
 * Brings the packs of `folder` into the database (see procedures' `savePacks`). What was loaded before, word for word, is
 * not judged again. All or nothing; throws `packs.bad_pack`.
 */
export async function loadPacks(
  context: Pick<Context, 'db' | 'clock'>,
  folder: string = packsFolder,
): Promise<PackReport> {
  const codes = await listPackCodes(folder)
  const known = await listKnownFiles(context.db, codes)
  const packs = await Promise.all(codes.map((code) => getPack(code, folder, known)))
  return await savePacks(context, packs)
}

async function getPack(code: string, folder: string, known: ReadonlySet<string>): Promise<OfferedPack> {
  const files = await readPackFolder(join(folder, code))
  if (!files.ok) throw refuse(code, files.problems)
  const { texts } = files
  if (known.has(nameFiles(code, texts))) return { ...readJudged(texts), files: texts }
  const result = await readPack(texts, code)
  if (!result.ok) throw refuse(code, result.problems)
  const { content, effectiveFrom } = result.pack
  return { content, effectiveFrom, files: texts }
}

/** The files as `listKnownFiles` names them. */
function nameFiles(code: string, texts: PackTexts): string {
  const files = Object.entries(texts).map(([file, text]) => `${file} ${md5(text)}`)
  return `${code}:${files.sort((a, b) => (a < b ? -1 : 1)).join(',')}`
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

function refuse(code: string, problems: readonly PackProblem[]): Error {
  const [first] = problems as readonly [PackProblem]
  return packProblem('packs.bad_pack', {
    at: describePlace(`${code}/${first.file}`, first),
    reason: first.reason.en,
    problems: problems.length,
  })
}

/** Where a problem is, for a person: `1.001193/procedure.yaml:12 fees[0].amountVnd`. */
export const describePlace = (file: string, { line, path }: Pick<PackProblem, 'line' | 'path'>): string =>
  `${file}${line === null ? '' : `:${line}`}${path ? ` ${path}` : ''}`
