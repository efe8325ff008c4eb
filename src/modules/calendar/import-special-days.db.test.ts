import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { importSpecialDays, loadCalendar, readCalendarRecord } from '#modules/calendar'
import { useContext } from '#test/app'

const world = useContext()
let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-days-'))
})
after(() => rm(folder, { recursive: true, force: true }))

const followers = { onChanged: async () => undefined }
async function read(name: string, text: string | Buffer, options: object = {}) {
  const path = join(folder, name)
  await writeFile(path, text)
  return await importSpecialDays(world.context, path, { kind: 'system' }, { followers, ...options })
}

async function taken(...given: Parameters<typeof read>) {
  const report = await read(...given)
  assert.ok(report.ok, JSON.stringify(report))
  return report
}

const header = 'date,kind,name,basis,swapped_with\n'

test('a list of days is read once; the second time everything is there already', async () => {
  const list = `${header}2028-01-03,holiday,"Tết Dương lịch, ""bù""",TB 1,
2028-01-04,compensatoryOff,Nghỉ hoán đổi,TB 1,2028-01-08
08/01/2028,workingSaturday,Làm bù,TB 1,2028-01-04
`
  const first = await taken('first.csv', list, { decidedYears: [2028] })
  assert.deepEqual([first.inserted, first.updated, first.unchanged, first.rejected], [3, 0, 0, []])
  assert.deepEqual(first.decidedYears, [2028])
  const again = await taken('again.csv', `\uFEFF${list.replaceAll('\n', '\r\n')}`, { decidedYears: [2028] })
  assert.deepEqual([again.inserted, again.unchanged, again.version], [0, 3, null])
  const calendar = await loadCalendar(world.context.db)
  assert.equal(calendar.version, first.version)
  assert.equal(calendar.specialDays.get('2028-01-03')?.name, 'Tết Dương lịch, "bù"')
  assert.equal(calendar.specialDays.get('2028-01-08')?.swappedWith, '2028-01-04')
})

test('a bad row is reported by line, field and reason; the others are kept', async () => {
  const report = await taken(
    'bad.csv',
    `${header}2028-02-30,holiday,Tết,TB 2,

2028-02-01,feast,Tết,TB 2,
2028-02-02,holiday,,TB 2,
2028-02-03,holiday,"Tết
Mậu Thân",,
2028-02-04,holiday,Tết,TB 2,
2028-02-04,holiday,Tết,TB 2,
2028-02-07,compensatory_off,Hoán đổi,TB 2,2028-02-12
2028-02-13,working_saturday,Làm bù,TB 2,2028-02-07
`,
  )
  assert.deepEqual([report.inserted, report.updated, report.unchanged], [1, 0, 0])
  assert.deepEqual(
    report.rejected.map(({ line, field }) => `${line} ${field}`),
    ['2 date', '4 kind', '5 name', '6 basis', '9 date', '10 swapped_with', '11 date', '11 swapped_with'],
  )
  assert.ok(report.rejected.every(({ reason }) => reason.length > 10))
})

test('JSON and YAML hold the same fields, with the decision and its years', async () => {
  const { db } = world.context
  const day = { date: '2029-01-01', kind: 'holiday', name: 'Tết Dương lịch' }
  const json = {
    decision: { number: 'TB 3/TB-BNV', on: '2026-11-01', note: 'Nghỉ năm 2029' },
    days: [day],
    decidedYears: [2029],
  }
  const first = await taken('list.json', JSON.stringify(json, null, 2))
  assert.deepEqual([first.inserted, first.decidedYears], [1, [2029]])
  const yaml =
    'decision: TB 3/TB-BNV\ndays:\n  - date: 2029-01-01\n    kind: holiday\n    name: Tết Dương lịch\n  - date: 2029-01-02\n    kind: nghỉ\n'
  const second = await taken('list.yaml', yaml)
  assert.deepEqual(
    [second.unchanged, second.rejected.map(({ line, field }) => [line, field])],
    [1, [[6, 'kind']]],
  )
  const changed = await taken('changed.yml', `- {date: 2029-01-01, kind: holiday, name: Năm mới, basis: TB 4}`)
  assert.deepEqual([changed.inserted, changed.updated], [0, 1])
  const { specialDays, decidedYears } = await readCalendarRecord(db)
  assert.deepEqual(
    specialDays.find(({ on }) => on === '2029-01-01'),
    { on: '2029-01-01', kind: 'holiday', name: 'Năm mới', basis: 'TB 4', swappedWith: null },
  )
  assert.deepEqual(decidedYears.at(-1), { year: 2029, basis: 'TB 3/TB-BNV' })
})

test('what is no list is refused whole, with a reason', async () => {
  const { version } = await readCalendarRecord(world.context.db)
  const files: [string, string | Buffer, RegExp][] = [
    ['empty.csv', '', /the header is \(empty\)/],
    ['header.csv', 'ngay,loai\n', /the header is ngay,loai/],
    ['quote.csv', `${header}2028-03-01,holiday,a"b,TB,\n`, /line 2: a quotation mark/],
    ['bytes.csv', Buffer.from([0xff, 0xfe, 0x41]), /UTF-8/],
    ['broken.json', '{"days": [', /./],
    ['other.json', '{"days": 7}', /expected CSV/],
    ['null.json', 'null', /expected CSV/],
    ['years.yaml', 'days: []\ndecision: TB\ndecidedYears: [hai nghìn]\n', /decidedYears.0/],
    ['large.csv', Buffer.alloc(1_048_577, 0x20), /larger than 1 MB/],
  ]
  for (const [name, text, reason] of files) {
    const report = await read(name, text)
    assert.ok(!report.ok, name)
    assert.match(report.reason, reason, name)
  }
  const nowhere = await importSpecialDays(
    world.context,
    join(folder, 'nowhere'),
    { kind: 'system' },
    { followers },
  )
  assert.ok(!nowhere.ok)
  assert.equal((await readCalendarRecord(world.context.db)).version, version)
})
