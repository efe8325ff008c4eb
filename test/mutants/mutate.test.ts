import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { test } from 'node:test'
import { makeMutants } from './mutate.ts'

const changesOf = (source: string) => makeMutants(source).map(({ change }) => change.split(' in: ')[0])

test('every mutant of the rules compiles and differs from its source, in one place, on its line', () => {
  for (const file of globSync('src/modules/calendar/rules/{waits,steps}.ts')) {
    const source = stripTypeScriptTypes(readFileSync(file, 'utf8'))
    const lines = source.split('\n')
    const mutants = makeMutants(source)
    assert.ok(mutants.length > 20)
    for (const mutant of mutants) {
      stripTypeScriptTypes(mutant.source)
      const different = mutant.source.split('\n').filter((line, index) => line !== lines[index])
      assert.ok(different.length >= 1 && mutant.source !== source)
      assert.notEqual(mutant.source.split('\n')[mutant.line - 1], lines[mutant.line - 1])
    }
  }
})

test('signs, numbers, words, strings and conditions are mistaken', () => {
  assert.deepEqual(changesOf('const a = b <= 1 && c'), [
    '"<=" → "<"',
    '"<=" → ">"',
    '"1" → "2"',
    '"1" → "0"',
    '"&&" → "||"',
  ])
  assert.deepEqual(changesOf("const a = b?.c ?? 'd'"), ['"?." → "."', '"??" → "?? void"', '"\'d\'" → "\'\'"'])
  assert.deepEqual(changesOf('const a = -1'), ['"-" → ""', '"1" → "2"', '"1" → "0"'])
  assert.deepEqual(changesOf('function f() {\n  if (a) return\n  go(b)\n}'), [
    '"a" → "true"',
    '"a" → "false"',
    '"go(b)" → ";"',
  ])
  assert.deepEqual(changesOf('const a = b ? c : d'), ['"?" → "&& false ?"', '"?" → "|| true ?"'])
})

test('types, comments, templates, patterns and imports are left as they are', () => {
  const untouched = [
    'let a: Map<string, 1> | null',
    '// a < b',
    '/* a < b */',
    'f(/^a<b$/)',
    'f(`a < b`)',
    "import { a } from 'b'",
  ]
  assert.deepEqual(untouched.flatMap(changesOf), [])
})
