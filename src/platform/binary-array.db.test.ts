import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { useContext } from '#test/app'
import { byteArray, textArray } from './binary-array.ts'

const world = useContext()

/** Any text that PostgreSQL can keep. */
const text = fc.string({ unit: 'binary' }).map((drawn) => drawn.replaceAll('\u0000', ''))
const bytes = fc.uint8Array({ maxLength: 100 }).map((drawn) => Buffer.from(drawn))

test('texts come to the database as they are: quotes, commas, braces, every script, null, and none at all', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text), { maxLength: 20 }), async (texts) => {
      const { rows } = await sql<{ texts: string[] }>`select ${textArray(texts)}::text[] as texts`.execute(
        world.context.db,
      )
      assert.deepEqual(rows[0]?.texts, texts)
    }),
    { numRuns: 200 },
  )
})

test('so do bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(bytes), { maxLength: 20 }), async (values) => {
      const { rows } = await sql<{ values: Buffer[] }>`select ${byteArray(values)}::bytea[] as values`.execute(
        world.context.db,
      )
      assert.deepEqual(rows[0]?.values, values)
    }),
    { numRuns: 200 },
  )
})

test('a text that the database cannot keep is refused by it', async () => {
  const asking = sql`select ${textArray(['a\u0000b'])}::text[]`.execute(world.context.db)
  await assert.rejects(asking, { code: '22021' })
})
