import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useDatabase } from '#test/db'
import { html } from './html.ts'
import { openHttp } from './http.ts'
import { openLog } from './log.ts'

const database = useDatabase()

/** A server whose one address asks the database `statement` with what stands in `?value=`. */
async function answerOf(statement: string, value: string) {
  const lines: string[] = []
  const log = openLog('info', { write: (line) => lines.push(line) })
  const app = openHttp({ log, errorPage: ({ code }) => html`<p>${code}</p>` })
  app.get<{ Querystring: { value: string } }>('/api/ask', ({ query }) =>
    database.pool.query(statement, [query.value]),
  )
  const answer = await app.inject({ url: '/api/ask', query: { value } })
  await app.close()
  return { status: answer.statusCode, body: answer.json(), logged: lines.join('') }
}

test('a value that PostgreSQL cannot read is a bad request: named in the log without the value', async () => {
  for (const statement of ['select $1::uuid', 'select $1::timestamptz', 'select $1::int', 'select $1::jsonb']) {
    const { status, body, logged } = await answerOf(statement, 'Lò Minh An')
    assert.deepEqual([status, body.code], [400, 'request.invalid'], statement)
    assert.match(logged, new RegExp(`"level":40.*"reference":"${body.instance}"`))
    assert.doesNotMatch(logged + JSON.stringify(body), /Minh/, statement)
  }
})

test('a statement of ours that is wrong stays an error of ours', async () => {
  const { status, body, logged } = await answerOf('select $1::text from nowhere.nothing', 'x')
  assert.deepEqual([status, body.code], [500, 'internal'])
  assert.match(logged, /"code":"42P01"/)
})
