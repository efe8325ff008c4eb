import { randomUUID } from 'node:crypto'
import { after, before } from 'node:test'
import pg from 'pg'
import { type Db, openDb, openPool, type Pool } from '#platform/db'

function testServer(): URL {
  const url = process.env.MOTCUA_TEST_SERVER
  if (!url)
    throw new Error(
      'no test database: run the tests with `npm test`, or node --test-global-setup=./test/support/global-setup.ts',
    )
  return new URL(url)
}

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServer().href })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

export type TestDatabase = {
  readonly db: Db
  readonly pool: Pool
  readonly url: string
  /** Hooks of a file start together: a hook that needs the database waits for this. */
  readonly ready: Promise<void>
}

/**
 * Gives this test file a database of its own, copied from the migrated template, and drops it after. `prepare`: makes another
 * template first, and names it.
 */
export function useDatabase(
  prepare: (server: URL) => Promise<string> = async () => 'motcua_template',
): TestDatabase {
  const name = `motcua_test_${randomUUID().replaceAll('-', '')}`
  const opened: Partial<{ db: Db; pool: Pool; url: string }> = {}
  const { promise: ready, resolve } = Promise.withResolvers<void>()
  before(async () => {
    // Copying the files takes a fraction of the processor's time that writing them to the log takes.
    await asAdmin(`create database ${name} template ${await prepare(testServer())} strategy file_copy`)
    const url = testServer()
    url.pathname = `/${name}`
    opened.url = url.href
    opened.pool = openPool(url.href, { max: 8 })
    opened.db = openDb(opened.pool)
    resolve()
  })
  after(async () => {
    await opened.db?.destroy()
    await asAdmin(`drop database if exists ${name} with (force)`)
  })
  const read = <Key extends keyof typeof opened>(key: Key) => {
    const value = opened[key]
    if (!value) throw new Error(`useDatabase: read ${key} inside a test`)
    return value as NonNullable<(typeof opened)[Key]>
  }
  return {
    ready,
    get db() {
      return read('db')
    },
    get pool() {
      return read('pool')
    },
    get url() {
      return read('url')
    },
  }
}
