import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { useDemo } from '#test/demo'
import { dossierWith, noSources } from '#test/sync'
import { useLives } from '#test/sync-world'
import { buildMessage } from './build-message.ts'
import { drain } from './drain.ts'
import { fillOutbox } from './fill-outbox.ts'
import {
  holdDestination,
  releaseDestination,
  replayAll,
  replayDelivery,
  setAsideDelivery,
} from './hold-destination.ts'
import { listDead, listStandings } from './repository.ts'
import { readDestination } from './repository-destination.ts'
import { tellAgain } from './tell-again.ts'

const own = useDemo()
const { lives, openWorld } = useLives(own)

test('what happened before a dossier had its code is told with it, in order; told again, nothing is added', async () => {
  const { context } = own.demo
  const [full, , , refused] = await lives()
  assert.ok(full && refused)
  const follow = fillOutbox([{ code: 'portal_a' }])
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
  const findFieldCode = async (_: unknown, name: string) => `G15 ${name}`
  const tell = async (number: number) => {
    const to = { destination: 'portal_b', dossierId: full.id, dossierCode: full.code, number, repeat: 0 }
    return (await buildMessage(db, { ...noSources, findFieldCode }, { ...to, toldBefore: 0 })).facts
  }
  const asked = await tell(4)
  assert.deepEqual([asked.procedure.field, asked.procedure.fieldCode], ['Hộ tịch', 'G15 Hộ tịch'])
  assert.deepEqual([asked.state, asked.nationalState, asked.outcome], ['supplement_requested', 5, null])
  assert.deepEqual([asked.times.finishedAt, asked.times.deliveredAt], [null, null])
  assert.equal(asked.papers.length, 1)
  assert.deepEqual(
    asked.supplements.map(({ reason, receivedAt, components }) => [reason, receivedAt, components]),
    [['Ảnh mờ ở góc dưới', null, [{ code: null, name: 'Giấy chứng sinh' }]]],
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

test('one message that always fails is passed over after an hour; the others are not held up', async () => {
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
  assert.deepEqual(
    await listDead(context.db, world.destination.code),
    [],
    'what came after it says all it said',
  )
  assert.deepEqual(world.find(full.code)?.taken, ['1.0', '2.0', '4.0', '5.0', '6.0', '7.0', '8.0'])
  assert.equal(world.find(second.code)?.state, 9)
})

describe('a message that the destination will never take', () => {
  const numbersOf = async (code: string) =>
    (await listDead(own.demo.context.db, code)).map(
      ({ number, repeat, state }) => `${number}.${repeat} ${state}`,
    )

  test('holds nothing back; of a dossier of which nothing is taken, only the last waits for a person', async () => {
    const { context } = own.demo
    const [full] = await lives()
    assert.ok(full)
    const world = openWorld('portal_never')
    await world.queue(full, 3)
    world.mishaps.push('none', 'refused')
    await world.drain()
    assert.deepEqual(world.find(full.code)?.taken, ['1.0', '3.0'])
    assert.deepEqual(await numbersOf('portal_never'), [])
    await world.queue(full, 6)
    world.mishaps.push('refused', 'refused', 'refused')
    await world.drain()
    assert.deepEqual(await numbersOf('portal_never'), ['6.0 refused'])
    const [dead] = await listDead(context.db, 'portal_never')
    const actor = await own.demo.officer('administrator')
    assert.ok(dead && (await replayDelivery(context, dead, actor)))
    assert.equal(await replayDelivery(context, dead, actor), false)
    await world.drain()
    assert.deepEqual([world.find(full.code)?.state, await numbersOf('portal_never')], [full.states[5], []])
  })

  test('is set aside by a person, with a reason; then it is neither sent nor told again by itself', async () => {
    const { context } = own.demo
    const [full] = await lives()
    assert.ok(full)
    const world = openWorld('portal_aside')
    await world.queue(full, 2)
    world.mishaps.push('none', 'refused')
    await world.drain()
    const [dead] = await listDead(context.db, 'portal_aside')
    assert.ok(dead)
    const wish = { key: dead, reason: 'Cổng đã ghi đúng' }
    const actor = await own.demo.officer('administrator')
    const done = await Promise.all([
      setAsideDelivery(context, wish, actor),
      setAsideDelivery(context, wish, actor),
    ])
    assert.deepEqual(done.toSorted(), [false, true])
    const tell = (onlyTaken: boolean) =>
      context.db
        .transaction()
        .execute((tx) =>
          tellAgain(tx, { destination: 'portal_aside', dossierIds: [full.id], onlyTaken }, context.clock.now()),
        )
    assert.equal((await tell(true)).size, 0)
    assert.equal((await tell(false)).size, 1, 'a person may')
    await world.drain()
    assert.deepEqual(world.find(full.code)?.taken, ['1.0', '2.1'])
  })

  test('all that waits for a person is sent again at once', async () => {
    const all = await lives()
    const world = openWorld('portal_all')
    for (const life of all) await world.queue(life, 1)
    world.mishaps.push('refused', 'refused', 'refused', 'refused')
    await world.drain()
    assert.equal((await numbersOf('portal_all')).length, all.length)
    const actor = await own.demo.officer('administrator')
    assert.equal(await replayAll(own.demo.context, 'portal_all', actor), all.length)
    await world.drain()
    assert.deepEqual(await numbersOf('portal_all'), [])
  })
})

test('what was queued to tell again while a later event arrived is not sent: it would set the state back', async () => {
  const { context } = own.demo
  const [full] = await lives()
  assert.ok(full)
  const world = openWorld('portal_overlap')
  await world.queue(full, 4)
  await world.drain()
  await context.db.transaction().execute(async (tx) => {
    const again = { destination: 'portal_overlap', dossierIds: [full.id] }
    assert.equal((await tellAgain(tx, again, context.clock.now())).size, 1)
    await world.queue(full, 5)
    await world.drain()
  })
  await world.drain()
  assert.deepEqual(world.sent.slice(-1), [`${full.code} 5.0`])
  const { waiting, needAPerson } = await world.tally()
  assert.deepEqual([waiting, needAPerson, world.sentBack], [0, 0, []])
})

test('each message says up to where the destination knows the dossier', async () => {
  const [full] = await lives()
  assert.ok(full)
  const world = openWorld('portal_told')
  const told: string[] = []
  const { send } = world.destination
  const destination = {
    ...world.destination,
    send: (message: Parameters<typeof send>[0]) => {
      told.push(`${message.number} after ${message.toldBefore}`)
      return send(message)
    },
  }
  await world.queue(full, 3)
  world.mishaps.push('none', 'refused')
  await drain(world.sender, destination)
  await world.queue(full, 4)
  await drain(world.sender, destination)
  assert.deepEqual(told, ['1 after 0', '2 after 1', '3 after 1', '4 after 3'])
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
