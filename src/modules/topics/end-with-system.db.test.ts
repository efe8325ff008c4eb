import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { listAudit } from '#modules/audit'
import { type EndScope, endSystem, loadEnding } from '#modules/exchange'
import { administrator, give, openSystem, openTopic } from '#test/topics'
import { useApp } from '#test/whole-app'
import { topicRights } from './end-with-system.ts'
import { listRightsOf, listRightsSince } from './repository.ts'

const world = useApp()
const today = '2026-11-26'

const scopeOf = (id: string): EndScope => ({ kind: 'subsystem', id })
const show = async (id: string) => {
  const { db, clock } = world.context
  return (await loadEnding({ db, topicRights }, scopeOf(id), clock.now())) ?? assert.fail('nothing to end')
}
const end = (id: string, seen: string) =>
  endSystem({ context: world.context, actor: administrator, topicRights }, scopeOf(id), {
    ...{ reason: 'Sáp nhập', seen },
  })

describe('a system that ends', () => {
  test('takes its rights to topics with it, those that have not begun too; each is shown before', async () => {
    const { context } = world
    await openTopic(context, 'wells')
    const system = await openSystem(context, 'WELLS')
    const other = await openSystem(context, 'OTHERS')
    const own = { topic: 'wells', subsystemId: system.id } as const
    await give(context, { ...own, act: 'publish' })
    await give(context, { ...own, act: 'subscribe', fromOn: '2026-11-01', untilOn: '2026-11-25' })
    await give(context, { ...own, act: 'subscribe', fromOn: '2027-01-01' })
    await give(context, { topic: 'wells', subsystemId: other.id, act: 'subscribe' })
    const shown = await show(system.id)
    assert.deepEqual(shown.topicRights.map(({ act, fromOn }) => `${act} ${fromOn}`).sort(), [
      'publish 2026-11-26',
      'subscribe 2027-01-01',
    ])
    assert.deepEqual(await end(system.id, shown.mark), { ok: true })
    const left = await listRightsSince(context.db, today, { topic: 'wells' })
    assert.deepEqual(
      left.map(({ subsystemId }) => subsystemId),
      [other.id],
    )
    const ever = await listRightsOf(context.db, system.id)
    assert.deepEqual(
      ever.map(({ untilOn }) => String(untilOn)).sort((a, b) => (a < b ? -1 : 1)),
      ['2026-11-25', '2026-11-25', '2026-12-31'],
    )
    const entries = await listAudit(context.db, { kind: 'topic', id: 'wells' })
    assert.equal(entries.filter(({ action }) => action === 'topics.withdraw_right').length, 2)
  })

  test('does not end when a right was given after it was shown; and gets none once it has ended', async () => {
    const { context } = world
    const system = await openSystem(context, 'LATER')
    const right = { topic: 'wells', subsystemId: system.id, act: 'publish' } as const
    const { mark } = await show(system.id)
    assert.deepEqual(await give(context, right), { ok: true })
    assert.deepEqual(await end(system.id, mark), { ok: false, code: 'changed_meanwhile' })
    assert.deepEqual(await end(system.id, (await show(system.id)).mark), { ok: true })
    assert.deepEqual(await give(context, right), { ok: false, code: 'system_ended' })
  })

  test('at once with a right that is given: either stands, never both', async () => {
    const { context } = world
    for (let round = 0; round < 8; round += 1) {
      const system = await openSystem(context, `AT-ONCE-${round}`)
      const { mark } = await show(system.id)
      const right = { topic: 'wells', subsystemId: system.id, act: 'publish' } as const
      const [given, ended] = await Promise.all([give(context, right), end(system.id, mark)])
      assert.notEqual(given.ok, ended.ok)
      const standing = await listRightsSince(context.db, today, { subsystemIds: [system.id] })
      assert.equal(standing.length, given.ok ? 1 : 0)
    }
  })
})
