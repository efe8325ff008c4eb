import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { enterSystem, seedDemoExchange } from '#modules/exchange'
import { administrator, give, openSystem } from '#test/topics'
import { useApp } from '#test/whole-app'
import { loadTopics } from './load-topics.ts'
import { withdrawTopicRight } from './manage-topics.ts'
import { seedDemoTopics } from './seed-demo.ts'

const world = useApp()

const atOnce = { lastOn: null, reason: 'Hết nhu cầu.' }

before(() => world.ready)

test('the topics of the demo are given once: what was ended by hand stays ended', async () => {
  const { context } = world
  await seedDemoExchange(context, 'http://127.0.0.1:1')
  // Systems of another member with the same codes, entered later.
  const other = {
    class: 'GOV',
    member: 'G99',
    memberName: 'Cơ quan khác',
    name: 'Khác',
    contact: '0900 000 033',
  }
  for (const subsystem of ['CIVIL', 'LAND'])
    await enterSystem(
      { context, actor: administrator },
      { ...other, subsystem, callsPerMinute: 60, callsPerDay: 1000 },
    )
  await seedDemoTopics(context)
  const [right] = (await loadTopics(context, 'dossiers')).flatMap(({ rights }) => rights)
  assert.ok(right)
  assert.deepEqual([right.system.member, right.system.code], ['H18.12', 'CIVIL'])
  const publishers = (await loadTopics(context, 'parcels')).flatMap(({ rights }) => rights)
  assert.ok(publishers.some(({ act, system }) => act === 'publish' && system.member === 'H18.15'))
  assert.ok(publishers.every(({ system }) => system.member !== 'G99'))
  await withdrawTopicRight({ context, actor: administrator }, { topic: 'dossiers', id: right.id, ...atOnce })
  await seedDemoTopics(context)
  assert.deepEqual((await loadTopics(context, 'dossiers'))[0]?.rights, [])
})

test('a right that was ended before it began is not shown among those that hold later', async () => {
  const { context } = world
  const { id: subsystemId } = await openSystem(context, 'LATER')
  await give(context, { topic: 'parcels', subsystemId, act: 'subscribe', fromOn: '2026-12-20' })
  const found = async () =>
    (await loadTopics(context, 'parcels'))
      .flatMap(({ rights }) => rights)
      .filter((one) => one.subsystemId === subsystemId)
  const [right] = await found()
  assert.ok(right)
  await withdrawTopicRight({ context, actor: administrator }, { topic: 'parcels', id: right.id, ...atOnce })
  assert.deepEqual(await found(), [])
})
