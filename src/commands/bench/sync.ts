import { setTimeout as sleep } from 'node:timers/promises'
import { openNationalPortal, type StandInPortal, startStandInPortal } from '#adapters/national-portal'
import { type DossierState, nationalStates } from '#modules/dossiers'
import { appendDeliveries, type Destination, drain, type FactSources, realPace } from '#modules/sync'
import { drainEvents } from './events.ts'
import { type Bench, type Figure, figure, type Ground } from './figure.ts'

const backlog = 10_000
const sources: FactSources = {
  listResults: async () => [],
  listConsulted: async () => [],
  findPortalAccount: async () => null,
  findFieldCode: async () => null,
  listReceipts: async () => new Map(),
  linkOf: () => null,
}

/** An outage with a backlog, then how fast it is drained, and whether all of it arrived once and in order. */
export const sync: Bench = {
  name: 'sync',
  summary: 'a backlog after an outage: messages per second, lost, doubled, out of order',
  run: async (ground) => [
    ...(await drainToReceiver(ground)),
    ...(await drainToPortal(ground)),
    ...(await drainEvents(ground)),
  ],
}

/** A receiver in this process: what our side alone can do. */
async function drainToReceiver(ground: Ground): Promise<Figure[]> {
  const last = new Map<string, number>()
  const seen = { taken: 0, doubled: 0, disordered: 0 }
  const line: { isAway: boolean } = { isAway: true }
  const receiver: Destination = {
    code: 'bench_receiver',
    send: async ({ dossierCode, number }) => {
      if (line.isAway) throw new Error('away')
      const before = last.get(dossierCode) ?? 0
      if (number === before) seen.doubled += 1
      if (number < before) seen.disordered += 1
      last.set(dossierCode, number)
      seen.taken += 1
      return 'delivered'
    },
    ask: async () => null,
  }
  const queued = countEvents(await queue(ground, receiver.code))
  await drainAll(ground, receiver, 1)
  line.isAway = false
  const seconds = await drainAll(ground, receiver)
  return [
    figure('sync', 'drained', queued / seconds, 'messages/s'),
    figure('sync', 'drain_time', seconds, `s for ${queued} messages`, { atMost: 600 }),
    figure('sync', 'lost', queued - seen.taken + seen.doubled, 'messages', { atMost: 0 }),
    figure('sync', 'doubled', seen.doubled, 'messages', { atMost: 0 }),
    figure('sync', 'out_of_order', seen.disordered, 'messages', { atMost: 0 }),
  ]
}

/** The stand-in of the national portal, over HTTP: several calls for each message. */
async function drainToPortal(ground: Ground): Promise<Figure[]> {
  const standIn = await startStandInPortal({ fault: 'down' })
  try {
    const portal = openNationalPortal(standIn.connection)
    const dossiers = await queue(ground, portal.code)
    const queued = countEvents(dossiers)
    await drainAll(ground, portal, 1)
    standIn.setFault(null)
    const seconds = await drainAll(ground, portal)
    const { backwards } = standIn.store.tally()
    const { lost, doubled } = compareWith(standIn.store, dossiers)
    return [
      figure('sync', 'drained_to_portal', queued / seconds, 'messages/s'),
      figure('sync', 'portal_drain_time', seconds, `s for ${queued} messages`, { atMost: 600 }),
      figure('sync', 'portal_lost', lost, 'steps or states', { atMost: 0 }),
      figure('sync', 'portal_doubled', doubled, 'steps', { atMost: 0 }),
      figure('sync', 'portal_backwards', backwards, 'states', { atMost: 0 }),
    ]
  } finally {
    await standIn.stop()
  }
}

/** What of our dossiers the portal has not: steps, and states that are other ones. And which steps came to it twice. */
function compareWith(store: StandInPortal['store'], dossiers: readonly Queued[]) {
  let lost = 0
  let doubled = store.tally().repeatedSteps
  for (const { code, numbers, state } of dossiers) {
    const there = store.find(code)
    const steps = there?.steps.length ?? 0
    lost += Math.max(0, numbers.length - steps) + (Number(there?.state) === nationalStates[state] ? 0 : 1)
    doubled += Math.max(0, steps - numbers.length)
  }
  return { lost, doubled }
}

/** A dossier whose events are in the outbox; `state`: after the last of them. */
type Queued = Readonly<{ id: string; code: string; numbers: readonly number[]; state: DossierState }>

const countEvents = (dossiers: readonly Queued[]): number =>
  dossiers.reduce((sum, { numbers }) => sum + numbers.length, 0)

/** Puts the events of dossiers into the outbox until there are `backlog`. */
async function queue({ context, say }: Ground, destination: string): Promise<readonly Queued[]> {
  say(`sync: queueing ${backlog} messages for ${destination}`)
  const { rows } = await context.pool.query<Queued>(
    `select id, coalesce(code, reference) as code, array_agg(number order by number) as numbers,
       (array_agg(dossier_event.state order by number desc))[1] as state
     from dossiers.dossier join dossiers.dossier_event on dossier_id = id group by id order by id limit ${backlog}`,
  )
  const queued: Queued[] = []
  let count = 0
  for (const dossier of rows) {
    if (count >= backlog) break
    const to = { destination, dossierId: dossier.id, dossierCode: dossier.code }
    const at = context.clock.now()
    const events = dossier.numbers.map((number) => ({ number, at }))
    count += await context.db.transaction().execute((tx) => appendDeliveries(tx, to, events))
    queued.push(dossier)
  }
  return queued
}

/** Sends until nothing waits, or `rounds` times; answers the seconds it took. */
async function drainAll(
  { context }: Ground,
  destination: Destination,
  rounds = Number.POSITIVE_INFINITY,
): Promise<number> {
  const beganMs = performance.now()
  for (let round = 0; round < rounds; round++) {
    const { nextAt } = await drain({ context, sources, pace: realPace }, destination)
    if (!nextAt) break
    if (round + 1 < rounds) await sleep(Math.max(0, nextAt.epochMilliseconds - Date.now()))
  }
  return (performance.now() - beganMs) / 1000
}
