import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#platform/db'
import { makeId } from '#platform/ids'
import type { MessageCarrier } from './ports.ts'
import { lockMessage, type Message, saveMessageState, saveRound } from './repository.ts'
import {
  appendDeliveryEvent,
  type Delivery,
  listDeliveries,
  saveDelivery,
  updateDelivery,
} from './repository-delivery.ts'
import { addressOn, type Channel, orderChannels, type Reach } from './rules/channels.ts'
import {
  type DeliveryState,
  foldTold,
  messageStateOf,
  nextAskAt,
  nextTryAt,
  reportDueAt,
  type Told,
  type Way,
  wasLastTry,
} from './rules/delivery.ts'
import { countSegments } from './rules/short-text.ts'
import { type MessageSettings, shortText } from './settings.ts'

type Now = Readonly<{ settings: MessageSettings; now: Temporal.Instant }>

export const reachOf = ({ email, phone, brief }: Message): Reach => ({ email, phone, hasShort: brief !== null })

/** Begins with the first channel; false when there is none: then the message stays in-app. */
export async function beginRound(
  tx: Tx,
  {
    message,
    carriers,
    settings,
    now,
  }: Now & Readonly<{ message: Message; carriers: readonly MessageCarrier[] }>,
): Promise<boolean> {
  const offered = settings.order.filter((channel) => carriers.some((carrier) => carrier.channel === channel))
  const wanted = { preferred: message.preferred, offered }
  const channels = message.channels.length > 0 ? message.channels : orderChannels(wanted, reachOf(message))
  const [first] = channels
  if (!first) {
    await saveMessageState(tx, message.id, { state: 'in_app' })
    return false
  }
  await saveRound(tx, message.id, { round: message.round, channels })
  await beginDelivery(tx, message, first, { settings, now })
  return true
}

async function beginDelivery(
  tx: Tx,
  message: Message,
  channel: Channel,
  { settings, now }: Now,
): Promise<void> {
  const values = { about: message.brief ?? '', link: message.link ?? '' }
  await saveDelivery(tx, {
    ...{ id: makeId(now.epochMilliseconds), messageId: message.id, round: message.round, channel, at: now },
    address: addressOn(channel, reachOf(message)) ?? '',
    segments: channel === 'sms' ? countSegments(shortText(values, 'sms', settings)).segments : null,
  })
}

export type ToldOf = Now &
  Readonly<{
    state: Told['state'] | 'unknown'
    why: string | null
    reference?: string | null
    toldBy: 'us' | 'answer' | 'report' | 'asked'
    reportKey?: string
    carrier?: Way
  }> &
  (Readonly<{ message: Message; delivery: Delivery }> | Readonly<{ messageId: string; deliveryId: string }>)

/**
 * Writes down what was learned of a sending, and what follows: the next channel when this one did not bring it, and how
 * the message stands. A report that comes again, or after a better one, changes nothing.
 */
export async function recordTold(tx: Tx, told: ToldOf): Promise<void> {
  const message = 'message' in told ? told.message : await lockMessage(tx, told.messageId)
  if (!message) return
  const all = await listDeliveries(tx, [message.id])
  const id = 'delivery' in told ? told.delivery.id : told.deliveryId
  const delivery = all.find((one) => one.id === id)
  if (!delivery) return
  const { state, why, toldBy, reportKey = null, now } = told
  const reference = told.reference ?? null
  const event = { deliveryId: id, at: now, state, toldBy, reference, why, reportKey }
  if (!(await appendDeliveryEvent(tx, event))) return
  const next = state === 'unknown' ? state : foldTold(delivery.state, state)
  const after = { ...delivery, reference: delivery.reference ?? reference }
  await updateDelivery(tx, id, { reference: after.reference, ...standingAfter(after, next, message, told) })
  const changed = await listDeliveries(tx, [message.id])
  await settleMessage(tx, message, changed, told)
}

type Change = Parameters<typeof updateDelivery>[2]

/** How the sending stands after the word, and when it is looked at next. */
function standingAfter(delivery: Delivery, next: DeliveryState | null, message: Message, told: ToldOf): Change {
  const { now, why, settings, carrier } = told
  if (next === null)
    return { actAt: delivery.state === 'accepted' ? waitAgain(delivery, carrier, now) : delivery.actAt }
  if (next === 'queued' && wasLastTry(delivery.attempt, settings.tries, hasNext(message, delivery)))
    return { state: 'failed', why: 'unreachable', actAt: null, stateAt: now }
  if (next === 'queued') return { state: next, actAt: nextTryAt(delivery.attempt, now), stateAt: now }
  if (next === 'accepted') {
    const actAt = waitAgain({ ...delivery, askedTimes: 0 }, carrier, now)
    return { state: next, actAt, stateAt: now, askedTimes: 0 }
  }
  return { state: next, why, actAt: null, stateAt: now }
}

/** When a sending that the carrier has is looked at again; null: never, it will say no more. */
function waitAgain(
  { askedTimes, reference }: Delivery,
  carrier: Way | undefined,
  now: Temporal.Instant,
): Temporal.Instant | null {
  if (!carrier) return reportDueAt(now)
  const isAsked = carrier.asksBy === 'key' || (carrier.asksBy === 'reference' && reference !== null)
  if (isAsked) return nextAskAt(askedTimes, now)
  return carrier.sendsReports ? reportDueAt(now) : null
}

/** The channels of this round after that of the delivery. */
export const hasNext = ({ channels }: Message, { channel }: Pick<Delivery, 'channel'>): boolean =>
  channels.indexOf(channel) >= 0 && channels.indexOf(channel) < channels.length - 1

/** The carrier was away: what surely did not arrive is tried again, or given up; what is in doubt is asked after. */
export async function recordAway(
  tx: Tx,
  away: Now & Readonly<{ messageId: string; deliveryId: string; mayHaveTaken: boolean }>,
): Promise<void> {
  const { messageId, deliveryId, mayHaveTaken, now } = away
  if (!mayHaveTaken)
    return await recordTold(tx, { ...away, state: 'not_taken', why: 'unreachable', toldBy: 'us' })
  await lockMessage(tx, messageId)
  const delivery = (await listDeliveries(tx, [messageId])).find(({ id }) => id === deliveryId)
  if (delivery?.state === 'sending' || delivery?.state === 'accepted')
    await updateDelivery(tx, deliveryId, { actAt: nextAskAt(delivery.askedTimes, now) })
}

/** Goes on to the next channel when none of this round brought it, and says how the message stands. */
async function settleMessage(tx: Tx, message: Message, all: readonly Delivery[], told: ToldOf): Promise<void> {
  if (message.state === 'called') return
  const ofRound = all.filter(({ round }) => round === message.round)
  const isOpen = ofRound.some(({ state }) => state !== 'failed' && state !== 'unknown')
  const next = isOpen
    ? undefined
    : message.channels.find((one) => !ofRound.some(({ channel }) => channel === one))
  if (next) await beginDelivery(tx, message, next, told)
  // What arrived in an earlier round has arrived.
  const states = all.filter(({ round, state }) => round === message.round || state === 'delivered')
  const state = messageStateOf(
    states.map((one) => one.state),
    next !== undefined,
  )
  const hasLeft = state === 'sent' || state === 'delivered'
  await saveMessageState(tx, message.id, { state, ...(hasLeft && { sentAt: told.now }) })
}
