import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { OfficerActor } from '#modules/identity'
import { listDesks } from '#modules/organisations'
import { type PaperRefusal, stageAsSent } from '#modules/papers'
import type { Context } from '#platform/context'
import { digitisationProblem } from './errors.ts'
import type { ScanSession } from './repository.ts'
import { takeFiles } from './take-files.ts'

/** Where files go that cannot be read: nothing is thrown away, and the next look does not stumble over them. */
const refusedFolder = 'khong-doc-duoc'
const mostFiles = 200
/** A scanner may still be writing what changed just now. */
const quietMs = 2000

type Found = Readonly<{ path: string; folder: string; name: string; sizeBytes: number }>

/** What lies in the scanner's folder for this officer, oldest name first; null when no folder is set. */
export async function listFolder(
  { config, db, clock }: Context,
  officer: OfficerActor,
  nowMs: number = clock.now().epochMilliseconds,
): Promise<Found[] | null> {
  const { SCAN_FOLDER } = config
  if (!SCAN_FOLDER) return null
  const desks = await listDesks(db, officer.agencyId)
  const names = [officer.username, ...desks.map(({ code }) => code)].filter(isFolderName)
  const found: Found[] = []
  for (const name of names) found.push(...(await listOne(join(SCAN_FOLDER, name), nowMs)))
  return found.slice(0, mostFiles)
}

const isFolderName = (name: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u.test(name)

/** Plain files only: a link may lead out of the folder. */
async function listOne(folder: string, nowMs: number): Promise<Found[]> {
  const names = await readdir(folder).catch(() => [])
  const found: Found[] = []
  for (const name of names.toSorted()) {
    if (name.startsWith('.') || found.length >= mostFiles) continue
    const path = join(folder, name)
    const about = await lstat(path).catch(() => null)
    if (!about?.isFile() || Math.abs(nowMs - about.mtimeMs) < quietMs) continue
    found.push({ path, folder, name, sizeBytes: about.size })
  }
  return found
}

/** What came out of the folder: how many files were taken, and which could not be read. */
export type FolderTaken = Readonly<{ taken: number; refused: readonly PaperRefusal[] }>

/**
 * Moves what lies in the scanner's folder into the session. A file leaves the folder only when it is kept; one that is no
 * picture and no PDF is put aside in `khong-doc-duoc` and told.
 */
export async function takeFolder(
  context: Context,
  officer: OfficerActor,
  session: ScanSession,
): Promise<FolderTaken> {
  const found = await listFolder(context, officer)
  if (!found) throw digitisationProblem('digitisation.no_folder')
  const refused: PaperRefusal[] = []
  let taken = 0
  for (const file of found) {
    const refusal = await takeOne(context, officer, session, file)
    if (refusal) refused.push(refusal)
    else taken += 1
  }
  return { taken, refused }
}

async function takeOne(
  context: Context,
  officer: OfficerActor,
  session: ScanSession,
  { path, folder, name, sizeBytes }: Found,
): Promise<PaperRefusal | null> {
  const limit = context.config.UPLOAD_MAX_BYTES
  const staged =
    sizeBytes > limit
      ? ({ ok: false, code: 'too_large', detail: { name, limit } } as const)
      : await stageAsSent(context, { name, content: await openPlain(path) })
  if (!staged.ok) {
    await mkdir(join(folder, refusedFolder), { recursive: true })
    await rename(path, join(folder, refusedFolder, name))
    return staged
  }
  await takeFiles(context, [staged], { session, source: 'folder', byName: officer.fullName, actor: officer })
  await rm(path)
  return null
}

/** Between the look and the reading a file may have become a link. */
async function openPlain(path: string) {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  return handle.createReadStream()
}
