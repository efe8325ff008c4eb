import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getProcedureToday } from '#modules/procedures'
import { useDemo } from '#test/demo'
import { type DesignOrder, decideDesign } from './decide-design.ts'
import { editYaml } from './edit-yaml.ts'
import { readDesign, readSave } from './read-design.ts'
import { listDone, listSaves } from './repository.ts'
import { saveDesign } from './save-design.ts'
import { startDesign } from './start-design.ts'

const world = useDemo('2026-11-26T09:40:00+07:00')
const code = '1.001193'
const administrator = 'administrator'
const leader = 'leader'

const copy = async (as = administrator): Promise<string> => {
  const { context } = world.demo
  const { versionId } = await getProcedureToday(context, code)
  return await startDesign(context, { versionId, code }, await world.demo.officer(as))
}

const rename = async (id: string, name: string, seen: number, as = administrator) => {
  const { files } = await readDesign(world.demo.context.db, id)
  const text = editYaml(files['procedure.yaml'], [{ act: 'put', path: ['shortName'], value: name }])
  return await saveDesign(
    world.demo.context,
    id,
    { files: { 'procedure.yaml': text }, seen, change: 'texts' },
    await world.demo.officer(as),
  )
}

const order = async (
  id: string,
  given: Omit<DesignOrder, 'seen'>,
  as: string,
  context = world.demo.context,
) => {
  const { design } = await readDesign(context.db, id)
  return await decideDesign(context, id, { seen: design.revision, ...given }, await world.demo.officer(as))
}

const decision = { number: '1873/QĐ-UBND', decidedOn: '2026-11-25', effectiveOn: '2026-12-01' }

test('a copy holds the files of the version as they were written, with their comments', async () => {
  const { files } = await readDesign(world.demo.context.db, await copy())
  assert.match(files['procedure.yaml'], /^# Thủ tục đăng ký khai sinh/m)
  assert.ok(files['cases.yaml']?.includes('scenarios:'))
})

test('every save is kept; the same files again are none', async () => {
  const { db } = world.demo.context
  const id = await copy()
  assert.deepEqual(await rename(id, 'Khai sinh', 1), { ok: true, revision: 2, saved: true })
  assert.deepEqual(await rename(id, 'Khai sinh', 2), { ok: true, revision: 2, saved: false })
  assert.match((await readSave(db, id, 1))['procedure.yaml'], /shortName: Đăng ký khai sinh/)
  assert.match((await readSave(db, id, 2))['procedure.yaml'], /shortName: Khai sinh/)
  assert.equal((await listSaves(db, id)).length, 2)
})

test('two administrators write at once: one is saved, the other is told and overwrites nothing', async () => {
  const id = await copy()
  const answers = await Promise.all([rename(id, 'Tên của người này', 1), rename(id, 'Tên của người kia', 1)])
  assert.deepEqual(answers.map((answer) => answer.ok).sort(), [false, true])
  const refused = answers.find((answer) => !answer.ok)
  assert.deepEqual(refused, { ok: false, code: 'changed_meanwhile' })
  assert.equal((await listSaves(world.demo.context.db, id)).length, 2)
})

test('what does not hold together is not submitted', async () => {
  const id = await copy()
  const files = { 'form.json': '{}' }
  await saveDesign(
    world.demo.context,
    id,
    { files, seen: 1, change: 'texts' },
    await world.demo.officer(administrator),
  )
  assert.deepEqual(await order(id, { act: 'submit' }, administrator), { ok: false, code: 'checks_failed' })
})

test('a scenario that goes another way keeps a design from being submitted', async () => {
  const id = await copy()
  const { files } = await readDesign(world.demo.context.db, id)
  const cases = files['cases.yaml']?.replace('fees: 16000', 'fees: 17000') ?? ''
  await saveDesign(
    world.demo.context,
    id,
    { files: { 'cases.yaml': cases }, seen: 1, change: 'texts' },
    await world.demo.officer(administrator),
  )
  assert.deepEqual(await order(id, { act: 'submit' }, administrator), { ok: false, code: 'checks_failed' })
})

test('a submitted design is not written; a returned one is, with the reason on record', async () => {
  const id = await copy()
  assert.ok((await order(id, { act: 'submit' }, administrator)).ok)
  assert.deepEqual(await rename(id, 'Khai sinh', 2), { ok: false, code: 'closed' })
  assert.deepEqual(await order(id, { act: 'return' }, leader), { ok: false, code: 'reason_needed' })
  assert.ok((await order(id, { act: 'return', note: 'Thiếu căn cứ' }, leader)).ok)
  assert.ok((await rename(id, 'Khai sinh', 3)).ok)
  const done = await listDone(world.demo.context.db, id)
  assert.deepEqual(
    done.map(({ act, note }) => [act, note]),
    [
      ['submit', null],
      ['return', 'Thiếu căn cứ'],
    ],
  )
})

test('who wrote it does not approve it; an approval needs its decision and a day to come', async () => {
  const id = await copy(leader)
  await order(id, { act: 'submit' }, administrator)
  assert.deepEqual(await order(id, { act: 'approve', decision }, leader), { ok: false, code: 'own_work' })
  assert.deepEqual(await order(id, { act: 'approve', decision }, administrator), {
    ok: false,
    code: 'own_work',
  })
  const other = await copy()
  await order(other, { act: 'submit' }, administrator)
  assert.deepEqual(await order(other, { act: 'approve' }, leader), { ok: false, code: 'decision_needed' })
  const past = { ...decision, effectiveOn: '2026-11-25' }
  assert.deepEqual(await order(other, { act: 'approve', decision: past }, leader), {
    ok: false,
    code: 'day_passed',
    on: '2026-11-26',
  })
  const tomorrow = { ...decision, decidedOn: '2026-11-27' }
  assert.deepEqual(await order(other, { act: 'approve', decision: tomorrow }, leader), {
    ok: false,
    code: 'decided_in_future',
    on: '2026-11-26',
  })
})

test('an approved design takes effect on its day, and can be undone before it and not after', async () => {
  const { context, at } = world.demo
  const id = await copy()
  await rename(id, 'Khai sinh theo quyết định mới', 1)
  await order(id, { act: 'submit' }, administrator)
  assert.ok((await order(id, { act: 'approve', decision }, leader)).ok)
  assert.equal((await getProcedureToday(context, code)).shortName, 'Đăng ký khai sinh')
  assert.ok((await order(id, { act: 'undo', note: 'Chờ biểu mẫu' }, leader)).ok)
  const itsDay = at('2026-12-01T00:00:00+07:00')
  assert.equal((await getProcedureToday(itsDay, code)).shortName, 'Đăng ký khai sinh')

  await order(id, { act: 'submit' }, administrator)
  const answer = await order(id, { act: 'approve', decision }, leader)
  assert.ok(answer.ok)
  const inForce = await getProcedureToday(itsDay, code)
  assert.equal(inForce.shortName, 'Khai sinh theo quyết định mới')
  assert.equal(inForce.versionId, answer.design.decision?.versionId)
  assert.deepEqual(await order(id, { act: 'undo', note: 'Muộn rồi' }, leader, itsDay), {
    ok: false,
    code: 'in_force',
  })
})

test('who decides says what was seen: after another save the press does nothing', async () => {
  const id = await copy()
  await rename(id, 'Khai sinh', 1)
  const answer = await decideDesign(
    world.demo.context,
    id,
    { act: 'submit', seen: 1 },
    await world.demo.officer(administrator),
  )
  assert.deepEqual(answer, { ok: false, code: 'changed_meanwhile' })
})
