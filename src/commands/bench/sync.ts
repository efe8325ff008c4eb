import { setTimeout as sleep } from 'node:timers/promises'
import { openNationalPortal, startStandInPortal } from '#adapters/national-portal'
import { appendDeliveries, type Destination, drain, type FactSources, realPace } from '#modules/sync'
import { drainEvents } from './events.ts'
import { type Bench, type Figure, figure, type Ground } from './figure.ts'

const backlog = 10_000
const sources: FactSources = {
  listResults: async () => [],
  listConsulted: async () => [],
  findPortalAccount: async () => null,
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
  const queued = await queue(ground, receiver.code)
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
    const queued = await queue(ground, portal.code)
    await drainAll(ground, portal, 1)
    standIn.setFault(null)
    const seconds = await drainAll(ground, portal)
    const { backwards } = standIn.store.tally()
    return [
      figure('sync', 'drained_to_portal', queued / seconds, 'messages/s'),
      figure('sync', 'portal_drain_time', seconds, `s for ${queued} messages`, { atMost: 600 }),
      figure('sync', 'portal_backwards', backwards, 'states', { atMost: 0 }),
    ]
  } finally {
    await standIn.stop()
  }
}

/** Puts the events of dossiers into the outbox until there are `backlog`; answers how many. */
async function queue({ context, say }: Ground, destination: string): Promise<number> {
  say(`sync: queueing ${backlog} messages for ${destination}`)
  const { rows } = await context.pool.query<{ id: string; code: string; numbers: number[] }>(
    `select id, coalesce(code, reference) as code, array_agg(number order by number) as numbers
     from dossiers.dossier join dossiers.dossier_event on dossier_id = id group by id order by id limit ${backlog}`,
  )
  let queued = 0
  for (const { id: dossierId, code: dossierCode, numbers } of rows) {
    if (queued >= backlog) break
    const to = { destination, dossierId, dossierCode }
    const at = context.clock.now()
    const events = numbers.map((number) => ({ number, at }))
    queued += await context.db.transaction().execute((tx) => appendDeliveries(tx, to, events))
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
