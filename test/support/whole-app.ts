import { on } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { makeJobs, type Outside, openApp, outsideJobs, schedules } from '#app'
import { makeToken } from '#modules/identity'
import type { SigningOutside } from '#modules/signing'
import { fixedClock } from '#platform/clock'
import { readConfig } from '#platform/config'
import type { Context } from '#platform/context'
import { openDb, openPool } from '#platform/db'
import { openFileStore } from '#platform/file-store'
import type { HttpApp } from '#platform/http'
import { startWorker } from '#platform/jobs'
import { openLog } from '#platform/log'
import { testInstant, useContext, withDemo } from '#test/app'
import { absentProvider } from '#test/identity-providers'
import { type ListedRoute, openAndListRoutes } from '#test/routes'

export { absentProvider }

/** Nobody to sign with, and nobody trusted: what a system without settings has. */
export const noSigning: SigningOutside = {
  providers: [],
  timestamps: null,
  revocation: { ask: async () => null },
  trustAnchors: [],
}
const outside = { identityProvider: absentProvider, signing: noSigning }

export type WholeApp = Readonly<{
  context: Context
  app: HttpApp
  /** Every route, as it was registered. */
  routes: readonly ListedRoute[]
  /** Request headers that speak for `account`: a username, or a citizen's personal id. */
  as: (account: string) => Promise<{ authorization: string }>
}>

/** Gives this test file the whole system on a database of its own, with the demo data, behind `app.inject`; `more` of the world outside. */
export function useApp(
  more: () => Promise<Partial<Outside>> = async () => ({}),
): WholeApp & { readonly ready: Promise<void> } {
  const world = useContext(withDemo)
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  ready.catch(() => undefined)
  let opened: Awaited<ReturnType<typeof openAndListRoutes>> | undefined
  const read = () => {
    if (!opened) throw new Error('useApp: read it inside a test')
    return opened
  }
  before(async () => {
    try {
      await world.ready
      opened = await openAndListRoutes(async () => openApp(world.context, { ...outside, ...(await more()) }))
      resolve()
    } catch (error) {
      reject(error)
      throw error
    }
  })
  after(() => opened?.app.close())
  return {
    ready,
    get context() {
      return world.context
    },
    get app() {
      return read().app
    },
    get routes() {
      return read().routes
    },
    as: async (account) => ({ authorization: `Bearer ${await makeToken(world.context, { account })}` }),
  }
}

/** The worker in this process; `stop()` lets running jobs finish. */
export const startJobs = (context: Context) =>
  startWorker({
    pool: context.pool,
    db: context.db,
    log: context.log,
    services: context,
    jobs: makeJobs(context, outside),
    schedules,
    outside: outsideJobs,
  })

/** Until a worker has done a job of this name; the worker does others by itself. */
export async function untilDone({ events }: Awaited<ReturnType<typeof startJobs>>, job: string): Promise<void> {
  for await (const [done] of on(events, 'job:success')) if (done.job.task_identifier === job) return
}

/** The whole app without a database: for what is read from its routes alone. */
export async function openAppWithoutDatabase(): Promise<{ app: HttpApp; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-files-'))
  const pool = openPool('postgres://nowhere.invalid/none')
  const db = openDb(pool)
  const app = await openApp(
    {
      config: readConfig({ MOTCUA_DEMO: 'on', MOTCUA_DATA_DIR: folder, MOTCUA_LOG: 'silent' }),
      db,
      pool,
      clock: fixedClock(testInstant),
      log: openLog('silent'),
      files: await openFileStore(join(folder, 'files')),
      publicUrl: 'http://127.0.0.1:8080',
      secret: new TextEncoder().encode('a secret of the tests, 32 characters at least'),
    },
    outside,
  )
  await app.ready()
  const close = async () => {
    await app.close()
    await db.destroy()
    await rm(folder, { recursive: true, force: true })
  }
  return { app, close }
}
