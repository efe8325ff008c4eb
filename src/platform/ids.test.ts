import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeId, makeReference, readReference } from './ids.ts'

test('ids of version 7 grow with time and never repeat', () => {
  const ids = Array.from({ length: 5000 }, (_, index) => makeId(1_795_000_000_000 + index))
  assert.ok(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)))
  assert.deepEqual(ids, [...ids].sort())
  assert.equal(new Set(Array.from({ length: 5000 }, () => makeId(1))).size, 5000)
})

test('ids of the same millisecond grow in the order they are made', () => {
  const ids = Array.from({ length: 3000 }, () => makeId(1_795_000_000_000))
  assert.deepEqual(ids, [...ids].sort())
})

test('a reference can be read out: no letter that looks or sounds like another sign', () => {
  const references = Array.from({ length: 2000 }, () => makeReference())
  assert.ok(
    references.every((reference) =>
      /^[346789BCDFGHJKMNPQRTVWXY]{4}(-[346789BCDFGHJKMNPQRTVWXY]{4}){2}$/.test(reference),
    ),
  )
  assert.equal(new Set(references).size, 2000)
})

test('a reference is read however it was typed, and nothing else is', () => {
  const reference = makeReference()
  assert.equal(readReference(` ${reference.toLowerCase().replaceAll('-', ' ')} `), reference)
  for (const typed of ['', 'ABC', '0000-0000-0000', `${reference}3`, '3467-89BC-DFGE']) {
    assert.equal(readReference(typed), null, typed)
  }
})
