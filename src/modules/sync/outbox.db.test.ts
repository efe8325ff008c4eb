import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { findDossierById, listEvents, nationalStates } from '#modules/dossiers'
import { useDemo } from '#test/demo'
import { breakConnections, dossierWith, type Mishap, noSources, openOtherSide, reconnect } from '#test/sync'
import { buildMessage } from './build-message.ts'
import { compare } from './compare.ts'
import { drain } from './drain.ts'
import { fillOutbox } from './fill-outbox.ts'
import { holdDestination, releaseDestination, replayDelivery } from './hold-destination.ts'
import { repairDrifts } from './repair-drifts.ts'
import { appendDeliveries, listDead, listStandings } from './repository.ts'
import { readDestination, tallyDeliveries } from './repository-destination.ts'
import { listDrifts } from './repository-drift.ts'
import type { Sender } from './send-one.ts'

const own = useDemo()
const begun = Temporal.Instant.from('2026-11-26T09:40:00+07:00')

type Life = Readonly<{ id: string; code: string; numbers: readonly number[]; states: readonly number[] }>
let lived: Promise<readonly Life[]> | undefined

/** Four dossiers with all that happened to them. */
const lives = (): Promise<readonly Life[]> => {
  lived ??= liveThrough()
  return lived
}

async function liveThrough(): Promise<readonly Life[]> {
  const { demo } = own
  const commands = [
    ['accept', 'transfer', 'request_papers', 'supplement', 'submit_for_approval', 'approve', 'deliver'],
    ['accept', 'transfer', 'submit_for_approval', 'approve'],
    ['accept', 'withdraw'],
    ['refuse'],
  ] as const
  const made: Life[] = []
  for (const given of commands) {
    const id = await dossierWith(demo, given)
    const dossier = await findDossierById(demo.context.db, id)
    const events = await listEvents(demo.context.db, id)
    const states = events.map(({ state }) => nationalStates[state])
    const code = dossier?.code ?? dossier?.reference ?? ''
    made.push({ id, code, numbers: events.map(({ number }) => number), states })
  }
  return made
}

/** A sender whose clock of waiting is moved by the test. */
function openWorld(code: string) {
  const { context } = own.demo
  let now = begun
  const sender: Sender = { context, sources: noSources, pace: { now: () => now, chance: () => 0.5 } }
  const other = openOtherSide(code, () => breakConnections(context))
  return {
    ...other,
    sender,
    pass: (seconds: number) => {
      now = now.add({ milliseconds: Math.round(seconds * 1000) })
    },
    /** The events of a dossier up to its `count`th are in the outbox. */
    queue: ({ id: dossierId, code: dossierCode, numbers }: Life, count = numbers.length) =>
      context.db
        .transaction()
        .execute((tx) =>
          appendDeliveries(tx, { destination: code, dossierId, dossierCode }, numbers.slice(0, count), now),
        ),
    drain: () => drain(sender, other.destination),
    tally: () => tallyDeliveries(context.db, code, begun),
    /** Time passes and everything is sent, until nothing waits. */
    async settle() {
      for (let rounds = 0; rounds < 60; rounds++) {
        await drain(sender, other.destination)
        if ((await tallyDeliveries(context.db, code, begun)).waiting === 0) return
        now = now.add({ seconds: 301 })
      }
      throw new Error('the outbox does not run dry')
    },
  }
}

