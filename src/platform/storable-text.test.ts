import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dropUnstorable, findUnstorableText, makeStorable } from './storable-text.ts'

test('a text that the database cannot keep is found, with its place', () => {
  const cases: readonly [unknown, string | null][] = [
    ['Lò Thị Mai Hương', null],
    [{ answers: { child: { fullName: 'a\0b' } } }, 'answers/child/fullName'],
    [{ papers: [{ component: 'x' }, { component: '\ud800' }] }, 'papers/1/component'],
    [{ 'a\0': 1 }, '(body)'],
    ['\uFFFD', '(body)'],
    [undefined, null],
    [{ emoji: '😀', none: null, number: 1e308 }, null],
  ]
  for (const [sent, field] of cases) assert.equal(findUnstorableText(sent)?.field ?? null, field)
})

test('a body nested a hundred thousand deep is looked through without running out of stack', () => {
  const deep = JSON.parse(`${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}`)
  assert.ok(findUnstorableText([deep]))
})

test('a form keeps what can be kept', () => {
  assert.equal(dropUnstorable('Lò\0 Thị \ud800Mai'), 'Lò Thị Mai')
})

test('what another system sent loses what cannot be kept, wherever it stands, and nothing else', () => {
  const at = new Date(0)
  const sent = { 'a\0': ['x\0y', { b: '\uD800', at }], none: null, text: 'Lò Văn Bình \uFFFD', count: 7 }
  assert.deepEqual(makeStorable(sent), {
    ...{ a: ['xy', { b: '\uFFFD', at }], none: null, text: 'Lò Văn Bình \uFFFD', count: 7 },
  })
})
