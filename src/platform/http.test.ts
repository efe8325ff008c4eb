import assert from 'node:assert/strict'
import { test } from 'node:test'
import { requestProblem } from './errors.ts'
import { html } from './html.ts'
import { openHttp } from './http.ts'
import { openLog } from './log.ts'

const open = () => openHttp({ log: openLog('silent'), errorPage: () => html`` })

test('what a route says of how its answer is shown stands; what it does not say is said for it', async () => {
  const app = open()
  app.get('/own', (_request, reply) => reply.header('x-frame-options', 'SAMEORIGIN').send('x'))
  const { headers } = await app.inject('/own')
  assert.equal(headers['x-frame-options'], 'SAMEORIGIN')
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(String(headers['content-security-policy']), /default-src 'none'/)
})

test('who asks too often is told in a header how long to wait', async () => {
  const app = open()
  app.get('/api/often', () => {
    throw requestProblem('request.too_many', { retryAfterSeconds: 7 })
  })
  const answer = await app.inject('/api/often')
  assert.deepEqual([answer.statusCode, answer.headers['retry-after']], [429, '7'])
  assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
})
