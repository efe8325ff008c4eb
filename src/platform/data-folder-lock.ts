import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type DataFolderLock = Readonly<{ release: () => void }>

const lockOf = (dataDir: string): string => join(dataDir, 'motcua.lock')

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return null
    throw error
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code

/** When the process started, so that a new process with a reused number is not taken for the old one. */
function startOf(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (stat !== null) return stat.split(') ')[1]?.split(' ')[19] ?? null
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch (error) {
    return codeOf(error) === 'EPERM' ? 'alive' : null
  }
}

/** The living process that wrote this into its lock. */
function holderOf(written: string): number | null {
  const [pid, start] = written.split(' ')
  return start !== undefined && startOf(Number(pid)) === start ? Number(pid) : null
}

/** The process that holds the data folder now, or null when there is none or it has died. */
export function findLockHolder(dataDir: string): number | null {
  const written = readIfThere(lockOf(dataDir))
  return written === null ? null : holderOf(written)
}

/** Takes the data folder for this process; null when another living process holds it. */
export function takeDataFolder(dataDir: string): DataFolderLock | null {
  mkdirSync(dataDir, { recursive: true })
  return take(lockOf(dataDir))
}

let taken = 0

/**
 * A lock appears whole (by `link`), and only where there is none. That of a dead process is replaced, never removed:
 * by the one process that holds the right to replace this very lock, which is a lock again, and only while the dead
 * one's is still there. So of two that start at once, however they interleave, one is refused.
 */
function take(lock: string): DataFolderLock | null {
  taken += 1
  const written = `${process.pid} ${startOf(process.pid)} ${taken}`
  const mine = `${lock}.${process.pid}.${taken}`
  // One that was left over may be the lock itself under a second name: it is not written into.
  rmSync(mine, { force: true })
  writeFileSync(mine, written)
  try {
    return linkOrReplace(mine, lock) ? { release: () => release(lock, written) } : null
  } finally {
    rmSync(mine, { force: true })
  }
}

function linkOrReplace(mine: string, lock: string): boolean {
  for (;;) {
    if (link(mine, lock)) return true
    const found = readIfThere(lock)
    if (found === null) continue
    if (holderOf(found) !== null) return false
    const right = take(`${lock}.after-${found.replaceAll(/\W+/g, '-')}`)
    if (!right) return false
    try {
      if (readIfThere(lock) !== found) continue
      renameSync(mine, lock)
      return true
    } finally {
      right.release()
    }
  }
}

function link(mine: string, lock: string): boolean {
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

/** Only what is still ours: a folder that was taken from us, or copied, is left as it is. */
function release(lock: string, written: string): void {
  if (readIfThere(lock) === written) rmSync(lock, { force: true })
}
