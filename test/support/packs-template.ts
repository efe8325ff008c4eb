import pg from 'pg'
import { loadPacks } from '#modules/packs'
import { fixedClock } from '#platform/clock'
import { openDb, openPool } from '#platform/db'

/** The database with the packs of the system in it, from which others are copied: reading them takes seconds. */
export const packsTemplate = 'motcua_packs'

// Any number: the same for all test files, so that one of them makes the template and the others wait.
const lock = 20_261_122

/** Makes the template on the test server, once in a run. `instant`: when the packs were loaded. */
export async function ensurePacksTemplate(server: URL, instant: string): Promise<void> {
  const admin = new pg.Client({ connectionString: server.href })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock($1)', [lock])
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [packsTemplate])
    if (rowCount) return
    await admin.query('drop database if exists motcua_packs_new with (force)')
    await admin.query('create database motcua_packs_new template motcua_template')
    await fill(server, instant)
    await admin.query(`alter database motcua_packs_new rename to ${packsTemplate}`)
  } finally {
    await admin.end()
  }
}

async function fill(server: URL, instant: string): Promise<void> {
  const url = new URL(server)
  url.pathname = '/motcua_packs_new'
  const db = openDb(openPool(url.href, { max: 4 }))
  try {
    await loadPacks({ db, clock: fixedClock(instant) })
  } finally {
    await db.destroy()
  }
}
