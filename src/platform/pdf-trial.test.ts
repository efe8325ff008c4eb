import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tryTemplate } from './pdf-trial.ts'

test('a template that is tried comes out as a PDF, or says in which line it is wrong', async () => {
  const fine = await tryTemplate('#let view = json(bytes(sys.inputs.data))\n#view.name', { name: 'Lò Thị May' })
  assert.ok(fine.ok)
  assert.equal(fine.pdf.subarray(0, 5).toString(), '%PDF-')
  const wrong = await tryTemplate('one\n\n#let = 3', {})
  assert.deepEqual(wrong, { ok: false, code: 'bad_template', problem: 'expected pattern', line: 3 })
})

test('a template that wants all memory, or all time, ends nothing but itself', async () => {
  const greedy = await tryTemplate('#range(300000000).len()', {}, { mostBytes: 300 * 1024 * 1024 })
  assert.deepEqual(greedy.ok ? null : greedy.code, 'too_large')
  const endless = '#{ for a in range(9999) { for b in range(9999) { for c in range(9999) { } } } }'
  const slow = await tryTemplate(endless, {}, { timeoutMs: 1500 })
  assert.deepEqual(slow.ok ? null : slow.code, 'too_slow')
})
