import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { say } from './messages.ts'
import type { PackProblem, Said } from './problem.ts'

const largest = {
  'procedure.yaml': 1_048_576,
  'form.json': 1_048_576,
  'process.bpmn': 2_097_152,
  'cases.yaml': 1_048_576,
} as const

/** The files a pack is made of. The last two may be left out. */
export type PackFile = keyof typeof largest
export const packFileNames = Object.keys(largest) as readonly PackFile[]
const needed: readonly PackFile[] = ['procedure.yaml', 'form.json']

/** The texts of a pack by the names of its files. */
export type PackTexts = Readonly<Partial<Record<PackFile, string>>>

export type FilesResult =
  | Readonly<{ ok: true; texts: PackTexts }>
  | Readonly<{ ok: false; problems: readonly PackProblem[] }>

/** Whether a name can be that of a pack's folder: a procedure code, and nothing that leads elsewhere. */
export const isPackCode = (code: string): boolean =>
  /^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$/.test(code) && !code.includes('..')

const isPackFile = (name: string): name is PackFile => (packFileNames as readonly string[]).includes(name)

const problemOf = (file: string, reason: Said): PackProblem => ({ file, line: null, path: '', reason })

/** Only known names, each a text of allowed size, the needed ones there. Whatever else is given is refused by name. */
export function checkFiles(files: Readonly<Record<string, unknown>>): FilesResult {
  const strange = Object.entries(files).flatMap(([name, text]) => judgeFile(name, text))
  const lacking = needed
    .filter((name) => !Object.hasOwn(files, name))
    .map((name) =>
      problemOf(
        name,
        say((words) => words.missingFile),
      ),
    )
  const problems = [...strange, ...lacking]
  return problems.length > 0 ? { ok: false, problems } : { ok: true, texts: files as PackTexts }
}

function judgeFile(name: string, text: unknown): PackProblem[] {
  if (!isPackFile(name))
    return [
      problemOf(
        shorten(name),
        say((words) => words.unknownFile(packFileNames.join(', '))),
      ),
    ]
  if (typeof text !== 'string')
    return [
      problemOf(
        name,
        say((words) => words.notUtf8),
      ),
    ]
  const bytes = Buffer.byteLength(text)
  return bytes > largest[name]
    ? [
        problemOf(
          name,
          say((words) => words.tooLarge(bytes, largest[name])),
        ),
      ]
    : []
}

/** A name that somebody else chose is shown without what could mislead. */
const shorten = (name: string): string => JSON.stringify(name.slice(0, 100)).slice(1, -1)

/** The files of the pack in `folder`. Sizes are asked before anything is read; links are not followed. */
export async function readPackFolder(folder: string): Promise<FilesResult> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(({ name }) => !name.startsWith('.'))
  const judged = await Promise.all(
    entries.map(async ({ name }) => ({ name, ...(await readOne(folder, name)) })),
  )
  const problems = judged.flatMap((one) => ('reason' in one ? [problemOf(shorten(one.name), one.reason)] : []))
  if (problems.length > 0) return { ok: false, problems }
  return checkFiles(Object.fromEntries(judged.flatMap((one) => ('text' in one ? [[one.name, one.text]] : []))))
}

async function readOne(folder: string, name: string): Promise<{ text: string } | { reason: Said }> {
  if (!isPackFile(name)) return { reason: say((words) => words.unknownFile(packFileNames.join(', '))) }
  const path = join(folder, name)
  const found = await lstat(path)
  if (!found.isFile()) return { reason: say((words) => words.notAFile) }
  if (found.size > largest[name]) return { reason: say((words) => words.tooLarge(found.size, largest[name])) }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path)) }
  } catch {
    return { reason: say((words) => words.notUtf8) }
  }
}
