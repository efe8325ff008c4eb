import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import pg from 'pg'
import { useDatabase } from '#test/db'
import { dumpSchema, renderDatabaseTypes } from '#test/schema'

const context = useDatabase()

test('schema.sql and the database types are what the migrations make (else: npm run db:types)', async () => {
  const client = new pg.Client({ connectionString: context.url })
  await client.connect()
  try {
    assert.equal(await dumpSchema(client), await readFile('migrations/schema.sql', 'utf8'))
    assert.equal(await renderDatabaseTypes(client), await readFile('src/platform/database-types.ts', 'utf8'))
  } finally {
    await client.end()
  }
})

test('the application may not alter the schema', async () => {
  await assert.rejects(context.pool.query('create table platform.intruder ()'), { code: '42501' })
})
