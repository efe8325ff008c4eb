import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readRange } from './byte-range.ts'

const cases: [string | undefined, ReturnType<typeof readRange>][] = [
  [undefined, null],
  ['bytes=0-', { start: 0, end: 99 }],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=90-1000', { start: 90, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-1000', { start: 0, end: 99 }],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=100-', 'unsatisfiable'],
  ['bytes=99-', { start: 99, end: 99 }],
  ['bytes=20-10', null],
  ['bytes=-', null],
  ['bytes=0-1,5-6', null],
  ['pages=1-2', null],
  ['bytes=a-b', null],
  ['bytes=1e3-', null],
]
for (const [header, expected] of cases) {
  test(`of 100 bytes, ${header ?? 'no header'} asks for ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(readRange(header, 100), expected)
  })
}
