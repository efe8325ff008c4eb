import type { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { PostAway, type PublicPost, type ToldParcel } from './ports.ts'
import { appendShipmentEvent, lockShipment, type Shipment, updateShipment } from './repository.ts'
import { decideTurn, foldParcel, nextTurnAt, type Turn } from './rules/shipment.ts'

export type Carrying = Pick<Context, 'db' | 'clock' | 'log'>

/** How long the answer of the post may be awaited before somebody else looks after the order, in seconds. */
const leaseSeconds = 120

/** Orders a parcel at the post, or asks how it stands. Any number of workers may call it: one has the turn. False: the post is away. */
export async function carryShipment(context: Carrying, post: PublicPost, id: string): Promise<boolean> {
  const { db, clock, log } = context
  const begun = await db.transaction().execute((tx) => takeTurn(tx, id, clock.now()))
  if (!begun) return true
  const { turn, shipment } = begun
  try {
    const told = turn === 'order' ? await order(post, shipment) : await post.ask(id)
    const toldBy = turn === 'order' ? 'answer' : 'asked'
    await db.transaction().execute((tx) => recordParcel(tx, id, { told, toldBy, now: clock.now() }))
    return true
  } catch (error) {
    if (!(error instanceof PostAway)) throw error
    log.warn({ err: error, shipmentId: id }, 'the post is away')
    await db.transaction().execute((tx) => recordAway(tx, id, error, turn, clock.now()))
    return false
  }
}

async function takeTurn(tx: Tx, id: string, now: Temporal.Instant) {
  const shipment = await lockShipment(tx, id)
  const turn = shipment && decideTurn(shipment, now)
  if (!turn || !shipment) return null
  const actAt = now.add({ seconds: leaseSeconds })
  if (turn === 'ask') {
    await updateShipment(tx, id, { actAt })
    return { turn, shipment }
  }
  await updateShipment(tx, id, { state: 'ordering', attempt: shipment.attempt + 1, actAt, stateAt: now })
  await appendShipmentEvent(tx, { shipmentId: id, at: now, recordedAt: now, state: 'ordering', toldBy: 'us' })
  return { turn, shipment }
}

async function order(post: PublicPost, shipment: Shipment): Promise<ToldParcel> {
  const { id, kind, personName: name, personPhone: phone, address, agencyName, dossierCode, feeVnd } = shipment
  const person = { name, phone, address: address ?? '' }
  const taken = await post.order({ key: id, kind, person, agencyName, dossierCode, feeVnd })
  if (taken.state === 'refused') return { state: 'refused', trackingNumber: null, at: null, why: taken.why }
  return { state: 'ordered', trackingNumber: taken.trackingNumber, at: null, why: null }
}

type Learned = Readonly<{
  told: ToldParcel
  toldBy: 'answer' | 'asked' | 'report'
  reportKey?: string
  now: Temporal.Instant
}>

/** Writes down what the post said. Told again, or after something newer, it changes nothing. */
export async function recordParcel(
  tx: Tx,
  id: string,
  { told, toldBy, reportKey = '', now }: Learned,
): Promise<void> {
  const shipment = await lockShipment(tx, id)
  if (!shipment) return
  const { state, why, at: toldAt } = told
  const next = foldParcel(shipment.state, state)
  const at = toldAt ?? now
  const event = { shipmentId: id, at, recordedAt: now, state, toldBy, why, reportKey: reportKey || null }
  if ((next || reportKey) && !(await appendShipmentEvent(tx, event))) return
  await updateShipment(tx, id, {
    ...(next && { state: next, stateAt: at }),
    trackingNumber: shipment.trackingNumber ?? told.trackingNumber,
    lastError: null,
    actAt: nextTurnAt(next ?? shipment.state, shipment.attempt, now),
  })
}

/** What surely was not taken is ordered again later; what is in doubt is asked for first. */
async function recordAway(
  tx: Tx,
  id: string,
  away: PostAway,
  turn: Turn,
  now: Temporal.Instant,
): Promise<void> {
  const shipment = await lockShipment(tx, id)
  if (!shipment) return
  const isFree = turn === 'order' && !away.mayHaveTaken && shipment.state === 'ordering'
  await updateShipment(tx, id, {
    ...(isFree && { state: 'queued' }),
    lastError: 'unreachable',
    actAt: nextTurnAt(shipment.state, shipment.attempt, now),
  })
}
