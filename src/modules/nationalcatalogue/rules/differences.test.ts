import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  compareLine,
  type Difference,
  findMissingKind,
  type NationalLine,
  type OwnLine,
  topOf,
} from './differences.ts'

const ours: OwnLine = { name: 'Thủ tục đăng ký kết hôn', field: 'Hộ tịch', level: 'commune' }
const theirs: NationalLine = {
  name: ours.name,
  fields: ['Hộ tịch', 'Nuôi con nuôi'],
  levels: ['province', 'commune'],
}

test('a line of ours beside theirs: each thing that differs is said once, what they do not say is no difference', () => {
  const cases: readonly [Partial<OwnLine>, Partial<NationalLine>, readonly Difference[]][] = [
    [{}, {}, []],
    [{}, { name: ' thủ  TỤC đăng ký kết hôn'.normalize('NFD') }, []],
    [{}, { fields: [], levels: [] }, []],
    [{ field: null, level: null }, {}, []],
    [{ name: 'Đăng ký kết hôn' }, {}, [{ what: 'name', ours: 'Đăng ký kết hôn', theirs: theirs.name }]],
    [{ field: 'Chứng thực' }, {}, [{ what: 'field', ours: 'Chứng thực', theirs: 'Hộ tịch; Nuôi con nuôi' }]],
    [{ level: 'central' }, {}, [{ what: 'level', ours: 'central', theirs: 'province; commune' }]],
  ]
  for (const [own, national, found] of cases)
    assert.deepEqual(compareLine({ ...ours, ...own }, { ...theirs, ...national }, true), found)
})

test('what they do not list was never there, or is there no more', () => {
  const missing = { ours: ours.name, theirs: null }
  assert.deepEqual(compareLine(ours, null, false), [{ what: 'not_listed', ...missing }])
  assert.deepEqual(compareLine(ours, null, true), [{ what: 'no_longer_listed', ...missing }])
})

test('a fetch without any procedure is no catalogue, nor one in which a whole kind is gone', () => {
  const before = { procedure: 5, agency: 2, field: 0 }
  assert.equal(
    findMissingKind({ procedure: 0, agency: 2, field: 1 }, { procedure: 0, agency: 0, field: 0 }),
    'procedure',
  )
  assert.equal(findMissingKind({ procedure: 5, agency: 0, field: 1 }, before), 'agency')
  assert.equal(findMissingKind({ procedure: 5, agency: 1, field: 0 }, before), null)
})

test('an agency is under the first group of its code', () => {
  assert.deepEqual(['H18.137', 'H18', '000.00.00.H18'].map(topOf), ['H18', 'H18', '000'])
})
