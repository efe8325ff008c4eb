import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { Temporal } from 'temporal-polyfill'
import { useDatabase } from '#test/db'
import { addTraffic, foldTraffic, readSilence, sumTraffic } from './repository-traffic.ts'

const own = useDatabase()
const [subsystemId, offeringId] = [
  '01a20000-0000-7000-8000-000000000001',
  '01a20000-0000-7000-8000-000000000002',
]
const first = Temporal.Instant.from('2026-11-20T16:30:00Z')

before(async () => {
  await own.ready
  const minutes = Array.from({ length: 120 }, (_, minute) => ({
    ...{ minuteAt: first.add({ minutes: minute }), subsystemId, offeringId },
    ...{ calls: 3, failures: 1, refusals: 1, slowCalls: 1, durationMsSum: 10, durationMsLongest: minute },
    ...{ bytesIn: 100, bytesOut: 200 },
  }))
  await addTraffic(own.db, minutes)
})

const rows = async () =>
  (await own.pool.query('select minute_at as at, calls from exchange.traffic order by 1')).rows.map(
    ({ at, calls }) => [at.toISOString(), calls],
  )
const sums = () => sumTraffic(own.db, [offeringId], first)

test('what is old is told by hours, then by days of ours; nothing is lost and nothing counted twice', async () => {
  const whole = (await sums()).get(offeringId)
  assert.equal(whole?.calls, 360)
  const cut = Temporal.Instant.from('2026-11-20T18:10:00Z')
  for (const _ of [1, 2]) await foldTraffic(own.db, 'hour', cut)
  assert.deepEqual((await rows()).slice(0, 3), [
    ['2026-11-20T16:00:00.000Z', 90],
    ['2026-11-20T17:00:00.000Z', 180],
    ['2026-11-20T18:00:00.000Z', 3],
  ])
  const later = [{ ...(whole ?? assert.fail()), minuteAt: first, subsystemId, offeringId }]
  await addTraffic(own.db, later)
  for (const _ of [1, 2]) await foldTraffic(own.db, 'day', Temporal.Instant.from('2026-11-22T00:00:00Z'))
  assert.deepEqual(await rows(), [
    ['2026-11-19T17:00:00.000Z', 450],
    ['2026-11-20T17:00:00.000Z', 270],
  ])
})

test('a provider none of whose calls was answered is told, one that answers is not', async () => {
  const now = Temporal.Instant.from('2026-11-25T08:00:00Z')
  const of = (offering: number, calls: number, failures: number) => ({
    ...{ minuteAt: now, subsystemId, offeringId: `01a20000-0000-7000-8000-00000000000${offering}` },
    ...{
      calls,
      failures,
      refusals: 1,
      slowCalls: 0,
      durationMsSum: 10,
      durationMsLongest: 5,
      bytesIn: 1,
      bytesOut: 1,
    },
  })
  await addTraffic(own.db, [of(3, 40, 30), of(4, 4, 3)])
  assert.deepEqual(await readSilence(own.db, now), { failures: 0, answeredAt: now })
  await addTraffic(own.db, [of(5, 8, 7)])
  assert.deepEqual(await readSilence(own.db, now), { failures: 7, answeredAt: now })
  assert.deepEqual(await readSilence(own.db, now.add({ minutes: 1 })), { failures: 0, answeredAt: null })
})
