import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { useDatabase } from '#test/db'
import { listMigrations, MigrationRefused, migrate } from './migrations.ts'

const database = useDatabase()
const name = `motcua_test_${randomUUID().replaceAll('-', '')}`
let server = ''
let url = ''

async function ask(address: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

before(async () => {
  await database.ready
  server = Object.assign(new URL(database.url), { pathname: '/postgres' }).href
  url = Object.assign(new URL(database.url), { pathname: `/${name}` }).href
  await ask(server, `create database ${name}`)
})
after(() => ask(server, `drop database ${name} with (force)`))

test('a database that a newer version wrote is refused before anything is written into it', async () => {
  await ask(url, 'create schema platform; create table platform.migration (number int, name text)')
  await ask(url, "insert into platform.migration values (999999, '999999-tomorrow.sql')")
  await assert.rejects(
    migrate(url),
    (error) =>
      error instanceof MigrationRefused && /999999-tomorrow\.sql.*nothing was changed/.test(error.message),
  )
  const schemas = await ask(
    url,
    "select nspname as name from pg_namespace where nspname !~ '^(pg_|information_schema)' order by 1",
  )
  assert.deepEqual(schemas, [{ name: 'platform' }, { name: 'public' }])
  await ask(url, 'drop schema platform cascade')
})

test('an empty database is brought forward, and the second time there is nothing to do', async () => {
  const [first, second] = await Promise.all([migrate(url), migrate(url)])
  assert.deepEqual([...first.applied, ...second.applied], listMigrations())
  assert.deepEqual((await migrate(url)).applied, [])
})
