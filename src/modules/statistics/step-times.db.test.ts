import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { findDossier } from '#modules/dossiers'
import { findAgencyByCode } from '#modules/organisations'
import { submitBirth } from '#test/dossiers'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'

const world = useApp()

type Visit = readonly [leftAt: string, step: string, verdict: string | null, elapsed: number, counted: number]
// The numbers are written out: what is summed up is tested here, how a visit is measured is tested by dossiers.
const visits: readonly Visit[] = [
  ['2026-10-31T16:59:00+07:00', 'reception', 'late', 900, 900], // the month before
  ['2026-11-01T00:00:00+07:00', 'reception', 'early', 30, 30],
  ['2026-11-10T09:00:00+07:00', 'appraisal', 'late', 1000, 600],
  ['2026-11-12T09:00:00+07:00', 'appraisal', 'on_time', 500, 400],
  ['2026-11-20T09:00:00+07:00', 'delivery', null, 60, 60],
  ['2026-11-26T09:00:00+07:00', 'reception', 'early', 10, 10],
]

before(async () => {
  await world.ready
  const { db } = world.context
  const dossier = await findDossier(db, await submitBirth(world.context))
  const ward = await findAgencyByCode(db, 'H18.137')
  const rows = visits.map(([left_at, step, verdict, elapsed_minutes, counted_minutes], index) => ({
    dossier_id: dossier?.id ?? '',
    number: 100 + index,
    step,
    agency_id: ward?.id ?? '',
    procedure_code: '1.001193',
    entered_at: '2026-10-01T08:00:00+07:00',
    left_at,
    verdict,
    elapsed_minutes,
    counted_minutes,
  }))
  await db.insertInto('dossiers.step_time').values(rows).execute()
})

async function ask(query: string, account = 'leader') {
  const url = `/api/v1/statistics/step-times${query}`
  return await world.app.inject({ url, headers: await world.as(account) })
}

test('the visits of this month until today are summed up, by step and by procedure', async () => {
  const { from, to, total, steps, procedures } = (await ask('')).json()
  assert.deepEqual([from, to], ['2026-11-01', '2026-11-26'])
  assert.deepEqual(total, {
    visits: 5,
    early: 2,
    onTime: 1,
    late: 1,
    elapsedMinutes: 320,
    countedMinutes: 220,
  })
  assert.deepEqual(
    steps.map((sum: { step: string; visits: number; late: number }) => [sum.step, sum.visits, sum.late]),
    [
      ['reception', 2, 0],
      ['appraisal', 2, 1],
      ['delivery', 1, 0],
    ],
  )
  assert.equal(procedures[0].procedureCode, '1.001193')
  assert.deepEqual(procedures[0].steps, steps, 'there was one procedure only')
})

test('a period of its own; one too long, or backwards, is refused with what was expected', async () => {
  assert.equal((await ask('?from=2026-10-31&to=2026-10-31')).json().total.late, 1)
  assert.equal((await ask('?from=2026-09-01&to=2026-09-30')).json().total, null)
  for (const [query, expected] of [
    ['?from=2026-01-01&to=2026-11-26', 'at most 92 days with `from`'],
    ['?from=2026-11-26&to=2026-11-01', 'a day not before `from`'],
    ['?from=2026-02-30', 'a day of the calendar, YYYY-MM-DD'],
  ] as const) {
    const answer = await ask(query)
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.json().fields[0].expected, expected)
  }
})

test('a leader sees the own agency, an auditor every one', async () => {
  assert.equal((await ask('?agency=H18.137')).statusCode, 200)
  assert.equal((await ask('?agency=H18.140')).statusCode, 403)
  assert.equal((await ask('?agency=H18.137', 'auditor')).json().total.visits, 5)
  assert.equal((await ask('?agency=H99.999', 'auditor')).statusCode, 404)
})

async function open(query: string, account = 'leader') {
  const headers = { ...(await world.as(account)), accept: 'text/html' }
  return await world.app.inject({ url: `/officer/times${query}`, headers })
}

test('the page shows the same numbers, and keeps what was typed wrong', async () => {
  const { statusCode, body } = await open('?from=1/11/2026&to=26/11/2026')
  assert.equal(statusCode, 200)
  for (const text of ['từ 01/11/2026 đến 26/11/2026', '25 %', 'Thẩm định', '5 giờ 20 phút'])
    assert.ok(body.includes(text), text)
  assert.deepEqual(await findMarkupErrors(body), [])
  const wrong = await open('?from=1/1/2026&to=26/11/2026')
  assert.equal(wrong.statusCode, 422)
  assert.match(wrong.body, /nhiều nhất 92 ngày/)
  assert.match(wrong.body, /value="1\/1\/2026"/)
  assert.deepEqual(await findMarkupErrors(wrong.body), [])
})
