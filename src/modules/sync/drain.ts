import { Temporal } from 'temporal-polyfill'
import { whileAlone } from '#platform/while-alone'
import { openBuilder } from './build-message.ts'
import type { Destination } from './ports.ts'
import { type DueDelivery, findNextAt, listDue, setAsideOvertaken, wakeDeliveries } from './repository.ts'
import { changeDestination, readDestination } from './repository-destination.ts'
import { secondsOfQuiet } from './rules/patience.ts'
import type { Sender } from './send-one.ts'
import { type Sent, sendOne } from './send-one.ts'

// Four dossiers at a time: an outage that ends is drained fast, and officers keep their connections.
const dossiersAtOnce = 4
const portion = 64
/** So many messages of one dossier in a row, then others have their turn. */
const longestChain = 20
/** What is left after so long is for the next run. */
const runMs = 240_000

/** What a run did; `nextAt`: when the next message may be tried, null when none waits. `busy`: another one is at it. */
export type Drained = Readonly<{ delivered: number; nextAt: Temporal.Instant | null; busy: boolean }>

/**
 * Sends what waits for a destination, in order within each dossier, until nothing is due, nothing arrives, or an
 * administrator has stopped it. One run at a time for a destination, however many workers there are.
 */
export async function drain(sender: Sender, destination: Destination): Promise<Drained> {
  const { context, pace } = sender
  let delivered = 0
  let nextAt: Temporal.Instant | null = null
  const alone = await whileAlone(context.pool, `sync:${destination.code}`, async () => {
    const begunMs = performance.now()
    for (;;) {
      const round = await runRound(sender, destination)
      delivered += round.delivered
      nextAt = round.nextAt
      if (round.isOver || performance.now() - begunMs > runMs) return
    }
  })
  return alone
    ? { delivered, nextAt, busy: false }
    : { delivered: 0, nextAt: pace.now().add({ seconds: 1 }), busy: true }
}

type Round = Readonly<{ delivered: number; nextAt: Temporal.Instant | null; isOver: boolean }>

/** One portion; one single message while the destination is away. */
async function runRound(sender: Sender, destination: Destination): Promise<Round> {
  const { context, pace } = sender
  const { db } = context
  const standing = await readDestination(db, destination.code)
  const nothing = { delivered: 0, isOver: true }
  if (standing.held) return { ...nothing, nextAt: null }
  const { quietUntil, failures } = standing
  if (quietUntil && Temporal.Instant.compare(pace.now(), quietUntil) < 0)
    return { ...nothing, nextAt: quietUntil }
  const due = await listDue(db, destination.code, pace.now(), failures > 0 ? 1 : portion)
  if (due.length === 0) return { ...nothing, nextAt: await findNextAt(db, destination.code, pace.now()) }
  const { overtaken = [], inTurn = [] } = Object.groupBy(due, isOvertaken)
  for (const one of overtaken) await setAsideOvertaken(db, one)
  if (inTurn.length === 0) return { delivered: 0, nextAt: pace.now(), isOver: false }
  const sent = await sendAll(sender, destination, inTurn, failures > 0 ? 1 : longestChain)
  return await settleRound(sender, destination.code, sent, failures)
}

/** A message that was queued to tell again, and meanwhile a later event of its dossier has arrived. */
const isOvertaken = ({ number, toldBefore }: DueDelivery) => (toldBefore > number ? 'overtaken' : 'inTurn')

/** Dossiers beside each other, the messages of each one after the other. */
async function sendAll(
  sender: Sender,
  destination: Destination,
  due: readonly DueDelivery[],
  chain: number,
): Promise<Sent[]> {
  const waiting = [...due]
  const sent: Sent[] = []
  const work = async () => {
    for (let first = waiting.shift(); first; first = waiting.shift()) {
      const build = openBuilder(sender.context.db, sender.sources, destination)
      let delivery: DueDelivery | null = first
      for (let count = 0; delivery && count < chain; count++) {
        const one: Sent = await sendOne(sender, destination, delivery, build)
        sent.push(one)
        delivery = one.next
      }
      if (sent.length >= dossiersAtOnce && sent.every(({ outcome }) => outcome === 'failed')) waiting.length = 0
    }
  }
  const workers = Array.from({ length: dossiersAtOnce }, () =>
    work().catch((error: unknown) => {
      waiting.length = 0
      throw error
    }),
  )
  // All of them have come to an end before anybody else may send: nothing is under way twice.
  const broken = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected')
  if (broken?.status === 'rejected') throw broken.reason
  return sent
}

/** Notes whether the destination answers. Where nothing arrived it is left in peace for a while, then asked with one. */
async function settleRound(
  { context, pace }: Sender,
  code: string,
  sent: readonly Sent[],
  failures: number,
): Promise<Round> {
  const { db, clock } = context
  const at = clock.now().toString()
  const answered = sent.some(({ outcome }) => outcome !== 'failed')
  const delivered = sent.filter(({ outcome }) => outcome === 'delivered').length
  const fault = sent.findLast(({ error }) => error !== null)?.error ?? null
  const rounds = answered ? 0 : failures + 1
  const quietMs = Math.round(secondsOfQuiet(rounds, pace.chance()) * 1000)
  const quietUntil = answered ? null : pace.now().add({ milliseconds: quietMs })
  await db.transaction().execute(async (tx) => {
    await changeDestination(tx, code, {
      failures: rounds,
      quiet_until: quietUntil?.toString() ?? null,
      tried_at: at,
      ...(delivered > 0 && { delivered_at: at }),
      ...(fault !== null && { last_error: fault, last_error_at: at }),
    })
    if (answered && failures > 0) await wakeDeliveries(tx, code, pace.now())
  })
  return { delivered, nextAt: quietUntil ?? pace.now(), isOver: !answered }
}
