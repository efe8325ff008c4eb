import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { useContext } from '#test/app'
import { loadPacks } from '#test/packs'
import { getCatalogueProcedure, getProcedure } from './get-procedure.ts'
import { importProcedures } from './import-procedures.ts'
import { findDescribed } from './repository.ts'

const world = useContext()
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-import-'))
})
after(() => rm(folder, { recursive: true }))

const put = async (name: string, content: unknown) => {
  const path = join(folder, name)
  await writeFile(
    path,
    Buffer.isBuffer(content) || typeof content === 'string' ? content : JSON.stringify(content),
  )
  return path
}

const clean = (code: string, more: Record<string, unknown> = {}) => ({
  code,
  name: 'Thủ tục cấp thẻ đọc sách',
  decisionNo: '12/QĐ-UBND',
  isMinistry: false,
  isProvince: false,
  isWard: true,
  categoriesDetails: [{ name: 'Thư viện' }],
  executionSteps: [{ name: '', description: 'Nộp tại quầy.' }],
  executionMethods: [
    {
      submissionMethod: 'DIRECT',
      processingTime: 3,
      processingTimeUnit: 'WORKING_DAY',
      description: '',
      fees: [{ value: 20000, currency: 'VND', description: '20.000 đồng/thẻ' }],
    },
  ],
  executionCases: [{ name: '', profileComponents: [{ name: 'Đơn', originalQty: 1, copyQty: 0 }] }],
  resultsDetails: [{ code: 'KQ.X00.000001', name: 'Thẻ đọc sách' }],
  legalBasisesDetails: [{ code: '46/2019/QH14', name: 'Luật Thư viện' }],
  ...more,
})

test('a clean record is imported once, and a second run changes nothing', async () => {
  const path = await put('clean.json', clean('1.900001'))
  const first = await importProcedures(world.context, [path])
  assert.deepEqual(first, { read: 1, inserted: 1, updated: 0, unchanged: 0, rejected: [] })
  const second = await importProcedures(world.context, [path])
  assert.deepEqual(second, { read: 1, inserted: 0, updated: 0, unchanged: 1, rejected: [] })
  const found = await getCatalogueProcedure(world.context.db, '1.900001')
  assert.equal(found.status, 'described')
  assert.equal(found.shortName, 'Cấp thẻ đọc sách')
  assert.deepEqual(found.issues, [])
  await assert.rejects(getProcedure(world.context.db, '1.900001'), { code: 'procedures.not_offered' })
})

test('a changed record becomes a new version; the old one stays', async () => {
  const path = await put('clean.json', clean('1.900001', { name: 'Thủ tục cấp lại thẻ đọc sách' }))
  const report = await importProcedures(world.context, [path])
  assert.equal(report.updated, 1)
  const found = await getCatalogueProcedure(world.context.db, '1.900001')
  assert.deepEqual([found.version, found.shortName], [2, 'Cấp lại thẻ đọc sách'])
})

test('the dirt of a record is kept visible as issues, and nothing is guessed', async () => {
  const methods = [
    {
      submissionMethod: 'ONLINE',
      processingTime: 1,
      processingTimeUnit: 'OTHER',
      fees: [{ value: 145, currency: 'VND' }],
    },
    {
      submissionMethod: 'ONLINE',
      processingTime: 'Theo mô tả',
      processingTimeUnit: 'DAY',
      fees: [
        { value: 800000, currency: 'VND', description: 'thu 400.000 đồng/hồ sơ' },
        { value: 17500000000, currency: 'VND' },
        { value: 50000, currency: 'VND', description: 'Miễn phí cho hộ nghèo' },
        { value: '5', currency: 'VND' },
        { value: 10, description: '10 USD/bản' },
      ],
    },
    { submissionMethod: 'PIGEON', fees: 'none' },
  ]
  const record = clean('TTHC-01', {
    name: 'Thủ tục\u0007 cấp thẻ'.normalize('NFD'),
    isWard: false,
    categoriesDetails: null,
    executionMethods: methods,
    executionCases: [
      {
        name: '* Giấy tờ phải nộp:',
        profileComponents: [{ name: '- Đơn', originalQty: 1 }, { name: 'Lưu ý', originalQty: 0 }, 7],
      },
    ],
    legalBasisesDetails: [{ code: '41/201Đ-CP', name: 'x' }],
    description: ['not', 'text'],
  })
  const report = await importProcedures(world.context, [await put('dirty.json', record)])
  assert.equal(report.inserted, 1)
  const found = await getCatalogueProcedure(world.context.db, 'TTHC-01')
  assert.equal(found.name, 'Thủ tục cấp thẻ')
  assert.deepEqual(
    found.components.map(({ name }) => name),
    ['Đơn'],
  )
  assert.ok(found.status === 'described' && found.notes.includes('Lưu ý'))
  assert.ok(found.fees.every(({ amountVnd }) => amountVnd === null))
  const kinds = new Set(found.issues.map(({ kind }) => kind))
  const expected = [
    'channel_repeated',
    'control_characters',
    'fee_amount_odd',
    'fee_currency',
    'fee_words_disagree',
    'field_unknown',
    'level_unknown',
    'not_nfc',
    'note_among_papers',
    'odd_code',
    'odd_legal_code',
    'time_in_words',
    'time_unit_unclear',
    'times_differ',
    'value_unreadable',
  ]
  assert.deepEqual([...kinds].sort(), expected)
})

