import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type DataFolderLock = Readonly<{ release: () => void }>

/** When the process started, so that a new process with a reused number is not taken for the old one. */
function startOf(pid: number): string | null {
  const stat = `/proc/${pid}/stat`
  if (existsSync(stat)) return readFileSync(stat, 'utf8').split(') ')[1]?.split(' ')[19] ?? null
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch {
    return null
  }
}

/** The process that holds the data folder now, or null when there is none or it has died. */
export function findLockHolder(dataDir: string): number | null {
  const file = join(dataDir, 'motcua.lock')
  if (!existsSync(file)) return null
  const [pid, start] = readFileSync(file, 'utf8').split(' ')
  return pid && startOf(Number(pid)) === start ? Number(pid) : null
}

/** Takes the data folder for this process; null when another living process holds it. */
export function takeDataFolder(dataDir: string): DataFolderLock | null {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'motcua.lock')
  if (findLockHolder(dataDir) !== null) return null
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, `${process.pid} ${startOf(process.pid)}`)
  rmSync(file, { force: true })
  try {
    linkSync(mine, file)
  } catch {
    return null
  } finally {
    rmSync(mine, { force: true })
  }
  return { release: () => rmSync(file, { force: true }) }
}
