import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkAnswers } from './check-answers.ts'
import { type FormSchema, prefillAnswers } from './rules/form-schema.ts'

const form = JSON.parse(readFileSync('packs/1.001193/form.json', 'utf8')) as FormSchema

const complete = {
  child: {
    fullName: 'Lò Minh An',
    sex: 'female',
    birthOn: '2026-11-20',
    birthPlace: 'Bệnh viện Đa khoa tỉnh Điện Biên',
    ethnicGroup: 'Thái',
    homePlace: 'xã Mường Phăng, tỉnh Điện Biên',
  },
  mother: { fullName: 'Lò Thị Mai Hương', personalId: '999000000017', phone: '0900000017' },
  father: { declared: 'no' },
  delivery: {
    requesterName: 'Lò Thị Mai Hương',
    requesterPersonalId: '999000000017',
    relation: 'mother',
    copies: 2,
    receiveBy: 'counter',
  },
}

test('a complete form has no problem', () => {
  assert.deepEqual(checkAnswers(form, complete), [])
})

test('each missing answer is named once, in the order of the form, in both languages', () => {
  const [first, ...rest] = checkAnswers(form, {})
  assert.deepEqual(first, {
    path: 'child.fullName',
    code: 'missing',
    params: {},
    vi: 'Chưa có câu trả lời: Họ, chữ đệm, tên của trẻ.',
    en: 'No answer yet: Full name of the child.',
  })
  assert.equal(rest.at(-1)?.path, 'delivery.receiveBy')
})

test('one step is checked alone', () => {
  const problems = checkAnswers(form, { mother: { fullName: 'Lò Thị Mai Hương' } }, { step: 'mother' })
  assert.deepEqual(
    problems.map(({ path }) => path),
    ['mother.personalId'],
  )
})

test('an answer can make another question compulsory', () => {
  const answers = { ...complete, father: { declared: 'yes' } }
  assert.deepEqual(
    checkAnswers(form, answers).map(({ path }) => path),
    ['father.fullName', 'father.personalId'],
  )
})

test('a wrong pattern is answered with the sentence of the field', () => {
  const [problem] = checkAnswers(form, {
    ...complete,
    mother: { ...complete.mother, phone: '090000001' },
  })
  assert.equal(problem?.vi, 'Số điện thoại có 10 chữ số, bắt đầu bằng 0. Ví dụ 0900000017.')
})

test('a day that does not exist, a number out of range and a foreign choice are told apart', () => {
  const child = { ...complete.child, birthOn: '2026-02-30', sex: 'x' }
  const delivery = { ...complete.delivery, copies: 11 }
  assert.deepEqual(
    checkAnswers(form, { ...complete, child, delivery }).map(({ path, code }) => [path, code]),
    [
      ['child.sex', 'not_a_choice'],
      ['child.birthOn', 'not_a_date'],
      ['delivery.copies', 'too_large'],
    ],
  )
})

test('what sign-in knows is filled in, and nothing else', () => {
  const known = { 'applicant.fullName': 'Lò Thị Mai Hương', 'applicant.personalId': '999000000017' } as const
  assert.deepEqual(prefillAnswers(form, known), {
    delivery: { requesterName: 'Lò Thị Mai Hương', requesterPersonalId: '999000000017' },
  })
})

test('no answers of any shape make the check fail: it only names problems', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('child', 'mother', '__proto__', 'x'), fc.object()), (answers) => {
      assert.ok(checkAnswers(form, answers as never).length > 0)
    }),
  )
})