test('what cannot be a record is rejected with file, field and reason; the others go on', async () => {
  await mkdir(join(folder, 'folder.json'))
  const paths = [
    join(folder, 'absent.json'),
    join(folder, 'folder.json'),
    await put('empty.json', ''),
    await put('broken.json', '{"code": "1.900002", '),
    await put('latin.json', Buffer.from([0x22, 0xe9, 0x22])),
    await put('deep.json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`),
    await put('null.json', 'null'),
    await put('code.json', { code: 5, name: 'x' }),
    await put('name.json', { code: '1.900003', name: { vi: 'x' } }),
    await put('surrogate.json', '{"code":"1.900004","name":"x\\ud800\\u0000y","steps":1e999}'),
    await put('long.json', { code: 'x'.repeat(500), name: 'x' }),
    await put('again.json', [clean('1.900005'), clean('1.900005'), clean('1.900005', { name: 'khác' })]),
  ]
  const report = await importProcedures(world.context, paths)
  assert.deepEqual(
    report.rejected.map(({ file, field }) => [file.slice(folder.length + 1), field]),
    [
      ['absent.json', '(file)'],
      ['folder.json', '(file)'],
      ['empty.json', '(file)'],
      ['broken.json', '(file)'],
      ['latin.json', '(file)'],
      ['deep.json', '(record)'],
      ['null.json', '(record)'],
      ['code.json', 'code'],
      ['name.json', 'name'],
      ['long.json', 'code'],
      ['again.json', 'code'],
    ],
  )
  assert.ok(report.rejected.every(({ reason }) => reason.length > 10))
  assert.deepEqual([report.read, report.inserted, report.unchanged], [14, 2, 1])
  assert.equal((await getCatalogueProcedure(world.context.db, '1.900004')).name, 'x\ufffdy')
})

test('an imported description stands beside an offered pack and changes nothing of it', async () => {
  const { db } = world.context
  await loadPacks(world.context)
  const offered = await getProcedure(db, '1.001193')
  await importProcedures(world.context, [
    await put('birth.json', clean('1.001193', { name: 'Đăng ký khai sinh' })),
  ])
  assert.equal((await getProcedure(db, '1.001193')).versionId, offered.versionId)
  assert.equal((await findDescribed(db, '1.001193'))?.name, 'Đăng ký khai sinh')
  const line = await db
    .selectFrom('procedures.procedure')
    .select(['status', 'name'])
    .where('code', '=', '1.001193')
    .executeTakeFirstOrThrow()
  assert.deepEqual(line, { status: 'offered', name: 'Thủ tục đăng ký khai sinh' })
})

// The real records are not part of this repository; where a copy of them lies beside it, they come in too.
const catalogue = globSync('../*/data/procedures/*.json').sort()

test('real records come in whole, none rejected, and a second run changes nothing', async () => {
  const paths = [...catalogue, await put('one.json', clean('1.900006'))]
  const first = await importProcedures(world.context, paths)
  assert.deepEqual([first.rejected, first.inserted + first.updated], [[], paths.length])
  const second = await importProcedures(world.context, paths)
  assert.deepEqual([second.inserted, second.updated, second.unchanged], [0, 0, paths.length])
})
