import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findEmptiness } from './empty-filing.ts'

const full = {
  ...{ applicantName: 'LÒ THỊ MAI HƯƠNG', applicantPersonalId: '999000000048' },
  ...{ answers: { person: { fullName: 'LÒ THỊ MAI HƯƠNG' } }, paperCount: 0 },
}

const cases = [
  ['answers without papers are a filing', full, null],
  ['papers without answers are one', { ...full, answers: {}, paperCount: 1 }, null],
  ['an answer of false or zero is an answer', { ...full, answers: { a: { b: false, c: 0 } } }, null],
  ['no answers and no papers: it arrived empty', { ...full, answers: {} }, 'empty'],
  [
    'parts with nothing in them are nothing',
    { ...full, answers: { a: {}, b: { c: '', d: [null, ''] } } },
    'empty',
  ],
  ['nobody named: nobody knows whose it is', { ...full, applicantName: ' ' }, 'applicant_missing'],
  ['no number: the same', { ...full, applicantPersonalId: '' }, 'applicant_missing'],
  [
    'a number of nine digits is no personal id',
    { ...full, applicantPersonalId: '099000048' },
    'applicant_number',
  ],
] as const

for (const [name, contents, expected] of cases)
  test(name, () => assert.equal(findEmptiness(contents), expected))
