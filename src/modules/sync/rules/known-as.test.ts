import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownAs } from './known-as.ts'

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
