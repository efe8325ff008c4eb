import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDay, readStep, typedAnswers, writeDay } from './read-step.ts'

const schema = {
  properties: {
    fullName: { type: 'string', 'x-prefill': 'applicant.fullName' },
    bornOn: { type: 'string', format: 'date' },
    copies: { type: 'integer' },
    phone: { type: 'string', 'x-widget': 'tel' },
    agrees: { type: 'boolean' },
    married: { type: 'boolean', 'x-widget': 'radio' },
  },
}

test('a day is understood as people write it', () => {
  const written = [
    '27/3/1997',
    '27/03/1997',
    '27-03-1997',
    '27.3.1997',
    '27 3 1997',
    '27031997',
    '1997-03-27',
    'ngày 27 tháng 3 năm 1997',
  ]
  assert.deepEqual(
    written.map((day) => readDay(day)),
    written.map(() => '1997-03-27'),
  )
})

test('a day that does not exist, or a year of two digits, is not guessed', () => {
  assert.deepEqual(['31/02/2026', '27/3/97', '13/13/2026', 'hôm qua'].map(readDay), [null, null, null, null])
})

test('posted strings become typed answers', () => {
  const posted = {
    bornOn: ' 9/11/2026 ',
    copies: '1.200',
    phone: '+84 900 000 017',
    agrees: 'true',
    married: 'false',
  }
  assert.deepEqual(readStep(schema, posted), {
    bornOn: '2026-11-09',
    copies: 1200,
    phone: '0900000017',
    agrees: true,
    married: false,
  })
})

test('empty is no answer, and what the page does not ask is dropped', () => {
  assert.deepEqual(readStep(schema, { copies: ' 2 ', phone: '', other: 'x', agrees: 'on' }), {
    copies: 2,
    agrees: true,
  })
})

test('an id is read without the gaps of its groups', () => {
  const id = { properties: { personalId: { type: 'string', 'x-inputmode': 'numeric' } } }
  assert.deepEqual(readStep(id, { personalId: '999 000 000 017' }), { personalId: '999000000017' })
})

test('what cannot be read stays as it was typed', () => {
  const posted = { bornOn: '31/02/2026', copies: 'hai', phone: 'không có' }
  const answers = readStep(schema, posted)
  assert.deepEqual(answers, { ...posted, agrees: false })
  assert.equal(typedAnswers(schema, answers).bornOn, '31/02/2026')
})

test('what the State knows cannot be overwritten by a form', () => {
  const answers = readStep(schema, { fullName: 'Người khác' }, { fullName: 'LÒ THỊ MAI HƯƠNG' })
  assert.equal(answers.fullName, 'LÒ THỊ MAI HƯƠNG')
})

test('letters typed as two marks are stored as one', () => {
  assert.equal(readStep(schema, { fullName: 'Lò Thị'.normalize('NFD') }).fullName, 'Lò Thị'.normalize('NFC'))
})

test('a stored day is shown as people write it', () => {
  assert.equal(writeDay('2026-11-09'), '09/11/2026')
})
