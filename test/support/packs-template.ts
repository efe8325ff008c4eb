import pg from 'pg'
import { seedDemoAccounts } from '#modules/identity'
import { seedDemoProvince } from '#modules/organisations'
import { loadPacks } from '#modules/packs'
import { fixedClock } from '#platform/clock'
import { readConfig } from '#platform/config'
import { type Db, openDb, openPool } from '#platform/db'

type Template = Readonly<{
  name: string
  /** The template it is a copy of. */
  from: string
  fill: (db: Db, instant: string) => Promise<unknown>
}>

/** The database with the packs of the system in it, from which others are copied: reading them takes seconds. */
export const packsTemplate = 'motcua_packs'
/** And with the demo province, its officers and accounts. */
export const demoTemplate = 'motcua_demo'

// Any number: the same for all test files, so that one of them makes a template and the others wait.
const lock = 20_261_122

/** Makes the template with the packs on the test server, once in a run. `instant`: when they were loaded. */
export const ensurePacksTemplate = (server: URL, instant: string): Promise<void> =>
  ensure(server, instant, [packs])

/** Makes the template with packs and demo province, once in a run. `instant`: when that was. */
export const ensureDemoTemplate = (server: URL, instant: string): Promise<void> =>
  ensure(server, instant, [packs, demo])

const packs: Template = {
  name: packsTemplate,
  from: 'motcua_template',
  fill: (db, instant) => loadPacks({ db, clock: fixedClock(instant) }),
}

const demo: Template = {
  name: demoTemplate,
  from: packsTemplate,
  fill: async (db, instant) => {
    const context = { db, clock: fixedClock(instant), config: readConfig({ MOTCUA_DEMO: 'on' }) }
    await seedDemoProvince(context)
    await seedDemoAccounts(context)
  },
}

async function ensure(server: URL, instant: string, templates: readonly Template[]): Promise<void> {
  const admin = new pg.Client({ connectionString: server.href })
  await admin.connect()
  try {
    await admin.query('select pg_advisory_lock($1)', [lock])
    for (const { name, from, fill } of templates) {
      const { rowCount } = await admin.query('select from pg_database where datname = $1', [name])
      if (rowCount) continue
      await admin.query(`drop database if exists ${name}_new with (force)`)
      await admin.query(`create database ${name}_new template ${from}`)
      await fillDatabase(server, `${name}_new`, (db) => fill(db, instant))
      await admin.query(`alter database ${name}_new rename to ${name}`)
    }
  } finally {
    await admin.end()
  }
}

async function fillDatabase(server: URL, name: string, fill: (db: Db) => Promise<unknown>): Promise<void> {
  const url = new URL(server)
  url.pathname = `/${name}`
  const db = openDb(openPool(url.href, { max: 4 }))
  try {
    await fill(db)
  } finally {
    await db.destroy()
  }
}
