import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkAnswers } from './check-answers.ts'
import type { Answers, FormSchema } from './rules/form-schema.ts'
import { settleAnswers } from './settle-answers.ts'

const form: FormSchema = {
  type: 'object',
  properties: {
    person: {
      type: 'object',
      title: 'Người khai',
      properties: {
        sex: { type: 'string', title: 'Giới tính', 'x-choices': 'sexes' },
        birthOn: { type: 'string', format: 'date', title: 'Ngày sinh', 'x-notAfter': 'today' },
        age: {
          type: 'integer',
          title: 'Tuổi',
          'x-value': 'years and months duration(date(answers.person.birthOn), date(today)).years',
        },
        hasChildren: { type: 'boolean', title: 'Có con' },
        guardian: { type: 'string', title: 'Người giám hộ', 'x-when': 'answers.person.age < 18' },
      },
      required: ['sex', 'birthOn', 'guardian'],
    },
    family: {
      type: 'object',
      title: 'Gia đình',
      'x-when': 'answers.person.hasChildren = true',
      properties: {
        children: {
          type: 'array',
          title: 'Các con',
          'x-rowTitle': 'Người con',
          'x-rowTitleEn': 'Child',
          minItems: 1,
          maxItems: 3,
          items: {
            type: 'object',
            properties: {
              fullName: { type: 'string', title: 'Họ tên', minLength: 2 },
              birthOn: {
                type: 'string',
                format: 'date',
                title: 'Ngày sinh',
                'x-notBefore': 'answers.person.birthOn',
              },
              school: { type: 'string', title: 'Trường', 'x-when': 'row.birthOn > "2010-01-01"' },
            },
            required: ['fullName', 'school'],
          },
        },
        count: { type: 'integer', title: 'Số con', 'x-value': 'count(answers.family.children)' },
      },
      required: ['children'],
    },
  },
}

const today = '2026-11-22'
const adult = { sex: 'female', birthOn: '1997-03-27' }
const pathsOf = (answers: Answers) =>
  checkAnswers(form, answers, { today }).map(({ path, code }) => [path, code])

test('what does not apply is not missed, and not sent', () => {
  const answers = { person: { ...adult, guardian: 'Ai đó' }, family: { children: [{ fullName: 'A B' }] } }
  const settled = settleAnswers(form, answers, { today })
  assert.deepEqual(settled.answers, { person: { ...adult, age: 29 } })
  assert.deepEqual(settled.dropped, ['person.guardian', 'family.children'])
  assert.ok(settled.unasked.has('family'))
  assert.deepEqual(pathsOf(answers), [])
})

test('what an answer opens is asked: a child of fifteen needs a guardian', () => {
  assert.deepEqual(pathsOf({ person: { sex: 'male', birthOn: '2011-01-01' } }), [
    ['person.guardian', 'missing'],
  ])
})

test('a value that is reckoned is reckoned here, whatever was sent', () => {
  const { answers } = settleAnswers(form, { person: { ...adult, age: 5 } }, { today })
  assert.equal(answers.person?.age, 29)
})

test('each row is checked by itself, and the problem names the row', () => {
  const children = [
    { fullName: 'Lò Văn An', birthOn: '2000-01-01' },
    { fullName: 'X', birthOn: '2015-01-01' },
    {},
  ]
  const answers = { person: { ...adult, hasChildren: true }, family: { children } } as unknown as Answers
  assert.deepEqual(pathsOf(answers), [
    ['family.children.1.fullName', 'too_short'],
    ['family.children.1.school', 'missing'],
    ['family.children.2.fullName', 'missing'],
  ])
  const [, second] = checkAnswers(form, answers, { today })
  assert.equal(second?.vi, 'Chưa có câu trả lời: Người con 2, Trường.')
  assert.equal(settleAnswers(form, answers, { today }).answers.family?.count, 3)
})

test('too few and too many rows are said at the group', () => {
  const of = (children: unknown) =>
    pathsOf({ person: { ...adult, hasChildren: true }, family: { children } } as unknown as Answers)
  assert.deepEqual(of([]), [['family.children', 'too_few']])
  assert.deepEqual(of(undefined), [['family.children', 'missing']])
  assert.deepEqual(of('x'), [['family.children', 'wrong_type']])
  assert.deepEqual(of(Array.from({ length: 4 }, () => ({ fullName: 'Lò A' }))), [
    ['family.children', 'too_many'],
  ])
})

test('a day is held against another one', () => {
  assert.deepEqual(pathsOf({ person: { ...adult, birthOn: '2026-11-23' } }), [
    ['person.birthOn', 'too_late'],
    ['person.guardian', 'missing'],
  ])
  const early = {
    person: { ...adult, hasChildren: true },
    family: { children: [{ fullName: 'Lò A', birthOn: '1990-01-01' }] },
  }
  assert.deepEqual(pathsOf(early), [['family.children.0.birthOn', 'too_early']])
  assert.match(checkAnswers(form, early, { today })[0]?.vi ?? '', /không được trước ngày 27\/03\/1997/)
})

test('a choice is one of its catalogue', () => {
  assert.deepEqual(pathsOf({ person: { ...adult, sex: 'x' } }), [['person.sex', 'not_a_choice']])
})

test('a paper of the form is missed only where the papers are looked at', () => {
  const withPaper: FormSchema = {
    type: 'object',
    properties: {
      one: {
        type: 'object',
        title: 'Một',
        properties: { paper: { type: 'string', title: 'Giấy chứng sinh', 'x-component': 'birth_paper' } },
        required: ['paper'],
      },
    },
  }
  assert.deepEqual(checkAnswers(withPaper, {}), [])
  assert.deepEqual(checkAnswers(withPaper, {}, { papers: ['birth_paper'] }), [])
  assert.equal(checkAnswers(withPaper, {}, { papers: [] })[0]?.path, 'one.paper')
})
