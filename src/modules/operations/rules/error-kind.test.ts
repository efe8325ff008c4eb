import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindOfError } from './error-kind.ts'

test('what a call failed by is told by kind', () => {
  const expected = {
    'the payment platform did not answer: UND_ERR_SOCKET': 'unreachable',
    'the register did not answer: UND_ERR_HEADERS_TIMEOUT': 'timeout',
    'connect ECONNREFUSED 127.0.0.1:1': 'unreachable',
    "the portal's answer cannot be read (HTTP 200)": 'unreadable',
    'the answer is not as described': 'unreadable',
    'the vault refused: 401': 'refused',
    'something else': 'other',
  }
  for (const [error, kind] of Object.entries(expected)) assert.equal(kindOfError(error), kind, error)
})
