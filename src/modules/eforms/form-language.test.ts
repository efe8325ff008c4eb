import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { formLanguage } from './form-language.ts'

test('the schema that editors use is the one the form is checked with', () => {
  const written: unknown = JSON.parse(readFileSync('docs/schemas/form.schema.json', 'utf8'))
  assert.deepEqual(written, JSON.parse(JSON.stringify(formLanguage)), 'run npm run docs')
})
