import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before } from 'node:test'
import { fixedClock } from '#platform/clock'
import { readConfig } from '#platform/config'
import type { Context } from '#platform/context'
import { openFileStore } from '#platform/file-store'
import { openLog } from '#platform/log'
import { useDatabase } from '#test/db'
import { demoTemplate, ensureDemoTemplate, ensurePacksTemplate, packsTemplate } from '#test/packs-template'

/** The moment at which tests happen unless they say otherwise: a Thursday morning, two days after a holiday. */
export const testInstant = '2026-11-26T09:40:00+07:00'

/** How a context that begins with the packs of the system makes its database. */
export const withPacks = async (server: URL): Promise<string> => {
  await ensurePacksTemplate(server, testInstant)
  return packsTemplate
}

/** How one makes its database that begins with the demo province too. */
export const withDemo = async (server: URL): Promise<string> => {
  await ensureDemoTemplate(server, testInstant)
  return demoTemplate
}

/** Gives this test file a whole context: its own database and file folder, and a clock that stands still. */
export function useContext(prepare?: typeof withPacks): {
  readonly context: Context
  readonly ready: Promise<void>
} {
  const database = useDatabase(prepare)
  let made: Context | undefined
  let folder = ''
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motcua-files-'))
    await database.ready
    made = {
      config: readConfig({ MOTCUA_DEMO: 'on', MOTCUA_DATA_DIR: folder, MOTCUA_LOG: 'silent' }),
      db: database.db,
      pool: database.pool,
      clock: fixedClock(testInstant),
      log: openLog('silent'),
      files: await openFileStore(join(folder, 'files')),
      publicUrl: 'http://127.0.0.1:8080',
      secret: new TextEncoder().encode('a secret of the tests, 32 characters at least'),
    }
    resolve()
  })
  after(() => rm(folder, { recursive: true, force: true }))
  return {
    ready,
    get context() {
      if (!made) throw new Error('useContext: read context inside a test')
      return made
    },
  }
}
