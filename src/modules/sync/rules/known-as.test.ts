import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { dueToTellAt, knownAs } from './known-as.ts'

const naming = { theirCode: null, code: null, reference: '4F7K-92QX-HM3R', isClosed: false }

test('a dossier filed here has no name for others until it is accepted', () => {
  assert.equal(knownAs(naming), null)
  assert.equal(knownAs({ ...naming, code: 'H18.137-261122-0001' }), 'H18.137-261122-0001')
})

test('one that is closed without acceptance is known by its reference', () => {
  assert.equal(knownAs({ ...naming, isClosed: true }), '4F7K-92QX-HM3R')
})

test('one that was filed at the destination keeps the code it has there', () => {
  assert.equal(knownAs({ ...naming, theirCode: 'P-1', code: 'H18.137-261122-0001' }), 'P-1')
})

test('an event is to be told from when it happened on, or from when its dossier got its name', () => {
  const moment = (hour: number) => Temporal.Instant.from(`2026-11-26T0${hour}:00:00Z`)
  const dueAt = (acceptedAt: number | null, closedAt: number | null, isNamedThere = false) =>
    dueToTellAt({
      ...{ at: moment(2), isNamedThere },
      acceptedAt: acceptedAt === null ? null : moment(acceptedAt),
      closedAt: closedAt === null ? null : moment(closedAt),
    }).epochMilliseconds
  assert.equal(dueAt(4, 8), moment(4).epochMilliseconds)
  assert.equal(dueAt(1, 8), moment(2).epochMilliseconds)
  assert.equal(dueAt(null, 3), moment(3).epochMilliseconds)
  assert.equal(dueAt(4, null, true), moment(2).epochMilliseconds)
})
