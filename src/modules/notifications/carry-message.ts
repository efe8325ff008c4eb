import type { Context } from '#platform/context'
import type { Tx } from '#platform/db'
import { CarrierAway, type MessageCarrier, type Outgoing } from './ports.ts'
import { beginRound, hasNext, recordAway, recordTold, type ToldOf } from './record-told.ts'
import { lockMessage, type Message } from './repository.ts'
import {
  appendDeliveryEvent,
  type Delivery,
  type DeliveryChange,
  listAway,
  listDeliveries,
  noteAnswered,
  updateDelivery,
} from './repository-delivery.ts'
import { type Channel, waitsUntil } from './rules/channels.ts'
import { decideStep, isPassedOn } from './rules/delivery.ts'
import { type MessageSettings, readMessageSettings, shortText } from './settings.ts'

export type Carrying = Pick<Context, 'db' | 'clock' | 'config' | 'log'>

/** How long the answer of a carrier may be awaited before somebody else looks after the message, in seconds. */
const leaseSeconds = 120

type Wanted = Readonly<{ messageId: string; knocks: boolean }>

/** In one go a message is tried over each channel and asked about; more steps than this it never has. */
const mostSteps = 8

/**
 * Carries a message as far as it goes now: sends it over the channel whose turn it is, asks about it, or goes on to the
 * next channel. May be called at any moment, by any number of workers: one of them has the turn. A carrier that is known to
 * be away is called only by one that `knocks`; for others the message stays as it is. Gives the channel whose carrier was
 * away, or null.
 */
export async function carryMessage(
  context: Carrying,
  carriers: readonly MessageCarrier[],
  { messageId, knocks }: Wanted,
): Promise<Channel | null> {
  for (let steps = 0; steps < mostSteps; steps += 1) {
    const turn = await context.db
      .transaction()
      .execute((tx) => takeTurn(tx, context, carriers, { messageId, knocks }))
    if (turn === 'again') continue
    if (turn === null) return null
    if (!(await follow(context, turn))) return turn.carrier.channel
  }
  return null
}

type Turn = Readonly<{ step: 'send' | 'ask'; carrier: MessageCarrier; message: Message; delivery: Delivery }>

/** Decides under the lock what is to be done, and writes down that it is being done before it is. */
async function takeTurn(
  tx: Tx,
  context: Carrying,
  carriers: readonly MessageCarrier[],
  { messageId, knocks }: Wanted,
): Promise<Turn | 'again' | null> {
  const message = await lockMessage(tx, messageId)
  if (!message) return null
  const deliveries = await listDeliveries(tx, [messageId])
  const settings = readMessageSettings(context)
  const now = context.clock.now()
  if (!deliveries.some(({ round }) => round === message.round)) {
    if (message.state !== 'queued') return null
    return (await beginRound(tx, { message, carriers, settings, now })) ? 'again' : null
  }
  const away = knocks ? [] : await listAway(tx)
  const next = findStep(message, deliveries, carriers, { away, tries: settings.tries, now })
  return next && (await begin(tx, { ...next, message, settings, now }))
}

type Now = Readonly<{ now: ReturnType<Context['clock']['now']> }>

/**
 * The first sending with which something is to be done now. What calls a carrier that is away is left, until it has waited so
 * long that another channel is taken.
 */
function findStep(
  message: Message,
  deliveries: readonly Delivery[],
  carriers: readonly MessageCarrier[],
  { away, tries, now }: Now & Readonly<{ away: readonly Channel[]; tries: number }>,
): Pick<Beginning, 'step' | 'carrier' | 'delivery'> | null {
  for (const delivery of deliveries) {
    const carrier = carriers.find(({ channel }) => channel === delivery.channel)
    const step = decideStep(delivery, carrier ?? { sendsReports: false, asksBy: null }, now)
    const calls = step === 'send' || step === 'ask'
    if (step && !(calls && away.includes(delivery.channel))) return { step, carrier, delivery }
    const patience = { tries, hasNext: hasNext(message, delivery), now }
    if (step === 'send' && isPassedOn(delivery, patience)) return { step: 'pass_on', carrier, delivery }
  }
  return null
}

