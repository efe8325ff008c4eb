import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { compare, driftJobs, listDrifts, repairDrifts } from '#modules/drift'
import {
  appendDeliveries,
  type Destination,
  drain,
  listDead,
  readStanding,
  replayDelivery,
  type Sender,
} from '#modules/sync'
import { useDemo } from '#test/demo'
import { type LineCall, type LineMishap, openLine } from '#test/line-between'
import { noSources } from '#test/sync'
import { type Life, useLives } from '#test/sync-world'
import { openNationalPortal } from './client.ts'
import { startStandInPortal } from './stand-in.ts'
import { type PortalFault, portalFaults } from './stand-in-line.ts'
import { openPortalStore } from './stand-in-store.ts'

type Shape = 'classic' | 'json'

const own = useDemo()
/** What ends in a state that a late copy of an earlier one may replace, and what ends for good. */
const { lives } = useLives(own, [
  ['accept', 'transfer', 'request_payment', 'confirm_payment'],
  ['accept', 'transfer', 'request_papers', 'supplement'],
  ['accept', 'transfer', 'request_payment', 'confirm_payment', 'submit_for_approval', 'approve', 'deliver'],
  ['accept', 'withdraw'],
  ['refuse'],
])
let worlds = 0

/** Our side, the stand-in of the portal, and a line between them on which anything may go wrong. */
async function openWorld(generation: Shape) {
  const { context } = own.demo
  const store = openPortalStore(() => context.clock.now().epochMilliseconds)
  let standIn = await startStandInPortal({ store })
  let ours = { isDead: false }
  const line = await openLine(
    () => standIn.url,
    () => {
      ours.isDead = true
    },
  )
  worlds += 1
  const code = `portal_${generation}_${worlds}`
  let now = context.clock.now()

  /** A process of ours: what it remembers, and its way to the database, end with it. */
  function begin(timeoutMs: number): Readonly<{ sender: Sender; destination: Destination }> {
    ours = { isDead: false }
    const life = ours
    const db = new Proxy(context.db, {
      get: (kept, name) => {
        if (life.isDead) throw new Error('the process is gone')
        const value: unknown = Reflect.get(kept, name)
        return typeof value === 'function' ? value.bind(kept) : value
      },
    })
    const { connection } = standIn
    const limits = { timeoutMs, mostBytes: 200_000 }
    const portal = openNationalPortal({ ...connection, ...limits, url: line.url, generation })
    const send: Destination['send'] = async (message) => {
      if (life.isDead) throw new Error('the process is gone')
      return await portal.send(message)
    }
    const pace = { now: () => now, chance: () => 0.5 }
    return {
      sender: { context: { ...context, db }, sources: noSources, pace },
      destination: { ...portal, code, send },
    }
  }

  let process = begin(150)
  return {
    code,
    store,
    line,
    destination: () => process.destination,
    /** The events of a dossier up to its `count`th are in the outbox. */
    queue: ({ id: dossierId, code: dossierCode, numbers }: Life, count = numbers.length) =>
      context.db.transaction().execute((tx) => {
        const events = numbers.slice(0, count).map((number) => ({ number, at: now }))
        return appendDeliveries(tx, { destination: code, dossierId, dossierCode }, events)
      }),
    drain: async () => {
      await drain(process.sender, process.destination).catch((error: Error) => {
        if (!/the process is gone/.test(error.message)) throw error
      })
      if (ours.isDead) process = begin(150)
    },
    tally: async () => (await readStanding(context, code)).tally,
    setFault: (fault: PortalFault | null) => standIn.setFault(fault),
    pass: (seconds: number) => {
      now = now.add({ seconds })
    },
    restartPortal: async () => {
      await standIn.stop()
      standIn = await startStandInPortal({ store })
    },
    /** Nothing goes wrong any more; what is under way comes later still. */
    calm: () => {
      line.mishaps.length = 0
      standIn.setFault(null)
      process = begin(10_000)
    },
    stop: async () => {
      await line.stop()
      await standIn.stop()
    },
  }
}
type World = Awaited<ReturnType<typeof openWorld>>

