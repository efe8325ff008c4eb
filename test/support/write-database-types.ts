import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startEmbeddedPostgres } from '#platform/embedded-postgres'
import { migrate } from '#platform/migrations'
import { dumpSchema, renderDatabaseTypes } from './schema.ts'

/** `npm run db:types`: migrates an empty database and writes `migrations/schema.sql` and `database-types.ts` from it. */
const folder = await mkdtemp(join(tmpdir(), 'motcua-types-'))
const server = await startEmbeddedPostgres(folder, { fsync: 'off' })
try {
  await migrate(server.url)
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await writeFile('migrations/schema.sql', await dumpSchema(client))
  await writeFile('src/platform/database-types.ts', await renderDatabaseTypes(client))
  await client.end()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
