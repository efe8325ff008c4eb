import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainFailedCall, isNotTrusted, neverArrived } from './failed-call.ts'
import { TooLong } from './read-at-most.ts'

const failed = (code: string): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('said by the system'), { code }) })

test('why a call gave nothing is said in a few words, and a certificate that is not trusted by what is wrong with it', () => {
  const cases = [
    [failed('CERT_HAS_EXPIRED'), 'its certificate has expired: CERT_HAS_EXPIRED'],
    [
      failed('SELF_SIGNED_CERT_IN_CHAIN'),
      'who issued its certificate is not trusted: SELF_SIGNED_CERT_IN_CHAIN',
    ],
    [failed('ECONNREFUSED'), 'ECONNREFUSED'],
    [new DOMException('The operation was aborted', 'TimeoutError'), 'not in time'],
    [new TooLong('longer than 100 bytes'), 'its answer is longer than 100 bytes'],
    [new SyntaxError('"LÒ VĂN" is no JSON'), 'its answer is no JSON'],
    [new RangeError('it answered 500'), 'it answered 500'],
  ] as const
  for (const [error, words] of cases) assert.equal(explainFailedCall(error), words)
})

test('what had no connection, or none that is trusted, was never sent; of anything else nobody knows', () => {
  assert.deepEqual(
    ['CERT_HAS_EXPIRED', 'ECONNREFUSED', 'ECONNRESET'].map((code) => neverArrived(failed(code))),
    [true, true, false],
  )
  assert.deepEqual(
    ['CERT_HAS_EXPIRED', 'ECONNREFUSED'].map((code) => isNotTrusted(failed(code))),
    [true, false],
  )
})
