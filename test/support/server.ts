import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before } from 'node:test'
import { fileURLToPath } from 'node:url'
import { makeToken } from '#modules/identity'
import { systemClock } from '#platform/clock'
import { findFreePort } from '#platform/loopback'
import { withPacks } from '#test/app'
import { type TestDatabase, useDatabase } from '#test/db'

const root = fileURLToPath(new URL('../..', import.meta.url))
const secret = 'a secret of the tests, 32 characters at least'

type Settings = Readonly<Record<string, string | number>>
export type Ended = Readonly<{ code: number | null; signal: string | null; output: string; errors: string }>

/** `motcua <words>` running as a process of its own, with nothing of our environment but `settings`. */
export type Program = Readonly<{
  pid: number
  /** Resolves when the program has ended, with all that it wrote. */
  ended: Promise<Ended>
  /** The first record of `--json` whose event is `name`. Rejects when the program ends without it. */
  event: (name: string) => Promise<Record<string, unknown>>
  /** Ends the program, at once with SIGKILL. */
  stop: (signal?: NodeJS.Signals) => Promise<Ended>
}>

const running = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

export function startProgram(words: readonly string[], settings: Settings): Program {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'src/main.ts', ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
    },
  })
  running.add(child)
  const lines: string[] = []
  const errors: string[] = []
  createInterface(child.stdout).on('line', (line) => lines.push(line))
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text))
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve({ code, signal, output: lines.join('\n'), errors: errors.join('') })
    })
  })
  return {
    pid: child.pid ?? 0,
    ended,
    event: (name) => waitForEvent(child, lines, ended, name),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

async function waitForEvent(
  child: ChildProcess,
  lines: readonly string[],
  ended: Promise<Ended>,
  name: string,
): Promise<Record<string, unknown>> {
  const find = () => lines.map(readRecord).find(({ event }) => event === name)
  return await new Promise((resolve, reject) => {
    const look = () => {
      const found = find()
      if (found) resolve(found)
    }
    look()
    child.stdout?.on('data', () => setImmediate(look))
    void ended.then(({ code, output, errors }) => {
      const found = find()
      if (found) resolve(found)
      else reject(new Error(`ended with ${code} before "${name}": ${errors}\n${output}`))
    })
  })
}

function readRecord(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>
  } catch {
    return {}
  }
}

export type Server = Program & Readonly<{ url: string }>

export type Servers = Readonly<{
  database: TestDatabase
  /** Starts the real server, with its worker unless `words` say `--no-worker`; resolves when it listens. */
  start: (words?: readonly string[], settings?: Settings) => Promise<Server>
  /** Request headers that speak for `account`: a username, or a citizen's personal id. */
  as: (account: string) => Promise<{ authorization: string }>
}>

/** Gives this test file servers as processes of their own, on a database and a data folder of the file; all end with it. */
export function useServers(): Servers {
  const started: Program[] = []
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motcua-server-'))
  })
  after(async () => {
    await Promise.all(started.map((program) => program.stop('SIGKILL')))
    await rm(folder, { recursive: true, force: true })
  })
  const database = useDatabase(withPacks)
  return {
    database,
    start: async (words = [], settings = {}) => {
      const port = await findFreePort()
      const program = startProgram(['serve', '--json', ...words], {
        DATABASE_URL: database.url,
        DATABASE_POOL: 8,
        PORT: port,
        MOTCUA_DATA_DIR: folder,
        MOTCUA_SECRET: secret,
        MOTCUA_DEMO: 'on',
        MOTCUA_LOG: 'error',
        ...settings,
      })
      started.push(program)
      const { url } = await program.event('listening')
      return { ...program, url: String(url) }
    },
    as: async (account) => {
      const context = { db: database.db, clock: systemClock, secret: new TextEncoder().encode(secret) }
      return { authorization: `Bearer ${await makeToken(context, { account })}` }
    },
  }
}
