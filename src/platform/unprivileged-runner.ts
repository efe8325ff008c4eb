import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How to run a program of the embedded PostgreSQL, which refuses to work as root. */
export type Runner = Readonly<{
  /** The program to spawn and the arguments before its own. */
  command: (program: string) => [string, ...string[]]
  identity: { uid?: number; gid?: number }
  uid: number | undefined
  gid: number
  /** A folder the program may read a temporary file in. */
  scratch: string
}>

/**
 * As an ordinary user: the programs as they are. As root: as the owner of `cluster`, or as the first of the users
 * motcua, postgres and nobody that the machine has. When that user cannot enter the folder of this program (a clone
 * under /root), the programs are copied to /var/cache/motcua and run with the single capability to pass folders.
 */
export function readUnprivilegedRunner(cluster: string, binaries: string): Runner {
  if (process.getuid?.() !== 0) {
    const command = (program: string): [string] => [join(binaries, 'bin', program)]
    return { command, identity: {}, uid: undefined, gid: 0, scratch: dirname(cluster) }
  }
  const user = existsSync(cluster) ? ownerOf(cluster) : findUser()
  const reachable = mayPass(binaries, user.uid) && mayPass(dirname(cluster), user.uid)
  if (reachable) {
    const command = (program: string): [string] => [join(binaries, 'bin', program)]
    return { command, identity: user, ...user, scratch: '/tmp' }
  }
  const copy = copyBinaries(binaries)
  const drop = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  const pass = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search']
  const command = (program: string): [string, ...string[]] => [
    'setpriv',
    ...drop,
    ...pass,
    join(copy, 'bin', program),
  ]
  return { command, identity: {}, ...user, scratch: '/tmp' }
}

function ownerOf(folder: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(folder)
  return uid === 0 ? findUser() : { uid, gid }
}

function findUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  const found = ['motcua', 'postgres', 'nobody'].map((name) =>
    users.find((line) => line.startsWith(`${name}:`)),
  )
  const [, , uid, gid] = (found.find(Boolean) ?? 'nobody:x:65534:65534').split(':')
  return { uid: Number(uid), gid: Number(gid) }
}

/** Whether every folder above and including `path` may be entered by a stranger, or belongs to `uid`. */
function mayPass(path: string, uid: number): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid: owner } = statSync(folder)
    if ((mode & 0o001) === 0 && !(owner === uid && (mode & 0o100) !== 0)) return false
    if (folder === dirname(folder)) return true
  }
}

function copyBinaries(binaries: string): string {
  const version = JSON.parse(readFileSync(join(dirname(binaries), 'package.json'), 'utf8')).version as string
  const copy = `/var/cache/motcua/postgres-${version}`
  if (existsSync(join(copy, 'complete'))) return copy
  mkdirSync(copy, { recursive: true, mode: 0o755 })
  cpSync(binaries, copy, { recursive: true, verbatimSymlinks: true })
  mkdirSync(join(copy, 'complete'))
  return copy
}
