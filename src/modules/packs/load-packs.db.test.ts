import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { FormSchema } from '#modules/eforms'
import {
  findProcedureVersion,
  getCatalogueProcedure,
  getProcedure,
  listAskedPapers,
  listMissingPapers,
} from '#modules/procedures'
import { fixedClock } from '#platform/clock'
import type { AppError } from '#platform/errors'
import { useContext } from '#test/app'
import { listPackCodes, loadPacks, packsFolder } from './load-packs.ts'

const world = useContext()
const clock = fixedClock('2026-11-26T09:40:00+07:00')
let folder = ''

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-packs-'))
  await cp(join(packsFolder, '1.001193'), join(folder, '1.001193'), { recursive: true })
})
after(() => rm(folder, { recursive: true }))

const rewrite = async (from: string, to: string) => {
  const file = join(folder, '1.001193/procedure.yaml')
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to))
}

test('a pack is loaded once; loading it again changes nothing', async () => {
  assert.deepEqual(await loadPacks(world.context, folder), { loaded: ['1.001193'], unchanged: 0 })
  assert.deepEqual(await loadPacks(world.context, folder), { loaded: [], unchanged: 1 })
  const birth = await getProcedure(world.context.db, '1.001193')
  assert.equal(birth.shortName, 'Đăng ký khai sinh')
  assert.deepEqual(birth.timeLimit.cutOff, { time: '15:00', effect: 'clock' })
  assert.equal(await findProcedureVersion(world.context.db, birth.versionId), birth)
})

test('the form asks in the order in which it was written', async () => {
  const { form } = await getProcedure(world.context.db, '1.001193')
  const written = JSON.parse(await readFile(join(folder, '1.001193/form.json'), 'utf8')) as FormSchema
  assert.equal(JSON.stringify(form), JSON.stringify(written))
  assert.deepEqual(Object.keys(form?.properties ?? {}), ['child', 'mother', 'father', 'delivery'])
})

test('what a connected database holds is not asked of the citizen', async () => {
  const birth = await getProcedure(world.context.db, '1.001193')
  assert.deepEqual(
    listAskedPapers(birth).map(({ key }) => key),
    ['birth_certificate_of_clinic', 'letter_of_authority', 'abandonment_record', 'surrogacy_confirmation'],
  )
  assert.deepEqual(
    listMissingPapers(birth, ['letter_of_authority']).map(({ name }) => name),
    ['Giấy chứng sinh'],
  )
})

test('a changed pack is a new version from its day on; a dossier keeps the old one', async () => {
  const { db } = world.context
  const old = await getProcedure(db, '1.001193', '2026-11-20')
  await rewrite('8.000 đồng một bản', '9.000 đồng một bản')
  assert.deepEqual((await loadPacks({ db, clock }, folder)).loaded, ['1.001193'])
  assert.equal((await getProcedure(db, '1.001193', '2026-11-25')).version, 1)
  const changed = await getProcedure(db, '1.001193', '2026-11-26')
  assert.equal(changed.version, 2)
  assert.equal(changed.effectiveFrom, '2026-11-26')
  assert.match(changed.fees[2]?.text ?? '', /9\.000/)
  assert.match((await findProcedureVersion(db, old.versionId))?.fees[2]?.text ?? '', /8\.000/)
})

test('a pack with a misspelt key is refused by name, and nothing of it is loaded', async () => {
  await rewrite('summaryEn:', 'sumaryEn:')
  await assert.rejects(loadPacks(world.context, folder), ({ code, detail }: AppError) => {
    assert.equal(code, 'packs.bad_pack')
    assert.match(String(detail.at), /^1\.001193\/procedure\.yaml:\d+ sumaryEn$/)
    assert.match(String(detail.reason), /^There is no key “sumaryEn” here\./)
    return true
  })
  await rewrite('sumaryEn:', 'summaryEn:')
  assert.equal((await loadPacks(world.context, folder)).unchanged, 1)
})

test('an unknown code is not found, whatever it looks like', async () => {
  for (const code of ['9.999999', "1'; drop table x", '\u0000', 'x'.repeat(5000)]) {
    await assert.rejects(getCatalogueProcedure(world.context.db, code), { code: 'procedures.not_found' })
  }
})

test('every pack of the system is well formed and has its form', async () => {
  const { loaded, unchanged } = await loadPacks(world.context)
  const codes = await listPackCodes()
  assert.equal(loaded.length + unchanged, codes.length)
  for (const code of codes) assert.ok((await getProcedure(world.context.db, code)).form, code)
})
