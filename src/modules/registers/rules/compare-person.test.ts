import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { compareField, comparePerson } from './compare-person.ts'
import { allOutcomes, nextStepOf, nextStepOfAll, type Outcome } from './outcome.ts'
import { isBirth, type PersonField, type PersonValues, personFields } from './person.ts'
import { describeQuestion } from './question-key.ts'

const table: readonly (readonly [PersonField, string, string | null, Outcome, string])[] = [
  ['fullName', 'Lò Thị Mai Hương', 'LÒ THỊ MAI HƯƠNG', 'match', 'letters of another size'],
  ['fullName', 'LÒ  THỊ MAI HƯƠNG ', 'LÒ THỊ MAI HƯƠNG', 'match', 'other spaces'],
  ['fullName', 'QUÀNG THỊ HOÀ', 'QUÀNG THỊ HÒA', 'insufficient_grounds', 'the mark on another letter'],
  ['fullName', 'LO THI MAI HUONG', 'LÒ THỊ MAI HƯƠNG', 'insufficient_grounds', 'written without marks'],
  ['fullName', 'LÒ THỊ MAI', 'LÒ THỊ MAI HƯƠNG', 'mismatch', 'a part of the name'],
  ['fullName', 'LÒ THỊ MAI HƯƠNG', null, 'no_data', 'a register without a name'],
  ['birthOn', '1997-03-14', '1997-03-14', 'match', 'the same day'],
  ['birthOn', '1949', '1949', 'match', 'the same year, and nobody knows more'],
  ['birthOn', '1949', '1949-06-01', 'match', 'confirmed as far as it was claimed'],
  ['birthOn', '1949-06-01', '1949', 'insufficient_grounds', 'the register knows the year alone'],
  ['birthOn', '1983-07', '1983', 'insufficient_grounds', 'a month against a year'],
  ['birthOn', '1949-06-01', '1950', 'mismatch', 'another year'],
  ['birthOn', '1997-03-14', '1997-04-14', 'mismatch', 'another month'],
  ['birthOn', '199', '1997', 'mismatch', 'a part of a year is no year'],
  ['sex', 'female', 'female', 'match', 'the same sex'],
  ['sex', 'female', 'male', 'mismatch', 'another sex'],
  ['sex', 'female', '  ', 'no_data', 'nothing but spaces'],
  ['address', 'Bản Mớ, xã Thanh Nưa', 'bản Mớ – xã Thanh Nưa', 'match', 'other punctuation'],
  [
    'address',
    'Bản Mớ, xã Thanh Nưa',
    'Bản Mớ, xã Hua Thanh',
    'insufficient_grounds',
    'a commune that was merged',
  ],
]

describe('one field beside the register', () => {
  for (const [field, claimed, registered, outcome, name] of table)
    test(`${field}: ${name}`, () => assert.equal(compareField(field, claimed, registered), outcome))
})

const birth = fc
  .record({
    year: fc.integer({ min: 1900, max: 2026 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    known: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ year, month, day, known }) =>
    [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].slice(0, known).join('-'),
  )
const text = fc.stringMatching(/^[A-ZĐÀẢƠƯ]{1,8}( [A-ZĐÀẢƠƯ]{1,8}){0,3}$/)
const values = fc.record(
  Object.fromEntries(personFields.map((field) => [field, field === 'birthOn' ? birth : text])),
  { requiredKeys: [] },
) as fc.Arbitrary<PersonValues>
const someFields = fc.subarray([...personFields])

describe('what may leave a register', () => {
  test('an outcome for each field that was claimed and no other; values of those asked for and no other', () => {
    fc.assert(
      fc.property(values, someFields, fc.option(values), (claims, reads, record) => {
        const { outcomes, values: told } = comparePerson({ claims, reads }, record)
        assert.deepEqual(new Set(Object.keys(outcomes)), new Set(Object.keys(claims)))
        assert.ok(Object.values(outcomes).every((outcome) => allOutcomes.includes(outcome)))
        for (const [field, value] of Object.entries(told)) {
          assert.ok(reads.includes(field as PersonField))
          assert.equal(value, record?.[field as PersonField])
        }
      }),
    )
  })

  test('who names another person learns nothing of the record', () => {
    fc.assert(
      fc.property(values, values, someFields, (claims, record, reads) => {
        const { outcomes, values: told } = comparePerson({ claims, reads }, record)
        const isMeant = outcomes.fullName === 'match' && outcomes.birthOn && outcomes.birthOn !== 'mismatch'
        if (isMeant) return
        assert.deepEqual(told, {})
        const others = Object.entries(outcomes).filter(([field]) => !['fullName', 'birthOn'].includes(field))
        assert.ok(others.every(([, outcome]) => outcome === 'insufficient_grounds'))
      }),
    )
  })

  test('what a record says of itself agrees with it', () => {
    fc.assert(
      fc.property(values, text, birth, (some, fullName, birthOn) => {
        const record = { ...some, fullName, birthOn }
        const { outcomes } = comparePerson({ claims: record, reads: [] }, record)
        assert.ok(Object.values(outcomes).every((outcome) => outcome === 'match'))
      }),
    )
  })

  test('a number nobody has gives no data, whatever was claimed', () => {
    fc.assert(
      fc.property(values, someFields, (claims, reads) => {
        const { outcomes, values: told } = comparePerson({ claims, reads }, null)
        assert.ok(Object.values(outcomes).every((outcome) => outcome === 'no_data'))
        assert.deepEqual(told, {})
      }),
    )
  })

  test('births that share what both know never disagree', () => {
    fc.assert(
      fc.property(birth, fc.integer({ min: 1, max: 3 }), (claimed, known) => {
        const registered = claimed.split('-').slice(0, known).join('-')
        assert.notEqual(compareField('birthOn', claimed, registered), 'mismatch')
        assert.equal(compareField('birthOn', registered, claimed), 'match')
      }),
    )
  })
})

test('only a disagreement asks for a closer look; what is not known is asked of the person', () => {
  assert.deepEqual(
    allOutcomes.map((outcome) => nextStepOf[outcome]),
    ['nothing', 'look_closer', 'ask_person', 'ask_person'],
  )
  assert.equal(nextStepOfAll({ sex: 'match', address: 'no_data' }), 'ask_person')
  assert.equal(nextStepOfAll({ sex: 'mismatch', address: 'no_data' }), 'look_closer')
  assert.equal(nextStepOfAll({}), 'nothing')
})

test('births are days, months or years', () => {
  for (const good of ['1949', '1983-07', '2000-02-29']) assert.ok(isBirth(good), good)
  for (const bad of ['', '49', '1799', '1997-13', '2001-02-29', '14/03/1997', '1997-3-1'])
    assert.ok(!isBirth(bad), bad)
})

test('the order in which a question is put does not make it another one', () => {
  const asked = { register: 'population', kind: 'verify', subject: '999000000017', holder: null } as const
  const one = describeQuestion({ ...asked, claims: { sex: 'female', fullName: 'A' }, fields: ['b', 'a'] })
  const other = describeQuestion({ ...asked, claims: { fullName: 'A', sex: 'female' }, fields: ['a', 'b'] })
  assert.equal(one, other)
  assert.notEqual(
    one,
    describeQuestion({ ...asked, claims: { sex: 'male', fullName: 'A' }, fields: ['a', 'b'] }),
  )
})
