import { createHash } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { Context } from '#platform/context'
import { enqueueLook } from './outbox-jobs.ts'
import type { Destination, FactSources, SyncMessage } from './ports.ts'
import { type Delivery, type DueDelivery, recordSending, type Sending, type Standing } from './repository.ts'
import { readDestination } from './repository-destination.ts'
import { isGivenUp, secondsToNextTry } from './rules/patience.ts'

/** How long a failure waits is told by a clock that always runs, and by chance: both are given, so that tests can. */
export type Pace = Readonly<{ now: () => Temporal.Instant; chance: () => number }>

export const realPace: Pace = { now: () => Temporal.Now.instant(), chance: Math.random }

/** Everything that sending needs. */
export type Sender = Readonly<{
  context: Pick<Context, 'db' | 'pool' | 'clock' | 'log'>
  sources: FactSources
  pace: Pace
}>

/** What came of one message; `next` is the one after it, of the same dossier. */
export type Sent = Readonly<{ outcome: Sending['outcome']; error: string | null; next: DueDelivery | null }>

const longestAnswer = 500

/** Sends one message, as `build` makes it, and writes down what came of it in one transaction. */
export async function sendOne(
  sender: Sender,
  destination: Destination,
  delivery: DueDelivery,
  build: (delivery: DueDelivery) => Promise<SyncMessage>,
): Promise<Sent> {
  const { context } = sender
  const begunMs = performance.now()
  const tried = await trySending(destination, () => build(delivery))
  const sending: Sending = {
    ...tried,
    at: context.clock.now(),
    tookMs: Math.round(performance.now() - begunMs),
  }
  const after = await standingAfter(sender, delivery, sending.outcome)
  const next = await context.db.transaction().execute(async (tx) => {
    // An attempt before broke off: what it sent may still arrive, after this and after what is told next.
    if (sending.outcome === 'delivered' && delivery.attempts > 0)
      await enqueueLook(tx, { destination: destination.code, dossierId: delivery.dossierId, looks: 0 })
    return await recordSending(tx, delivery, sending, after)
  })
  if (sending.outcome !== 'delivered') {
    const { dossierCode, number, attempts } = delivery
    const about = { destination: destination.code, dossierCode, number, attempt: attempts + 1 }
    context.log.warn({ ...about, outcome: sending.outcome, answer: sending.answer }, 'a message did not arrive')
  }
  return { outcome: sending.outcome, error: tried.answer, next }
}

type Tried = Pick<Sending, 'outcome' | 'answer' | 'messageSha256'>

async function trySending(destination: Destination, build: () => Promise<SyncMessage>): Promise<Tried> {
  let messageSha256: string | null = null
  try {
    const message = await build()
    messageSha256 = createHash('sha256').update(JSON.stringify(message)).digest('hex')
    const answer = await destination.send(message)
    if (answer === 'delivered') return { outcome: 'delivered', answer: null, messageSha256 }
    return { outcome: 'refused', answer: answer.refused.slice(0, longestAnswer), messageSha256 }
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return { outcome: 'failed', answer: said.slice(0, longestAnswer), messageSha256 }
  }
}

/** A refusal waits for a person; what failed comes again, later each time, unless it alone has failed for too long. */
async function standingAfter(
  { context, pace }: Sender,
  delivery: Delivery,
  outcome: Sending['outcome'],
): Promise<Standing> {
  const now = pace.now()
  if (outcome !== 'failed') return { state: outcome, nextAt: now, failedAt: null }
  const failedAt = delivery.failedAt ?? now
  const seconds = (now.epochMilliseconds - failedAt.epochMilliseconds) / 1000
  const { deliveredAt } = await readDestination(context.db, delivery.destination)
  const othersArrive = deliveredAt !== null && Temporal.Instant.compare(deliveredAt, failedAt) > 0
  const waitMs = Math.round(secondsToNextTry(delivery.attempts + 1, pace.chance()) * 1000)
  const state = isGivenUp({ seconds, othersArrive }) ? 'dead' : 'waiting'
  return { state, nextAt: now.add({ milliseconds: waitMs }), failedAt }
}
