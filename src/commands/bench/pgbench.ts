import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const places = ['/usr/bin/pgbench', '/usr/lib/postgresql/17/bin/pgbench', '/usr/lib/postgresql/15/bin/pgbench']
const program = places.find((place) => existsSync(place))

/** Why pgbench cannot be used, as a sentence; null when it can. */
export const whyNoPgbench = (): string | null =>
  program ? null : 'pgbench is not on this machine (Debian: apt-get install postgresql): no ratio can be given'

export type PgbenchReport = Readonly<{ perSecond: number; p50Ms: number }>

/** Runs one statement with pgbench, prepared, and answers how many a second it made. */
export function runPgbench(
  databaseUrl: string,
  statement: string,
  options: Readonly<{ connections: number; seconds: number }>,
): PgbenchReport {
  const folder = mkdtempSync(join(tmpdir(), 'motcua-pgbench-'))
  const script = join(folder, 'script.sql')
  try {
    writeFileSync(script, `${statement.replace(/\s*\n\s*/g, ' ').trim()};\n`)
    const words = [
      '-n',
      '-M',
      'prepared',
      '-f',
      script,
      '-c',
      String(options.connections),
      '-j',
      '2',
      '-T',
      String(options.seconds),
      databaseUrl,
    ]
    const { stdout, stderr, status } = spawnSync(program ?? 'pgbench', words, { encoding: 'utf8' })
    if (status !== 0) throw new Error(`pgbench failed: ${stderr.slice(0, 600)}`)
    return {
      perSecond: Number(/tps = ([\d.]+) \(without/.exec(stdout)?.[1] ?? 0),
      p50Ms: Number(/latency average = ([\d.]+)/.exec(stdout)?.[1] ?? 0),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
