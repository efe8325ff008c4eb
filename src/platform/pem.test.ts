import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readPemCertificates } from './pem.ts'

test('the certificates of a text come in their order, whatever stands between them', () => {
  const pem = (body: string) => `-----BEGIN CERTIFICATE-----\r\n${body}\n-----END CERTIFICATE-----\n`
  const text = `Gốc thứ nhất\n${pem('AQ\nID')}# Gốc thứ hai\n${pem('BAUG')}`
  assert.deepEqual(readPemCertificates(text), [new Uint8Array([1, 2, 3]), new Uint8Array([4, 5, 6])])
  assert.deepEqual(readPemCertificates(`${pem('not – base64')}-----BEGIN CERTIFICATE-----\nAQID`), [])
})