type Beginning = Readonly<{
  step: NonNullable<ReturnType<typeof decideStep>> | 'pass_on'
  carrier: MessageCarrier | undefined
  message: Message
  delivery: Delivery
  settings: MessageSettings
}> &
  Now

async function begin(tx: Tx, beginning: Beginning): Promise<Turn | 'again'> {
  const { step, carrier, message, delivery, settings, now } = beginning
  const change = (to: DeliveryChange) => updateDelivery(tx, delivery.id, to)
  if (step === 'settle') {
    await change({ actAt: null })
    return 'again'
  }
  if (step === 'pass_on') {
    const told = { state: 'failed', why: 'unreachable', toldBy: 'us' } as const
    await recordTold(tx, { message, delivery, ...told, settings, now })
    return 'again'
  }
  if (!carrier || step === 'give_up') {
    const state = step === 'send' ? 'failed' : 'unknown'
    const why = whyNot(carrier !== undefined, delivery)
    await recordTold(tx, { message, delivery, state, why, toldBy: 'us', settings, now })
    return 'again'
  }
  const until = step === 'send' ? waitsUntil(delivery.channel, settings.quiet, now) : null
  if (until) {
    await change({ actAt: until })
    return 'again'
  }
  const actAt = now.add({ seconds: leaseSeconds })
  if (step === 'ask') {
    await change({ actAt, askedTimes: delivery.askedTimes + 1 })
    return { step, carrier, message, delivery: { ...delivery, askedTimes: delivery.askedTimes + 1 } }
  }
  const attempt = delivery.attempt + 1
  await change({ state: 'sending', attempt, actAt, stateAt: now, askedTimes: 0 })
  await appendDeliveryEvent(tx, { deliveryId: delivery.id, at: now, state: 'sending', toldBy: 'us' })
  return { step, carrier, message, delivery: { ...delivery, state: 'sending', attempt } }
}

function whyNot(hasCarrier: boolean, { state }: Delivery): string {
  if (!hasCarrier) return 'no_carrier'
  return state === 'sending' ? 'in_doubt' : 'no_report'
}

/** Does what was decided, and writes down what came of it. False when the carrier was away. */
async function follow(context: Carrying, turn: Turn): Promise<boolean> {
  const { step, carrier, message, delivery } = turn
  const { db, clock, log } = context
  const settings = readMessageSettings(context)
  const known = { messageId: message.id, deliveryId: delivery.id, settings }
  try {
    const told = step === 'ask' ? await ask(turn) : await send(turn, settings)
    await noteAnswered(db, carrier.channel, true, clock.now())
    await db.transaction().execute((tx) => recordTold(tx, { ...known, ...told, now: clock.now(), carrier }))
    return true
  } catch (error) {
    if (!(error instanceof CarrierAway)) throw error
    log.warn({ err: error, carrier: carrier.key, deliveryId: delivery.id }, 'a carrier of messages is away')
    await noteAnswered(db, carrier.channel, false, clock.now())
    const mayHaveTaken = step === 'ask' || error.mayHaveTaken
    await db.transaction().execute((tx) => recordAway(tx, { ...known, mayHaveTaken, now: clock.now() }))
    return false
  }
}

type Said = Pick<ToldOf, 'state' | 'why' | 'reference' | 'toldBy'>

async function ask({ carrier, delivery }: Turn): Promise<Said> {
  const { state, why } = await carrier.ask({ ...delivery, key: delivery.id })
  return { state, why, toldBy: 'asked' }
}

async function send({ carrier, message, delivery }: Turn, settings: MessageSettings): Promise<Said> {
  const taken = await carrier.send(write(message, delivery, settings))
  return taken.state === 'accepted'
    ? { state: 'accepted', why: null, reference: taken.reference, toldBy: 'answer' }
    : { state: 'failed', why: taken.why, toldBy: 'answer' }
}

/** A message in the words of its channel. */
function write(message: Message, { id, channel, address }: Delivery, settings: MessageSettings): Outgoing {
  const { recipientName, subject, brief, link } = message
  const values = brief !== null && link !== null ? { about: brief, link } : null
  const text = channel === 'email' || !values ? message.body : shortText(values, channel, settings)
  return { key: id, to: { name: recipientName, address }, subject, text, values }
}
