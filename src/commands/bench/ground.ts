import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { generateDossiers } from '#commands/generate-dossiers'
import { openSystem, type System } from '#commands/open-system'
import { prepareData } from '#commands/prepare-data'
import { makeToken } from '#modules/identity'
import { readConfig } from '#platform/config'
import { refreshStatistics } from '#platform/db'
import { startEmbeddedPostgres } from '#platform/embedded-postgres'
import { findFreePort } from '#platform/loopback'
import type { Ground } from './figure.ts'
import { whyNoPgbench } from './pgbench.ts'

export type OpenGround = Readonly<{ ground: Ground; close: () => Promise<void> }>

/** How many dossiers are invented, and how many processes wait where that is measured. */
export type Sizes = Readonly<{ dossiers: number; waiting: number }>

/** Its own PostgreSQL (durable, as in production) with invented dossiers, and a server process. Leaves nothing. */
export async function openGround(sizes: Sizes, say: (sentence: string) => void): Promise<OpenGround> {
  const { dossiers } = sizes
  const folder = await mkdtemp(join(tmpdir(), 'motcua-bench-'))
  const postgres = await startEmbeddedPostgres(folder)
  const secret = randomBytes(32).toString('hex')
  const port = await findFreePort()
  const environment = {
    DATABASE_URL: postgres.url,
    MOTCUA_DATA_DIR: folder,
    MOTCUA_SECRET: secret,
    MOTCUA_DEMO: 'on',
    MOTCUA_LOG: 'error',
    DATABASE_POOL: '32',
    PORT: String(port),
  }
  const system = await openSystem({ config: readConfig(environment) })
  await prepareData(system.context)
  say(`generating ${dossiers} dossiers`)
  await generateDossiers(system.context, dossiers, () => undefined)
  await refreshStatistics(postgres.url)
  const server = await startServer(environment)
  const close = async () => {
    server.kill('SIGTERM')
    await new Promise((ended) => server.once('exit', ended))
    await system.close()
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { ground: describe(system, server, { folder, port, environment }, sizes, say), close }
}

function describe(
  system: System,
  server: ChildProcess,
  {
    folder,
    port,
    environment,
  }: Readonly<{ folder: string; port: number; environment: Record<string, string> }>,
  sizes: Sizes,
  say: (sentence: string) => void,
): Ground {
  const [pid] = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  return {
    context: system.context,
    environment,
    databaseUrl: system.databaseUrl,
    serverUrl: `http://127.0.0.1:${port}`,
    serverPid: server.pid ?? 0,
    postmasterPid: Number(pid),
    token: (account) => makeToken(system.context, { account }),
    ...sizes,
    pgbench: whyNoPgbench(),
    say,
  }
}

/** As `bin/motcua` starts Node. */
export const nodeFlags = [
  '--max-semi-space-size=16',
  '--no-minor-gc-task',
  '--disable-warning=ExperimentalWarning',
]

/** A server process of its own; answers when it listens. */
export async function startServer(environment: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const main = fileURLToPath(new URL('../../main.ts', import.meta.url))
  const server = spawn(process.execPath, [...nodeFlags, main, 'serve', '--no-worker', '--json'], {
    env: { PATH: '/usr/bin:/bin', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: server.stdout })
  await new Promise<void>((ready, failed) => {
    lines.on('line', (line) => line.includes('"listening"') && ready())
    server.once('exit', (code) => failed(new Error(`the server ended with ${code}`)))
  })
  return server
}
