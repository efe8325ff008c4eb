import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { findCommune, importUnits, listSuccessors, listUnits, seedDemoProvince } from '#modules/organisations'
import { useContext } from '#test/app'

/** A small country: two provinces become one, a commune is divided, another becomes a phường a year later. */
const sample = {
  'former.json': {
    asOf: '2025-06-30',
    validTo: '2025-06-30',
    provinces: [
      {
        code: '56',
        name: 'Khánh Hòa',
        fullName: 'Tỉnh Khánh Hòa',
        districts: [
          {
            code: '568',
            name: 'Nha Trang',
            fullName: 'Thành phố Nha Trang',
            wards: [
              { code: '22327', fullName: 'Phường Vĩnh Hòa' },
              { code: '22330', fullName: 'Phường Vĩnh Hải' },
            ],
          },
        ],
      },
      { code: '58', name: 'Ninh Thuận', fullName: 'Tỉnh Ninh Thuận', districts: [] },
    ],
  },
  'now.json': {
    asOf: '2026-09-20',
    validFrom: '2025-07-01',
    provinces: [
      {
        code: '56',
        name: 'Khánh Hoà',
        fullName: 'Tỉnh Khánh Hoà',
        unit: 'tinh',
        nsoName: 'Tỉnh Khánh Hòa',
        wards: [
          { code: '22327', name: 'Bắc Nha Trang', fullName: 'Phường Bắc Nha Trang', unit: 'phuong' },
          { code: '22333', name: 'Nha Trang', fullName: 'Phường Nha Trang', unit: 'phuong' },
          { code: '2234', name: 'Sai', fullName: 'Xã Sai', unit: 'xa' },
          { code: '22333', name: 'Nha Trang', fullName: 'Phường Nha Trang', unit: 'phuong' },
          { code: '22349', name: 'Lạ', fullName: 'Thôn Lạ' },
        ],
      },
    ],
  },
  'changes.json': {
    changes: [
      {
        effective: '2026-04-30',
        basis: 'Nghị quyết mẫu',
        codes: ['22333', '99999'],
        fromUnit: 'xa',
        toUnit: 'phuong',
      },
    ],
  },
  'provinces.json': {
    effective: '2025-07-01',
    basis: 'Nghị quyết mẫu',
    rows: [
      { old: '56', new: '56' },
      { old: '58', new: '56' },
    ],
  },
  'communes.json': {
    effective: '2025-07-01',
    basis: 'Nghị quyết mẫu',
    rows: [
      { old: '22327', new: '22327', scope: 'part', note: 'Nhập một phần' },
      { old: '22327', new: '22333', scope: 'part', note: 'Nhập một phần' },
      { old: '22330', new: '22327', scope: 'all', note: 'Nhập toàn bộ' },
      { old: '22330', new: '11111', scope: 'all' },
      { old: '11112', new: '22327', scope: 'all' },
    ],
  },
}

