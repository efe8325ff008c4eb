import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** No record of the catalogue comes near it; a larger file is not one record a file. */
const largestFileBytes = 16 * 1024 * 1024

export type FileReading =
  | Readonly<{ ok: true; records: readonly unknown[] }>
  | Readonly<{ ok: false; reason: string }>

const folderReason = 'this is a folder without .json files'

const refuse = (reason: string): FileReading => ({ ok: false, reason })

/**
 * Reads one file of the catalogue whole: a record, or a list of records. What cannot be read is a reason in words,
 * never an exception: the other files are still imported.
 */
export async function readCatalogueFile(path: string): Promise<FileReading> {
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const stat = await file.stat()
    if (stat.isDirectory()) return refuse(folderReason)
    if (!stat.isFile()) return refuse('this is no ordinary file')
    if (stat.size === 0) return refuse('the file is empty')
    if (stat.size > largestFileBytes) return refuse(`the file is larger than ${largestFileBytes} bytes`)
    return parse(await file.readFile())
  } catch (error) {
    return refuse(describeFault(error))
  } finally {
    await file?.close()
  }
}

function parse(bytes: Buffer): FileReading {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse('the file is not UTF-8 text')
  }
  try {
    const value: unknown = JSON.parse(text)
    return { ok: true, records: Array.isArray(value) ? value : [value] }
  } catch (error) {
    return refuse(`the file is not JSON: ${(error as Error).message.slice(0, 200)}`)
  }
}

function describeFault(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'there is no such file'
  if (code === 'EACCES') return 'the file may not be read'
  if (code === 'EISDIR') return folderReason
  return `the file cannot be read: ${message}`
}

/** The files that `paths` name: a folder stands for the `.json` files in it, by name, one level deep. */
export async function listCatalogueFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) files.push(...(await listFolder(path)))
  return files
}

async function listFolder(path: string): Promise<string[]> {
  try {
    const names = (await readdir(path)).filter((name) => name.endsWith('.json')).sort()
    return names.length > 0 ? names.map((name) => join(path, name)) : [path]
  } catch {
    // No folder: a file, or a path whose fault is named when it is read.
    return [path]
  }
}
