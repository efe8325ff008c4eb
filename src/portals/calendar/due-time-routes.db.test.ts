import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useApp } from '#test/whole-app'
import { dueTimeExamples } from './due-time-examples.ts'

const own = useApp()

async function ask(question: object): Promise<{ status: number; body: Record<string, unknown> }> {
  await own.ready
  const answer = await own.app.inject({ method: 'POST', url: '/api/v1/deadlines/preview', payload: question })
  return { status: answer.statusCode, body: answer.json() }
}

const received = (at: string) => ({ type: 'received', at: `${at}:00+07:00` })
const fiveDays = { amount: 5, unit: 'working_day' }

describe('a due time is calculated for whoever asks, with its reasons', () => {
  test('the examples of the API description are what it answers', async () => {
    for (const { question, answer } of dueTimeExamples)
      assert.deepEqual(await ask(question), { status: 200, body: answer })
  })

  test('anybody may ask, in the shape of the contract', async () => {
    const { body } = await ask({ period: fiveDays, events: [received('2026-08-28T15:20')] })
    assert.deepEqual([body.dueOn, body.dueAt], ['2026-09-09', '2026-09-09T15:20:00+07:00'])
    const trace = body.trace as readonly { at: string; text: string; law: string | null }[]
    assert.ok(trace.some(({ law }) => law === 'TB 9441/TB-BNV'))
    assert.equal(trace.at(-1)?.at, '2026-09-09T15:20:00+07:00')
  })

  test('whole days, a restart and the hours of an agency', async () => {
    const events = [
      received('2026-10-05T08:00'),
      { type: 'paused', at: '2026-10-07T10:00:00+07:00' },
      { type: 'resumed', at: '2026-10-14T09:00:00+07:00' },
    ]
    const ten = { period: { amount: 10, unit: 'working_day' }, events }
    const due = async (more: object) => (await ask({ ...ten, ...more })).body.dueAt
    assert.equal(await due({ policy: 'restart' }), '2026-10-28T09:00:00+07:00')
    assert.equal(await due({}), '2026-10-23T17:00:00+07:00')
    assert.equal(await due({ policy: 'restart', convention: 'whole_days' }), '2026-10-28T17:00:00+07:00')
    assert.equal(await due({ agency: 'H18.137' }), '2026-10-23T17:00:00+07:00')
  })

  test('a history that the law does not know is refused, and the event is named', async () => {
    const twice = { period: fiveDays, events: [received('2026-10-05T08:00'), received('2026-10-06T08:00')] }
    const { status, body } = await ask(twice)
    assert.deepEqual([status, body.code, body.reason], [422, 'calendar.history_unlawful', 'already_received'])
    assert.deepEqual((body.fields as readonly { field: string }[])[0]?.field, 'events[1]')
    const fields = [
      { period: fiveDays, events: [received('1887-10-05T08:00')] },
      { period: fiveDays, events: [{ type: 'received', at: '2026-10-05' }] },
      { period: { amount: 1e9, unit: 'working_day' }, events: [received('2026-10-05T08:00')] },
      { period: { amount: 1, unit: 'fortnight' }, events: [received('2026-10-05T08:00')] },
      { period: fiveDays, events: [] },
      { period: fiveDays, events: [received('2026-10-05T08:00')], policy: 'forgive' },
    ]
    for (const wrong of fields) {
      const answer = await ask(wrong)
      assert.ok(answer.status === 400 || answer.status === 422, JSON.stringify(answer))
      assert.ok(Array.isArray(answer.body.fields), JSON.stringify(answer.body))
    }
    const months = { period: { amount: 1.5, unit: 'month' }, events: [received('2026-10-05T08:00')] }
    assert.equal((await ask(months)).body.code, 'calendar.period_uncountable')
    const stranger = { period: fiveDays, agency: 'H99.1', events: [received('2026-10-05T08:00')] }
    assert.equal((await ask(stranger)).body.code, 'calendar.agency_unknown')
  })

  test('a clock that stands still says so, and what is not decided is provisional', async () => {
    const waiting = [received('2026-12-30T08:00'), { type: 'paused', at: '2026-12-30T10:00:00+07:00' }]
    const { body } = await ask({ period: fiveDays, events: waiting })
    assert.deepEqual([body.phase, body.provisional], ['suspended', true])
  })
})
