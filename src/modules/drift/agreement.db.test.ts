import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { listDead, replayDelivery, type Sender, tellAgain } from '#modules/sync'
import { useDemo } from '#test/demo'
import { type Mishap, reconnect } from '#test/sync'
import { type Life, useLives } from '#test/sync-world'
import { compare } from './compare.ts'
import { repairDrifts } from './repair-drifts.ts'
import { listDrifts } from './repository.ts'

const own = useDemo()
const { lives, openWorld } = useLives(own)

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
  /** Told again in a transaction that ends after others have begun and ended. */
  overlap: fc.boolean(),
  tamper: fc.option(fc.record({ which: fc.nat(3), state: fc.integer({ min: 1, max: 10 }) }), { freq: 6 }),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
let runs = 0

/** Things happen, and go wrong, step by step. */
async function playOut(world: ReturnType<typeof openWorld>, all: readonly Life[], steps: readonly Step[]) {
  const happened = new Map<Life, number>()
  for (const { happens, mishaps, seconds, arrive, away, overlap, tamper } of steps) {
    for (const life of happens.flatMap((which) => all[which] ?? [])) {
      const count = Math.min((happened.get(life) ?? 0) + 1, life.numbers.length)
      happened.set(life, count)
      await world.queue(life, count)
    }
    world.mishaps.push(...mishaps)
    world.goAway(away)
    if (overlap) await drainWhileToldAgain(world, all).catch(() => reconnect(world.sender.context))
    else await world.drain().catch(() => reconnect(world.sender.context))
    world.letArrive(arrive)
    if (tamper) world.tamper(all[tamper.which]?.code ?? '', tamper.state)
    world.pass(seconds)
  }
}

/** All are told again, and before that is committed what waits is sent. */
const drainWhileToldAgain = (
  { sender, destination, drain }: ReturnType<typeof openWorld>,
  all: readonly Life[],
) =>
  sender.context.db.transaction().execute(async (tx) => {
    const dossierIds = all.map(({ id }) => id)
    await tellAgain(tx, { destination: destination.code, dossierIds }, sender.context.clock.now())
    await drain()
  })

test('whatever is lost, doubled, late or broken: both sides agree in the end, and each event is taken once, in order, or refused', async () => {
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
    assert.deepEqual(world.sentBack, [])
    for (const { code, numbers, states } of all) {
      const there = world.find(code)
      assert.equal(there?.state, states.at(-1))
      const untold = numbers.map((number) => `${number}.0`).filter((key) => !there?.taken.includes(key))
      for (const key of untold) assert.ok(world.refusals.includes(`${code} ${key}`), `${key} was never refused`)
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
  assert.match((await compare(context, world.destination, null)).fault ?? '', /^H18[^:]*: the line broke$/)
})

test('one dossier that cannot be compared is said, and the others are compared; what never came to be told goes out', async () => {
  const [full, second, third] = await lives()
  assert.ok(full && second && third)
  const world = openWorld('portal_drift_odd')
  await world.queue(full)
  await world.queue(second)
  await world.queue(third, third.numbers.length - 1)
  await world.drain()
  world.tamper(full.code, 4)
  const ask: typeof world.destination.ask = async (code) => {
    if (code === second.code) throw new Error('the answer is not as described')
    return await world.destination.ask(code)
  }
  const later = own.demo.at('2027-01-04T08:00:00+07:00')
  const { differing, fault } = await compare(later, { ...world.destination, ask }, null)
  assert.deepEqual([differing, fault], [1, `${second.code}: the answer is not as described`])
  await world.drain()
  assert.equal(world.find(third.code)?.state, third.states.at(-1))
})
