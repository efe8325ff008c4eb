import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgedTypeOf } from './file-kind.ts'

test('a file is of the kind its first bytes are of, whatever its name says', () => {
  const kindOf = (text: string) => judgedTypeOf(Buffer.from(text, 'latin1'))
  assert.equal(kindOf('%PDF-1.7\n'), 'application/pdf')
  assert.equal(kindOf(`${' '.repeat(900)}%PDF-1.4`), 'application/pdf')
  assert.equal(kindOf(`${' '.repeat(1100)}%PDF-1.4`), null)
  assert.equal(kindOf('\xef\xbb\xbf<?xml version="1.0"?><a/>'), 'application/xml')
  assert.equal(kindOf('<HoSo/>'), 'application/xml')
  assert.equal(kindOf('<!DOCTYPE html><p>'), null)
  assert.equal(kindOf('\x89PNG'), null)
})
