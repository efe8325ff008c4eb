import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findKnownAnswers, type Known, type KnownAnswers } from './known-answers.ts'
import type { AnswerSource, FormSchema, SourceKind } from './rules/form-schema.ts'

const form: FormSchema = {
  type: 'object',
  properties: {
    person: {
      type: 'object',
      title: 'Người khai',
      properties: {
        fullName: { type: 'string', title: 'Họ tên', 'x-prefill': 'applicant.fullName' },
        sex: {
          type: 'string',
          title: 'Giới tính',
          'x-choices': 'sexes',
          'x-sources': [
            { from: 'population', path: 'sex' },
            { from: 'earlier_dossier', path: 'person.sex' },
          ],
        },
      },
    },
  },
}
const of = { accountId: 'a', personalId: '999000000017', procedure: '1.001193' }
const label = { vi: 'nguồn', en: 'source' }

/** A source that knows these values by path. */
const source = (from: SourceKind, fixed: boolean, values: Record<string, string>): KnownAnswers => ({
  from,
  fixed,
  find: (_, asked) =>
    Promise.resolve(
      new Map(
        asked.flatMap((one): (readonly [AnswerSource, Known])[] => {
          const value = values[one.path]
          return value === undefined ? [] : [[one, { value, label }]]
        }),
      ),
    ),
})

const account = source('vneid', true, { fullName: 'Lò Thị Mai Hương' })
const earlier = source('earlier_dossier', false, { 'person.sex': 'female' })

test('the first source that knows wins, in the order of the form', async () => {
  const register = source('population', true, { sex: 'male' })
  const known = await findKnownAnswers(form, [earlier, register, account], of)
  assert.deepEqual(known.person, {
    fullName: { value: 'Lò Thị Mai Hương', label, fixed: true },
    sex: { value: 'male', label, fixed: true },
  })
})

test('a source that does not answer knows nothing: the next one is asked, and it is told', async () => {
  const silent: string[] = []
  const broken: KnownAnswers = {
    from: 'population',
    fixed: true,
    find: () => Promise.reject(new Error('away')),
  }
  const known = await findKnownAnswers(form, [broken, earlier], of, (from) => silent.push(from))
  assert.deepEqual(known.person?.sex, { value: 'female', label, fixed: false })
  assert.deepEqual(silent, ['population'])
})

test('what the form would not accept is not used: it is asked', async () => {
  const odd = source('population', true, { sex: 'unknown' })
  assert.deepEqual(await findKnownAnswers(form, [odd], of), {})
})
