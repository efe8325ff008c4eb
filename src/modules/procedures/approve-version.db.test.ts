import assert from 'node:assert/strict'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fixedClock } from '#platform/clock'
import type { Context } from '#platform/context'
import { useContext } from '#test/app'
import { loadPacks, packsFolder } from '#test/packs'
import { approveVersion, showVersionsInForce, withdrawVersion } from './approve-version.ts'
import { forgetProcedures, getCatalogueProcedure, getProcedure, getProcedureToday } from './get-procedure.ts'
import { listSources, listVersions } from './repository.ts'
import type { OfferedContent } from './rules/procedure.ts'

const own = useContext()
const code = '1.001193'
const folder = await mkdtemp(join(tmpdir(), 'motcua-packs-'))
let base: OfferedContent

const at = (instant: string): Context => ({ ...own.context, clock: fixedClock(instant) })
const world = {
  get context() {
    return at('2026-11-26T09:40:00+07:00')
  },
}

before(async () => {
  await own.ready
  await cp(join(packsFolder, code), join(folder, code), { recursive: true })
  await loadPacks(own.context, folder)
  const procedure = await getProcedure(own.context.db, code)
  const { versionId, version, effectiveFrom, issues, status, ...content } = procedure
  base = content
})
after(() => rm(folder, { recursive: true }))

const approve = async (
  { db, clock }: Context,
  shortName: string,
  effectiveFrom: string,
  content: OfferedContent = base,
) => {
  const answer = await db.transaction().execute((tx) =>
    approveVersion(tx, {
      content: { ...content, shortName },
      files: { 'procedure.yaml': `shortName: ${shortName}` },
      effectiveFrom,
      decision: {
        number: '12/QĐ-UBND',
        decidedOn: '2026-11-25',
        decidedByName: 'Tòng Văn Phú',
        designId: '01a20000-0000-7000-8000-0000000000d1',
      },
      at: clock.now(),
    }),
  )
  forgetProcedures(db)
  return answer
}

const withdraw = ({ db, clock }: Context, versionId: string) =>
  db
    .transaction()
    .execute((tx) =>
      withdrawVersion(tx, { versionId, at: clock.now(), byName: 'Tòng Văn Phú', reason: 'Sai lệ phí' }),
    )

const nameOn = async (day: string): Promise<string> => {
  forgetProcedures(world.context.db)
  return (await getProcedure(world.context.db, code, day)).shortName
}

test('an approved version waits for its day; until then the old one is in force and shown', async () => {
  const { context } = world
  const answer = await approve(context, 'Đăng ký khai sinh mới', '2026-12-01')
  assert.equal(answer.ok && answer.number, 2)
  assert.equal((await getProcedureToday(context, code)).version, 1)
  assert.equal(await nameOn('2026-12-01'), 'Đăng ký khai sinh mới')
  const shown = () =>
    context.db
      .selectFrom('procedures.procedure')
      .select('short_name')
      .where('code', '=', code)
      .executeTakeFirstOrThrow()
  assert.equal((await shown()).short_name, 'Đăng ký khai sinh')
  await showVersionsInForce(at('2026-12-01T00:05:00+07:00'))
  assert.equal((await shown()).short_name, 'Đăng ký khai sinh mới')
  const lines = await listVersions(context.db, code)
  assert.deepEqual(
    lines.map(({ number, decisionNumber }) => [number, decisionNumber]),
    [
      [2, '12/QĐ-UBND'],
      [1, null],
    ],
  )
  assert.deepEqual(await listSources(context.db, lines[0]?.id ?? ''), {
    'procedure.yaml': 'shortName: Đăng ký khai sinh mới',
  })
})

test('a version is undone before its day and then never comes into force; its number is not given again', async () => {
  const { context } = world
  const answer = await approve(context, 'Bản sai', '2027-01-01')
  assert.ok(answer.ok)
  assert.equal(await withdraw(context, answer.versionId), true)
  assert.equal(await nameOn('2027-02-01'), 'Đăng ký khai sinh mới')
  const next = await approve(context, 'Bản đúng', '2027-01-01')
  assert.equal(next.ok && next.number, answer.number + 1)
  assert.equal(await nameOn('2027-02-01'), 'Bản đúng')
})

test('a version whose day has come is not undone: dossiers are decided under it', async () => {
  const { context } = world
  const [last] = await listVersions(context.db, code)
  const later = at('2027-01-01T08:00:00+07:00')
  assert.equal(await withdraw(later, last?.id ?? ''), false)
  assert.equal(await nameOn('2027-02-01'), 'Bản đúng')
})

test('two versions never change places: one that would begin before the last is refused with its day', async () => {
  const answer = await approve(world.context, 'Bản chen', '2026-12-15')
  assert.deepEqual(answer, { ok: false, code: 'not_after_last', lastFrom: '2027-01-01' })
})

test('the packs of the system never replace what was approved here', async () => {
  const later = at('2027-03-01T08:00:00+07:00')
  assert.deepEqual((await loadPacks(later, folder)).loaded, [])
  assert.equal(await nameOn('2027-03-02'), 'Bản đúng')
})

test('a code nobody offered before is found from its day on', async () => {
  const { context } = world
  const content = { ...base, code: '9.000001' }
  assert.ok((await approve(context, 'Thủ tục mới', '2026-11-28', content)).ok)
  await assert.rejects(getCatalogueProcedure(context.db, '9.000001', '2026-11-27'), {
    code: 'procedures.not_found',
  })
  await showVersionsInForce(at('2026-11-28T00:05:00+07:00'))
  assert.equal((await getProcedure(context.db, '9.000001', '2026-11-28')).shortName, 'Thủ tục mới')
})
