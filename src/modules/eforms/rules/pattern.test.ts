import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgePattern, PatternError, readPattern } from './pattern.ts'
import { chanceFrom, sampleText } from './sample-text.ts'

const patterns = [
  '^\\d{12}$',
  '^0\\d{9}$',
  "^[\\p{L}' -]+$",
  '^[A-Z]{2}\\d{3,5}(-[a-z]+)?$',
  '^(?:xã|phường) \\p{L}+$',
  '^[^<>]{1,20}$',
  '^\\d{1,3}(\\.\\d{3}){0,3}$',
]

test('what a pattern accepts can be made from it', () => {
  for (const pattern of patterns) {
    for (let seed = 0; seed < 50; seed++) {
      const text = sampleText(readPattern(pattern), 8, chanceFrom(seed))
      assert.match(text, new RegExp(pattern, 'u'))
    }
  }
})

test('patterns that people write for forms are harmless', () => {
  assert.deepEqual(
    patterns.map((pattern) => judgePattern(readPattern(pattern))),
    patterns.map(() => null),
  )
})

test('a pattern that may take endless time is told apart', () => {
  const endless = ['^(a+)+$', '^(a|a)*$', '^(a|ab)*c$', '^a*a*a*a*b$', '^((a{1,9}){1,99})$']
  for (const pattern of endless) assert.notEqual(judgePattern(readPattern(pattern)), null, pattern)
})

test('what cannot be read is refused', () => {
  for (const pattern of ['^(?=a)b$', '^(a)\\1$', '^(a$', '^a)$', '^[a$', '^a**$', '^*a$', '^a{2,1,}$'])
    assert.throws(() => readPattern(pattern), PatternError, pattern)
})