const someMishaps = fc.array(
  fc.oneof(
    { arbitrary: fc.constant<LineMishap>('none'), weight: 20 },
    {
      arbitrary: fc.constantFrom<LineMishap>('lost', 'answer_lost', 'delayed', 'delayed', 'copied'),
      weight: 4,
    },
    { arbitrary: fc.constantFrom<LineMishap>('we_crash_before', 'we_crash_after'), weight: 1 },
  ),
  { maxLength: 25, size: 'max' },
)
const step = fc.record({
  /** Of which dossiers, and how many events more. */
  happens: fc.array(fc.record({ which: fc.nat(4), count: fc.integer({ min: 1, max: 3 }) }), { maxLength: 4 }),
  fault: fc.option(fc.constantFrom(...portalFaults), { freq: 2 }),
  mishaps: someMishaps,
  seconds: fc.integer({ min: 0, max: 400 }),
  arrive: fc.nat(2),
  /** The portal forgets its sessions then, so that what is under way by them is not taken. */
  restarts: fc.nat(7).map((chance) => chance === 0),
})
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** What happens step by step, and on the line when at last everything is told. */
type Schedule = readonly [readonly Step[], readonly LineMishap[]]

const quietStep: Step = { happens: [], fault: null, mishaps: [], seconds: 31, arrive: 0, restarts: false }
const happening = (count: number, ...mishaps: LineMishap[]): Step => ({
  ...{ ...quietStep, mishaps },
  happens: [{ which: 0, count }],
})
/** We die between the dossier and its steps; the state 6 is held up on its way, in either shape, and comes after 4. */
const examples: [Schedule][] = [
  [[[happening(1, 'none', 'none', 'we_crash_after')], []]],
  [[[happening(3), happening(1, 'none', 'delayed')], []]],
  [[[happening(3), happening(1, 'none', 'none', 'delayed')], []]],
]

async function playOut(world: World, all: readonly Life[], [steps, last]: Schedule): Promise<void> {
  const happened = new Map<Life, number>()
  for (const { happens, fault, mishaps: some, seconds, arrive, restarts } of steps) {
    for (const { which, count: more } of happens) {
      const life = all[which] ?? assert.fail()
      const count = Math.min((happened.get(life) ?? 0) + more, life.numbers.length)
      happened.set(life, count)
      await world.queue(life, count)
    }
    world.setFault(fault)
    world.line.mishaps.push(...some)
    await world.drain()
    world.setFault(null)
    world.pass(31)
    await world.drain()
    if (restarts) await world.restartPortal()
    await world.line.letArrive(arrive)
    world.pass(seconds)
  }
  for (const life of all) await world.queue(life)
  world.line.mishaps.push(...last)
  for (let rounds = 0; rounds < 3; rounds++) {
    await world.drain()
    world.pass(31)
  }
}

/** Everything is sent; what was refused, an administrator replays. */
async function settle(world: World): Promise<void> {
  const actor = await own.demo.officer('administrator')
  for (let rounds = 0; rounds < 40; rounds++) {
    await world.drain()
    const dead = await listDead(own.demo.context.db, world.code)
    for (const key of dead) await replayDelivery(own.demo.context, key, actor)
    if ((await world.tally()).waiting === 0 && dead.length === 0) return
    world.pass(301)
  }
  throw new Error('the outbox does not run dry')
}

type Told = Readonly<{ MaHoSo: string; TrangThaiHoSo?: string; TrangThai?: string }>

/** What a call tells of the states of dossiers. */
function toldIn({ path, body }: LineCall): readonly Told[] {
  const sent = JSON.parse(body.toString('utf8')) as Told & Readonly<{ service?: string; data?: Told[] }>
  if (sent.service === 'DongBoHoSoMC') return sent.data ?? []
  return path.endsWith('/CapNhatTrangThai') ? [sent] : []
}
const statesIn = (call: LineCall, code?: string): number[] =>
  toldIn(call)
    .filter(({ MaHoSo }) => code === undefined || MaHoSo === code)
    .map(({ TrangThaiHoSo, TrangThai }) => Number(TrangThaiHoSo ?? TrangThai))