test('what happened before a dossier had its code is told with it, in order; told again, nothing is added', async () => {
  const { context } = own.demo
  const [full, , , refused] = await lives()
  assert.ok(full && refused)
  const follow = fillOutbox(['portal_a'], context.clock)
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

const mishap = fc.oneof(
  { arbitrary: fc.constant<Mishap>('none'), weight: 6 },
  {
    arbitrary: fc.constantFrom<Mishap>('lost', 'answer_lost', 'duplicated', 'delayed', 'garbage', 'refused'),
    weight: 5,
  },
  { arbitrary: fc.constantFrom<Mishap>('we_crash_before', 'we_crash_after'), weight: 1 },
)
const step = fc.record({
  happens: fc.array(fc.nat(3), { maxLength: 4 }),
  mishaps: fc.array(mishap, { maxLength: 8 }),
  seconds: fc.integer({ min: 0, max: 400 }),
  arrive: fc.nat(3),
  away: fc.boolean(),
  tamper: fc.option(fc.record({ which: fc.nat(3), state: fc.integer({ min: 1, max: 10 }) }), { freq: 6 }),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
let runs = 0

/** Things happen, and go wrong, step by step. */
async function playOut(world: ReturnType<typeof openWorld>, all: readonly Life[], steps: readonly Step[]) {
  const happened = new Map<Life, number>()
  for (const { happens, mishaps, seconds, arrive, away, tamper } of steps) {
    for (const life of happens.flatMap((which) => all[which] ?? [])) {
      const count = Math.min((happened.get(life) ?? 0) + 1, life.numbers.length)
      happened.set(life, count)
      await world.queue(life, count)
    }
    world.mishaps.push(...mishaps)
    world.goAway(away)
    await world.drain().catch(() => reconnect(world.sender.context))
    world.letArrive(arrive)
    if (tamper) world.tamper(all[tamper.which]?.code ?? '', tamper.state)
    world.pass(seconds)
  }
}

test('whatever is lost, doubled, late or broken: both sides agree in the end, and each event was taken once, in order', async () => {
  const all = await lives()
  const { context } = own.demo
  const play = async (steps: readonly Step[]) => {
    runs += 1
    const world = openWorld(`portal_run_${runs}`)
    await playOut(world, all, steps)
    world.goAway(false)
    world.mishaps.length = 0
    for (const life of all) await world.queue(life)
    await settleWithPeople(world, context)
    world.letArrive(100)
    await compare(context, world.destination, null)
    const actor = await own.demo.officer('administrator')
    await repairDrifts(context, world.destination.code, actor)
    await world.settle()
    const { differing } = await compare(context, world.destination, null)
    assert.equal(differing, 0)
    for (const { code, numbers, states } of all) {
      const there = world.find(code)
      assert.equal(there?.state, states.at(-1))
      const first = there?.taken.filter((taken) => taken.endsWith('.0'))
      assert.deepEqual(
        first,
        numbers.map((number) => `${number}.0`),
      )
      const order = there?.taken.map(Number)
      assert.deepEqual(
        order,
        order?.toSorted((a, b) => a - b),
      )
    }
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 8 }), play), { numRuns: 15 })
})

/** Everything is sent; what was refused, an administrator replays. */
async function settleWithPeople(world: ReturnType<typeof openWorld>, context: Sender['context']) {
  const { code } = world.destination
  const actor = await own.demo.officer('administrator')
  for (let rounds = 0; rounds < 40; rounds++) {
    await world.drain().catch(() => reconnect(context))
    const dead = await listDead(context.db, code)
    for (const key of dead) await replayDelivery(context, key, actor)
    const { waiting } = await world.tally()
    if (waiting === 0 && dead.length === 0) return
    world.pass(301)
  }
  throw new Error('the outbox does not run dry')
}

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

test('a state that was changed there is found, told again by our record, and agrees the next time', async () => {
  const { context } = own.demo
  const [full, second] = await lives()
  assert.ok(full && second)
  const actor = await own.demo.officer('administrator')
  const world = openWorld('portal_drift')
  for (const life of [full, second]) await world.queue(life)
  await world.drain()
  world.tamper(full.code, 4)
  assert.deepEqual(await compare(context, world.destination, 'Vàng A Páo'), {
    compared: 2,
    differing: 1,
    fault: null,
  })
  const states = async () =>
    (await listDrifts(context.db, 'portal_drift')).map(({ ours, theirs, how }) => [ours, theirs, how])
  assert.deepEqual(await states(), [[10, 4, null]])
  assert.equal(await repairDrifts(context, 'portal_drift', actor), 1)
  assert.equal(await repairDrifts(context, 'portal_drift', actor), 0, 'it is told once')
  await world.drain()
  assert.deepEqual(world.find(full.code)?.taken.slice(-2), ['8.0', '8.1'])
  await compare(context, world.destination, null)
  assert.deepEqual(await states(), [[10, 4, 'told_again']])
  world.goAway(true)
  assert.equal((await compare(context, world.destination, null)).fault, 'the line broke')
})
