import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { useApp } from '#test/whole-app'
import { receiveReports } from './receive-reports.ts'
import type { Report } from './rules/report.ts'
import { demoMinistry, seedDemoMinistry } from './seed-demo.ts'

const world = useApp()
const owner = { name: 'LÒ THỊ MAI HƯƠNG', personalId: '999000000017' }
const mapped = 'DD-2026-0001'
const unmapped = 'DD-2026-0002'

const reportOf = (dossierCode: string, agency: string): Report => ({
  ...{
    dossierCode,
    sequence: 1,
    reportedAt: '2026-11-20T08:00:00+07:00',
    state: 'DXL',
    owner,
    applicant: null,
  },
  ...{
    procedure: { code: 'DD.01', name: 'Đăng ký đất lần đầu' },
    agency: { code: agency, name: agency },
    subject: null,
  },
  ...{ submittedAt: null, acceptedAt: null, dueAt: null, finishedAt: null, deliveredAt: null, note: null },
  results: [],
})

/** One of UBND phường Điện Biên Phủ, whose code is mapped, and one of an agency that nobody has mapped. */
before(async () => {
  await world.ready
  await seedDemoMinistry(world.context)
  const reports = [reportOf(mapped, 'UB.DBP'), reportOf(unmapped, 'UB.ELSE')]
  const items = reports.map((report) => ({ ok: true, report }) as const)
  await receiveReports(world.context, demoMinistry.code, items, { cameBy: 'push' })
})

const ask = async (url: string, who: string) =>
  await world.app.inject({ url, headers: { accept: 'text/html', ...(await world.as(who)) } })

/** The dossiers that a page names. */
const named = async (url: string, who: string): Promise<string[]> => {
  const { body, statusCode } = await ask(url, who)
  assert.equal(statusCode, 200, `${url} ${who}`)
  return [mapped, unmapped].filter((code) => body.includes(`/${code}"`))
}

const bySight: readonly (readonly [string, readonly string[]])[] = [
  ['reception', [mapped]],
  ['cashier', [mapped]],
  ['reception.muong-nhe', []],
  ['leader.muong-nhe', [mapped, unmapped]],
  ['auditor', [mapped, unmapped]],
]

for (const [who, seen] of bySight)
  test(`${who} is shown ${seen.length} of 2 that others process, listed or searched for, by code or by person`, async () => {
    const url = '/officer/mirrors'
    assert.deepEqual(await named(url, who), seen)
    assert.deepEqual(await named(`${url}?system=${demoMinistry.code}`, who), seen)
    assert.deepEqual(await named(`${url}?q=${owner.personalId}`, who), seen)
    for (const code of [mapped, unmapped]) {
      const isSeen = seen.includes(code)
      assert.deepEqual(await named(`${url}?q=${code}`, who), isSeen ? [code] : [])
      assert.equal((await ask(`${url}/${demoMinistry.code}/${code}`, who)).statusCode, isSeen ? 200 : 404)
      const there = (await ask(`/officer/worklist?q=${code}`, who)).headers.location
      assert.equal(there, isSeen ? `${url}?q=${code}` : undefined)
    }
  })

test('who searches by a personal id is on record, with what was found; of the number only its end', async () => {
  const search = async () => {
    await ask(`/officer/mirrors?q=${owner.personalId.replace('999', '999 ')}`, 'reception')
    const { rows } = await world.context.pool.query(
      "select actor_id, subject_id, detail from audit.entry where action = 'mirrors.search' order by id desc",
    )
    return rows
  }
  const [newest, ...more] = await search()
  assert.ok(newest.actor_id)
  assert.deepEqual([newest.subject_id, newest.detail], ['••• 0017', { found: [mapped] }])
  assert.equal((await search()).length, more.length + 2)
  const { rows } = await world.context.pool.query(
    "select 1 from audit.entry where action = 'mirrors.search' and (subject_id || detail::text) like '%' || $1 || '%'",
    [owner.personalId],
  )
  assert.deepEqual(rows, [])
})
