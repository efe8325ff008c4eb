import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listAudit } from '#modules/audit'
import { useDemo } from '#test/demo'
import { useLives } from '#test/sync-world'
import { driftJobs } from './jobs.ts'
import { listDrifts } from './repository.ts'

const own = useDemo()
const { lives, openWorld } = useLives(own)

test('at night what differs is told again by itself, but not to a system that leads, and not what it refused', async () => {
  const { context } = own.demo
  const [full, second, third] = await lives()
  assert.ok(full && second && third)
  const portal = openWorld('night_portal')
  const ministry = openWorld('night_ministry')
  for (const world of [portal, ministry]) {
    for (const life of [full, second]) await world.queue(life)
    await world.drain()
    world.tamper(full.code, 4)
  }
  await portal.queue(third, 1)
  portal.mishaps.push('refused')
  await portal.drain()
  const [, compareAll] = driftJobs([portal.destination, { ...ministry.destination, isLedThere: true }])
  const night = () => compareAll.run({}, { ...context, attempt: 1 })
  await night()
  for (const world of [portal, ministry]) await world.drain()
  assert.equal(portal.find(full.code)?.state, full.states.at(-1))
  assert.deepEqual(
    portal.find(second.code)?.taken.filter((key) => !key.endsWith('.0')),
    [],
  )
  assert.equal(portal.find(third.code), undefined, 'it waits for a person')
  assert.equal(ministry.find(full.code)?.state, 4, 'theirs is theirs')
  const told = (await listAudit(context.db, { kind: 'dossier', id: full.id })).filter(
    ({ action }) => action === 'drift.tell_again',
  )
  assert.deepEqual(
    told.map(({ detail }) => [detail?.destination, detail?.ours, detail?.theirs]),
    [['night_portal', full.states.at(-1), 4]],
  )
  await night()
  const hows = async (code: string) => (await listDrifts(context.db, code)).map(({ how }) => how)
  assert.deepEqual([await hows('night_portal'), await hows('night_ministry')], [['told_again'], [null]])
})
