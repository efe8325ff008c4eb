import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { mapAnswers, readFieldMap, writeFieldMap } from './field-map.ts'
import { type CodeMapping, doOverlap, findOurs, findTheirs, isOurCode } from './mapping.ts'
import { comparePositions, newestOf, type Position } from './position.ts'
import { judgeReport, type Report } from './report.ts'

const now = Temporal.Instant.from('2026-11-26T02:40:00Z')
const report: Report = {
  ...{
    dossierCode: 'G12.20-20261120-0000042',
    sequence: 2,
    reportedAt: '2026-11-25T09:00:00+07:00',
    state: 'DXL',
  },
  ...{ procedure: { code: 'DD-01', name: 'Đăng ký' }, agency: { code: 'VP-DB', name: 'Văn phòng' } },
  owner: { name: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017' },
  ...{
    applicant: null,
    subject: null,
    submittedAt: '2026-11-20T08:00:00+07:00',
    acceptedAt: null,
    dueAt: null,
  },
  ...{ finishedAt: null, deliveredAt: null, note: null, results: [] },
}
const faults = (change: Partial<Report>, orderedBy: 'sequence' | 'time' = 'sequence') =>
  judgeReport({ ...report, ...change }, orderedBy, now).map(({ field }) => field)

test('a report is judged by its shape: ids, codes, moments, and a place in the order', () => {
  assert.deepEqual(faults({}), [])
  assert.deepEqual(faults({ owner: { name: 'A', personalId: '12345' } }), ['owner.personalId'])
  assert.deepEqual(faults({ owner: { name: 'HTX', personalId: '0109999001-001' } }), [])
  assert.deepEqual(faults({ applicant: { name: 'B', personalId: '99900000001X' } }), ['applicant.personalId'])
  assert.deepEqual(faults({ sequence: null }), ['sequence'])
  assert.deepEqual(faults({ sequence: null }, 'time'), [])
  assert.deepEqual(faults({ dueAt: '31/12/2026' }), ['dueAt'])
  assert.deepEqual(faults({ reportedAt: '2027-01-01T00:00:00Z' }), ['reportedAt'])
  assert.deepEqual(faults({ dossierCode: '<script>' }), ['dossierCode'])
})

const position = fc.record(
  {
    sequence: fc.option(fc.integer({ min: 1, max: 3 })),
    reportedAtMs: fc.integer({ min: 0, max: 2 }),
    sha256: fc.constantFrom('a', 'b', 'c'),
  },
  { noNullPrototype: true },
)

test('the order of reports is one order, and the newest is the same whatever came first', () => {
  const sign = (a: Position, b: Position) => Math.sign(comparePositions(a, b))
  fc.assert(
    fc.property(position, position, position, (a, b, c) => {
      assert.equal(sign(a, b), 0 - sign(b, a))
      if (sign(a, b) >= 0 && sign(b, c) >= 0) assert.ok(sign(a, c) >= 0)
      assert.deepEqual(newestOf([a, b, c]), newestOf([c, a, b, a]))
    }),
  )
})

const mapping = (
  theirCode: string,
  ourCode: string,
  fromOn: string,
  untilOn: string | null = null,
): CodeMapping => ({
  ...{ kind: 'state', theirCode, ourCode, fromOn, untilOn },
})

test('a code means what it meant on that day, in both directions', () => {
  const table = [
    mapping('DXL', '4', '2026-01-01', '2026-06-30'),
    mapping('DXL', '2', '2026-07-01'),
    mapping('XL2', '4', '2026-07-01'),
  ]
  assert.equal(findOurs(table, 'state', 'DXL', '2026-06-30'), '4')
  assert.equal(findOurs(table, 'state', 'DXL', '2026-07-01'), '2')
  assert.equal(findOurs(table, 'state', 'DXL', '2025-12-31'), null)
  assert.equal(findOurs(table, 'agency', 'DXL', '2026-07-01'), null)
  assert.equal(findTheirs(table, 'state', '4', '2026-03-01'), 'DXL')
  assert.equal(findTheirs(table, 'state', '4', '2026-08-01'), 'XL2')
  assert.equal(findTheirs(table, 'state', '9', '2026-08-01'), null)
})

test('two spans that share a day overlap', () => {
  const span = (fromOn: string, untilOn: string | null) => ({ fromOn, untilOn })
  assert.equal(doOverlap(span('2026-01-01', '2026-06-30'), span('2026-06-30', null)), true)
  assert.equal(doOverlap(span('2026-01-01', '2026-06-30'), span('2026-07-01', null)), false)
  assert.equal(doOverlap(span('2026-01-01', null), span('2020-01-01', null)), true)
})

test('codes of ours are known by their shape', () => {
  assert.ok(isOurCode('procedure', '1.004873') && isOurCode('agency', 'H18.137.01') && isOurCode('state', '10'))
  assert.ok(!isOurCode('procedure', 'DD-01') && !isOurCode('agency', 'sở') && !isOurCode('state', '11'))
})

test('of the answers only what the map names leaves, under their names; a wrong map is said', () => {
  const answers = { person: { fullName: 'LÒ THỊ MAI HƯƠNG', secret: 'x' }, delivery: {} }
  const read = readFieldMap('HoTen = person.fullName\n\nSoBan = delivery.copies\nNoiO= home.address')
  assert.ok(read.ok)
  assert.deepEqual(mapAnswers(answers, read.fields), {
    fields: { HoTen: 'LÒ THỊ MAI HƯƠNG', SoBan: '' },
    missing: ['home.address'],
  })
  assert.deepEqual(readFieldMap(writeFieldMap(read.fields)), read)
  assert.deepEqual(readFieldMap('HoTen = person.fullName\nHoTen = person.name'), { ok: false, wrongLine: 2 })
  for (const wrong of ['HoTen', 'Họ tên = a.b', 'A = a..b', 'A = __proto__'])
    assert.equal(readFieldMap(wrong).ok, false, wrong)
})