describe('importing a folder of lists', () => {
  const world = useContext()
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'motcua-units-'))
    for (const [name, list] of Object.entries(sample)) await writeFile(join(folder, name), JSON.stringify(list))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  test('takes what is good, in the right order, and says which rows it did not take and why', async () => {
    const seen: number[] = []
    const report = await importUnits(world.context, folder, (done) => seen.push(done))
    assert.deepEqual(seen, [0, 1, 2, 3, 4, 5])
    assert.deepEqual(
      report.files.map(({ file, kind, inserted }) => [file, kind, inserted]),
      [
        ['former.json', 'former_units', 5],
        ['now.json', 'units', 3],
        ['changes.json', 'changes', 1],
        ['communes.json', 'mapping', 3],
        ['provinces.json', 'mapping', 2],
      ],
    )
    assert.deepEqual(
      report.rejected.map(({ field, reason }) => [field, reason]),
      [
        ['commune 2234', 'code_malformed'],
        ['commune 22333', 'code_twice'],
        ['commune 22349', 'type_unknown'],
        ['2026-04-30 99999', 'unit_unknown'],
        ['commune 22330 → 11111', 'unit_unknown'],
        ['commune 11112 → 22327', 'old_unit_unknown'],
      ],
    )
  })

  test('a second import, of the folder or of one list, changes nothing', async () => {
    const again = await importUnits(world.context, folder)
    assert.deepEqual([again.inserted, again.updated, again.unchanged], [0, 0, 14])
    const one = await importUnits(world.context, join(folder, 'now.json'))
    assert.deepEqual([one.inserted, one.updated, one.unchanged], [0, 0, 3])
  })

  test('a code means another unit at another time', async () => {
    const { db } = world.context
    assert.equal((await findCommune(db, '22327', '2025-06-30'))?.fullName, 'Phường Vĩnh Hòa')
    assert.equal((await findCommune(db, '22327', '2025-07-01'))?.fullName, 'Phường Bắc Nha Trang')
    assert.equal((await findCommune(db, '22333', '2026-04-29'))?.fullName, 'Xã Nha Trang')
    assert.equal((await findCommune(db, '22333', '2026-04-30'))?.unitType, 'phuong')
    assert.equal(await findCommune(db, '22330', '2026-04-30'), null)
  })

  test('a divided commune leads to all its successors', async () => {
    const successors = await listSuccessors(world.context.db, '22327')
    assert.deepEqual(
      successors.map(({ newCode, newFullName, scope }) => [newCode, newFullName, scope]),
      [
        ['22327', 'Phường Bắc Nha Trang', 'part'],
        ['22333', 'Xã Nha Trang', 'part'],
      ],
    )
  })

  test('both spellings of the tone mark, or none, find the same unit', async () => {
    for (const text of ['khánh hoà', 'Khánh Hòa', 'khanh hoa']) {
      const found = await listUnits(world.context.db, { text, level: 'province', on: '2026-01-01' })
      assert.deepEqual(
        found.map(({ code }) => code),
        ['56'],
      )
    }
  })

  test('what is no list is refused with a code, and nothing is written', async () => {
    await writeFile(join(folder, 'wrong.json'), '{"people": []}')
    await assert.rejects(importUnits(world.context, folder), { code: 'organisations.list_not_readable' })
    await writeFile(join(folder, 'wrong.json'), '{"provinces": [')
    await assert.rejects(importUnits(world.context, folder), { code: 'organisations.list_not_readable' })
    await assert.rejects(importUnits(world.context, join(folder, 'nowhere')), {
      code: 'organisations.list_not_found',
    })
  })
})

// The official lists are input, not part of this repository: the test runs where they lie beside the checkout.
const official = '../shared/data/units'

if (existsSync(official)) {
  describe('the official lists', () => {
    const world = useContext()

    test('are taken completely over what the package seeded, and a second time change nothing', async () => {
      await seedDemoProvince(world.context)
      const first = await importUnits(world.context, official)
      assert.deepEqual(first.rejected, [])
      const again = await importUnits(world.context, official)
      assert.deepEqual([again.inserted, again.updated, again.rejected.length], [0, 0, 0])
      const { db } = world.context
      const counted = await db
        .selectFrom('organisations.administrative_unit')
        .select(['level', (by) => by.fn.countAll<number>().as('count')])
        .select((by) => by('valid_to', 'is', null).as('inForce'))
        .groupBy(['level', (by) => by('valid_to', 'is', null)])
        .orderBy('level')
        .orderBy('inForce')
        .execute()
      assert.deepEqual(
        counted.map(({ level, inForce, count }) => [level, inForce, count]),
        [
          ['commune', false, 10_035 + 22],
          ['commune', true, 3321],
          ['district', false, 696],
          ['province', false, 63 + 3],
          ['province', true, 34],
        ],
      )
      const mappings = await db
        .selectFrom('organisations.unit_mapping')
        .select(['level', 'source', (by) => by.fn.countAll<number>().as('count')])
        .groupBy(['level', 'source'])
        .orderBy('level')
        .execute()
      assert.deepEqual(mappings, [
        { level: 'commune', source: 'official', count: 10_571 },
        { level: 'province', source: 'official', count: 63 },
      ])
      assert.equal((await listUnits(db, { parentCode: '11', on: '2026-11-26' })).length, 45)
    })
  })

  describe('the official lists alone', () => {
    const world = useContext()

    test('load into an empty database', async () => {
      const report = await importUnits(world.context, official)
      assert.deepEqual(report.rejected, [])
      assert.equal(report.inserted, 34 + 3321 + 63 + 696 + 10_035 + 25 + 63 + 10_571)
      assert.equal((await findCommune(world.context.db, '07294', '2026-09-19'))?.fullName, 'Xã Bố Hạ')
    })
  })
}
