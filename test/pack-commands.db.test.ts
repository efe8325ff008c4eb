import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { prepareData } from '#commands/prepare-data'
import { packsFolder } from '#modules/packs'
import { readConfig } from '#platform/config'
import type { Context } from '#platform/context'
import { testInstant, useContext } from '#test/app'
import { useDatabase } from '#test/db'
import { startProgram } from '#test/server'

const database = useDatabase()
const world = useContext()
let folder = ''
let settings: Record<string, string> = {}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'motcua-pack-files-'))
  await Promise.all([database.ready, world.ready])
  const config = readConfig({ MOTCUA_DEMO: 'on', MOTCUA_DATA_DIR: folder, MOTCUA_LOG: 'silent' })
  await prepareData({ ...world.context, config, db: database.db, pool: database.pool } as Context)
  settings = {
    ...{ DATABASE_URL: database.url, MOTCUA_DATA_DIR: folder, MOTCUA_LOG: 'silent' },
    ...{ MOTCUA_DEMO: 'on', MOTCUA_CLOCK: testInstant },
  }
})
after(() => rm(folder, { recursive: true, force: true }))

const call = (...words: string[]) => startProgram(words, settings).ended
const recordsOf = (output: string): Record<string, unknown>[] =>
  output.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)

test('a pack is exported with its decision, and imported as a draft of an administrator', async () => {
  const file = join(folder, 'birth.pack')
  const decision = ['--decision', '1234/QĐ-UBND', '--decided-on', '2026-11-20']
  const approver = ['--approver', 'Cà Văn Chủ Tịch', '--position', 'Chủ tịch']
  const exported = await call('packs', 'export', '1.001193', file, ...decision, ...approver)
  assert.deepEqual([exported.code, exported.errors.trim()], [0, ''])
  assert.match(exported.output, /birth\.pack: version 1 of 1\.001193, signed with the key [\w-]{43}/)

  const imported = await call('packs', 'import', file, '--as', 'administrator', '--json')
  assert.deepEqual([imported.code, imported.errors], [0, ''])
  const [done] = recordsOf(imported.output)
  assert.deepEqual([done?.event, done?.signer, done?.failed], ['done', 'trusted', 0])
  const { rows } = await database.pool.query<{ state: string }>(
    'select state from designs.design where id = $1',
    [done?.design],
  )
  assert.deepEqual(rows, [{ state: 'draft' }])

  const again = await call('packs', 'export', '1.001193', file)
  assert.deepEqual([again.code, /is there already/.test(again.errors)], [2, true])
})

test('a pack file that was changed is refused, and nothing of it is kept', async () => {
  const file = join(folder, 'changed.pack')
  assert.equal((await call('packs', 'export', '1.000894', file)).code, 0)
  await writeFile(file, (await readFile(file, 'utf8')).replace('"code": "1.000894"', '"code": "1.001193"'))
  const imported = await call('packs', 'import', file, '--as', 'administrator', '--json')
  assert.equal(imported.code, 1)
  assert.deepEqual(
    recordsOf(imported.output).map(({ event, path }) => [event, path]),
    [['problem', 'code']],
  )
  const { rows } = await database.pool.query("select 1 from designs.design where code = '1.000894'")
  assert.deepEqual(rows, [])
})

test('who may not write designs imports nothing', async () => {
  const file = join(folder, 'birth.pack')
  const imported = await call('packs', 'import', file, '--as', 'reception')
  assert.deepEqual([imported.code, imported.output], [2, ''])
})

test('a file or folder that cannot be read or written is refused in one sentence, with code 1', async () => {
  const nowhere = join(folder, 'nowhere')
  const imported = await call('packs', 'import', nowhere, '--as', 'administrator', '--json')
  assert.deepEqual([imported.code, imported.errors], [1, ''])
  assert.deepEqual(recordsOf(imported.output), [{ file: nowhere, verdict: 'unreadable' }])
  const exported = await call('packs', 'export', '1.001193', join(nowhere, 'birth.pack'))
  assert.deepEqual(
    [exported.code, exported.errors.trim()],
    [1, `motcua: packs export: ${nowhere}/birth.pack cannot be written`],
  )
  const tested = await call('packs', 'test', '1.001193', '--folder', nowhere)
  assert.deepEqual([tested.code, tested.errors.trim()], [1, `motcua: packs test: ${nowhere} cannot be read`])
})

test('the scenarios of packs are run; one that fails says line, expected and found, and the exit code is 1', async () => {
  const packs = join(folder, 'packs')
  await cp(join(packsFolder, '1.001193'), join(packs, '1.001193'), { recursive: true })
  const passed = await call('packs', 'test', '--folder', packs, '--json')
  assert.equal(passed.code, 0)
  const done = recordsOf(passed.output).at(-1)
  assert.deepEqual([done?.event, done?.failed, done?.broken], ['done', 0, 0])

  const cases = join(packs, '1.001193', 'cases.yaml')
  const text = (await readFile(cases, 'utf8')).replace(/due: '2026-09-03'/, "due: '2026-09-04'")
  await writeFile(cases, text)
  const line = text.split('\n').findIndex((row) => row.includes("due: '2026-09-04'")) + 1
  const failed = await call('packs', 'test', '1.001193', '--folder', packs)
  assert.equal(failed.code, 1)
  assert.match(
    failed.output,
    new RegExp(`1\\.001193/cases\\.yaml:${line}: Bước 1: .*mong đợi 2026-09-04; thực tế 2026-09-03T17:00`),
  )
})
