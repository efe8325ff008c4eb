import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findMarkupErrors } from '#test/html-validity'
import { useApp } from '#test/whole-app'
import { lookAtSystems } from './look-at-systems.ts'
import type { OutsideSystem } from './ports.ts'
import { listRinging } from './repository-alarms.ts'
import { openWatch } from './watch.ts'
import { watchSystems } from './watch-systems.ts'

let isAway = false
const population = {
  ask: async () => {
    if (isAway) throw new Error('no answer about 999000000001 to who@example.vn')
    return { outcomes: {}, values: {} }
  },
}
const world = useApp(async () => ({ registers: { population, sources: [] } }))
const systems: readonly OutsideSystem[] = [
  { code: 'population', names: { vi: 'Dân cư', en: 'Population' }, mayBeHeld: true },
]
const page = '/admin/systems/population'
const ask = async (method: 'GET' | 'POST', url: string, account = 'administrator', fields = {}) =>
  await world.app.inject({
    ...{ method, url },
    headers: {
      ...(await world.as(account)),
      accept: 'text/html',
      ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(method === 'POST' && { payload: new URLSearchParams(fields).toString() }),
  })

/** Calls the register so often; what was seen is written when the recording closes. */
async function call(times: number): Promise<string[]> {
  const { watch, ready, close } = openWatch(world.context)
  await ready
  const watched = watch('population', population, { away: () => new Error('held') })
  const said: string[] = []
  for (let count = 0; count < times; count++)
    said.push(
      await watched.ask().then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    )
  await close()
  return said
}

test('what our calls found is on the page; an alarm rings for what lasts, once, and ends', async () => {
  const { context } = world
  await call(2)
  const well = await ask('GET', '/admin/sync', 'leader')
  assert.match(well.body, /Cơ sở dữ liệu quốc gia về dân cư/)
  assert.match(well.body, /Không hệ thống nào cần xem/)
  assert.deepEqual(await findMarkupErrors(well.body), [])
  isAway = true
  await call(4)
  await watchSystems(context, systems)
  await watchSystems(context, systems)
  const { rows } = await context.pool.query<{ email: string; body: string }>(
    "select email, body from notifications.message where about_kind = 'outside_system'",
  )
  assert.ok(rows.length > 0 && new Set(rows.map(({ email }) => email)).size === rows.length)
  assert.match(rows[0]?.body ?? '', /Dân cư: Đang gián đoạn, từ .*\n.*\/admin\/sync/)
  assert.deepEqual(
    (await listRinging(context.db)).map(({ system, health }) => [system, health]),
    [['population', 'away']],
  )
  const away = (await ask('GET', '/admin/sync')).body
  assert.match(away, /4 lần gọi liền không được/)
  assert.deepEqual(await findMarkupErrors(away), [])
  const one = (await ask('GET', page)).body
  assert.match(one, /no answer about … to …/, 'an error may repeat what was sent: it is kept without it')
  assert.deepEqual(await findMarkupErrors(one), [])
  const metrics = await world.app.inject('/metrics')
  assert.match(metrics.body, /motcua_outside_alarm\{system="population"\} 1/)
  isAway = false
  await call(1)
  await watchSystems(context, systems)
  assert.deepEqual(await listRinging(context.db), [])
})

test('a call that answers that the system gave nothing counts as one; what says nothing of the system does not count', async () => {
  const { watch, ready, close } = openWatch(world.context)
  await ready
  const door = { try: async () => ({ why: 'its certificate has expired' }), turn: async () => ({}) }
  const judge = (_: string, answer: unknown) => (answer as { why?: string }).why
  const watched = watch('population', door, { judge })
  await watched.try()
  await watched.turn()
  await close()
  assert.match((await ask('GET', page)).body, /its certificate has expired/)
  await call(1)
})

test('an administrator holds a system with a reason: calls are told that it is away, and none leaves', async () => {
  const missing = await ask('POST', `${page}/hold`, 'administrator', { reason: ' ' })
  assert.equal(missing.statusCode, 422)
  assert.deepEqual(await findMarkupErrors(missing.body), [])
  assert.equal((await ask('POST', `${page}/hold`, 'leader', { reason: 'x' })).statusCode, 403)
  const held = await ask('POST', `${page}/hold`, 'administrator', { reason: 'Bảo trì' })
  assert.equal(held.headers.location, `${page}?done=held`)
  assert.match((await ask('GET', `${page}?done=held`)).body, /tạm dừng từ .*: Bảo trì/)
  const [look] = await lookAtSystems(world.context, systems)
  assert.equal(look?.health, 'held')
  assert.deepEqual(await call(1), ['held'])
  const ringsAfter = async (hours: number) => {
    const { clock } = world.context
    const later = { ...clock, now: () => clock.now().add({ hours }) }
    await watchSystems({ ...world.context, clock: later }, systems)
    return (await listRinging(world.context.db)).map(({ health }) => health)
  }
  assert.deepEqual(await ringsAfter(24), [])
  assert.deepEqual(await ringsAfter(25), ['held'], 'a hold may be forgotten')
  await ask('POST', `${page}/release`)
  assert.deepEqual(await ringsAfter(26), [])
  assert.deepEqual(await call(1), ['answered'])
  assert.equal((await ask('GET', '/admin/systems/nothing')).statusCode, 404)
})
