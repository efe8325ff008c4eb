import assert from 'node:assert/strict'
import { test } from 'node:test'
import { useDemo } from '#test/demo'
import { dossierWith, noSources } from '#test/sync'
import { useLives } from '#test/sync-world'
import { buildMessage } from './build-message.ts'
import { drain } from './drain.ts'
import { fillOutbox } from './fill-outbox.ts'
import { holdDestination, releaseDestination, replayDelivery } from './hold-destination.ts'
import { listDead, listStandings } from './repository.ts'
import { readDestination } from './repository-destination.ts'

const own = useDemo()
const { lives, openWorld } = useLives(own)

test('what happened before a dossier had its code is told with it, in order; told again, nothing is added', async () => {
  const { context } = own.demo
  const [full, , , refused] = await lives()
  assert.ok(full && refused)
  const follow = fillOutbox([{ code: 'portal_a' }], context.clock)
  const unnamed = await dossierWith(own.demo, [])
  for (const dossierId of [unnamed, full.id, full.id, refused.id])
    await context.db.transaction().execute((tx) => follow(tx, { dossierId, number: 1, type: 'submitted' }))
  const world = openWorld('portal_a')
  await world.drain()
  assert.deepEqual(
    world.find(full.code)?.taken,
    full.numbers.map((number) => `${number}.0`),
  )
  assert.equal(world.find(full.code)?.state, 10)
  assert.equal(
    world.find(refused.code)?.state,
    3,
    'a refused dossier never gets a code: it goes by its reference',
  )
  assert.deepEqual(await listStandings(context.db, unnamed), [])
  const [standing] = await listStandings(context.db, full.id)
  assert.deepEqual([standing?.waiting, standing?.lastSentAt?.toString()], [0, '2026-11-26T02:40:00Z'])
})

test('a message tells the dossier as it was after that event', async () => {
  const { db } = own.demo.context
  const [full] = await lives()
  assert.ok(full)
  const tell = async (number: number) => {
    const to = { destination: 'portal_b', dossierId: full.id, dossierCode: full.code, number, repeat: 0 }
    return (await buildMessage(db, noSources, to)).facts
  }
  const asked = await tell(4)
  assert.deepEqual([asked.state, asked.nationalState, asked.outcome], ['supplement_requested', 5, null])
  assert.deepEqual([asked.times.finishedAt, asked.times.deliveredAt], [null, null])
  assert.equal(asked.papers.length, 1)
  assert.deepEqual(
    asked.supplements.map(({ reason, receivedAt }) => [reason, receivedAt]),
    [['Ảnh mờ ở góc dưới', null]],
  )
  const last = await tell(8)
  assert.deepEqual([last.state, last.outcome], ['delivered', 'granted'])
  assert.deepEqual(
    last.papers.map(({ stage, reused }) => [stage, reused]),
    [
      ['submission', false],
      ['supplement', false],
    ],
  )
  assert.ok(last.times.finishedAt && last.times.deliveredAt && last.supplements[0]?.receivedAt)
  assert.deepEqual(
    last.progress.map(({ number, nationalState }) => [number, nationalState]),
    full.numbers.map((number, index) => [number, full.states[index]]),
  )
  assert.equal(last.progress[2]?.agencyName, last.receivingAgency.name, 'the one-stop transferred it')
  assert.equal(last.progress[0]?.agencyName, null, 'the applicant is of no agency')
})

test('an outage, however long, gives up nothing; meanwhile one message knocks, and after it everything goes', async () => {
  const all = await lives()
  const world = openWorld('portal_outage')
  for (const life of all) await world.queue(life)
  world.goAway(true)
  for (let round = 0; round < 200; round++) {
    await world.drain()
    world.pass(31)
  }
  const { waiting, needAPerson } = await world.tally()
  assert.deepEqual([waiting, needAPerson], [all.flatMap(({ numbers }) => numbers).length, 0])
  assert.ok(world.sent.length < 210, `one message a round: ${world.sent.length}`)
  world.goAway(false)
  await world.drain()
  assert.equal((await world.tally()).waiting, 0, 'one run after its return, whatever each message had to wait')
  for (const { code, states } of all) assert.equal(world.find(code)?.state, states.at(-1))
})

test('one message that always fails waits for a person after an hour; the others are not held up', async () => {
  const { context } = own.demo
  const [full, second] = await lives()
  assert.ok(full && second)
  const world = openWorld('portal_poison')
  const send = world.destination.send
  const poisoned = new Set([full.code])
  const destination = {
    ...world.destination,
    send: (message: Parameters<typeof send>[0]) =>
      poisoned.has(message.dossierCode) && message.number === 3
        ? Promise.reject(new Error('500'))
        : send(message),
  }
  await world.queue(full)
  await drain(world.sender, destination)
  for (let minutes = 0; minutes < 75; minutes++) {
    if (minutes < 5) await world.queue(second, minutes + 1)
    await drain({ ...world.sender, context: { ...context, clock: world.sender.pace } }, destination)
    world.pass(60)
  }
  const [dead, ...more] = await listDead(context.db, world.destination.code)
  assert.deepEqual([dead?.number, dead?.state, more.length], [3, 'dead', 0])
  assert.deepEqual(world.find(full.code)?.taken, ['1.0', '2.0'], 'what came after it has to wait')
  assert.equal(world.find(second.code)?.state, 9)
  poisoned.clear()
  assert.ok(dead && (await replayDelivery(context, dead, await own.demo.officer('administrator'))))
  await drain(world.sender, destination)
  assert.equal(world.find(full.code)?.state, 10)
})

test('a destination that is held gets nothing until it is released', async () => {
  const { context } = own.demo
  const [full] = await lives()
  assert.ok(full)
  const actor = await own.demo.officer('administrator')
  const world = openWorld('portal_held')
  await holdDestination(context, 'portal_held', 'Cổng bảo trì', actor)
  await world.queue(full)
  await world.drain()
  assert.deepEqual(world.sent, [])
  assert.equal((await readDestination(context.db, 'portal_held')).held?.reason, 'Cổng bảo trì')
  await releaseDestination(context, 'portal_held', actor)
  await world.drain()
  assert.equal(world.find(full.code)?.state, 10)
})
