import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html } from '#platform/html'
import { openHttp } from '#platform/http'
import { openLog } from '#platform/log'
import { guardRoutes } from './guard.ts'

for (const [what, thrown] of [
  ['nothing', undefined],
  ['a sentence', 'away'],
  ['an error', new Error('away')],
] as const)
  test(`who asks cannot be found out, and ${what} is thrown: the door stays shut`, async (t) => {
    const app = openHttp({
      log: openLog('error', { write: () => undefined }),
      errorPage: (error) => html`<p>${error.code}</p>`,
    })
    t.after(() => app.close())
    guardRoutes(app, () => Promise.reject(thrown))
    app.get('/api/v1/x', { config: { permission: 'exchange.read' } }, async () => ({ inside: true }))
    const answer = await app.inject({ url: '/api/v1/x' })
    assert.equal(answer.statusCode, 500)
    assert.equal(answer.json().code, 'internal')
  })
