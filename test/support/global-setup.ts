import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#platform/embedded-postgres'
import { migrate } from '#platform/migrations'

let stop: () => Promise<void> = async () => undefined

/** Starts one PostgreSQL for the whole run (or uses TEST_DATABASE_URL) and migrates one template database. */
export async function globalSetup(): Promise<void> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ?? (await startOwnServer())
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query('drop database if exists motcua_demo with (force)')
  await admin.query('drop database if exists motcua_packs with (force)')
  await admin.query('drop database if exists motcua_template with (force)')
  await admin.query('create database motcua_template')
  await admin.end()
  await migrate(databaseUrl(server, 'motcua_template'))
  process.env.MOTCUA_TEST_SERVER = server
  // Every test file is a process of its own: what one has compiled, the others need not compile again.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'motcua-compile-cache')
}

export async function globalTeardown(): Promise<void> {
  await stop()
}

async function startOwnServer(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'motcua-test-'))
  const { url, stop: stopServer } = await startEmbeddedPostgres(folder, { fsync: 'off', max_connections: 300 })
  stop = async () => {
    await stopServer()
    await rm(folder, { recursive: true, force: true })
  }
  return url
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
