import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { checkBatch } from './batch.ts'

const now = Temporal.Instant.from('2026-11-26T09:40:00+07:00')
const event = { messageId: '1', key: 'k', kind: 'changed', at: '2026-11-26T09:40:00+07:00', payload: {} }
const fieldsOf = (...changes: readonly object[]) =>
  checkBatch(
    changes.map((change, index) => ({ ...event, messageId: String(index), ...change })),
    now,
  ).map(({ field }) => field)

test('every fault of every event is named with its place', () => {
  const fields = fieldsOf({}, { messageId: '0', at: 'now' }, { payload: { a: [{ b: 2 ** 60 }] } })
  assert.deepEqual(fields, ['events/1/messageId', 'events/1/at', 'events/2/payload/a/0/b'])
})

test('a moment lies in the past, or as little ahead as a clock may be', () => {
  assert.deepEqual(fieldsOf({ at: '2026-11-26T09:45:00+07:00' }, { at: '2026-11-26T02:40:00.123456789Z' }), [])
  assert.deepEqual(fieldsOf({ at: '2026-11-26T09:45:01+07:00' }, { at: '2026-11-26T09:40:00' }), [
    'events/0/at',
    'events/1/at',
  ])
})

test('a payload of 64 KB in UTF-8 is taken, and one of a byte more is not', () => {
  const note = 'đ'.repeat((65_536 - '{"note":""}'.length - 1) / 2)
  assert.deepEqual(fieldsOf({ payload: { note: `${note}x` } }), [])
  assert.deepEqual(fieldsOf({ payload: { note: `${note}xx` } }), ['events/0/payload'])
})

test('nesting deeper than a stack is refused, not fallen over', () => {
  const deep = Array.from({ length: 200_000 }).reduce((inner) => ({ inner }), {})
  assert.deepEqual(fieldsOf({ payload: { deep } }), ['events/0/payload'])
})

test('what is taken is given out as it was sent', () => {
  const payload = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 }))
  fc.assert(
    fc.property(payload, (sent) => {
      const read: typeof sent = JSON.parse(JSON.stringify(sent))
      if (fieldsOf({ payload: read }).length === 0) assert.deepEqual(JSON.parse(JSON.stringify(read)), read)
    }),
  )
})