/** The states that we told of a dossier, in the order in which they left us. */
const statesTold = ({ line }: World, code: string): number[] =>
  line.seen.flatMap((call) => statesIn(call, code))

/** Whether these are states of this life in its order, each told as often as it must. */
function isInOrder(told: readonly number[], states: readonly number[]): boolean {
  let place = 0
  return told.every((state) => {
    place = states.indexOf(state, place)
    return place >= 0
  })
}

/**
 * Things happen and go wrong; then nothing goes wrong any more, both sides are compared, and what differs is told again. Answers
 * how much differed.
 */
async function agree(world: World, all: readonly Life[], schedule: Schedule): Promise<number> {
  const { context } = own.demo
  await playOut(world, all, schedule)
  world.calm()
  await settle(world)
  for (const { code, states } of all)
    assert.ok(isInOrder(statesTold(world, code), states), `${code}: ${statesTold(world, code)}`)
  await world.line.letArrive(1000)
  const before = await compare(context, world.destination(), null)
  await repairDrifts(context, world.code, await own.demo.officer('administrator'))
  await settle(world)
  const { differing, fault } = await compare(context, world.destination(), null)
  assert.deepEqual([differing, fault], [0, null])
  for (const { code, numbers, states } of all) {
    const there = world.store.find(code)
    assert.equal(Number(there?.state), states.at(-1))
    assert.equal(there?.steps.length, numbers.length, 'each step is there, once')
  }
  return before.differing
}

for (const generation of ['classic', 'json'] as const)
  describe(`the portal in the ${generation} shapes, which keeps no number of our messages`, () => {
    test('whatever breaks on either side or between: in the end both sides agree on every dossier, and we told no state backwards', async () => {
      const all = await lives()
      let differed = 0
      const play = async (schedule: Schedule) => {
        const world = await openWorld(generation)
        try {
          differed += await agree(world, all, schedule)
        } finally {
          await world.stop()
        }
      }
      await fc.assert(fc.asyncProperty(fc.tuple(fc.array(step, { maxLength: 5 }), someMishaps), play), {
        numRuns: 15,
        endOnFailure: true,
        examples,
      })
      assert.ok(differed > 0, 'some copy came late enough to set a state back')
    })

    test('a late copy of a telling that broke off sets the state back there: found and mended within minutes, by itself', async (t) => {
      const { context } = own.demo
      const [life] = await lives()
      assert.ok(life)
      const world = await openWorld(generation)
      t.after(world.stop)
      world.calm()
      await world.queue(life, 3)
      await world.drain()
      await world.queue(life, 4)
      world.line.holdUp((call) => statesIn(call).includes(6))
      await world.drain()
      assert.equal(world.store.find(life.code)?.state, '4')
      world.pass(301)
      await world.queue(life)
      await world.drain()
      assert.deepEqual([world.store.find(life.code)?.state, (await world.tally()).waiting], ['4', 0])
      await world.line.letArrive(1)
      assert.equal(world.store.find(life.code)?.state, '6', 'the portal cannot tell that it is old')
      const { rows } = await context.pool.query<{ minutes: number }>(
        `select extract(epoch from run_at - now())::float / 60 as minutes from graphile_worker.jobs
         where task_identifier = 'drift.look_again' and key = $1`,
        [`drift.look_again:${world.code}:${life.id}`],
      )
      assert.equal(rows.length, 1, 'by one job, however many attempts broke off')
      assert.ok((rows[0]?.minutes ?? 60) <= 3)
      const look = () =>
        driftJobs([world.destination()])[2].run(
          { destination: world.code, dossierId: life.id, looks: 0 },
          { ...context, attempt: 1 },
        )
      await Promise.all([look(), look()])
      await world.drain()
      assert.equal(world.store.find(life.code)?.state, '4')
      await look()
      assert.equal((await world.tally()).waiting, 0, 'nothing more is told')
      const [drift, ...more] = await listDrifts(context.db, world.code)
      assert.deepEqual(
        [drift?.ours, drift?.theirs, drift?.repeatedBy, drift?.how, more.length],
        [4, 6, 'drift.look_again', 'told_again', 0],
      )
    })
  })
