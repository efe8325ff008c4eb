import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinRepeated, passHeaders, readMessageId, writeHeaderText } from './headers.ts'

test('hop-by-hop headers, those named by Connection, and what tells who is behind are left out', () => {
  const passed = passHeaders({
    connection: 'keep-alive, X-Secret-Hop',
    'x-secret-hop': '1',
    'transfer-encoding': 'chunked',
    te: 'trailers',
    host: 'gateway.example',
    'user-agent': 'curl',
    'content-type': 'application/json; charset=utf-8',
    accept: 'application/xml',
    'cache-control': 'no-store',
    'x-powered-by': 'PHP/5.2.17',
    'x-road-userid': 'VN999000000017',
    'x-road-issue': 'H18.137-261126-0001',
  })
  assert.deepEqual(passed, {
    'content-type': 'application/json; charset=utf-8',
    accept: 'application/xml',
    'cache-control': 'no-store',
    'x-powered-by': 'PHP/5.2.17',
    'x-road-userid': 'VN999000000017',
    'x-road-issue': 'H18.137-261126-0001',
  })
})

test('the key of the caller, its cookies and headers that we set ourselves never reach the other side', () => {
  const forged = {
    authorization: 'Bearer mcx1.x.y',
    cookie: 'session=1',
    'set-cookie': ['session=2'],
    'x-road-client': 'DBN/GOV/H18.12/CIVIL',
    'x-road-request-hash': 'forged',
    'x-road-error': 'Server.ServerProxy.NetworkError',
    'x-forwarded-for': '10.0.0.1',
  }
  assert.deepEqual(passHeaders(forged), {})
})

test('a message id is plain and short, or it is not taken', () => {
  assert.equal(readMessageId('fa2e18a5-c2cb-4d09-b994-f57727f7c3fb'), 'fa2e18a5-c2cb-4d09-b994-f57727f7c3fb')
  for (const bad of ['', 'a b', 'x'.repeat(129), 'a\r\nb', '<x>', 'ă']) assert.equal(readMessageId(bad), null)
})

test('the text of the headers does not depend on their order', () => {
  const text = writeHeaderText('GET', '/r1/x', { b: '2', a: ['1', '3'] })
  assert.equal(text, 'GET /r1/x\r\na:1\r\na:3\r\nb:2\r\n')
  assert.equal(writeHeaderText('GET', '/r1/x', { a: ['1', '3'], b: '2' }), text)
})

test('a header that was sent several times is one list; where one alone makes sense it is the first', () => {
  const given = { vary: ['accept', 'origin'], 'content-type': ['text/plain', 'text/html'], etag: '"1"' }
  assert.deepEqual(joinRepeated(given), { vary: 'accept, origin', 'content-type': 'text/plain', etag: '"1"' })
})
